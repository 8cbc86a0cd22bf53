# shellcheck shell=bash disable=SC2034
# The versions that set-up installs. wasm-bindgen-cli is not here: Cargo.lock decides it.

# cargo-leptos 0.3.11 needs rustc 1.96; 0.3.10 is the same program for an older compiler.
CARGO_LEPTOS_VERSION=0.3.11
CARGO_LEPTOS_RUSTC=1.96.0
CARGO_LEPTOS_VERSION_BEFORE=0.3.10
# Older ones miss fixes that `watch` needs; a newer major line may read Cargo.toml differently.
CARGO_LEPTOS_OLDEST=0.3.10
CARGO_LEPTOS_BELOW=0.4.0

NODE_OLDEST=20.0.0
