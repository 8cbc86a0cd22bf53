//! Settings of the instance that the Backend API changes.

use serde::{Deserialize, Serialize};

use super::{State, table::Row};

/// The one row of its table.
const KEY: &str = "instance";

/// What an app's server can set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct InstanceSettings {
    pub(crate) allowed_origins: Vec<String>,
    pub(crate) allowlist: bool,
    pub(crate) blocklist: bool,
    pub(crate) allowlist_blocklist_disabled_on_sign_in: bool,
    pub(crate) block_email_subaddresses: bool,
    pub(crate) block_disposable_email_domains: bool,
    pub(crate) protect_rules: bool,
    pub(crate) protect_specter: bool,
    pub(crate) blocked_country_codes: Vec<String>,
    pub(crate) oauth: OAuthSettings,
    pub(crate) organizations: OrganizationSettings,
}

impl Row for InstanceSettings {}

/// Of OAuth applications, which the local Clerk only keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OAuthSettings {
    pub(crate) dynamic_registration: bool,
    /// Clerk's own where nobody set any.
    pub(crate) default_scopes: Option<Vec<String>>,
    pub(crate) jwt_access_tokens: bool,
    pub(crate) documents_advertised: bool,
    pub(crate) documents_only_pre_registered: bool,
    pub(crate) documents_block_implicit: bool,
}

/// Of organizations. The roles they name are with the roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct OrganizationSettings {
    pub(crate) enabled: bool,
    pub(crate) max_allowed_memberships: i64,
    pub(crate) admin_delete_enabled: bool,
    pub(crate) domains_enabled: bool,
    pub(crate) slug_disabled: bool,
    pub(crate) enrollment_modes: Vec<String>,
}

impl Default for OrganizationSettings {
    fn default() -> Self {
        Self {
            enabled: true,
            max_allowed_memberships: 20,
            admin_delete_enabled: true,
            domains_enabled: true,
            slug_disabled: false,
            enrollment_modes: ["manual_invitation", "automatic_invitation", "automatic_suggestion"]
                .map(str::to_owned)
                .to_vec(),
        }
    }
}

impl State {
    pub(crate) fn instance_settings(&self) -> InstanceSettings {
        self.data.instance_settings.get(KEY).cloned().unwrap_or_else(|| self.settings.instance())
    }

    pub(crate) fn change_instance_settings(&mut self, settings: InstanceSettings) {
        self.data.instance_settings.insert(KEY.to_owned(), settings);
    }
}
