//! The web app: shell, routes, layouts, pages, and the server functions behind them. One crate, built twice:
//! feature `ssr` for the server, `hydrate` for the browser.
//!
//! Whatever people work with is a resource: a folder with a constant that says what it brings ([`resource`]), and a line in
//! [`RESOURCES`].
//!
//! What `server` uses (feature `ssr`):
//! - [`App`], the component for `leptos_axum::generate_route_list`, and [`shell`], the document around it;
//! - [`context::AppContext`], to be given to every request with [`provide`]; beside it a `leptos::nonce::Nonce`, and in the
//!   request's extensions a `clerk_protocol::Auth` and a [`request::RequestId`];
//! - [`form_posts::routes`], an axum router that takes plain form posts on the pages' own paths;
//! - [`RESOURCES`], with the path and policy of everything here that answers a request, and the endpoints of the REST API;
//! - [`AppError`], also for plain axum handlers: it is an `IntoResponse` of problem details (RFC 9457).

#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "the component macro writes pub items whatever it is given")]

pub mod activity;
mod app;
#[cfg(feature = "ssr")]
mod appearance;
pub mod brand;
mod call;
#[cfg(feature = "ssr")]
pub mod context;
mod dates;
mod document_title;
pub mod error;
mod fields;
#[cfg(feature = "ssr")]
pub mod form_posts;
pub mod forms;
pub mod invoices;
pub mod json;
#[cfg(feature = "ssr")]
pub mod kept;
mod layouts;
pub mod local_person;
pub mod members;
mod once_there;
mod pages;
pub mod people;
pub mod plain;
mod prelude;
#[cfg(feature = "ssr")]
pub mod problem_details;
// begin examples
pub mod projects;
// end examples
#[cfg(feature = "ssr")]
pub mod request;
pub mod resource;
mod resources;
#[cfg(feature = "ssr")]
pub mod rest;
pub mod return_to;
mod settings;
#[cfg(feature = "ssr")]
mod shell;
pub mod tenant;
pub mod ui;

#[cfg(feature = "ssr")]
pub use app::provide;
pub use app::{App, ROOT_ID};
pub use error::AppError;
#[cfg(feature = "ssr")]
pub use pages::{SIGN_IN, SIGN_UP};
pub use resources::RESOURCES;
#[cfg(feature = "ssr")]
pub use shell::shell;
