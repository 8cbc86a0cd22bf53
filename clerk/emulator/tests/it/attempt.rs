//! One attempt to sign in or up, step by step, as ClerkJS goes through it.

use anyhow::Context as _;
use serde_json::Value;

use crate::{
    browser::Browser,
    stage::{Answer, Stage},
};

pub(crate) const TEST_CODE: (&str, &str) = ("code", "424242");

/// An attempt of a browser, by its path.
pub(crate) struct Attempt<'a, 'b> {
    browser: &'b Browser<'a>,
    pub(crate) path: String,
}

impl<'a, 'b> Attempt<'a, 'b> {
    /// Begins to sign in.
    pub(crate) async fn sign_in(browser: &'b Browser<'a>, identifier: &str) -> anyhow::Result<Self> {
        Self::begin(browser, "/client/sign_ins", &[("identifier", identifier)]).await
    }

    /// Begins to sign up.
    pub(crate) async fn sign_up(browser: &'b Browser<'a>, fields: &[(&str, &str)]) -> anyhow::Result<Self> {
        Self::begin(browser, "/client/sign_ups", fields).await
    }

    async fn begin(browser: &'b Browser<'a>, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<Self> {
        let begun = browser.post(path, fields).await?;
        let id = begun.at("/response/id");
        let id = id.as_str().with_context(|| begun.text.clone())?;
        Ok(Self { browser, path: format!("{path}/{id}") })
    }

    pub(crate) async fn show(&self) -> anyhow::Result<Answer> {
        self.browser.get(&self.path).await
    }

    /// `prepare_first_factor` and the like.
    pub(crate) async fn step(&self, name: &str, fields: &[(&str, &str)]) -> anyhow::Result<Answer> {
        self.browser.post(&format!("{}/{name}", self.path), fields).await
    }

    /// The first factor: the password that everybody has.
    pub(crate) async fn password(&self) -> anyhow::Result<Answer> {
        let fields = [("strategy", "password"), ("password", clerk_emulator::PASSWORD)];
        self.step("attempt_first_factor", &fields).await
    }

    /// Sends a code for a sign-up and types the one of tests.
    pub(crate) async fn prove(&self, strategy: &str) -> anyhow::Result<Answer> {
        self.step("prepare_verification", &[("strategy", strategy)]).await?;
        self.step("attempt_verification", &[("strategy", strategy), TEST_CODE]).await
    }
}

impl Stage {
    /// A local Clerk with other settings.
    pub(crate) async fn set(settings: Value) -> anyhow::Result<Self> {
        let stage = Self::new()?;
        stage.turn(settings).await?;
        Ok(stage)
    }

    /// Turns settings.
    pub(crate) async fn turn(&self, settings: Value) -> anyhow::Result<()> {
        let answer = self.control("PATCH", "/__control/settings", settings).await?;
        anyhow::ensure!(answer.status.is_success(), "{}", answer.text);
        Ok(())
    }

    /// Messages to somebody, oldest first.
    pub(crate) async fn messages(&self, to: &str) -> anyhow::Result<Vec<Value>> {
        let path = format!("/__control/outbox?to={}", to.replace('+', "%2B"));
        let all = self.control("GET", &path, Value::Null).await?.json();
        Ok(all.as_array().cloned().unwrap_or_default())
    }
}

impl Answer {
    /// A text in the body; empty where there is none.
    pub(crate) fn text_at(&self, pointer: &str) -> String {
        self.at(pointer).as_str().unwrap_or_default().to_owned()
    }

    /// How far an attempt is.
    pub(crate) fn standing(&self) -> String {
        self.text_at("/response/status")
    }

    /// The strategies in a list of factors.
    pub(crate) fn strategies(&self, list: &str) -> Vec<String> {
        let factors = self.at(&format!("/response/{list}")).as_array().cloned().unwrap_or_default();
        let names = factors.iter().map(|factor| factor.get("strategy").and_then(Value::as_str).unwrap_or_default());
        names.map(str::to_owned).collect()
    }

    /// Status and code of a refusal, and the field that it is about.
    pub(crate) fn refusal(&self) -> (u16, String, String) {
        (self.status.as_u16(), self.code(), self.text_at("/errors/0/meta/param_name"))
    }
}

/// A refusal, to compare with.
pub(crate) fn refused(status: u16, code: &str, field: &str) -> (u16, String, String) {
    (status, code.to_owned(), field.to_owned())
}
