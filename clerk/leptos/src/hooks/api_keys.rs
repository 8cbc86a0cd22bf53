//! Keys for programs that call the app, made by a page of the app's own.

use leptos::prelude::*;
use serde_json::{Value, json};

use super::known::is_loaded;
use crate::{
    ClerkApiError,
    js::{self, Argument, Place},
    macros::{parameters, resource},
    props::Props,
    resources::{Read, read_answer},
};

resource! {
    /// A key.
    ApiKey {
        /// `ak_…`.
        id: String = "id",
        /// What people call it.
        name: String = "name",
        /// Whose it is.
        subject: String = "subject",
        /// What it is for.
        description: Option<String> = "description",
        /// What it may do.
        scopes: Vec<String> = "scopes",
        /// The key itself; shown once.
        secret: Option<String> = "secret",
        /// Whether it was taken back.
        revoked: bool = "revoked",
        /// Whether its time is over.
        expired: bool = "expired",
        /// In milliseconds since 1970.
        expiration: Option<i64> = "expiration",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
    }
}

parameters! {
    /// A new key.
    CreateApiKey {
        /// What people call it.
        text name = "name",
        /// Whose it is: the user's, or `org_…`.
        text subject = "subject",
        /// What it is for.
        text description = "description",
        /// How long it lives.
        count seconds_until_expiration = "secondsUntilExpiration",
    }
}

/// See [`use_api_keys`].
#[derive(Clone, Copy)]
pub struct UseApiKeys {
    /// Whether ClerkJS has answered.
    pub is_loaded: Signal<bool>,
}

/// The keys of the user, or of an organization. Needs API keys to be switched on for the instance.
pub fn use_api_keys() -> UseApiKeys {
    UseApiKeys { is_loaded: is_loaded() }
}

const API_KEYS: Place = Place::Clerk("apiKeys");

impl UseApiKeys {
    /// One page of them; of an organization by its id.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_all(self, subject: Option<&str>, page: u32) -> Result<Vec<ApiKey>, ClerkApiError> {
        let given = Props::default().text("subject", subject.map(Into::into)).value("initialPage", Some(page.into()));
        let answer = js::ask(API_KEYS, "getAll", vec![Argument::Props(given)]).await?;
        Ok(Vec::read(&answer.member("data")).unwrap_or_default())
    }

    /// Makes one; its secret is in the answer and nowhere else.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create(self, given: CreateApiKey) -> Result<ApiKey, ClerkApiError> {
        read_answer(js::ask(API_KEYS, "create", vec![Argument::Props(given.into())]).await?)
    }

    /// Takes one back.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn revoke(self, id: &str, reason: Option<&str>) -> Result<(), ClerkApiError> {
        let given: Value = json!({"apiKeyID": id, "revocationReason": reason});
        js::ask(API_KEYS, "revoke", vec![Argument::Plain(given)]).await.map(drop)
    }
}
