//! The strict rules about what goes back and forth, S8, S13 and S16, played with a browser that keeps cookies; and what of
//! a handshake a browser cannot keep.
#![cfg(feature = "verify")]

mod support;

use clerk_protocol::verify::RefreshOutcome;
use clerk_protocol::{
    AuthenticateError, Config, Facts, Options, RequestParts, RequestState, Status, Step, authenticate,
};
use serde_json::json;
use support::{
    DEVELOPMENT_HOST, NOW, PRODUCTION_HOST, World, claims, development, header, outcome, production, token, with,
};

const URL: &str = "https://app.example.com/page";

fn document(config: &Config, url: &str, cookie: &str) -> Result<RequestState, AuthenticateError> {
    World::default().decide(config.clone(), "GET", url, &[("sec-fetch-dest", "document"), ("cookie", cookie)])
}

fn live_cookies(config_host: &str) -> String {
    format!("__clerk_db_jwt=x; __client_uat={}; __session={}", NOW - 60, token(&header(), &claims(config_host)))
}

fn set(state: &RequestState, name: &str) -> Vec<String> {
    let lines = state.headers().into_iter().filter(|(header, _)| *header == "set-cookie").map(|(_, line)| line);
    lines.filter(|line| line.starts_with(&format!("{name}="))).collect()
}

/// What a browser sends back of a line.
fn pair(line: &str) -> String {
    line.split(';').next().unwrap_or_default().to_owned()
}

#[test]
fn s8_the_counter_outlives_the_slowest_round_trip() -> Result<(), AuthenticateError> {
    let state = document(&production(), URL, "__client_uat=5")?;
    let line = "__clerk_redirect_count=1; Path=/; Max-Age=900; SameSite=Lax; HttpOnly; Secure";
    assert_eq!(set(&state, "__clerk_redirect_count"), [line]);
    let plain = document(&development(), "http://localhost:3000/a/b", "")?;
    assert_eq!(set(&plain, "__clerk_redirect_count"), [line.trim_end_matches("; Secure")]);
    let lenient = document(&Config { strict: false, ..production() }, URL, "__client_uat=5")?;
    assert_eq!(
        set(&lenient, "__clerk_redirect_count"),
        ["__clerk_redirect_count=1; SameSite=Lax; HttpOnly; Max-Age=2"]
    );
    Ok(())
}

#[test]
fn s8_three_slow_round_trips_end_in_a_page_and_the_page_begins_anew() -> Result<(), AuthenticateError> {
    let mut cookie = "__client_uat=5".to_owned();
    for _ in 0..3 {
        let state = document(&production(), URL, &cookie)?;
        assert_eq!(state.status, Status::Handshake);
        cookie = format!(
            "__client_uat=5; {}",
            set(&state, "__clerk_redirect_count").first().map_or("", |line| line.split(';').next().unwrap_or_default())
        );
    }
    let state = document(&production(), URL, &cookie)?;
    assert!(state.loop_broken && state.location.is_none());
    assert_eq!(
        set(&state, "__clerk_redirect_count"),
        [
            "__clerk_redirect_count=; Path=/; Max-Age=0",
            "__clerk_redirect_count=; Path=/; Domain=app.example.com; Max-Age=0",
            "__clerk_redirect_count=; Path=/; Domain=example.com; Max-Age=0",
            "__clerk_redirect_count=; Path=/page; Max-Age=0",
            "__clerk_redirect_count=; Path=/page; Domain=app.example.com; Max-Age=0",
            "__clerk_redirect_count=; Path=/page; Domain=example.com; Max-Age=0",
        ]
    );
    Ok(())
}

