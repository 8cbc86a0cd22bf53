//! Who else can say who somebody is, by the settings: providers of accounts, and companies for the addresses of their
//! domains. Pages of the local Clerk stand in for all of them.

use serde::{Deserialize, Serialize};

use super::settings::{Settings, SettingsChange};
use crate::files::Nonsense;

/// The strategy of companies.
pub(crate) const ENTERPRISE: &str = "enterprise_sso";

/// The strategy of Google's own window, whose token the page brings.
pub(crate) const ONE_TAP: &str = "google_one_tap";

/// What one tap makes an account of.
pub(crate) const GOOGLE: &str = "oauth_google";

/// A provider of accounts. A file may name it by its strategy alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Given")]
pub(crate) struct SocialProvider {
    /// `oauth_google`, `oauth_github`, `oauth_custom_acme`.
    pub(crate) strategy: String,
    /// As people read it.
    pub(crate) name: String,
    /// Whether one can sign in with it, or only connect it to an account.
    pub(crate) authenticatable: bool,
}

/// As a file has it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Strategy(String),
    Whole {
        strategy: String,
        #[serde(default)]
        name: Option<String>,
        #[serde(default = "yes")]
        authenticatable: bool,
    },
}

fn yes() -> bool {
    true
}

impl From<Given> for SocialProvider {
    fn from(given: Given) -> Self {
        let (strategy, name, authenticatable) = match given {
            Given::Strategy(strategy) => (strategy, None, true),
            Given::Whole { strategy, name, authenticatable } => (strategy, name, authenticatable),
        };
        Self { name: name.unwrap_or_else(|| name_of(&strategy)), strategy, authenticatable }
    }
}

/// Those whose names are not their strategies with a capital letter.
const NAMES: [(&str, &str); 11] = [
    ("github", "GitHub"),
    ("gitlab", "GitLab"),
    ("linkedin", "LinkedIn"),
    ("linkedin_oidc", "LinkedIn"),
    ("tiktok", "TikTok"),
    ("hubspot", "HubSpot"),
    ("x", "X / Twitter"),
    ("line", "LINE"),
    ("vercel", "Vercel"),
    ("huggingface", "Hugging Face"),
    ("bitbucket", "Bitbucket"),
];

fn name_of(strategy: &str) -> String {
    let provider = strategy.trim_start_matches("oauth_").trim_start_matches("custom_");
    let known = NAMES.iter().find(|(known, _)| *known == provider);
    known.map(|(_, name)| (*name).to_owned()).unwrap_or_else(|| {
        let mut letters = provider.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    })
}

/// A company that vouches for whoever has an address of its domains.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EnterpriseConnection {
    /// As people read it.
    pub(crate) name: String,
    pub(crate) domains: Vec<String>,
    /// `saml_custom`, `saml_okta`, `saml_google`, `saml_microsoft`, `oidc_custom` and the like.
    #[serde(default = "saml")]
    pub(crate) provider: String,
    #[serde(default = "yes")]
    pub(crate) active: bool,
}

fn saml() -> String {
    "saml_custom".to_owned()
}

impl EnterpriseConnection {
    /// It follows from the first domain, so it is the same in every folder.
    pub(crate) fn id(&self) -> String {
        let domain = self.domains.first().map(String::as_str).unwrap_or_default();
        format!("samlc_{}", domain.replace(['.', '-'], ""))
    }

    /// `saml` or `oauth`.
    pub(crate) fn protocol(&self) -> &'static str {
        if self.provider.starts_with("saml") { "saml" } else { "oauth" }
    }

    pub(crate) fn covers(&self, address: &str) -> bool {
        let domain = address.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        domain.is_some_and(|domain| self.domains.iter().any(|own| own.eq_ignore_ascii_case(&domain)))
    }
}

impl Settings {
    pub(crate) fn social_provider(&self, strategy: &str) -> Option<&SocialProvider> {
        self.social_providers.iter().find(|provider| provider.strategy == strategy)
    }

    /// Whether one can sign in with a provider.
    pub(crate) fn signs_in_with(&self, strategy: &str) -> bool {
        self.social_provider(strategy).is_some_and(|provider| provider.authenticatable)
    }

    /// The company that vouches for an address.
    pub(crate) fn connection_for(&self, address: &str) -> Option<&EnterpriseConnection> {
        self.enterprise_connections.iter().find(|connection| connection.active && connection.covers(address))
    }

    pub(crate) fn connection(&self, id: &str) -> Option<&EnterpriseConnection> {
        self.enterprise_connections.iter().find(|connection| connection.id() == id)
    }
}

/// What makes no sense in them.
pub(crate) fn check(change: &SettingsChange) -> Vec<Nonsense> {
    let mut found = Vec::new();
    for (number, provider) in change.social_providers.iter().flatten().enumerate() {
        if !provider.strategy.strip_prefix("oauth_").is_some_and(is_name) {
            let steps = ["social_providers".into(), number.into()];
            found.push(Nonsense::new(steps, "a strategy is oauth_ and the provider's name, as in oauth_google"));
        }
    }
    for (number, connection) in change.enterprise_connections.iter().flatten().enumerate() {
        let is_domain = |domain: &String| domain.contains('.') && !domain.contains(['@', ' ', '/']);
        if connection.domains.is_empty() || !connection.domains.iter().all(is_domain) {
            let steps = ["enterprise_connections".into(), number.into(), "domains".into()];
            found.push(Nonsense::new(steps, "a connection has domains, as in example.com"));
        }
    }
    found
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
