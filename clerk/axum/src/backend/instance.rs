//! Settings of the instance.

use super::{
    BackendClient, Call, EnrollmentMode,
    common::Done,
    macros::{params, resource},
    path::Segment::{self, Fixed},
};

const INSTANCE: Segment<'static> = Fixed("instance");

resource! {
    /// The instance.
    pub struct Instance {
        /// `ins_…`.
        pub id: String,
        /// `development` or `production`.
        pub environment_type: String,
        /// Other places that ClerkJS may ask from.
        pub allowed_origins: Vec<String>,
        /// Whose it is.
        pub workspace_id: Option<String>,
    }
}

resource! {
    /// Who may sign up.
    pub struct InstanceRestrictions {
        /// Only who is on the list.
        pub allowlist: bool,
        /// Nobody who is on the list.
        pub blocklist: bool,
        /// Both lists count for signing up alone.
        pub allowlist_blocklist_disabled_on_sign_in: bool,
        /// No `name+more@…`.
        pub block_email_subaddresses: bool,
        /// No addresses that are thrown away.
        pub block_disposable_email_domains: bool,
        /// `a.b@gmail.com` is `ab@gmail.com`.
        pub ignore_dots_for_gmail_addresses: bool,
    }
}

resource! {
    /// What organizations may be.
    pub struct OrganizationSettings {
        /// Whether there are any.
        pub enabled: bool,
        /// 0: any number.
        pub max_allowed_memberships: u64,
        /// So many roles.
        pub max_allowed_roles: u64,
        /// So many sets of roles.
        pub max_role_sets_allowed: u64,
        /// So many permissions.
        pub max_allowed_permissions: u64,
        /// So many domains.
        pub max_allowed_domains: u64,
        /// What whoever makes one becomes.
        pub creator_role: String,
        /// Their administrators may delete them.
        pub admin_delete_enabled: bool,
        /// They may have domains.
        pub domains_enabled: bool,
        /// How people of a domain may come in.
        pub domains_enrollment_modes: Vec<EnrollmentMode>,
        /// What these become.
        pub domains_default_role: String,
        /// They have no slugs.
        pub slug_disabled: bool,
        /// The set of roles of new ones.
        pub initial_role_set_key: Option<String>,
    }
}

resource! {
    /// Protection against attacks.
    pub struct InstanceProtect {
        /// Rules of your own.
        pub rules_enabled: bool,
        /// Clerk's.
        pub specter_enabled: bool,
        /// Both are passed by.
        pub checks_bypassed: bool,
    }
}

resource! {
    /// Mails and messages.
    pub struct InstanceCommunication {
        /// No messages go there.
        pub blocked_country_codes: Vec<String>,
    }
}

params! {
    /// Parameters of [`InstanceSettings::update`]. What is not given stays.
    pub struct UpdateInstance {
        /// Addresses and numbers for tests.
        pub test_mode: Option<bool>,
        /// Looks passwords up in lists of stolen ones.
        pub hibp: Option<bool>,
        /// Mails come from Clerk's own domain.
        pub enhanced_email_deliverability: Option<bool>,
        /// Where people write to.
        pub support_email: Option<String>,
        /// A version of ClerkJS.
        pub clerk_js_version: Option<String>,
        /// Where it is developed.
        pub development_origin: Option<String>,
        /// Other places that ClerkJS may ask from.
        pub allowed_origins: Option<Vec<String>>,
        /// Sessions go along in addresses.
        pub url_based_session_syncing: Option<bool>,
        /// `password`, `otp` or empty.
        pub preferred_sign_in_strategy_when_password_required: Option<String>,
    }
}

params! {
    /// Parameters of [`InstanceSettings::update_restrictions`]. What is not given stays.
    pub struct UpdateRestrictions {
        /// Only who is on the list.
        pub allowlist: Option<bool>,
        /// Nobody who is on the list.
        pub blocklist: Option<bool>,
        /// No `name+more@…`.
        pub block_email_subaddresses: Option<bool>,
        /// No addresses that are thrown away.
        pub block_disposable_email_domains: Option<bool>,
        /// `a.b@gmail.com` is `ab@gmail.com`.
        pub ignore_dots_for_gmail_addresses: Option<bool>,
    }
}

