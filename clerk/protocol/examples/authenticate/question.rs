//! A line of input. Unknown fields are ignored; `null` counts as absent.

use std::collections::HashMap;

use clerk_protocol::Config;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// One request and all that is known about it.
#[derive(Deserialize)]
pub(crate) struct Question<'a> {
    #[serde(borrow, default)]
    pub(crate) id: Option<&'a RawValue>,
    pub(crate) now_ms: f64,
    #[serde(default)]
    config: Settings,
    #[serde(default)]
    pub(crate) jwks: Value,
    #[serde(default)]
    pub(crate) handshake_payloads: Option<HashMap<String, Option<Vec<Value>>>>,
    #[serde(default)]
    pub(crate) refresh: Option<Refresh>,
    pub(crate) request: Request,
    #[serde(default)]
    pub(crate) has: Option<Vec<Value>>,
}

/// What the refresh endpoint answers.
#[derive(Deserialize)]
pub(crate) struct Refresh {
    #[serde(default)]
    pub(crate) cookies: Option<Vec<Value>>,
    #[serde(default)]
    pub(crate) error: Option<String>,
}

/// The request.
#[derive(Deserialize)]
pub(crate) struct Request {
    method: String,
    pub(crate) url: String,
    #[serde(default)]
    pub(crate) headers: Vec<(String, String)>,
}

impl Request {
    /// `fetch` writes the common methods in capitals.
    pub(crate) fn method(&self) -> String {
        let upper = self.method.to_ascii_uppercase();
        if matches!(upper.as_str(), "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT") {
            upper
        } else {
            self.method.clone()
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Settings {
    publishable_key: Option<String>,
    secret_key: Option<String>,
    jwt_key: Option<String>,
    authorized_parties: Option<Vec<String>>,
    issuers: Option<Vec<String>>,
    audience: Option<Vec<String>>,
    clock_skew_ms: Option<f64>,
    domain: Option<String>,
    is_satellite: Option<bool>,
    satellite_auto_sync: Option<bool>,
    proxy_url: Option<String>,
    sign_in_url: Option<String>,
    organization_patterns: Option<Vec<String>>,
    personal_account_patterns: Option<Vec<String>>,
    public_origin: Option<String>,
    trust_forwarded: Option<bool>,
    handshake_query_in_production: Option<bool>,
    satellite_origins: Option<Vec<String>>,
    strict: Option<bool>,
}

impl<'a> Question<'a> {
    /// `None`: malformed.
    pub(crate) fn read(line: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// The settings; strict unless told otherwise.
    pub(crate) fn config(&self) -> Config {
        let settings = &self.config;
        let list = |list: &Option<Vec<String>>| list.clone().unwrap_or_default();
        let keys = [&settings.publishable_key, &settings.secret_key].map(|key| key.clone().unwrap_or_default());
        let [publishable_key, secret_key] = keys;
        Config {
            jwt_key: settings.jwt_key.clone(),
            authorized_parties: list(&settings.authorized_parties),
            issuers: list(&settings.issuers),
            audience: list(&settings.audience),
            clock_skew_ms: settings.clock_skew_ms,
            domain: settings.domain.clone(),
            is_satellite: settings.is_satellite.unwrap_or_default(),
            satellite_auto_sync: settings.satellite_auto_sync.unwrap_or_default(),
            proxy_url: settings.proxy_url.clone(),
            sign_in_url: settings.sign_in_url.clone(),
            organization_patterns: settings.organization_patterns.clone(),
            personal_account_patterns: settings.personal_account_patterns.clone(),
            public_origin: settings.public_origin.clone().filter(|origin| !origin.is_empty()),
            trust_forwarded: settings.trust_forwarded.unwrap_or_default(),
            handshake_query_in_production: settings.handshake_query_in_production.unwrap_or_default(),
            satellite_origins: list(&settings.satellite_origins),
            strict: settings.strict.unwrap_or(true),
            lenient_json_depth: 100_000,
            ..Config::new(publishable_key, secret_key)
        }
    }
}
