//! A small app for the browser tests of Clerk's own flows: what a first app with Clerk has, and nothing else.

#![expect(unreachable_pub, reason = "the component macro leaves the written function beside the one it exports")]

mod app;
mod pages;
mod parts;
#[cfg(feature = "ssr")]
pub mod server;
mod whoami;

pub use app::{App, ROOT_ID};