#[test]
fn s8_a_page_ends_the_count_and_nothing_else_does() -> Result<(), AuthenticateError> {
    let cookie = format!("{}; __clerk_redirect_count=2", live_cookies(PRODUCTION_HOST));
    let cleared = ["__clerk_redirect_count=; Path=/; Max-Age=0"];
    assert_eq!(set(&document(&production(), URL, &cookie)?, "__clerk_redirect_count"), cleared);
    assert_eq!(set(&document(&production(), URL, "__clerk_redirect_count=1")?, "__clerk_redirect_count"), cleared);
    assert!(set(&document(&production(), URL, &live_cookies(PRODUCTION_HOST))?, "__clerk_redirect_count").is_empty());
    for (method, destination) in [("GET", "empty"), ("POST", "document"), ("GET", "image")] {
        let headers = [("sec-fetch-dest", destination), ("cookie", cookie.as_str())];
        let state = World::default().decide(production(), method, URL, &headers)?;
        assert!(state.own_cookies.is_empty(), "{method} {destination}");
    }
    let mut world = World::default();
    world.payloads.insert("n".to_owned(), vec![format!("__session={}", token(&header(), &claims(DEVELOPMENT_HOST)))]);
    let url = format!("{URL}?__clerk_handshake_nonce=n");
    let state = world.decide(development(), "GET", &url, &[("sec-fetch-dest", "document"), ("cookie", &cookie)])?;
    assert!(state.location.is_some() && state.own_cookies.is_empty(), "a redirect is not the end");
    Ok(())
}

#[test]
fn s8_a_siblings_counter_does_not_hide_ours() -> Result<(), AuthenticateError> {
    for theirs in ["0", "-1e9", "junk", ""] {
        let cookie = format!("__client_uat=5; __clerk_redirect_count={theirs}; __clerk_redirect_count=3");
        assert!(document(&production(), URL, &cookie)?.loop_broken, "{theirs}");
    }
    let state = document(&production(), URL, "__client_uat=5; __clerk_redirect_count=-7")?;
    assert!(state.set_cookies.first().is_some_and(|line| line.starts_with("__clerk_redirect_count=1;")));
    Ok(())
}

const EXPIRED: [&str; 6] = [
    "__clerk_handshake_nonce=; Path=/; Max-Age=0",
    "__clerk_handshake_nonce=; Path=/; Domain=app.example.com; Max-Age=0",
    "__clerk_handshake_nonce=; Path=/; Domain=example.com; Max-Age=0",
    "__clerk_handshake_nonce=; Path=/page; Max-Age=0",
    "__clerk_handshake_nonce=; Path=/page; Domain=app.example.com; Max-Age=0",
    "__clerk_handshake_nonce=; Path=/page; Domain=example.com; Max-Age=0",
];

#[test]
fn s13_a_nonce_that_brings_nothing_decides_nothing() -> Result<(), AuthenticateError> {
    for (config, host) in [(production(), PRODUCTION_HOST), (development(), DEVELOPMENT_HOST)] {
        for nonce in ["tossed", "a/../b", "x"] {
            let mut world = World::default();
            world.payloads.insert("x".to_owned(), vec!["ATTACKER=1".to_owned()]);
            let cookie = format!("{}; __clerk_handshake_nonce={nonce}", live_cookies(host));
            let ask = |config: Config, method: &str, destination: &str| {
                world.decide(config, method, URL, &[("sec-fetch-dest", destination), ("cookie", &cookie)])
            };
            let state = ask(config.clone(), "GET", "document")?;
            assert_eq!((outcome(&state).as_str(), state.location.as_deref()), ("signed-in", None), "{host} {nonce}");
            assert_eq!(set(&state, "__clerk_handshake_nonce"), EXPIRED);
            assert_eq!(outcome(&ask(config.clone(), "POST", "empty")?), "signed-in");
        }
    }
    let lenient = Config { strict: false, ..production() };
    let cookie = format!("{}; __clerk_handshake_nonce=tossed", live_cookies(PRODUCTION_HOST));
    assert_eq!(outcome(&document(&lenient, URL, &cookie)?), "signed-out: session-token-missing");
    Ok(())
}

