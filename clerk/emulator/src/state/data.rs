//! The tables, as they lie in the data file.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{
    actor_token::ActorToken,
    attempt::{SignIn, SignUp},
    client::{Client, DevBrowser},
    invitation::Invitation,
    organization::{Membership, Organization},
    session::Session,
    user::User,
};

/// Raised when old files can no longer be read.
pub(crate) const VERSION: u32 = 1;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Every table, each by id.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Data {
    pub(crate) version: u32,
    pub(crate) instance: Instance,
    pub(crate) users: BTreeMap<String, User>,
    pub(crate) organizations: BTreeMap<String, Organization>,
    pub(crate) memberships: BTreeMap<String, Membership>,
    pub(crate) invitations: BTreeMap<String, Invitation>,
    pub(crate) dev_browsers: BTreeMap<String, DevBrowser>,
    pub(crate) clients: BTreeMap<String, Client>,
    pub(crate) sessions: BTreeMap<String, Session>,
    pub(crate) sign_ins: BTreeMap<String, SignIn>,
    pub(crate) sign_ups: BTreeMap<String, SignUp>,
    #[serde(default)]
    pub(crate) actor_tokens: BTreeMap<String, ActorToken>,
}

/// What never changes in a folder's life: cookies, `iss` and an app's configuration depend on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Instance {
    /// Host inside the publishable key. It does not exist.
    pub(crate) frontend_host: String,
    pub(crate) secret_key: String,
    /// Behind client and dev browser tokens.
    pub(crate) browser_secret: String,
}

impl Data {
    pub(crate) fn new(instance: Instance) -> Self {
        Self {
            version: VERSION,
            instance,
            users: BTreeMap::new(),
            organizations: BTreeMap::new(),
            memberships: BTreeMap::new(),
            invitations: BTreeMap::new(),
            dev_browsers: BTreeMap::new(),
            clients: BTreeMap::new(),
            sessions: BTreeMap::new(),
            sign_ins: BTreeMap::new(),
            sign_ups: BTreeMap::new(),
            actor_tokens: BTreeMap::new(),
        }
    }

    /// Drops what nobody can come back to, so that the file stays small over many test runs.
    pub(crate) fn forget_the_past(&mut self, now_ms: i64) {
        let is_young = |created_at: i64| now_ms < created_at + DAY_MS;
        self.sign_ins.retain(|_, attempt| attempt.abandon_at > now_ms);
        self.sign_ups.retain(|_, attempt| attempt.abandon_at > now_ms);
        self.sessions.retain(|_, session| session.is_live(now_ms));
        self.actor_tokens.retain(|_, token| is_young(token.created_at));
        let used: BTreeSet<&str> = self.sessions.values().map(|session| session.client_id.as_str()).collect();
        self.clients.retain(|id, client| is_young(client.updated_at) || used.contains(id.as_str()));
        let is_linked =
            |browser: &DevBrowser| browser.client_id.as_ref().is_some_and(|id| self.clients.contains_key(id));
        self.dev_browsers.retain(|_, browser| is_young(browser.created_at) || is_linked(browser));
    }
}
