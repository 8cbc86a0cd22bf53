//! A browser with ClerkJS in it, as far as the local Clerk can tell.

use std::cell::RefCell;

use anyhow::{Context as _, ensure};
use axum::body::Body;
use http::Request;
use serde_json::Value;
use url::form_urlencoded;

use crate::stage::{APP, Answer, Stage};

/// A dev browser token and, through it, a client.
pub(crate) struct Browser<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) token: String,
    pub(crate) session_id: String,
    /// What the browser keeps of its client, as it sends it back.
    pub(crate) cookie: String,
    /// The same, as soon as any call has brought it.
    pub(crate) jar: RefCell<String>,
}

impl<'a> Browser<'a> {
    /// A browser that loaded ClerkJS.
    pub(crate) async fn open(stage: &'a Stage) -> anyhow::Result<Self> {
        let request = Request::post("/__clerk/v1/dev_browser").header("origin", APP).body(Body::empty())?;
        let token = stage.send(request).await?.at("/id").as_str().context("no dev browser")?.to_owned();
        Ok(Self { stage, token, session_id: String::new(), cookie: String::new(), jar: RefCell::default() })
    }

    /// A browser somebody signed in with.
    pub(crate) async fn signed_in(stage: &'a Stage, email: &str) -> anyhow::Result<Self> {
        let mut browser = Self::open(stage).await?;
        let password = ("password", clerk_emulator::PASSWORD);
        let fields = [("strategy", "password"), ("identifier", email), password];
        let answer = browser.post("/client/sign_ins", &fields).await?;
        ensure!(answer.status == 200, "not signed in: {}", answer.text);
        browser.cookie = answer
            .cookies()
            .iter()
            .find_map(|cookie| cookie.split(';').next().filter(|pair| pair.starts_with("__client=")))
            .unwrap_or_default()
            .to_owned();
        let answer =
            if answer.standing() == "needs_client_trust" { browser.earn_trust(&answer).await? } else { answer };
        browser.session_id = answer.at("/response/created_session_id").as_str().context("no session")?.to_owned();
        Ok(browser)
    }

    /// Proves by a code that the browser is theirs who gave a password.
    async fn earn_trust(&self, half: &Answer) -> anyhow::Result<Answer> {
        let path = format!("/client/sign_ins/{}", half.text_at("/response/id"));
        self.post(&format!("{path}/prepare_second_factor"), &[("strategy", "email_code")]).await?;
        self.post(&format!("{path}/attempt_second_factor"), &[("strategy", "email_code"), ("code", "424242")]).await
    }

    pub(crate) async fn get(&self, path: &str) -> anyhow::Result<Answer> {
        let request = Request::get(self.url(path, "")).header("referer", format!("{APP}/page"));
        self.stage.send(request.body(Body::empty())?).await
    }

    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        self.call("", path, fields).await
    }

    pub(crate) async fn patch(&self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        self.call("&_method=PATCH", path, fields).await
    }

    pub(crate) async fn delete(&self, path: &str) -> anyhow::Result<Answer> {
        self.call("&_method=DELETE", path, &[]).await
    }

    /// A call to the instance's own host.
    pub(crate) async fn post_to(&self, host: &str, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(self.url(path, "")).header("origin", APP).header("x-forwarded-host", host);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        self.stage.send(request.body(Body::from(body))?).await
    }

    /// Sends a picture, in a form with a file as ClerkJS does.
    pub(crate) async fn upload(&self, method: &str, path: &str, kind: &str) -> anyhow::Result<Answer> {
        let file = "Content-Disposition: form-data; name=\"file\"; filename=\"a\"";
        let body = format!("--edge\r\n{file}\r\nContent-Type: {kind}\r\n\r\nPICTURE\r\n--edge--\r\n");
        let request = Request::post(self.url(path, &format!("&_method={method}")))
            .header("origin", APP)
            .header("content-type", "multipart/form-data; boundary=edge");
        self.stage.send(request.body(Body::from(body))?).await
    }

    /// Follows the link of a mail, in this browser with its cookie.
    pub(crate) async fn follow(&self, link: &str) -> anyhow::Result<Answer> {
        let path = link.strip_prefix(APP).context("a link elsewhere")?;
        let request = Request::get(path).header("host", "localhost:3000");
        let request = if self.cookie.is_empty() { request } else { request.header("cookie", &self.cookie) };
        self.stage.send(request.body(Body::empty())?).await
    }

    /// Comes back from another site, with the cookie alone.
    pub(crate) async fn come_back(&self, link: &str) -> anyhow::Result<Answer> {
        let path = link.strip_prefix(APP).context("a link elsewhere")?;
        let request = Request::get(path).header("host", "localhost:3000");
        let request = request.header("cookie", self.jar.borrow().as_str());
        self.stage.send(request.body(Body::empty())?).await
    }

    /// Switches to an organization, or with an empty one to the personal account.
    pub(crate) async fn switch(&self, organization: &str) -> anyhow::Result<Answer> {
        let path = format!("/client/sessions/{}/touch", self.session_id);
        self.post(&path, &[("active_organization_id", organization), ("intent", "select_org")]).await
    }

    /// The piggybacked or plain client.
    pub(crate) async fn client(&self) -> anyhow::Result<Value> {
        Ok(self.get("/client").await?.at("/response"))
    }

    async fn call(&self, method: &str, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(self.url(path, method))
            .header("origin", APP)
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = self.stage.send(request.body(Body::from(body))?).await?;
        let cookies = answer.cookies();
        let mut pairs = cookies.iter().filter_map(|cookie| cookie.split(';').next());
        if let Some(own) = pairs.rfind(|pair| pair.starts_with("__client=")) {
            own.clone_into(&mut self.jar.borrow_mut());
        }
        Ok(answer)
    }

    fn url(&self, path: &str, method: &str) -> String {
        let separator = if path.contains('?') { '&' } else { '?' };
        let session = if path.starts_with("/client") { "" } else { "&_clerk_session_id=" };
        let session_id = if session.is_empty() { "" } else { &self.session_id };
        format!("/__clerk/v1{path}{separator}__clerk_db_jwt={}{method}{session}{session_id}", self.token)
    }
}
