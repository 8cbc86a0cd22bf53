//! Rules that show in the tokens of a source.

use std::collections::BTreeMap;

use anyhow::Result;
use proc_macro2::TokenTree;

use crate::project::{At, Source, is_test, root, sources};

type Sources = BTreeMap<String, Source>;

/// In how many ways each file breaks a rule.
fn all(sources: &Sources, rule: impl Fn(&str, &Source) -> Vec<String>) -> Vec<String> {
    let problems = sources
        .iter()
        .flat_map(|(path, source)| rule(path, source).into_iter().map(move |problem| format!("{path}: {problem}")));
    problems.collect()
}

const IDENTITY: [&str; 5] = ["__session", "__client_uat", "__clerk_db_jwt", "__clerk_handshake", "__refresh_"];

/// Cookies and headers of identity are named in the Clerk crates only. Tests play the browser or a client of the API, so they
/// carry credentials.
fn names_identity(path: &str, source: &Source) -> Vec<String> {
    if path.starts_with("clerk/")
        || path.starts_with("crates/testkit/")
        || path.starts_with("crates/architecture/")
        || is_test(path)
    {
        return Vec::new();
    }
    let is_name = |text: &str| {
        let begins = ["Authorization", "authorization", "Bearer "];
        IDENTITY.iter().any(|name| text.contains(name)) || begins.iter().any(|word| text.contains(&format!("\"{word}")))
    };
    source.find(never, |at| match at.token(0)? {
        TokenTree::Literal(literal) => Some(literal.to_string()).filter(|text| is_name(text)),
        TokenTree::Ident(name) => {
            let name = name.to_string();
            (name == "AUTHORIZATION" || is_name(&name)).then_some(name)
        }
        _ => None,
    })
}

fn never(_: &str) -> bool {
    false
}

/// Time and chance that nobody injected. Each of these is in clippy.toml too; this rule also holds where no clippy is
/// installed. The one allowed place says so, with a reason, on the item that holds the call.
fn ambient(_: &str, source: &Source) -> Vec<String> {
    let is_expected = |attribute: &str| attribute.starts_with("expect(clippy::disallowed_methods");
    source.find(is_expected, |at| {
        let (path, length) = at.path(0);
        let is_call = at.begins_path() && is_called(at, length);
        let name = path.iter().map(String::as_str).collect::<Vec<_>>();
        let is_ambient = match name.as_slice() {
            [.., "SystemTime" | "Instant" | "Utc" | "Local", "now"] => true,
            [.., "OffsetDateTime", now] => now.starts_with("now_"),
            [.., "Uuid", new] => *new == "new_v4" || new.starts_with("now_v"),
            [.., "rand", "rng" | "random"] | [.., "thread", "sleep"] => true,
            [.., "tokio", "time", "sleep"] => true,
            _ => false,
        };
        (is_call && is_ambient && !at.is_covered).then(|| format!("calls {}", path.join("::")))
    })
}

/// Whether a path of this length is called, perhaps with its types: `rand::random::<u8>()`.
fn is_called(at: &At<'_>, length: usize) -> bool {
    matches!(at.token(length), Some(TokenTree::Group(_))) || at.text(length) == "<"
}

const IN_CLIPPY: [&str; 8] = [
    "SystemTime::now",
    "Instant::now",
    "OffsetDateTime::now_utc",
    "Uuid::now_v7",
    "Uuid::new_v4",
    "rand::rng",
    "rand::random",
    "thread::sleep",
];

fn missing_in_clippy(clippy: &str) -> Vec<&'static str> {
    IN_CLIPPY.into_iter().filter(|name| !clippy.contains(&format!("{name}\""))).collect()
}

/// A server function that a link could call.
fn reads_by_get(_: &str, source: &Source) -> Vec<String> {
    source.find(never, |at| {
        let is_input = at.text(0) == "input" && at.text(1) == "=";
        let (path, _) = at.path(2);
        path.last().filter(|name| is_input && name.starts_with("Get")).map(|name| format!("input = {name}"))
    })
}

/// The local Clerk never runs in a release: what names it is compiled for debug builds only, itself or with its module.
fn emulator_in_releases(sources: &Sources) -> Vec<String> {
    let uses = |source: &Source| {
        source.find(is_debug, |at| {
            (at.text(0) == "clerk_emulator" && !at.is_covered).then(|| "uses the emulator".to_owned())
        })
    };
    all(sources, |path, source| if is_test(path) || is_debug_module(sources, path) { Vec::new() } else { uses(source) })
}

fn is_debug(attribute: &str) -> bool {
    attribute == "cfg(debug_assertions)" || attribute.starts_with("cfg(all(debug_assertions,")
}

fn is_debug_module(sources: &Sources, path: &str) -> bool {
    let Some((folder, file)) = path.rsplit_once('/') else { return false };
    let name = file.trim_end_matches(".rs");
    if ["lib", "main"].contains(&name) {
        return false;
    }
    let parents = [format!("{folder}.rs"), format!("{folder}/lib.rs"), format!("{folder}/main.rs")];
    let declares = |source: &Source| {
        let declared = |at: &At<'_>| (at.text(0) == "mod" && at.text(1) == name && at.is_covered).then_some(());
        !source.find(is_debug, declared).is_empty()
    };
    parents
        .iter()
        .filter(|parent| *parent != path)
        .any(|parent| sources.get(parent).is_some_and(|source| declares(source) || is_debug_module(sources, parent)))
}

