//! Nothing to use: see `tests`. `cargo test --manifest-path clerk/vectors/Cargo.toml`.
