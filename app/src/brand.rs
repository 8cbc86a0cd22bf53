//! The product's name, in the one place that a project made from this template changes (see `cargo-generate.toml`).

// {% capture file %}
/// The name people see.
pub const NAME: &str = "Groundwork";
// {% endcapture %}{% assign name = project-name | title_case %}{{ file | replace: "Groundwork", name }}
