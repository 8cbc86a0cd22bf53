//! How an administrator would have set the instance up: from a profile and a file, and turned while it runs by the control
//! API or the Backend API.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State, domain,
    endpoint::Webhook,
    factor::{self, Presence, SecondFactor},
    jwt_template::{self, JwtTemplate},
    social::{self, EnterpriseConnection, SocialProvider},
    table::Row,
};
use crate::{
    Roles,
    files::{self, FileProblems, Nonsense},
};

/// Claims of session tokens that are Clerk's own.
const RESERVED: [&str; 17] =
    ["act", "azp", "exp", "fea", "fva", "iat", "iss", "jti", "nbf", "o", "pla", "sid", "sts", "sub", "v", "aud", "cat"];

/// Ten years: Clerk's own bound.
const LONGEST_LIFE_SECONDS: i64 = 10 * 365 * 24 * 60 * 60;

/// Where an instance starts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// Made for development: personal accounts, slugs, twenty seats.
    #[default]
    Ours,
    /// As Clerk sets up a new application today.
    New,
}

/// Who may sign up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignUpMode {
    /// Everybody.
    Public,
    /// Who was invited.
    Restricted,
    /// Who was let in from the waitlist.
    Waitlist,
}

/// A way to prove who one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// A password.
    Password,
    /// A code by e-mail.
    EmailCode,
    /// A link by e-mail.
    EmailLink,
    /// A code by SMS.
    PhoneCode,
    /// A name, with a password.
    Username,
    /// A key on a device.
    Passkey,
}

/// A JWT template, as a file has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Template {
    pub(crate) name: String,
    #[serde(default)]
    claims: Map<String, Value>,
    /// Seconds.
    #[serde(default = "lifetime")]
    lifetime: i64,
    /// Seconds.
    #[serde(default = "allowed_clock_skew")]
    allowed_clock_skew: i64,
    /// For HS256; RS256 without.
    #[serde(default)]
    signing_key: Option<String>,
}

fn lifetime() -> i64 {
    60
}

fn allowed_clock_skew() -> i64 {
    5
}

impl Template {
    pub(crate) fn row(self, id: String, now_ms: i64) -> JwtTemplate {
        let Self { name, claims, lifetime, allowed_clock_skew, signing_key } = self;
        JwtTemplate {
            id,
            name,
            claims,
            lifetime,
            allowed_clock_skew,
            signing_algorithm: if signing_key.is_some() { "HS256" } else { "RS256" }.to_owned(),
            signing_key,
            created_at: now_ms,
            updated_at: now_ms,
        }
    }
}

macro_rules! settings {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $ours:expr,)*) => {
        /// The switches of a local Clerk.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Settings {
            $($(#[$doc])* pub(crate) $name: $kind,)*
        }

        /// The profile `ours`.
        impl Default for Settings {
            fn default() -> Self {
                Self { $($name: $ours,)* }
            }
        }

        /// Settings to change; absent ones stay. The settings file is one, too.
        #[derive(Debug, Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(crate) struct SettingsChange {
            $(pub(super) $name: Option<$kind>,)*
            /// In the form of the roles file.
            pub(crate) organization_roles: Option<Roles>,
        }

        impl SettingsChange {
            pub(crate) fn apply(self, old: &Settings) -> Settings {
                Settings { $($name: self.$name.unwrap_or_else(|| old.$name.clone()),)* }
            }
        }
    };
}

