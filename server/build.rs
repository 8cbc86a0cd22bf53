//! Puts the built site into release binaries: writes a table of all its files for `src/assets/bundle.rs`.
//!
//! `cargo leptos build --release` builds the site first (`hash-files` in the workspace's metadata sees to the order) and
//! says where it lies. Other builds carry nothing; debug builds read the site from disk and do not even look here.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var("PROFILE")? != "release" {
        return Ok(());
    }
    println!("cargo:rerun-if-env-changed=LEPTOS_SITE_ROOT");
    let mut files = Vec::new();
    if let Some(site) = site_root()? {
        println!("cargo:rerun-if-changed={}", site.display());
        collect(&site, &site, &mut files)?;
    }
    files.sort();
    let table = Path::new(&env::var("OUT_DIR")?).join("site.rs");
    fs::write(table, format!("&[\n{}]\n", files.concat()))?;
    Ok(())
}

/// Where cargo-leptos put the site, if it runs this build.
fn site_root() -> Result<Option<PathBuf>, Box<dyn std::error::Error>> {
    let Ok(root) = env::var("LEPTOS_SITE_ROOT") else { return Ok(None) };
    let workspace = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("..");
    let root = workspace.join(root);
    Ok(root.is_dir().then_some(root))
}

/// One line of the table for each file below `folder`.
fn collect(site: &Path, folder: &Path, files: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(site, &path, files)?;
        } else if let Ok(name) = path.strip_prefix(site) {
            files.push(format!("    ({name:?}, include_bytes!({path:?})),\n"));
        }
    }
    Ok(())
}
