//! Secrets are looked for wherever the server says anything: the secret key, the webhook secret and a value of private
//! metadata are in no page, answer, header or line of the log.

use app::{RESOURCES, activity::ListActivity};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use clerk_emulator::PRIVATE_NOTE;
use http::Method;
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, Log, TestServer, Who},
    routes::ROUTES,
};

const WEBHOOK_SECRET: &str = "whsec_Y2FuYXJ5LW9mLXRoZS13ZWJob29rLXNlY3JldA";

/// What must not be met, in the spellings a leak would have.
struct Canaries(Vec<String>);

impl Canaries {
    fn of(secret_key: &str) -> Self {
        // The part after the prefix: a log may cut the prefix off, a page may escape it.
        let secrets =
            [secret_key, WEBHOOK_SECRET, PRIVATE_NOTE].map(|secret| secret.rsplit('_').next().unwrap_or(secret));
        let spell = |secret: &str| {
            let backwards: String = secret.chars().rev().collect();
            let hexadecimal: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
            [secret.to_owned(), backwards, hexadecimal, URL_SAFE_NO_PAD.encode(secret), STANDARD_NO_PAD.encode(secret)]
        };
        Self(secrets.into_iter().flat_map(spell).collect())
    }

    fn found_in(&self, text: &str) -> Option<&str> {
        let folded = text.to_lowercase();
        self.0.iter().map(String::as_str).find(|canary| folded.contains(&canary.to_lowercase()))
    }

    fn check(&self, what: &str, answer: &Answer) {
        let headers = format!("{:?}", answer.headers);
        assert_eq!(self.found_in(&headers), None, "{what}: {headers}");
        assert_eq!(self.found_in(&answer.text), None, "{what}: {}", answer.text);
    }
}

/// Everything that is in a table, and what Clerk itself answers through us. The number of answers that were read.
async fn ask_everything(server: &TestServer, canaries: &Canaries, who: Who) -> anyhow::Result<usize> {
    let rows = server.rows(Who::Admin).await?;
    let mut asked = 0;
    for page in RESOURCES.addresses() {
        let path = rows.fill(&page.path);
        canaries.check(&path, &server.visit(who, &path).await?);
        asked += 1;
    }
    for path in RESOURCES.functions().map(|function| function.path) {
        for form in [String::new(), format!("tenant=%2Forgs%2Facme&{}", rows.form(path))] {
            canaries.check(path, &server.invoke(who, path, form).await?);
            asked += 1;
        }
    }
    let deletes_last = |method: &Method| *method == Method::DELETE;
    let ours = ROUTES.iter().map(|route| (&route.method, route.path));
    let all = ours.chain(RESOURCES.endpoints().map(|endpoint| (&endpoint.method, endpoint.path)));
    let (last, first): (Vec<_>, Vec<_>) = all.partition(|(method, _)| deletes_last(method));
    for (method, path) in first.into_iter().chain(last) {
        for body in [None, Some(json!({ "name": "x", "title": "x", "version": 1 })), Some(Value::Null)] {
            let answer = server.call(who, method.clone(), &rows.fill(path), body).await?;
            canaries.check(path, &answer);
            asked += 1;
        }
    }
    for path in ["/__clerk/v1/environment", "/__clerk/v1/client", "/__clerk/v1/me", "/__clerk//x", "/no/such", "//"] {
        canaries.check(path, &server.call(who, Method::GET, path, None).await?);
        asked += 1;
    }
    Ok(asked)
}

#[tokio::test]
async fn no_secret_is_in_a_page_an_answer_or_the_log() -> anyhow::Result<()> {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let server = TestServer::with(&[("CLERK_WEBHOOK_SIGNING_SECRET", WEBHOOK_SECRET)]).await?;
    let canaries = Canaries::of(&server.secret_key());
    let mut asked = 0;
    for who in [Who::Nobody, Who::Admin, Who::Viewer] {
        asked += ask_everything(&server, &canaries, who).await?;
        server.clock.advance(60_000);
        // Asks the Backend API for people, whose private metadata comes along.
        server.refused(Who::Member, "a thing").await?;
        let people = server.invoke(Who::Admin, ListActivity::PATH, "tenant=%2Forgs%2Facme".to_owned()).await?;
        assert!(people.text.contains("Mel Member"), "the members were fetched: {}", people.text);
        canaries.check(ListActivity::PATH, &people);
        server.clock.advance(60_000);
    }
    assert!(asked > 80, "{asked}");
    // Clerk fails in the middle of it.
    server.control().order(&json!({ "path": "/v1/**", "status": 500 })).await?;
    ask_everything(&server, &canaries, Who::Admin).await?;
    drop(guard);
    let lines = log.lines();
    assert!(lines.len() > asked, "{}", lines.len());
    for line in &lines {
        assert_eq!(canaries.found_in(line), None, "{line}");
    }
    assert_eq!(canaries.found_in(&format!("{:?}", server.config())), None);
    Ok(())
}

#[tokio::test]
async fn the_search_finds_what_it_looks_for() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let (key, canaries) = (server.secret_key(), Canaries::of(&server.secret_key()));
    let tail = key.rsplit('_').next().unwrap_or_default();
    assert!(tail.len() > 16, "long enough to be nobody's by chance");
    for leak in [key.clone(), tail.to_uppercase(), URL_SAFE_NO_PAD.encode(tail), format!("x{WEBHOOK_SECRET}x")] {
        assert!(canaries.found_in(&leak).is_some(), "{leak}");
    }
    let user = server.backend("/v1/users/user_localAdaAdmin").await?;
    assert!(canaries.found_in(&user).is_some(), "the Backend API does tell it: {user}");
    Ok(())
}