#[test]
fn s13_what_clerk_says_still_counts() -> Result<(), AuthenticateError> {
    let mut world = World::default();
    world.payloads.insert("out".to_owned(), vec!["__session=; Max-Age=0".to_owned(), "__client_uat=0".to_owned()]);
    let cookie = format!("{}; __clerk_handshake_nonce=out", live_cookies(PRODUCTION_HOST));
    let state = world.decide(production(), "GET", URL, &[("sec-fetch-dest", "document"), ("cookie", &cookie)])?;
    assert_eq!(outcome(&state), "signed-out: session-token-missing");
    Ok(())
}

#[test]
fn s13_a_dead_nonce_does_not_come_back_with_the_next_handshake() -> Result<(), AuthenticateError> {
    let config = Config { handshake_query_in_production: true, ..production() };
    let state = document(&config, &format!("{URL}?a=1&__clerk_handshake_nonce=tossed"), "__client_uat=5")?;
    let location = state.location.unwrap_or_default();
    assert!(location.contains("page%3Fa%3D1&"), "{location}");
    Ok(())
}

#[test]
fn s13_a_handshake_that_fails_is_expired_as_well() -> Result<(), AuthenticateError> {
    for (config, host, expected) in [
        (production(), PRODUCTION_HOST, "signed-in"),
        (development(), DEVELOPMENT_HOST, "signed-out: unexpected-error"),
    ] {
        let cookie = format!("{}; __clerk_handshake=junk", live_cookies(host));
        let state = document(&config, URL, &cookie)?;
        assert_eq!((outcome(&state).as_str(), set(&state, "__clerk_handshake").len()), (expected, 6));
    }
    Ok(())
}

/// Clerk is silent about the nonce.
fn unanswered(config: Config, cookie: &str) -> Result<RequestState, AuthenticateError> {
    let options = Options::new(config)?;
    let parts = RequestParts::new("GET", URL).with_header("cookie", cookie).with_header("sec-fetch-dest", "document");
    let keys = std::sync::Arc::new(clerk_protocol::KeySet::from_jwks(&json!({"keys": [support::key().jwk()]}), true));
    let mut facts = Facts::with_cached_keys(keys);
    facts.handshake_unanswered();
    match authenticate(&parts, &options, &facts, NOW * 1_000)? {
        Step::Done(state) => Ok(*state),
        Step::Need(need) => Err(AuthenticateError::Thrown(format!("{need:?}"))),
    }
}

#[test]
fn s13_a_nonce_that_clerk_is_silent_about_stops_only_who_needs_it() -> Result<(), AuthenticateError> {
    let nonce = "__clerk_handshake_nonce=good";
    let state = unanswered(production(), &format!("{}; {nonce}", live_cookies(PRODUCTION_HOST)))?;
    assert_eq!((outcome(&state).as_str(), state.handshake_unanswered), ("signed-in", false));
    assert!(state.own_cookies.is_empty(), "the nonce may be good: it stays");
    for cookie in ["", "; __client_uat=5"] {
        assert!(unanswered(production(), &format!("{nonce}{cookie}"))?.handshake_unanswered, "{cookie}");
    }
    Ok(())
}

fn organizations(config: Config) -> Config {
    let patterns = ["/orgs/:slug", "/orgs/:slug/(.*)"].map(str::to_owned).to_vec();
    Config {
        organization_patterns: Some(patterns),
        personal_account_patterns: Some(vec!["/personal".to_owned()]),
        ..config
    }
}

/// In acme.
fn member_token(host: &str, session: &str) -> String {
    let organization = json!({"v": 2, "sid": session, "o": {"id": "org_1", "slg": "acme", "rol": "member"}});
    token(&header(), &with(claims(host), organization))
}

