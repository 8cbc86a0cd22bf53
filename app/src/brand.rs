//! The product's name, in the one place that a project made from this template changes (see `cargo-generate.toml`).

// {% capture file %}
/// The name people see.
pub const NAME: &str = "Groundwork";
// {% endcapture %}{% assign name = project-name | title_case %}{{ file | replace: "Groundwork", name }}

/// What search engines and previews of links say of the product.
#[cfg(feature = "ssr")]
pub(crate) const SUMMARY: &str = "A Rust starter for multi-tenant SaaS: Leptos, axum, and SQLite or PostgreSQL, with sign-in and organizations by Clerk. One binary.";
