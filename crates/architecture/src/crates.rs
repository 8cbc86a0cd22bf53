//! Which crate may name which, and what may be compiled for the browser.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::Value;

use crate::{
    harness,
    project::{packages, tree},
};

/// A crate may depend only on these: normal and build dependencies. Tests may use the testkit.
const ARROWS: &[(&str, &[&str])] = &[
    ("frontend", &["app", "clerk-leptos", "domain"]),
    (
        "server",
        &[
            "app",
            "clerk-axum",
            "clerk-emulator",
            "clerk-protocol",
            "domain",
            "store",
            // begin postgres
            "store-postgres",
            // end postgres
            // begin sqlite
            "store-sqlite",
            // end sqlite
        ],
    ),
    ("app", &["clerk-axum", "clerk-leptos", "clerk-protocol", "domain", "store"]),
    ("clerk-leptos", &["clerk-protocol"]),
    ("clerk-axum", &["clerk-protocol"]),
    ("clerk-emulator", &["clerk-protocol"]),
    ("clerk-host", &["clerk-axum", "clerk-emulator", "clerk-leptos", "clerk-protocol"]),
    ("clerk-protocol", &[]),
    ("domain", &["clerk-protocol"]),
    ("store", &["clerk-protocol", "domain"]),
    // begin sqlite
    ("store-sqlite", &["clerk-protocol", "domain", "store"]),
    // end sqlite
    // begin postgres
    ("store-postgres", &["clerk-protocol", "domain", "store"]),
    // end postgres
    // These edit and examine the sources, and are no part of the product.
    ("scaffold", &[]),
    ("architecture", &[]),
];

/// For tests only: may see everything.
const TESTKIT: &str = "testkit";

/// Never compiled for the browser: a name, or what names begin with.
const SERVER_ONLY: &[&str] = &[
    "aws-lc",
    "axum",
    "clerk-axum",
    "clerk-emulator",
    "dotenvy",
    "h2",
    "hyper",
    "jsonwebtoken",
    "leptos_axum",
    // begin sqlite
    "libsqlite3",
    // end sqlite
    "mio",
    "native-tls",
    "openssl",
    "reqwest",
    "ring",
    "rsa",
    "rust-embed",
    "rustls",
    "server",
    "socket2",
    "sqlx",
    "store",
    "store-",
    "tokio-rustls",
    "tower-http",
    "tracing-subscriber",
];

pub(crate) fn text<'v>(value: &'v Value, field: &str) -> &'v str {
    value[field].as_str().unwrap_or_default()
}

/// The dependencies that are compiled with a package, not with its tests.
pub(crate) fn dependencies(package: &Value) -> impl Iterator<Item = &Value> {
    package["dependencies"].as_array().into_iter().flatten().filter(|other| text(other, "kind") != "dev")
}

pub(crate) fn has(list: &Value, word: &str) -> bool {
    list.as_array().into_iter().flatten().any(|each| each == word)
}

fn wrong_arrows(packages: &[Value]) -> Vec<String> {
    let ours: BTreeSet<&str> = packages.iter().map(|each| text(each, "name")).collect();
    let of_one = |each: &Value| {
        let name = text(each, "name").to_owned();
        let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
            return vec![format!("{name} is new: give it its place in crates/architecture/src/crates.rs")];
        };
        let named = dependencies(each).filter(|other| !harness::is_of_harness(each, other));
        let named = named.map(|other| text(other, "name")).filter(|other| ours.contains(other));
        named
            .filter(|other| !allowed.contains(other))
            .map(|other| format!("{name} must not depend on {other}"))
            .collect()
    };
    packages.iter().filter(|each| text(each, "name") != TESTKIT).flat_map(of_one).collect()
}

/// Of the app's dependencies only those of its `ssr` feature may name the store and Clerk's server side, and nothing that the browser runs verifies
/// sessions.
fn verifying(packages: &[Value]) -> Vec<String> {
    let mut problems = Vec::new();
    for each in packages.iter().filter(|each| ["app", "clerk-leptos", "domain", "store"].contains(&text(each, "name")))
    {
        for other in dependencies(each) {
            let (name, of) = (text(each, "name"), text(other, "name"));
            if of == "clerk-protocol" && has(&other["features"], "verify") {
                problems.push(format!("{name} enables clerk-protocol/verify"));
            }
            if name == "app" && ["clerk-axum", "store"].contains(&of) && other["optional"] != true {
                problems.push(format!("app's dependency `{of}` must be optional (ssr)"));
            }
        }
    }
    problems
}