/// A browser that keeps every cookie but those in `forgets`, and Clerk that activates nothing. The number of redirects
/// until there is a page, and that page.
fn follow(
    config: &Config,
    host: &str,
    start: &str,
    forgets: &[&str],
) -> Result<(usize, RequestState), AuthenticateError> {
    let text = member_token(host, "sess_1");
    let mut jar =
        vec![format!("__session={text}"), format!("__client_uat={}", NOW - 60), "__clerk_db_jwt=x".to_owned()];
    let mut url = start.to_owned();
    let mut world = World::default();
    world.payloads.insert("n".to_owned(), vec![format!("__session={text}; Path=/")]);
    let is_live = host == PRODUCTION_HOST;
    for redirects in 0..30 {
        let cookie = jar.join("; ");
        let state =
            world.decide(config.clone(), "GET", &url, &[("sec-fetch-dest", "document"), ("cookie", &cookie)])?;
        jar.retain(|pair| !pair.starts_with("__clerk_handshake_nonce="));
        for line in state.headers().iter().filter(|(name, _)| *name == "set-cookie").map(|(_, line)| line) {
            let name = line.split('=').next().unwrap_or_default();
            jar.retain(|pair| pair.split('=').next() != Some(name));
            if !line.contains("Max-Age=0") && !forgets.contains(&name) {
                jar.push(pair(line));
            }
        }
        let Some(location) = state.location.clone() else { return Ok((redirects, state)) };
        if !location.contains("/v1/client/handshake?") {
            url = location;
        } else if is_live {
            jar.push("__clerk_handshake_nonce=n".to_owned());
            return follow_back(&world, config, start, &jar, redirects + 2);
        } else {
            url = format!("{start}?__clerk_handshake_nonce=n");
        }
    }
    Err(AuthenticateError::Thrown("it does not end".to_owned()))
}

/// In production the nonce is a cookie, and the page itself answers.
fn follow_back(
    world: &World,
    config: &Config,
    url: &str,
    jar: &[String],
    redirects: usize,
) -> Result<(usize, RequestState), AuthenticateError> {
    let cookie = jar.join("; ");
    let state = world.decide(config.clone(), "GET", url, &[("sec-fetch-dest", "document"), ("cookie", &cookie)])?;
    Ok((redirects, state))
}

#[test]
fn s16_a_refused_organization_is_asked_for_once() -> Result<(), AuthenticateError> {
    for forgets in [&[][..], &["__clerk_redirect_count"][..]] {
        for path in ["/orgs/nobodys/projects", "/orgs/org_9", "/personal"] {
            let start = format!("https://app.example.com{path}");
            let (redirects, state) = follow(&organizations(development()), DEVELOPMENT_HOST, &start, forgets)?;
            // To Clerk, which is a redirect of its own, back, and to the page without the nonce.
            assert_eq!((redirects + usize::from(redirects > 0), outcome(&state).as_str()), (3, "signed-in"), "{path}");
        }
    }
    let start = "https://app.example.com/orgs/nobodys/projects";
    let (redirects, state) = follow(&organizations(production()), PRODUCTION_HOST, start, &[])?;
    assert_eq!((redirects, outcome(&state).as_str()), (2, "signed-in"));
    let refused = set(&state, "__clerk_refused");
    let [line] = refused.as_slice() else { panic!("{refused:?}") };
    assert!(line.ends_with("; Path=/; Max-Age=300; SameSite=Lax; HttpOnly; Secure"), "{line}");
    Ok(())
}