settings! {
    /// Life of a session token.
    token_life_seconds: i64 = 60,
    /// Life of a session.
    session_life_seconds: i64 = 7 * 24 * 60 * 60,
    /// Whether a link by e-mail is good only in the browser that asked for it.
    email_link_same_client: bool = false,
    /// Whether a browser holds one session only.
    single_session: bool = true,
    /// Whether what is sensitive needs a fresh proof of who one is.
    reverification: bool = false,
    /// Added to the clock.
    clock_offset_ms: i64 = 0,
    /// The session token template: custom claims, whose strings may hold shortcodes like `{{user.full_name}}`.
    custom_claims: Map<String, Value> = Map::new(),
    /// Who may sign up.
    sign_up_mode: SignUpMode = SignUpMode::Public,
    /// How one can sign in.
    factors: Vec<Factor> = vec![Factor::Password, Factor::EmailCode],
    /// How one can prove once more who one is.
    second_factors: Vec<SecondFactor> = Vec::new(),
    /// Whether everybody needs a second factor.
    second_factor_required: bool = false,
    /// Whether a password alone is not enough in a browser where the person never was.
    device_trust: bool = false,
    /// Whether somebody whose password is known to have leaked is asked for another one; else they cannot use it.
    reset_password_task: bool = false,
    /// Whether nobody can choose a password that is known to have leaked.
    refuse_leaked_passwords: bool = true,
    /// Whether nobody can sign in with one either.
    refuse_leaked_passwords_on_sign_in: bool = false,
    /// So many wrong proofs lock an account; 0 is no limit.
    lockout_attempts: i64 = 100,
    /// How long it stays locked.
    lockout_minutes: i64 = 60,
    /// What people have.
    email_address: Presence = Presence::Required,
    phone_number: Presence = Presence::Off,
    username: Presence = Presence::Off,
    first_name: Presence = Presence::Optional,
    last_name: Presence = Presence::Optional,
    /// Whether who signs up agrees to the terms.
    legal_consent: bool = false,
    /// Pages that this is about.
    terms_url: String = String::new(),
    privacy_policy_url: String = String::new(),
    /// Who else can say who somebody is.
    social_providers: Vec<SocialProvider> = Vec::new(),
    /// Whether Google's own window is offered.
    google_one_tap: bool = false,
    /// Companies that vouch for the addresses of their domains.
    enterprise_connections: Vec<EnterpriseConnection> = Vec::new(),
    /// Whether the field for the address offers passkeys.
    passkey_autofill: bool = true,
    /// Whether the form has a button for passkeys.
    passkey_button: bool = true,
    /// Tokens of other forms; templates with their name that are there already stay.
    jwt_templates: Vec<Template> = Vec::new(),
    /// Whether people may delete their account.
    delete_self: bool = true,
    /// Whether people may make organizations.
    create_organization: bool = true,
    /// Whether there are organizations at all.
    organizations_enabled: bool = true,
    /// Whether a session without an organization stays pending: no personal accounts.
    force_organization_selection: bool = false,
    /// Whether organizations have slugs.
    organization_slugs: bool = true,
    /// Seats of an organization; 0 is no limit.
    max_allowed_memberships: i64 = 20,
    /// Whether administrators may delete their organization.
    admin_delete_enabled: bool = true,
    /// Whether organizations can have domains.
    organization_domains: bool = true,
    /// What a domain can do for people with an address of it.
    domain_enrollment_modes: Vec<String> = domain::MODES.map(str::to_owned).to_vec(),
    /// Whether the first organization is offered with a name and a logo.
    organization_creation_defaults: bool = false,
    /// Origins of native apps and extensions.
    allowed_origins: Vec<String> = Vec::new(),
    /// Whether only addresses of the allow-list may sign up.
    allowlist: bool = false,
    /// Whether addresses of the block-list may not sign up.
    blocklist: bool = false,
    /// Whether the two lists leave sign-ins alone.
    allowlist_blocklist_disabled_on_sign_in: bool = false,
    /// Whether addresses with a `+` may not sign up.
    block_email_subaddresses: bool = false,
    /// Whether calls are limited as Clerk limits them.
    rate_limits: bool = false,
    /// Kept only: the local Clerk knows no such domains.
    block_disposable_email_domains: bool = false,
    /// Kept only.
    protect_rules: bool = false,
    /// Kept only.
    protect_specter: bool = false,
    /// Kept only.
    blocked_country_codes: Vec<String> = Vec::new(),
    /// Where events are sent to.
    webhooks: Vec<Webhook> = Vec::new(),
    /// How long the waits between attempts of a webhook are: 1 as Svix has them, 0.001 a thousandth of that.
    webhook_retry_scale: f64 = 1.0,
    /// Kept only.
    oauth_applications: OAuthSettings = OAuthSettings::default(),
}

/// Of OAuth applications, which the local Clerk only keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OAuthSettings {
    pub(crate) dynamic_registration: bool,
    /// Clerk's own where nobody set any.
    pub(crate) default_scopes: Option<Vec<String>>,
    pub(crate) jwt_access_tokens: bool,
    pub(crate) documents_advertised: bool,
    pub(crate) documents_only_pre_registered: bool,
    pub(crate) documents_block_implicit: bool,
}

/// The one row of its table.
const KEY: &str = "settings";

/// Settings as they were turned, and those that were configured then.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SettingsBook {
    configured: Settings,
    settings: Settings,
}