params! {
    /// Parameters of [`InstanceSettings::update_organization_settings`]. What is not given stays.
    pub struct UpdateOrganizationSettings {
        /// Whether there are any.
        pub enabled: Option<bool>,
        /// 0: any number.
        pub max_allowed_memberships: Option<u64>,
        /// Their administrators may delete them.
        pub admin_delete_enabled: Option<bool>,
        /// They may have domains.
        pub domains_enabled: Option<bool>,
        /// How people of a domain may come in.
        pub domains_enrollment_modes: Option<Vec<EnrollmentMode>>,
        /// `role_…`: what whoever makes one becomes.
        pub creator_role_id: Option<String>,
        /// `role_…`: what people of a domain become.
        pub domains_default_role_id: Option<String>,
        /// They have no slugs.
        pub slug_disabled: Option<bool>,
    }
}

params! {
    /// Parameters of [`InstanceSettings::update_protect`]. What is not given stays.
    pub struct UpdateProtect {
        /// Rules of your own.
        pub rules_enabled: Option<bool>,
        /// Clerk's.
        pub specter_enabled: Option<bool>,
        /// Both are passed by.
        pub checks_bypassed: Option<bool>,
    }
}

params! {
    /// Parameters of [`InstanceSettings::update_communication`].
    pub struct UpdateCommunication {
        /// No messages go there.
        pub blocked_country_codes: Option<Vec<String>>,
    }
}

/// [`BackendClient::instance`].
#[derive(Clone, Copy, Debug)]
pub struct InstanceSettings<'a>(&'a BackendClient);

impl BackendClient {
    /// Settings of the instance.
    pub fn instance(&self) -> InstanceSettings<'_> {
        InstanceSettings(self)
    }
}

impl InstanceSettings<'_> {
    /// `GET /instance`.
    pub fn get(self) -> Call<Instance> {
        self.0.get(&[INSTANCE])
    }

    /// `PATCH /instance`.
    pub fn update(self, parameters: &UpdateInstance) -> Call<Done> {
        self.0.patch(&[INSTANCE]).body(parameters)
    }

    /// `PATCH /instance/restrictions`.
    pub fn update_restrictions(self, parameters: &UpdateRestrictions) -> Call<InstanceRestrictions> {
        self.0.patch(&[INSTANCE, Fixed("restrictions")]).body(parameters)
    }

    /// `GET /instance/organization_settings`.
    pub fn get_organization_settings(self) -> Call<OrganizationSettings> {
        self.0.get(&[INSTANCE, Fixed("organization_settings")])
    }

    /// `PATCH /instance/organization_settings`.
    pub fn update_organization_settings(self, parameters: &UpdateOrganizationSettings) -> Call<OrganizationSettings> {
        self.0.patch(&[INSTANCE, Fixed("organization_settings")]).body(parameters)
    }

    /// `GET /instance/protect`.
    pub fn get_protect(self) -> Call<InstanceProtect> {
        self.0.get(&[INSTANCE, Fixed("protect")])
    }

    /// `PATCH /instance/protect`.
    pub fn update_protect(self, parameters: &UpdateProtect) -> Call<InstanceProtect> {
        self.0.patch(&[INSTANCE, Fixed("protect")]).body(parameters)
    }

    /// `GET /instance/communication`.
    pub fn get_communication(self) -> Call<InstanceCommunication> {
        self.0.get(&[INSTANCE, Fixed("communication")])
    }

    /// `PATCH /instance/communication`.
    pub fn update_communication(self, parameters: &UpdateCommunication) -> Call<InstanceCommunication> {
        self.0.patch(&[INSTANCE, Fixed("communication")]).body(parameters)
    }
}