#[test]
fn s16_it_counts_for_this_session_and_this_organization_only() -> Result<(), AuthenticateError> {
    let config = organizations(production());
    let start = "https://app.example.com/orgs/nobodys/projects";
    let (_, state) = follow(&config, PRODUCTION_HOST, start, &[])?;
    let refused = set(&state, "__clerk_refused").first().map(|line| pair(line)).unwrap_or_default();
    let visit = |session: &str, path: &str, refused: &str| {
        let text = member_token(PRODUCTION_HOST, session);
        let cookie = format!("__session={text}; __client_uat={}; {refused}", NOW - 60);
        document(&config, &format!("https://app.example.com{path}"), &cookie).map(|state| outcome(&state))
    };
    assert_eq!(visit("sess_1", "/orgs/nobodys", &refused)?, "signed-in", "at once");
    assert_eq!(visit("sess_1", "/orgs/acme", &refused)?, "signed-in");
    let asked = "handshake: active-organization-mismatch";
    assert_eq!(visit("sess_1", "/orgs/other", &refused)?, asked);
    assert_eq!(visit("sess_2", "/orgs/nobodys", &refused)?, asked);
    assert_eq!(visit("sess_1", "/orgs/nobodys", "__clerk_refused=nobodys.AAAAAAAAAAAAAAAA")?, asked);
    Ok(())
}

#[test]
fn s16_the_cookie_stays_small() -> Result<(), AuthenticateError> {
    let config = organizations(production());
    let text = member_token(PRODUCTION_HOST, "sess_1");
    let mut refused = String::new();
    for number in 0..20 {
        let url = format!("https://app.example.com/orgs/nobody{number}");
        let cookie = format!("__session={text}; __client_uat={}; __clerk_redirect_count=3; {refused}", NOW - 60);
        let lines = set(&document(&config, &url, &cookie)?, "__clerk_refused");
        refused = lines.first().map(|line| pair(line)).unwrap_or_default();
        assert!(refused.len() < 90 && !refused.is_empty(), "{refused}");
    }
    let bomb = format!("__session={text}; __client_uat={}; __clerk_refused={}", NOW - 60, "A.".repeat(2_000));
    assert_eq!(outcome(&document(&config, "https://app.example.com/orgs/acme", &bomb)?), "signed-in");
    Ok(())
}

#[test]
fn a_session_cookie_that_no_browser_keeps_is_told() -> Result<(), AuthenticateError> {
    let size = |filler: usize| {
        let text = token(&header(), &with(claims(PRODUCTION_HOST), json!({"filler": "x".repeat(filler)})));
        let mut world = World::default();
        world.payloads.insert("n".to_owned(), vec![format!("__session={text}; Path=/"), "__client_uat=5".to_owned()]);
        let cookie = "__client_uat=5; __clerk_handshake_nonce=n";
        let state = world.decide(production(), "GET", URL, &[("sec-fetch-dest", "document"), ("cookie", cookie)])?;
        assert_eq!(outcome(&state), "signed-in");
        Ok::<_, AuthenticateError>((state.oversized_cookie, text.len()))
    };
    assert_eq!(size(10)?.0, None);
    let (told, length) = size(4_500)?;
    assert_eq!(told, Some(length + "__session".len()));
    Ok(())
}

#[test]
fn a_refreshed_session_cookie_that_no_browser_keeps_is_told_and_foreign_cookies_stay_out()
-> Result<(), AuthenticateError> {
    let suffix = Options::new(production())?.cookie_suffix().to_owned();
    let old =
        token(&header(), &with(claims(PRODUCTION_HOST), json!({"exp": NOW - 60, "iat": NOW - 120, "nbf": NOW - 130})));
    let new = token(&header(), &with(claims(PRODUCTION_HOST), json!({"filler": "x".repeat(4_500)})));
    let lines = [format!("__session={new}"), "ATTACKER=1".to_owned(), "__sessionx=1".to_owned()].to_vec();
    let world = World { refresh: Some(RefreshOutcome::Cookies(lines)), ..World::default() };
    let cookie = format!("__session={old}; __client_uat={}; __refresh_{suffix}=r", NOW - 200);
    let state = world.decide(production(), "GET", URL, &[("cookie", &cookie)])?;
    assert_eq!((outcome(&state).as_str(), state.set_cookies.len()), ("signed-in", 1));
    assert_eq!(state.oversized_cookie, Some(new.len() + "__session".len()));
    Ok(())
}
