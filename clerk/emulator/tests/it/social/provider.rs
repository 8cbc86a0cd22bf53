//! The page that stands in for a provider, as a browser sees it.

use anyhow::Context as _;
use axum::body::Body;
use http::Request;
use url::{Url, form_urlencoded};

use crate::{
    browser::Browser,
    stage::{APP, Answer},
};

/// An account that somebody invents on the page.
#[derive(Clone, Copy)]
pub(crate) struct Account<'a> {
    pub(crate) email: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) is_verified: bool,
}

/// The page, opened in a browser.
pub(crate) struct Provider<'a> {
    browser: &'a Browser<'a>,
    address: String,
    pub(crate) text: String,
}

impl<'a> Provider<'a> {
    pub(crate) async fn open(browser: &'a Browser<'_>, address: &str) -> anyhow::Result<Self> {
        let path = address.strip_prefix(APP).with_context(|| format!("not at the app: {address:?}"))?;
        let page = browser.stage.get(path).await?;
        anyhow::ensure!(page.status == 200 && page.header("content-type").starts_with("text/html"), "{}", page.text);
        Ok(Self { browser, address: address.to_owned(), text: page.text })
    }

    pub(crate) fn state(&self) -> anyhow::Result<String> {
        let url = Url::parse(&self.address)?;
        let state = url.query_pairs().find(|(name, _)| name == "state").context("no state")?;
        Ok(state.1.into_owned())
    }

    /// Where the link goes whose text has these words.
    pub(crate) fn link(&self, words: &str) -> anyhow::Result<String> {
        let line = self.text.lines().find(|line| line.contains("<a href=\"") && line.contains(words));
        let link = line
            .and_then(|line| line.split('"').nth(1))
            .with_context(|| format!("no link {words:?}: {}", self.text))?;
        Ok(link.replace("&amp;", "&"))
    }

    pub(crate) async fn follow(&self, link: &str) -> anyhow::Result<Answer> {
        self.browser.come_back(link).await
    }

    pub(crate) async fn choose(&self, words: &str) -> anyhow::Result<Answer> {
        self.follow(&self.link(words)?).await
    }

    pub(crate) async fn invent(
        &self,
        Account { email, first_name, is_verified }: Account<'_>,
    ) -> anyhow::Result<Answer> {
        let verified = is_verified.then_some(("verified", "true"));
        let fields: Vec<_> = [("email", email), ("first_name", first_name)].into_iter().chain(verified).collect();
        self.type_in(&fields).await
    }

    /// Fills the form in, sends it, and goes where the answer leads.
    pub(crate) async fn type_in(&self, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        let state = self.state()?;
        let body =
            form_urlencoded::Serializer::new(String::new()).append_pair("state", &state).extend_pairs(fields).finish();
        let request = Request::post("/__clerk/local_provider").header("origin", APP);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let answer = self.browser.stage.send(request.body(Body::from(body))?).await?;
        anyhow::ensure!(answer.status == 303, "{}", answer.text);
        self.follow(answer.header("location")).await
    }
}