impl Row for SettingsBook {}

impl State {
    /// Turns settings, for the time after a restart too.
    pub(crate) fn change_settings(&mut self, settings: Settings) {
        let book = SettingsBook { configured: self.configured.0.clone(), settings: settings.clone() };
        self.data.settings_books.insert(KEY.to_owned(), book);
        self.settings = settings;
    }

    /// Settings that were turned stay, until others are configured. The clock of a folder stays where it was moved to: what
    /// was made in it would lie in the future.
    pub(crate) fn recall_settings(&mut self) {
        let configured = &self.configured.0;
        self.settings = match self.data.settings_books.get(KEY) {
            Some(book) if book.configured == *configured => book.settings.clone(),
            Some(book) => Settings { clock_offset_ms: book.settings.clock_offset_ms, ..configured.clone() },
            None => configured.clone(),
        };
    }
}

impl Settings {
    /// The settings of a profile.
    pub fn of(profile: Profile) -> Self {
        match profile {
            Profile::Ours => Self::default(),
            Profile::New => Self {
                force_organization_selection: true,
                organization_slugs: false,
                max_allowed_memberships: 5,
                device_trust: true,
                reset_password_task: true,
                ..Self::default()
            },
        }
    }

    /// Reads a settings file over a profile; and the roles, where it has any.
    ///
    /// # Errors
    /// When it is of another form or makes no sense, with everything that is wrong.
    pub fn read(file: &str, text: &str, profile: Profile) -> Result<(Self, Option<Roles>), FileProblems> {
        let mut change: SettingsChange = files::read(file, text, check)?;
        let roles = change.organization_roles.take();
        Ok((change.apply(&Self::of(profile)), roles))
    }

    pub(crate) fn has(&self, factor: Factor) -> bool {
        self.factors.contains(&factor)
    }
}

/// What makes no sense in settings that can be read.
pub(crate) fn check(change: &SettingsChange) -> Vec<Nonsense> {
    let mut found = Vec::new();
    if change.factors.as_ref().is_some_and(Vec::is_empty) {
        found.push(Nonsense::new(["factors".into()], "nobody could sign in without any"));
    }
    found.extend(factor::check(change.lockout_attempts, change.lockout_minutes));
    found.extend(social::check(change));
    if change.session_life_seconds.is_some_and(|life| !(1..=LONGEST_LIFE_SECONDS).contains(&life)) {
        found.push(Nonsense::new(["session_life_seconds".into()], "a session lives between a second and ten years"));
    }
    if change.max_allowed_memberships.is_some_and(|seats| seats < 0) {
        found.push(Nonsense::new(["max_allowed_memberships".into()], "seats are counted from 0, which is no limit"));
    }
    for (number, mode) in change.domain_enrollment_modes.iter().flatten().enumerate() {
        if !domain::MODES.contains(&mode.as_str()) {
            let steps = ["domain_enrollment_modes".into(), number.into()];
            found.push(Nonsense::new(steps, format!("a mode is one of {}", domain::MODES.join(", "))));
        }
    }
    for (number, webhook) in change.webhooks.iter().flatten().enumerate() {
        if let Some((field, error)) = webhook.fault() {
            found.push(Nonsense::new(["webhooks".into(), number.into(), field.into()], error));
        }
    }
    if change.webhook_retry_scale.is_some_and(|scale| !(0.0..=1_000.0).contains(&scale)) {
        found.push(Nonsense::new(["webhook_retry_scale".into()], "a scale is between 0 and 1000"));
    }
    let claims = change.custom_claims.iter().flat_map(Map::keys);
    for name in claims.filter(|name| RESERVED.contains(&name.as_str())) {
        let steps = ["custom_claims".into(), name.as_str().into()];
        found.push(Nonsense::new(steps, "Clerk itself gives this claim its value"));
    }
    for (number, template) in change.jwt_templates.iter().flatten().enumerate() {
        for name in template.claims.keys().filter(|name| jwt_template::RESERVED.contains(&name.as_str())) {
            let steps = ["jwt_templates".into(), number.into(), "claims".into(), name.as_str().into()];
            found.push(Nonsense::new(steps, "Clerk itself gives this claim its value"));
        }
    }
    if let Some(Err(error)) = change.organization_roles.as_ref().map(Roles::check) {
        found.push(Nonsense::new(["organization_roles".into()], format!("{error:#}")));
    }
    found
}

#[cfg(test)]
mod tests;
