//! Browsers: a client holds sessions and attempts, a dev browser token leads to it where cookies do not.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::State;

/// A browser that began to sign in or up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Client {
    pub(crate) id: String,
    pub(crate) sign_in_id: Option<String>,
    pub(crate) sign_up_id: Option<String>,
    pub(crate) last_active_session_id: Option<String>,
    /// Who was signed in here, while the instance asks for that.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) known_to: BTreeSet<String>,
    /// Moves on sign-in and sign-out only: ClerkJS copies it to `__client_uat`, and apps ask again for every token older than that.
    pub(crate) updated_at: i64,
    pub(crate) created_at: i64,
}

/// What `POST /dev_browser` gave out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct DevBrowser {
    pub(crate) id: String,
    pub(crate) client_id: Option<String>,
    pub(crate) created_at: i64,
}

impl State {
    pub(crate) fn create_dev_browser(&mut self, client_id: Option<String>) -> DevBrowser {
        let browser = DevBrowser { id: self.random.id("dvb"), client_id, created_at: self.now_ms() };
        self.data.dev_browsers.insert(browser.id.clone(), browser.clone());
        browser
    }

    /// Makes a client and links it to the dev browser it came through.
    pub(crate) fn create_client(&mut self, dev_browser_id: Option<&str>) -> String {
        let (id, now) = (self.random.id("client"), self.now_ms());
        let client = Client {
            id: id.clone(),
            sign_in_id: None,
            sign_up_id: None,
            last_active_session_id: None,
            known_to: BTreeSet::new(),
            updated_at: now,
            created_at: now,
        };
        self.data.clients.insert(id.clone(), client);
        if let Some(browser) = dev_browser_id.and_then(|browser| self.data.dev_browsers.get_mut(browser)) {
            browser.client_id = Some(id.clone());
        }
        id
    }

    pub(crate) fn dev_browser_token(&self, id: &str) -> String {
        self.browser.sign(&json!({ "dev": id }))
    }

    pub(crate) fn client_token(&self, id: &str) -> String {
        self.browser.sign(&json!({ "id": id, "rotating_token": self.random.text(32) }))
    }

    /// The dev browser a token names, if we made the token and still know the browser.
    pub(crate) fn dev_browser_of(&self, token: &str) -> Option<&DevBrowser> {
        let payload = self.browser.open(token)?;
        self.data.dev_browsers.get(payload.get("dev").and_then(Value::as_str)?)
    }

    /// The id of the client a `__client` cookie names, if we made the cookie and still know the client.
    pub(crate) fn client_of(&self, token: &str) -> Option<String> {
        let payload = self.browser.open(token)?;
        let client = self.data.clients.get(payload.get("id").and_then(Value::as_str)?)?;
        Some(client.id.clone())
    }

    /// Seconds for `__client_uat`: 0 while nobody is signed in.
    pub(crate) fn updated_at_seconds(&self, client_id: Option<&str>) -> i64 {
        let signed_in = client_id.filter(|id| !self.sessions_of(id).is_empty());
        let client = signed_in.and_then(|id| self.data.clients.get(id));
        client.map_or(0, |client| client.updated_at.div_euclid(1_000))
    }
}
