//! The product's name, in the one place that a project made from this template changes (see `cargo-generate.toml`).

/// The name people see.
pub const NAME: &str = "Groundwork";

/// What search engines and previews of links say of the product.
#[cfg(feature = "ssr")]
pub(crate) const SUMMARY: &str =
    "A Rust starter for multi-tenant SaaS: Leptos, axum and sqlx, with sign-in and organizations by Clerk. One binary.";
