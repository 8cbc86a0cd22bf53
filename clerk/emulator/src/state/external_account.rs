//! Accounts that people have elsewhere and are known by here: with a provider, or with their company.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};

use super::{
    State,
    code::Verification,
    settings::Factor,
    social::{ENTERPRISE, GOOGLE, ONE_TAP},
    user::{Email, User},
};
use crate::error::{Code, Problem};

/// What a provider says of somebody.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Identity {
    pub(crate) strategy: String,
    /// Of the company that says it.
    pub(crate) connection_id: Option<String>,
    /// The provider's own id of the person.
    pub(crate) subject: String,
    pub(crate) email: Option<String>,
    /// Whether the provider has verified the address.
    pub(crate) email_verified: bool,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) username: Option<String>,
}

/// An account elsewhere.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct ExternalAccount {
    pub(crate) id: String,
    pub(crate) identification_id: String,
    pub(crate) identity: Identity,
    /// What the provider lets the app do.
    pub(crate) scopes: Vec<String>,
    /// Whether the provider's token is still good.
    pub(crate) token: Option<String>,
    pub(crate) verification: Verification,
    pub(crate) last_authenticated_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Identity {
    /// What a provider's account is known by.
    pub(crate) fn key(&self) -> String {
        let strategy = if self.strategy == ONE_TAP { GOOGLE } else { &self.strategy };
        format!("{strategy}:{}:{}", self.connection_id.as_deref().unwrap_or_default(), self.subject)
    }

    /// The id that a provider has for whoever has an address there: it follows from the address.
    pub(crate) fn subject_of(strategy: &str, address: &str) -> String {
        let strategy = if strategy == ONE_TAP { GOOGLE } else { strategy };
        let text = format!("{strategy}:{}", address.to_lowercase());
        let sum = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()));
        sum.chars().filter(char::is_ascii_alphanumeric).take(21).collect()
    }

    pub(crate) fn is_enterprise(&self) -> bool {
        self.strategy == ENTERPRISE
    }

    /// The address, if the provider has verified it.
    pub(crate) fn verified_email(&self) -> Option<&str> {
        self.email.as_deref().filter(|_| self.email_verified)
    }
}

impl ExternalAccount {
    pub(crate) fn is_verified(&self) -> bool {
        self.verification.verified
    }

    pub(crate) fn is_enterprise(&self) -> bool {
        self.identity.is_enterprise()
    }

    /// `google`, `github`; what is signed in with by one tap is Google's too.
    pub(crate) fn strategy(&self) -> &str {
        if self.identity.strategy == ONE_TAP { GOOGLE } else { &self.identity.strategy }
    }
}

impl User {
    pub(crate) fn external_account_mut(&mut self, id: &str) -> Result<&mut ExternalAccount, Problem> {
        let found = self.external_accounts.iter_mut().find(|account| account.id == id);
        found.ok_or_else(|| Problem::new(Code::ExternalAccountNotFound, "The external account was not found."))
    }

    /// Those that prove who somebody is.
    pub(crate) fn proven_accounts(&self) -> impl Iterator<Item = &ExternalAccount> {
        self.external_accounts.iter().filter(|account| account.is_verified())
    }
}

impl State {
    /// The person whom a provider's account belongs to.
    pub(crate) fn user_by_identity(&self, identity: &Identity) -> Option<&User> {
        self.data.users.with("external", &identity.key()).next()
    }

    /// Whether somebody has any way to sign in.
    pub(crate) fn can_sign_in(&self, user: &User) -> bool {
        let settings = &self.settings;
        let has_address = user.emails.iter().any(|email| email.verified);
        let has_number = user.phones.iter().any(|phone| phone.verified);
        let by_account =
            |account: &ExternalAccount| account.is_enterprise() || settings.signs_in_with(account.strategy());
        (user.password.is_some() && settings.has(Factor::Password))
            || (has_address && (settings.has(Factor::EmailCode) || settings.has(Factor::EmailLink)))
            || (has_number && settings.has(Factor::PhoneCode))
            || (user.proven_passkeys().next().is_some() && settings.has(Factor::Passkey))
            || user.proven_accounts().any(by_account)
    }

    /// An account that is not connected yet.
    pub(crate) fn new_external_account(&self, identity: Identity, scopes: Vec<String>) -> ExternalAccount {
        let now = self.now_ms();
        ExternalAccount {
            id: self.random.id("eac"),
            identification_id: self.random.id("idn"),
            identity,
            scopes,
            created_at: now,
            updated_at: now,
            ..ExternalAccount::default()
        }
    }

    /// Notes what a provider says of somebody now: their account is connected, and the address it vouches for is theirs.
    pub(crate) fn connect(&mut self, user_id: &str, identity: Identity, scopes: &[String]) -> Result<(), Problem> {
        let (now, key) = (self.now_ms(), identity.key());
        let (fresh, token) = (self.new_external_account(identity.clone(), Vec::new()), self.random.text(40));
        let added = identity.verified_email().filter(|address| self.user_by_email(address).is_none());
        let added = added.map(|address| self.email_from(address, &identity.strategy));
        let user = self.user_mut(user_id)?;
        let known = user.external_accounts.iter().position(|account| account.identity.key() == key);
        let place = known.unwrap_or(user.external_accounts.len());
        if known.is_none() {
            user.external_accounts.push(fresh);
        }
        if let Some(account) = user.external_accounts.get_mut(place) {
            account.verification = Verification::from_page(&identity.strategy, now);
            let more = scopes.iter().filter(|scope| !account.scopes.contains(scope)).cloned().collect::<Vec<_>>();
            account.scopes.extend(more);
            (account.token, account.last_authenticated_at, account.updated_at) = (Some(token), Some(now), now);
            account.identity = identity;
        }
        user.external_accounts.retain(|account| account.is_verified() || account.identity.key() != key);
        take_email(user, added);
        Ok(())
    }

    /// An address that somebody else vouches for.
    pub(crate) fn email_from(&self, address: &str, strategy: &str) -> Email {
        let proof = Verification::done(&format!("from_{strategy}"), self.now_ms());
        Email { verification: Some(proof), ..self.new_email(address, true) }
    }
}

/// An address that somebody had added before, and not proven, is proven now.
fn take_email(user: &mut User, added: Option<Email>) {
    let Some(added) = added else { return };
    match user.emails.iter_mut().find(|email| email.address == added.address) {
        Some(email) => (email.verified, email.verification) = (true, added.verification),
        None => user.emails.push(added),
    }
    if user.primary_email_id.is_none() {
        user.primary_email_id = user.emails.iter().find(|email| email.verified).map(|email| email.id.clone());
    }
}
