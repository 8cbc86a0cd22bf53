//! Says what a clone that was not set up lacks, when `cargo leptos watch` is run on it all the same.
//!
//! Only for `watch`: a release build needs no ClerkJS, and checks, tests and editors need neither.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=LEPTOS_WATCH");
    if env::var_os("LEPTOS_WATCH").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let missing: Vec<&str> = [
        (!has_browser_library(), "the standard library for wasm32-unknown-unknown"),
        (!present(&root, "node_modules/.bin/tailwindcss"), "the stylesheet compiler (node_modules)"),
        (!has_clerk_js(&root), "ClerkJS for the local Clerk (.tools/clerk)"),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect();
    for what in &missing {
        println!("cargo::error=missing: {what}");
    }
    if !missing.is_empty() {
        println!("cargo::error=run bin/setup once; it installs what is missing and says what it does");
    }
}

/// Whether the file is there; cargo runs this again when that changes.
fn present(root: &Path, file: &str) -> bool {
    let path = root.join(file);
    println!("cargo::rerun-if-changed={}", path.display());
    path.exists()
}

/// Not needed where real keys are set: ClerkJS then comes from Clerk's own host.
fn has_clerk_js(root: &Path) -> bool {
    println!("cargo::rerun-if-env-changed=CLERK_SECRET_KEY");
    present(root, ".tools/clerk/clerk-js/dist") || env::var_os("CLERK_SECRET_KEY").is_some() || names_a_secret_key(root)
}

fn names_a_secret_key(root: &Path) -> bool {
    let settings = fs::read_to_string(root.join(".env")).unwrap_or_default();
    settings
        .lines()
        .any(|line| line.trim_start().strip_prefix("CLERK_SECRET_KEY=").is_some_and(|key| !key.trim().is_empty()))
}

fn has_browser_library() -> bool {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let printed = Command::new(rustc).args(["--print", "target-libdir", "--target", "wasm32-unknown-unknown"]).output();
    let folder = printed.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
}
