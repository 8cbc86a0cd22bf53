//! What the page knows that stands in for a provider: who has an account there. Everybody here has one, by their address.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    State, detour::Detour, external_account::Identity, settings::Settings, social::ENTERPRISE, table::Row, user::User,
};

/// Of a token that names somebody.
const TOKEN_LIFE_MS: i64 = 60 * 60 * 1_000;

/// A token that was taken, kept until it would have run out.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SpentToken {
    pub(crate) expire_at: i64,
}

impl Row for SpentToken {}

/// So many accounts the page offers.
const OFFERED: usize = 12;

/// An account that the page offers.
#[derive(Clone, Debug)]
pub(crate) struct KnownAccount {
    pub(crate) identity: Identity,
    /// As people read it.
    pub(crate) name: String,
}

/// As people read it.
pub(crate) fn provider_name(settings: &Settings, detour: &Detour) -> String {
    let company = detour.connection_id.as_deref().and_then(|id| settings.connection(id));
    let provider = settings.social_provider(&detour.strategy);
    let name = company.map(|company| &company.name).or(provider.map(|provider| &provider.name));
    name.cloned().unwrap_or_else(|| detour.strategy.clone())
}

impl State {
    /// Accounts that were used before, and those that people here have by their addresses.
    pub(crate) fn known_accounts(&self, detour: &Detour) -> Vec<KnownAccount> {
        let company = detour.connection_id.as_deref().and_then(|id| self.settings.connection(id));
        let mut found: Vec<KnownAccount> = Vec::new();
        for user in self.data.users.values() {
            let used = user.proven_accounts().map(|account| &account.identity);
            let used = used.filter(|identity| is_at(identity, detour)).cloned().collect::<Vec<_>>();
            let own =
                user.primary_email().filter(|email| email.verified).map(|email| guess(user, &email.address, detour));
            let own = own.filter(|own| used.iter().all(|known| known.key() != own.key()));
            let named = used.into_iter().chain(own).map(|identity| KnownAccount { name: name_of(&identity), identity });
            let fits = |account: &KnownAccount| {
                let email = account.identity.email.as_deref().unwrap_or_default();
                detour.strategy != ENTERPRISE || company.is_some_and(|company| company.covers(email))
            };
            found.extend(named.filter(fits));
            if found.len() >= OFFERED {
                break;
            }
        }
        found.truncate(OFFERED);
        found
    }

    /// An identity as a code or a token that only we can open, for one purpose.
    pub(crate) fn seal_identity(&self, identity: &Identity, purpose: &str) -> String {
        self.browser.sign(&json!({ "identity": identity, "for": purpose }))
    }

    /// A token that the page itself brings: good once, for an hour.
    pub(crate) fn mint_identity_token(&self, identity: &Identity) -> String {
        let (expire_at, id) = (self.now_ms() + TOKEN_LIFE_MS, self.random.text(20));
        self.browser.sign(&json!({ "identity": identity, "for": identity.strategy, "exp": expire_at, "jti": id }))
    }

    /// Whom such a token names, if it is still good.
    pub(crate) fn open_identity_token(&self, token: &str, strategy: &str) -> Option<Identity> {
        let (id, expire_at) = self.token_life(token)?;
        let is_good = self.now_ms() < expire_at && !self.data.spent_tokens.contains_key(&id);
        self.open_identity(token, strategy).filter(|_| is_good)
    }

    /// It has done what it was good for.
    pub(crate) fn spend_identity_token(&mut self, token: &str) {
        if let Some((id, expire_at)) = self.token_life(token) {
            self.data.spent_tokens.insert(id, SpentToken { expire_at });
        }
    }

    fn token_life(&self, token: &str) -> Option<(String, i64)> {
        let payload = self.browser.open(token)?;
        let id = payload.get("jti").and_then(Value::as_str)?.to_owned();
        Some((id, payload.get("exp").and_then(Value::as_i64)?))
    }

    pub(crate) fn open_identity(&self, code: &str, purpose: &str) -> Option<Identity> {
        let mut payload = self.browser.open(code)?;
        let is_for_it = payload.get("for").is_some_and(|found| found == purpose);
        let identity = payload.get_mut("identity").map(Value::take).filter(|_| is_for_it)?;
        serde_json::from_value(identity).ok()
    }
}

fn is_at(identity: &Identity, detour: &Detour) -> bool {
    identity.strategy == detour.strategy && identity.connection_id == detour.connection_id
}

/// The account that somebody has there by their address.
fn guess(user: &User, address: &str, detour: &Detour) -> Identity {
    Identity {
        strategy: detour.strategy.clone(),
        connection_id: detour.connection_id.clone(),
        subject: Identity::subject_of(&detour.strategy, address),
        email: Some(address.to_owned()),
        email_verified: true,
        first_name: user.first_name.clone(),
        last_name: user.last_name.clone(),
        username: None,
    }
}

fn name_of(identity: &Identity) -> String {
    let names = [&identity.first_name, &identity.last_name].into_iter().flatten().map(String::as_str);
    let name = names.collect::<Vec<_>>().join(" ");
    if name.is_empty() { identity.username.clone().unwrap_or_else(|| "Somebody".to_owned()) } else { name }
}
