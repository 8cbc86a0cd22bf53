//! A browser, as far as cookies and redirects go: it drops cookies that are too large, and those whose time is over.

use std::{collections::BTreeMap, error::Error};

use axum::{Router, body::Body, response::Response};
use clerk_emulator::{PEOPLE, Person};
use http::{Method, StatusCode, header};
use serde_json::Value;
use tower::ServiceExt;

use crate::local_clerk::{ORIGIN, get, header_text, text};

/// What browsers keep of a cookie's name and value.
const LARGEST_COOKIE: usize = 4096;

struct Cookie {
    value: String,
    /// In the browser's own seconds.
    ends_at: Option<u64>,
}

/// The browser. Its clock is its own: each answer takes `seconds_a_hop`.
pub(crate) struct Browser {
    app: Router,
    cookies: BTreeMap<String, Cookie>,
    now: u64,
    pub(crate) seconds_a_hop: u64,
}

impl Browser {
    pub(crate) fn new(app: Router) -> Self {
        Self { app, cookies: BTreeMap::new(), now: 0, seconds_a_hop: 0 }
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        target: &str,
        form: &str,
        document: bool,
    ) -> Result<Response, Box<dyn Error>> {
        let target = target.strip_prefix(ORIGIN).unwrap_or(target);
        let request = get(target).method(method).header(header::COOKIE, self.jar()).header(header::ORIGIN, ORIGIN);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.header("sec-fetch-dest", if document { "document" } else { "empty" });
        let response = self.app.clone().oneshot(request.body(Body::from(form.to_owned()))?).await?;
        self.now += self.seconds_a_hop;
        for line in response.headers().get_all(header::SET_COOKIE) {
            self.keep(line.to_str()?);
        }
        Ok(response)
    }

    fn jar(&self) -> String {
        let kept = self.cookies.iter().filter(|(_, cookie)| cookie.ends_at.is_none_or(|ends_at| self.now < ends_at));
        kept.map(|(name, cookie)| format!("{name}={}", cookie.value)).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, line: &str) {
        let Some((name, value)) = line.split(';').next().and_then(|pair| pair.split_once('=')) else { return };
        let max_age = line.split("Max-Age=").nth(1).and_then(|rest| rest.split(';').next()?.parse::<u64>().ok());
        if value.is_empty() || max_age == Some(0) {
            self.cookies.remove(name);
        } else if name.len() + value.len() <= LARGEST_COOKIE {
            let ends_at = max_age.map(|seconds| self.now + seconds);
            self.cookies.insert(name.to_owned(), Cookie { value: value.to_owned(), ends_at });
        }
    }

    /// What a script or a sibling domain would set.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), Cookie { value: value.to_owned(), ends_at: None });
    }

    /// The cookie of this name, and the one with the instance's suffix.
    pub(crate) fn remove(&mut self, name: &str) {
        self.cookies.retain(|kept, _| kept != name && !kept.starts_with(&format!("{name}_")));
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.cookies.contains_key(name)
    }

    pub(crate) async fn post(&mut self, target: &str, form: &str) -> Result<Value, Box<dyn Error>> {
        let response = self.send(Method::POST, target, form, false).await?;
        let (status, body) = (response.status(), text(response).await?);
        if status.is_success() {
            Ok(serde_json::from_str(&body)?)
        } else {
            Err(format!("{target}: {status} {body}").into())
        }
    }

    /// Follows redirects to the page; gives the number of hops as well.
    pub(crate) async fn visit(&mut self, target: &str) -> Result<(Response, usize), Box<dyn Error>> {
        let mut response = self.send(Method::GET, target, "", true).await?;
        let mut hops = 0;
        while response.status().is_redirection() && hops < 30 {
            assert_eq!(response.status(), StatusCode::TEMPORARY_REDIRECT);
            let location = header_text(&response, "location").to_owned();
            assert!(location.starts_with(ORIGIN), "{location}");
            response = self.send(Method::GET, &location, "", true).await?;
            hops += 1;
        }
        Ok((response, hops))
    }

    /// Signs the first seeded person in at the Frontend API, after a first visit.
    pub(crate) async fn sign_in(&mut self) -> Result<&'static Person, Box<dyn Error>> {
        let person = PEOPLE.first().ok_or("nobody is seeded")?;
        let dev_browser = self.cookies.iter().find(|(name, _)| name.starts_with("__clerk_db_jwt"));
        let dev_browser = dev_browser.map(|(_, cookie)| cookie.value.clone()).ok_or("no dev browser yet")?;
        let email = person.email.replace('+', "%2B");
        let target = format!("/__clerk/v1/client/sign_ins?__clerk_db_jwt={dev_browser}");
        let form = format!("identifier={email}&strategy=password&password={}", person.password);
        let sign_in = self.post(&target, &form).await?;
        assert_eq!(sign_in.pointer("/response/status").and_then(Value::as_str), Some("complete"), "{sign_in}");
        // ClerkJS would now write the cookies; the handshake does it as well, once something says that there is a session.
        self.set("__client_uat", "9999999999");
        Ok(person)
    }
}
