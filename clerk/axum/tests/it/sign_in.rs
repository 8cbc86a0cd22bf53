//! A browser's whole way in: sign in at the Frontend API through the proxy, come back through the handshake.

use std::{collections::BTreeMap, error::Error};

use axum::{Router, body::Body, response::Response};
use clerk_emulator::PEOPLE;
use http::{Method, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use crate::{
    Outcome,
    local_clerk::{ORIGIN, build, config_of, get, header_text, start, text},
};

/// A browser, as far as cookies and redirects go.
struct Browser {
    app: Router,
    cookies: BTreeMap<String, String>,
}

impl Browser {
    async fn send(
        &mut self,
        method: Method,
        target: &str,
        form: &str,
        document: bool,
    ) -> Result<Response, Box<dyn Error>> {
        let target = target.strip_prefix(ORIGIN).unwrap_or(target);
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let request = get(target).method(method).header(header::COOKIE, cookies).header(header::ORIGIN, ORIGIN);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let destination = if document { "document" } else { "empty" };
        let request = request.header("sec-fetch-dest", destination).body(Body::from(form.to_owned()))?;
        let response = self.app.clone().oneshot(request).await?;
        for line in response.headers().get_all(header::SET_COOKIE) {
            self.keep(line.to_str()?);
        }
        Ok(response)
    }

    fn keep(&mut self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
        if value.is_empty() || line.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    async fn post(&mut self, target: &str, form: &str) -> Result<Value, Box<dyn Error>> {
        let response = self.send(Method::POST, target, form, false).await?;
        let (status, body) = (response.status(), text(response).await?);
        if status.is_success() {
            Ok(serde_json::from_str(&body)?)
        } else {
            Err(format!("{target}: {status} {body}").into())
        }
    }

    /// Follows redirects to the page; gives the number of hops as well.
    async fn visit(&mut self, target: &str) -> Result<(Response, usize), Box<dyn Error>> {
        let mut response = self.send(Method::GET, target, "", true).await?;
        let mut hops = 0;
        while response.status().is_redirection() && hops < 10 {
            assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
            let location = header_text(&response, "location").to_owned();
            assert!(location.starts_with(ORIGIN), "{location}");
            response = self.send(Method::GET, &location, "", true).await?;
            hops += 1;
        }
        Ok((response, hops))
    }
}

#[tokio::test]
async fn through_the_handshake_and_past_the_end_of_a_token() -> Outcome {
    let emulator = start().await?;
    let (_, clock, app) = build(config_of(&emulator))?;
    let mut browser = Browser { app, cookies: BTreeMap::new() };

    let (response, hops) = browser.visit("/api/who").await?;
    assert_eq!(text(response).await?, "nobody 0", "after getting a dev browser");
    assert!((1..=3).contains(&hops), "{hops} hops");

    let ada = PEOPLE.first().ok_or("nobody is seeded")?;
    let dev_browser =
        browser.cookies.iter().find(|(name, _)| name.starts_with("__clerk_db_jwt")).map(|(_, value)| value.clone());
    let query = format!("?__clerk_db_jwt={}", dev_browser.ok_or("the handshake brought no dev browser")?);
    let email = ada.email.replace('+', "%2B");
    let sign_in = browser
        .post(
            &format!("/__clerk/v1/client/sign_ins{query}"),
            &format!("identifier={email}&strategy=password&password={}", ada.password),
        )
        .await?;
    assert_eq!(sign_in.pointer("/response/status").and_then(Value::as_str), Some("complete"), "{sign_in}");

    // ClerkJS would now write the cookies; the handshake does it as well, once something says that there is a session.
    browser.cookies.insert("__client_uat".to_owned(), "9999999999".to_owned());
    let (response, hops) = browser.visit("/api/who?a=1").await?;
    assert_eq!(text(response).await?, format!("{} 0", ada.user_id()));
    assert!((1..=3).contains(&hops), "{hops} hops");

    let (response, hops) = browser.visit("/api/who").await?;
    assert_eq!((text(response).await?, hops), (format!("{} 0", ada.user_id()), 0), "no redirect for a live token");

    browser.cookies.remove("__clerk_redirect_count");
    clock.set_ms(0);
    let control =
        reqwest::Client::builder().no_proxy().build()?.patch(format!("{}/__control/settings", emulator.api_url()));
    control.json(&serde_json::json!({ "clock_offset_ms": 120_000 })).send().await?.error_for_status()?;
    clock.set_ms(120_000);
    let (response, hops) = browser.visit("/api/who?b=2").await?;
    assert_eq!(text(response).await?, format!("{} 0", ada.user_id()), "an expired token is renewed on the way");
    assert!((1..=3).contains(&hops), "{hops} hops");
    Ok(())
}
