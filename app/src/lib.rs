//! The web app: shell, routes, layouts, pages, and the server functions behind them. One crate, built twice:
//! feature `ssr` for the server, `hydrate` for the browser.
//!
//! What `server` uses (feature `ssr`):
//! - [`App`], the component for `leptos_axum::generate_route_list`, and [`shell`], the document around it;
//! - [`server::AppContext`], to be given to every request with `provide_context`; beside it a
//!   `leptos::nonce::Nonce`, and in the request's extensions a `clerk_protocol::Auth` and a [`server::RequestId`];
//! - [`server::forms::routes`], an axum router that takes plain form posts on the pages' own paths;
//! - [`pages::PAGES`] and [`server_functions::POLICIES`], the policy of everything here that answers a request;
//! - [`AppError`], also for plain axum handlers: it is an `IntoResponse` of problem details (RFC 9457).

#![expect(unreachable_pub, reason = "the component macro writes pub items whatever it is given")]

pub mod activity;
mod app;
#[cfg(feature = "ssr")]
mod appearance;
pub mod brand;
mod dates;
mod document_title;
pub mod error;
mod forms;
mod layouts;
pub mod pages;
pub mod people;
pub mod policy;
pub mod projects;
pub mod return_to;
#[cfg(feature = "ssr")]
pub mod server;
pub mod server_functions;
mod settings;
pub mod tasks;
pub mod tenant;
mod ui;

pub use app::{App, ROOT_ID};
pub use error::AppError;
#[cfg(feature = "ssr")]
pub use server::shell::shell;