#[test]
fn cookies_and_headers_of_identity_are_named_in_the_clerk_crates_only() -> Result<()> {
    assert_eq!(all(&sources(|_| true)?, names_identity), Vec::<String>::new());
    Ok(())
}

#[test]
fn clock_ids_and_chance_are_injected() -> Result<()> {
    let clippy = std::fs::read_to_string(root().join("clippy.toml"))?;
    assert_eq!(missing_in_clippy(&clippy), Vec::<&str>::new(), "clippy.toml does not disallow these");
    assert_eq!(all(&sources(|_| true)?, ambient), Vec::<String>::new());
    Ok(())
}

#[test]
fn no_server_function_is_reached_by_a_get_encoding() -> Result<()> {
    // The attribute of the macro is what is looked for: attributes are tokens like others here.
    assert_eq!(all(&sources(|_| true)?, reads_by_get), Vec::<String>::new());
    Ok(())
}

#[test]
fn the_emulator_is_used_behind_debug_assertions() -> Result<()> {
    let server = sources(|path| path.starts_with("server/src/"))?;
    assert!(server.contains_key("server/src/local_clerk.rs"));
    assert_eq!(emulator_in_releases(&server), Vec::<String>::new());
    Ok(())
}

mod planted {
    use super::*;

    fn finds(rule: fn(&str, &Source) -> Vec<String>, path: &str, text: &str) -> usize {
        rule(path, &Source::read(text).expect("tokens")).len()
    }

    #[test]
    fn names_of_identity() {
        for text in ["\"__session\"", "\"authorization\"", "header::AUTHORIZATION", "\"__client_uat_abc\""] {
            assert_eq!(finds(names_identity, "app/src/x.rs", text), 1, "{text}");
            assert_eq!(finds(names_identity, "clerk/axum/src/x.rs", text), 0, "{text}");
            assert_eq!(finds(names_identity, "server/src/tests/x.rs", text), 0, "{text}");
        }
        assert_eq!(finds(names_identity, "app/src/x.rs", "// the __session cookie\nlet authorization = 1;"), 0);
        assert_eq!(finds(names_identity, "app/src/x.rs", "/// `__session`\nfn f() {}"), 0);
        assert_eq!(finds(names_identity, "app/src/x.rs", "view! { <p title=\"__session\"/> }"), 1);
    }

    #[test]
    fn time_and_chance() {
        for call in [
            "SystemTime::now()",
            "std::time::Instant::now()",
            "Uuid::new_v4()",
            "rand::random::<u8>()",
            "tokio::time::sleep(x).await",
        ] {
            assert_eq!(finds(ambient, "", &format!("fn x() {{ assert!({call} > y); }}")), 1, "{call}");
            let reason = "#[expect(clippy::disallowed_methods, reason = \"the one clock\")]";
            assert_eq!(finds(ambient, "", &format!("{reason} fn x() {{ {call} }}")), 0, "{call}");
            assert_eq!(finds(ambient, "", &format!("{reason} fn x() {{ }} fn y() {{ {call} }}")), 1, "{call}");
        }
        assert_eq!(finds(ambient, "", "clock.now(); Uuid::new_v7(stamp); \"SystemTime::now()\""), 0);
        assert_eq!(missing_in_clippy("").len(), IN_CLIPPY.len());
    }

    #[test]
    fn server_functions_that_a_link_could_call() {
        for (text, found) in [
            ("#[server(input = GetUrl)] fn f() {}", 1),
            ("#[server(input = server_fn::codec::GetUrl, endpoint = \"x\")] fn f() {}", 1),
            ("#[server(input = PostUrl)] fn f() {}", 0),
        ] {
            assert_eq!(finds(reads_by_get, "", text), found, "{text}");
        }
    }

    #[test]
    fn the_emulator_in_a_release() {
        let count = |files: &[(&str, &str)]| {
            let read = |(path, text): &(&str, &str)| ((*path).to_owned(), Source::read(text).expect("tokens"));
            emulator_in_releases(&files.iter().map(read).collect()).len()
        };
        let using = "use clerk_emulator::Emulator;";
        assert_eq!(count(&[("server/src/x.rs", using)]), 1);
        assert_eq!(count(&[("server/src/x.rs", &format!("#[cfg(debug_assertions)]\n{using}"))]), 0);
        assert_eq!(count(&[("server/src/x.rs", &format!("#[cfg(not(debug_assertions))]\n{using}"))]), 1);
        let main = ("server/src/main.rs", "#[cfg(debug_assertions)]\nmod x;\nmod y;");
        assert_eq!(count(&[("server/src/x.rs", using), main]), 0);
        assert_eq!(count(&[("server/src/x/inner.rs", using), ("server/src/x.rs", "mod inner;"), main]), 0);
        assert_eq!(count(&[("server/src/y.rs", using), main]), 1);
    }
}
