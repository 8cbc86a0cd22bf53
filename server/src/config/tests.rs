//! What the configuration says to whom.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use insta::assert_snapshot;

use super::{BuildKind, Config, Env, Instance, example, roles, variables};

const LIVE: [(&str, &str); 3] = [
    ("CLERK_PUBLISHABLE_KEY", "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"),
    ("CLERK_SECRET_KEY", "sk_live_canary0123456789"),
    ("PUBLIC_ORIGIN", "https://app.example.com"),
];

const TEST: [(&str, &str); 2] = [
    ("CLERK_PUBLISHABLE_KEY", "pk_test_aW5jbHVkZWQua2F0eWRpZC05Mi5jbGVyay5hY2NvdW50cy5kZXYk"),
    ("CLERK_SECRET_KEY", "sk_test_canary0123456789"),
];

/// Set in all tests: none of them is about the database.
const DATABASE: &[(&str, &str)] = &[
    // begin postgres
    ("DATABASE_URL", "postgres://app@localhost/app"),
    // end postgres
];

fn env(variables: &[(&str, &str)]) -> Env {
    Env::of(&[DATABASE, variables].concat())
}

fn problems(variables: &[(&str, &str)], build: BuildKind) -> String {
    match Config::from_env(&env(variables), build) {
        Ok(_) => "fine".to_owned(),
        Err(problems) => problems.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

fn with(
    base: &[(&'static str, &'static str)],
    more: &[(&'static str, &'static str)],
) -> Vec<(&'static str, &'static str)> {
    base.iter().chain(more).copied().collect()
}

#[test]
fn a_debug_build_needs_nothing_and_starts_the_local_clerk() -> Result<(), super::Problems> {
    let config = Config::from_env(&env(&[]), BuildKind::Debug)?;
    assert!(matches!(config.clerk.instance, Instance::Local(_)));
    assert_eq!(config.http.public_origin.as_str(), "http://localhost:3000");
    assert_eq!(config.clerk.authorized_parties, ["http://localhost:3000"]);
    Ok(())
}

#[test]
fn a_release_build_without_keys_says_what_to_set() {
    assert_snapshot!(problems(&[], BuildKind::Release), @r"
    PUBLIC_ORIGIN: set it to the address browsers use, such as https://app.example.com
    CLERK_PUBLISHABLE_KEY: copy it from the API keys page of your instance in Clerk's dashboard; the local Clerk is in debug builds only
    CLERK_SECRET_KEY: copy it from the API keys page of your instance in Clerk's dashboard; the local Clerk is in debug builds only
    ");
}

#[test]
fn all_problems_are_told_at_once() {
    let wrong = [
        ("AUDIT_RETENTION_DAYS", "forever"),
        ("LISTEN_ADDRESS", "everywhere"),
        ("PUBLIC_ORIGIN", "http://app.example.com"),
        ("TRUSTED_PROXIES", "many"),
        ("ALLOWED_HOSTS", "www.example.com, https://b.example, c.example:80"),
        ("MAX_CONNECTIONS", "3"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "all"),
        ("SHUTDOWN_DELAY_SECONDS", "-1"),
        ("HSTS_MAX_AGE", "forever"),
        ("HSTS_SUBDOMAINS", "true"),
        ("CSP_REPORT_URL", "https://a.example/;script-src *"),
        ("CLERK_PUBLISHABLE_KEY", "pk_live_x"),
        ("CLERK_SECRET_KEY", "sk_test_x"),
        ("CLERK_JWT_KEY", "secret"),
        ("CLERK_API_URL", "http://api.clerk.com"),
        ("CLERK_PROXY_URL", "/elsewhere"),
        ("CLERK_AUTHORIZED_PARTIES", "https://a.example, b.example"),
        ("CLERK_SIGN_IN_URL", "//evil.test"),
        ("CLERK_WEBHOOK_SIGNING_SECRET", "hush"),
        ("CLERK_PERMISSIONS", "all"),
        ("CLERK_PERSONAL_ACCOUNTS", "yes"),
        ("LOG_FORMAT", "xml"),
        ("RUST_LOG", "=,="),
    ];
    assert_snapshot!(problems(&wrong, BuildKind::Release), @r#"
    LISTEN_ADDRESS: must be an address and a port, such as 127.0.0.1:3000 or 0.0.0.0:8080; it is "everywhere"
    PUBLIC_ORIGIN: must be https: sessions travel in cookies. Only this machine may use http
    TRUSTED_PROXIES: must be addresses and networks, such as 127.0.0.1, 10.0.0.0/8; it is "many"
    MAX_CONNECTIONS: must be a whole number from 16 to 1000000; it is "3"
    MAX_CONNECTIONS_PER_ADDRESS: must be a whole number from 8 to 1000000; it is "all"
    SHUTDOWN_DELAY_SECONDS: must be a whole number from 0 to 300; it is "-1"
    HSTS_MAX_AGE: must be a whole number from 0 to 63072000; it is "forever"
    HSTS_SUBDOMAINS: must be one of: on, off; it is "true"
    CSP_REPORT_URL: must be an https address such as https://reports.example.com/csp
    ALLOWED_HOSTS: "https://b.example" is not a host name such as www.example.com (without scheme, port and path)
    ALLOWED_HOSTS: "c.example:80" is not a host name such as www.example.com (without scheme, port and path)
    CLERK_PUBLISHABLE_KEY: is not a publishable key (pk_test_… or pk_live_…): copy it from the API keys page of your instance in Clerk's dashboard
    CLERK_API_URL: must be https: the secret key is sent there
    CLERK_JWT_KEY: must be a public key in PEM form: -----BEGIN PUBLIC KEY-----…
    CLERK_PROXY_URL: must be /__clerk, or PUBLIC_ORIGIN followed by /__clerk
    CLERK_AUTHORIZED_PARTIES: "b.example" is not an origin such as https://app.example.com
    CLERK_SIGN_IN_URL: must be a path such as /sign-in, or a full https address
    CLERK_WEBHOOK_SIGNING_SECRET: must start with whsec_: copy it from the endpoint's page under Webhooks in Clerk's dashboard
    CLERK_PERMISSIONS: must be one of: clerk, roles; it is "all"
    CLERK_PERSONAL_ACCOUNTS: must be one of: on, off; it is "yes"
    AUDIT_RETENTION_DAYS: must be a whole number from 0 to 36500; it is "forever"
    LOG_FORMAT: must be one of: pretty, json; it is "xml"
    RUST_LOG: must be a filter such as info or server=debug,info
    "#);
}

#[test]
fn the_forms_of_clerk_may_have_a_page_of_their_own_and_a_satellite_says_where_they_are() {
    let told = |more: &[(&'static str, &'static str)]| problems(&with(&LIVE, more), BuildKind::Release);
    for fine in [
        &[("CLERK_SIGN_IN_URL", "/account/sign-in"), ("CLERK_SIGN_UP_URL", "/join")][..],
        &[("CLERK_LOCALE", "fr-FR")],
        &[("CLERK_IS_SATELLITE", "on"), ("CLERK_DOMAIN", "b.example"), ("CLERK_SIGN_IN_URL", "https://a.example/in")],
        &[("CLERK_IS_SATELLITE", "on"), ("CLERK_PROXY_URL", "/__clerk"), ("CLERK_SIGN_IN_URL", "https://a.example/in")],
    ] {
        assert_eq!(told(fine), "fine", "{fine:?}");
    }
    assert_snapshot!(told(&[("CLERK_SIGN_IN_URL", "/orgs/in"), ("CLERK_SIGN_UP_URL", "/join/{x}")]), @r"
    CLERK_SIGN_IN_URL: there are other pages below /orgs
    CLERK_SIGN_UP_URL: must be a plain path such as /sign-in or /account/sign-in
    ");
    assert_snapshot!(told(&[("CLERK_SIGN_IN_URL", "/in"), ("CLERK_SIGN_UP_URL", "/in")]), @"CLERK_SIGN_IN_URL: must be another page than CLERK_SIGN_UP_URL");
    assert_snapshot!(told(&[("CLERK_IS_SATELLITE", "on"), ("CLERK_DOMAIN", "https://b.example"), ("CLERK_LOCALE", "../x")]), @r"
    CLERK_DOMAIN: must be this app's own domain, such as app.example.com, without scheme and path
    CLERK_IS_SATELLITE: a satellite needs CLERK_SIGN_IN_URL, the full address on the primary domain
    CLERK_LOCALE: must name a language such as en, de or fr-FR
    ");
    let old = [("NEXT_PUBLIC_CLERK_AFTER_SIGN_IN_URL", "/x")];
    assert_snapshot!(told(&old), @"CLERK_SIGN_IN_FALLBACK_REDIRECT_URL: NEXT_PUBLIC_CLERK_AFTER_SIGN_IN_URL is set, which is Next.js' name; here it is CLERK_SIGN_IN_FALLBACK_REDIRECT_URL");
}

#[test]
fn one_address_has_a_quarter_of_the_connections() -> Result<(), super::Problems> {
    let connections = |more: &[(&str, &str)], build| Ok(Config::from_env(&env(more), build)?.connections);
    let default = connections(&[], BuildKind::Debug)?;
    assert_eq!((default.all, default.each(10_000), default.each(20)), (10_000, 2_500, 8));
    assert_eq!(default.shutdown_delay, Some(Duration::ZERO));
    let told = connections(&[("MAX_CONNECTIONS", "500"), ("MAX_CONNECTIONS_PER_ADDRESS", "50")], BuildKind::Debug)?;
    assert_eq!((told.all, told.each(100)), (500, 50));
    let release = Config::from_env(&env(&LIVE), BuildKind::Release)?;
    assert_eq!(release.connections.shutdown_delay, None);
    let told = Config::from_env(&env(&with(&LIVE, &[("SHUTDOWN_DELAY_SECONDS", "7")])), BuildKind::Release)?;
    assert_eq!(told.connections.shutdown_delay, Some(Duration::from_secs(7)));
    Ok(())
}

#[test]
fn keys_must_belong_together_and_to_the_build() {
    assert_eq!(problems(&LIVE, BuildKind::Release), "fine");
    assert_eq!(problems(&with(&TEST, &[]), BuildKind::Debug), "fine");
    let tried = with(&TEST, &[("PUBLIC_ORIGIN", "http://localhost:3000")]);
    assert_snapshot!(problems(&tried, BuildKind::Release), @"CLERK_PUBLISHABLE_KEY: test keys have no place in production: anybody can sign in with test addresses. Use live keys, or set CLERK_ALLOW_TEST_KEYS=true to try this build out");
    let allowed = with(&tried, &[("CLERK_ALLOW_TEST_KEYS", "true")]);
    assert_eq!(problems(&allowed, BuildKind::Release), "fine");
    let mixed = with(&LIVE, &[("CLERK_SECRET_KEY", "sk_test_x")]);
    assert_snapshot!(problems(&mixed, BuildKind::Release), @"CLERK_SECRET_KEY: one key is of a test instance, the other of a live one: take both from the same");
    assert_snapshot!(problems(&LIVE[..1], BuildKind::Debug), @r"
    PUBLIC_ORIGIN: set it to the address browsers use, such as https://app.example.com
    CLERK_SECRET_KEY: copy it from the API keys page of your instance in Clerk's dashboard; or set neither key, and the local Clerk starts
    ");
}

#[test]
fn names_of_next_js_get_ours_as_a_hint() {
    let foreign = [("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "pk_test_x")];
    assert_snapshot!(problems(&foreign, BuildKind::Debug), @r"
    CLERK_PUBLISHABLE_KEY: NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is set, which is Next.js' name; here it is CLERK_PUBLISHABLE_KEY
    CLERK_SECRET_KEY: copy it from the API keys page of your instance in Clerk's dashboard; or set neither key, and the local Clerk starts
    ");
}

#[test]
fn variables_that_nothing_reads_are_noted() -> Result<(), super::Problems> {
    let config = Config::from_env(&env(&[("CLERK_SECRET", "x")]), BuildKind::Debug)?;
    assert_eq!(config.notes, ["CLERK_SECRET is set, but nothing reads it"]);
    Ok(())
}

#[test]
fn debug_output_shows_no_secret() -> Result<(), super::Problems> {
    let secrets = [
        ("CLERK_WEBHOOK_SIGNING_SECRET", "whsec_canarycanarycanarycanary"),
        // begin postgres
        ("DATABASE_URL", "postgres://canary"),
        ("DATABASE_OWNER_URL", "postgres://canary"),
        ("DATABASE_BACKUP_URL", "postgres://canary"),
        ("DATABASE_ALLOW_ANY_ROLE", "true"),
        ("DATABASE_ALLOW_UNVERIFIED_TLS", "true"),
        // end postgres
    ];
    let env = env(&with(&LIVE, &secrets));
    let config = Config::from_env(&env, BuildKind::Release)?;
    assert!(!format!("{config:?} {env:?}").contains("canary"));
    Ok(())
}

#[test]
fn a_debug_build_reads_env_files_and_the_environment_wins() -> std::io::Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(".env");
    std::fs::write(&file, "PUBLIC_ORIGIN=http://localhost:4321\nCARGO_MANIFEST_DIR=elsewhere\n")?;
    let env = Env::load(&file);
    assert_eq!(env.get("PUBLIC_ORIGIN"), Some("http://localhost:4321"));
    assert_ne!(env.get("CARGO_MANIFEST_DIR"), Some("elsewhere"));
    assert!(!env.has_unread_file());
    Ok(())
}

#[test]
fn what_was_copied_along_is_named_and_no_secret_shown() {
    let copied = [
        ("LISTEN_ADDRESS", "\"127.0.0.1:3000\""),
        ("TRUSTED_PROXIES", "10.0.0.0/8\n10.0.0.1x"),
        ("CLERK_PUBLISHABLE_KEY", "'pk_live_Y2xlcmsuZXhhbXBsZS5jb20k'"),
        ("CLERK_SECRET_KEY", "\u{feff}sk_live_canary"),
        ("LOG_FORMAT", " json\r\n"),
    ];
    assert_snapshot!(problems(&copied, BuildKind::Debug), @r#"
    LISTEN_ADDRESS: must be an address and a port, such as 127.0.0.1:3000 or 0.0.0.0:8080; it is "\"127.0.0.1:3000\"" (there are quotes around the value: leave them away)
    TRUSTED_PROXIES: must be addresses and networks, such as 127.0.0.1, 10.0.0.0/8; it is "10.0.0.0/8\n10.0.0.1x" (there is a line end inside of the value: take it out)
    CLERK_PUBLISHABLE_KEY: is not a publishable key (pk_test_… or pk_live_…): copy it from the API keys page of your instance in Clerk's dashboard (there are quotes around the value: leave them away)
    CLERK_SECRET_KEY: is not a secret key (sk_test_… or sk_live_…): copy it from the API keys page of your instance in Clerk's dashboard (there is an invisible character in the value: type it by hand)
    "#);
}

#[test]
fn the_platforms_port_is_taken_where_no_address_is_said() -> Result<(), super::Problems> {
    let listen = |variables: &[(&'static str, &'static str)], build| {
        Config::from_env(&env(&with(&LIVE, variables)), build).map(|config| config.http.listen.to_string())
    };
    let port = ("PORT", "8080");
    assert_eq!(listen(&[port], BuildKind::Release)?, "0.0.0.0:8080");
    assert_eq!(listen(&[port], BuildKind::Debug)?, "127.0.0.1:8080");
    assert_eq!(listen(&[port, ("LEPTOS_SITE_ADDR", "127.0.0.1:3000")], BuildKind::Debug)?, "127.0.0.1:8080");
    assert_eq!(listen(&[port, ("LISTEN_ADDRESS", "10.0.0.1:80")], BuildKind::Release)?, "10.0.0.1:80");
    assert_snapshot!(problems(&with(&LIVE, &[("PORT", "tcp://10.0.0.1:80")]), BuildKind::Release), @r#"PORT: must be a port, such as 8080; it is "tcp://10.0.0.1:80""#);
    Ok(())
}

#[test]
fn listening_on_loopback_inside_of_a_container_is_noted() -> Result<(), super::Problems> {
    let notes = |env: Env| Config::from_env(&env, BuildKind::Release).map(|config| config.notes);
    assert!(notes(env(&LIVE))?.is_empty());
    assert!(notes(env(&with(&LIVE, &[("PORT", "8080")])).in_container())?.is_empty());
    assert_snapshot!(notes(env(&LIVE).in_container())?.join(""), @"this runs in a container and listens on 127.0.0.1:3000, where nobody outside of the container reaches it: set LISTEN_ADDRESS=0.0.0.0:3000");
    let kubernetes = ("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    assert_eq!(notes(env(&with(&LIVE, &[kubernetes])))?.len(), 1);
    Ok(())
}

#[test]
fn the_local_clerk_starts_for_this_machine_alone() {
    let everybody = [("LISTEN_ADDRESS", "0.0.0.0:3000")];
    assert_snapshot!(problems(&everybody, BuildKind::Debug), @"LOCAL_CLERK_ALLOW_NETWORK: no Clerk keys are set, so the local Clerk would start, and its passwords are published; but others reach this server (0.0.0.0:3000, http://localhost:3000). Set the keys of your Clerk instance, or serve this machine alone, or set LOCAL_CLERK_ALLOW_NETWORK=true where everybody in the network may sign in as anybody");
    for elsewhere in [
        &[("PUBLIC_ORIGIN", "https://app.example.com")][..],
        &[("LISTEN_ADDRESS", "[::]:3000")],
        &[("LISTEN_ADDRESS", "192.168.1.5:3000"), ("PUBLIC_ORIGIN", "http://localhost:3000")],
        &[("LEPTOS_SITE_ADDR", "0.0.0.0:3000")],
    ] {
        assert!(problems(elsewhere, BuildKind::Debug).starts_with("LOCAL_CLERK_ALLOW_NETWORK: "), "{elsewhere:?}");
        let allowed = [elsewhere, &[("LOCAL_CLERK_ALLOW_NETWORK", "true")]].concat();
        assert_eq!(problems(&allowed, BuildKind::Debug), "fine", "{elsewhere:?}");
    }
    assert_eq!(problems(&[("LISTEN_ADDRESS", "[::1]:4000")], BuildKind::Debug), "fine");
    assert_eq!(problems(&with(&TEST, &everybody), BuildKind::Debug), "fine", "keys: no local Clerk");
}

#[test]
fn the_example_explains_every_variable() {
    let example = example();
    assert!(!example.contains("# begin "), "{example}");
    let paragraphs: Vec<Vec<&str>> = example.split("\n\n").skip(1).map(|it| it.lines().collect()).collect();
    for paragraph in &paragraphs {
        assert!(paragraph.len() > 1 && paragraph.iter().all(|line| line.starts_with("# ")), "{paragraph:?}");
    }
    assert_eq!(paragraphs.len(), variables::names().count());
}

#[test]
fn the_file_of_roles_is_written_from_the_permissions() -> std::io::Result<()> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../clerk-roles.json");
    let written = std::fs::read_to_string(path)?;
    assert_eq!(written, roles(), "write it anew: cargo run -p server -- config roles > clerk-roles.json");
    Ok(())
}

#[test]
fn every_variable_that_is_read_is_in_the_list() -> std::io::Result<()> {
    let set_by_others = ["LEPTOS_SITE_ADDR", "LEPTOS_WATCH", "LEPTOS_RELOAD_PORT", "KUBERNETES_SERVICE_HOST"];
    for (path, source) in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/config")))? {
        for name in source.split('"').filter(|text| is_variable_name(text)) {
            let known = variables::names().any(|known| known == name) || set_by_others.contains(&name);
            assert!(known || name.starts_with("NEXT_PUBLIC_"), "{name} in {}", path.display());
        }
    }
    Ok(())
}

/// The files of a folder and those below, but for tests.
fn sources(folder: &Path) -> std::io::Result<Vec<(PathBuf, String)>> {
    let mut sources = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let path = file?.path();
        if path.is_dir() {
            sources.extend(self::sources(&path)?);
        } else if !path.ends_with("tests.rs") {
            sources.push((path.clone(), std::fs::read_to_string(&path)?));
        }
    }
    Ok(sources)
}

fn is_variable_name(text: &str) -> bool {
    text.contains('_') && text.len() > 4 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

#[test]
fn a_list_without_an_origin_does_not_switch_the_check_off() {
    let parties = with(&TEST, &[("CLERK_AUTHORIZED_PARTIES", " , ")]);
    assert_snapshot!(problems(&parties, BuildKind::Debug), @"CLERK_AUTHORIZED_PARTIES: names no origin; leave it away for PUBLIC_ORIGIN alone");
}

#[test]
fn a_line_of_the_file_that_cannot_be_read_is_a_problem_without_its_text() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join(".env");
    std::fs::write(&file, "CLERK_JWT_KEY=-----BEGIN canary KEY-----\n")?;
    let answer = Config::from_env(&Env::load(&file), BuildKind::Debug);
    let text = answer.err().map(|problems| problems.to_string()).unwrap_or_default();
    assert!(text.contains(".env: 1 of its lines cannot be read") && !text.contains("canary"), "{text}");
    Ok(())
}