/// What must not be among the lines of `cargo tree` for the browser.
fn not_for_browsers(tree: &str) -> Vec<String> {
    let is_server_only = |name: &str| {
        let is_like = |known: &&str| !["server", "store"].contains(known) && name.starts_with(*known);
        SERVER_ONLY.iter().any(|known| name == *known || is_like(known))
    };
    let problem = |line: &str| {
        let name = line.split(' ').next().unwrap_or_default();
        let features = line.rsplit_once('[').map(|(_, features)| features.trim_end_matches(']')).unwrap_or_default();
        let has = |feature| features.split(',').any(|each| each == feature);
        match name {
            "tokio" if has("net") || has("full") => Some("tokio with its network".to_owned()),
            "clerk-protocol" if has("verify") => Some("clerk-protocol with verify".to_owned()),
            _ => is_server_only(name).then(|| name.to_owned()),
        }
    };
    tree.lines().filter_map(problem).collect()
}

#[test]
fn dependencies_point_one_way() -> Result<()> {
    assert_eq!(wrong_arrows(&packages()?), Vec::<String>::new());
    Ok(())
}

#[test]
fn session_verification_stays_on_the_server() -> Result<()> {
    assert_eq!(verifying(&packages()?), Vec::<String>::new());
    Ok(())
}

#[test]
fn nothing_of_the_server_reaches_the_browser() -> Result<()> {
    let tree = tree("frontend", &["--target", "wasm32-unknown-unknown", "-e", "normal"])?;
    assert!(tree.contains("leptos "), "{tree}");
    assert_eq!(not_for_browsers(&tree), Vec::<String>::new());
    Ok(())
}

mod planted {
    use serde_json::json;

    use super::*;

    fn package(name: &str, dependencies: Value) -> Value {
        json!({ "name": name, "features": {}, "dependencies": dependencies })
    }

    fn on(name: &str) -> Value {
        json!({ "name": name, "kind": null, "features": [], "optional": false })
    }

    #[test]
    fn an_arrow_the_wrong_way() {
        let server = || package("server", json!([on("store")]));
        assert_eq!(wrong_arrows(&[server(), package("store", json!([on("domain"), on("serde")]))]), [""; 0]);
        let wrong = wrong_arrows(&[server(), package("store", json!([on("server")]))]);
        assert_eq!(wrong, ["store must not depend on server"]);
        let for_tests = json!({ "name": "server", "kind": "dev", "features": [], "optional": false });
        assert_eq!(wrong_arrows(&[server(), package("store", json!([for_tests]))]), [""; 0]);
        assert!(wrong_arrows(&[package("new", json!([]))])[0].starts_with("new is new"));
    }

    #[test]
    fn verification_in_the_browser() {
        let verify = json!({ "name": "clerk-protocol", "kind": null, "features": ["verify"], "optional": false });
        assert_eq!(verifying(&[package("domain", json!([verify]))]).len(), 1);
        assert_eq!(verifying(&[package("domain", json!([on("clerk-protocol")]))]).len(), 0);
        assert_eq!(verifying(&[package("app", json!([on("store")]))]).len(), 1);
    }

    #[test]
    fn the_server_in_the_browser() {
        let tree = |lines: &str| not_for_browsers(lines).len();
        assert_eq!(
            tree("serde v1 [std]\nserver_fn v1 [browser]\ntokio v1 [sync]\nclerk-protocol v0 []\nstored v1 []"),
            0
        );
        for line in
            ["server v0 []", "store v0 []", "sqlx-core v0 []", "axum v0 []", "aws-lc-rs v1 []", "store-files v0 []"]
        {
            assert_eq!(tree(line), 1, "{line}");
        }
        assert_eq!(tree("tokio v1 [net,sync]"), 1);
        assert_eq!(tree("clerk-protocol v0 (x) [verify]"), 1);
    }
}
