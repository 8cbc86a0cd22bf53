//! People and what identifies them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    State,
    code::Verification,
    external_account::ExternalAccount,
    passkey::Passkey,
    phone::Phone,
    table::{Key, Row},
};
use crate::{
    error::{Code, Problem},
    password::PasswordHash,
};

/// A person.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct User {
    pub(crate) id: String,
    /// The person's id in the application's own books.
    pub(crate) external_id: Option<String>,
    pub(crate) username: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) locale: Option<String>,
    /// A picture they gave, as an address that holds it.
    pub(crate) image: Option<String>,
    pub(crate) password: Option<PasswordHash>,
    pub(crate) password_updated_at: Option<i64>,
    /// Whether the password must be changed at the next sign-in.
    pub(crate) password_compromised: bool,
    /// Since when that is known.
    pub(crate) password_compromised_at: Option<i64>,
    pub(crate) emails: Vec<Email>,
    pub(crate) primary_email_id: Option<String>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) primary_phone_id: Option<String>,
    pub(crate) external_accounts: Vec<ExternalAccount>,
    pub(crate) passkeys: Vec<Passkey>,
    pub(crate) totp_secret: Option<String>,
    /// An authenticator app that is being set up.
    pub(crate) new_totp: Option<String>,
    pub(crate) backup_codes: Vec<String>,
    pub(crate) mfa_enabled_at: Option<i64>,
    pub(crate) mfa_disabled_at: Option<i64>,
    pub(crate) public_metadata: Map<String, Value>,
    pub(crate) private_metadata: Map<String, Value>,
    pub(crate) unsafe_metadata: Map<String, Value>,
    pub(crate) banned: bool,
    /// When a lock ends.
    pub(crate) locked_until: Option<i64>,
    pub(crate) delete_self_enabled: bool,
    pub(crate) create_organization_enabled: bool,
    pub(crate) create_organizations_limit: Option<i64>,
    pub(crate) bypass_client_trust: bool,
    pub(crate) legal_accepted_at: Option<i64>,
    pub(crate) last_sign_in_at: Option<i64>,
    pub(crate) last_active_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Default for User {
    fn default() -> Self {
        Self {
            id: String::new(),
            external_id: None,
            username: None,
            first_name: None,
            last_name: None,
            locale: None,
            image: None,
            password: None,
            password_updated_at: None,
            password_compromised: false,
            password_compromised_at: None,
            emails: Vec::new(),
            primary_email_id: None,
            phones: Vec::new(),
            primary_phone_id: None,
            external_accounts: Vec::new(),
            passkeys: Vec::new(),
            totp_secret: None,
            new_totp: None,
            backup_codes: Vec::new(),
            mfa_enabled_at: None,
            mfa_disabled_at: None,
            public_metadata: Map::new(),
            private_metadata: Map::new(),
            unsafe_metadata: Map::new(),
            banned: false,
            locked_until: None,
            delete_self_enabled: true,
            create_organization_enabled: true,
            create_organizations_limit: None,
            bypass_client_trust: false,
            legal_accepted_at: None,
            last_sign_in_at: None,
            last_active_at: None,
            created_at: 0,
            updated_at: 0,
        }
    }
}

/// An e-mail address of a person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Email {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) verified: bool,
    /// Not verified, but theirs: it signs them in, and nobody else can have it.
    pub(crate) reserved: bool,
    /// Whether an app's server vouched for it.
    pub(crate) by_admin: bool,
    pub(crate) verification: Option<Verification>,
    pub(crate) created_at: i64,
}

impl User {
    /// Gives them a password that they chose; what was known of the old one is forgotten.
    pub(crate) fn set_password(&mut self, hash: PasswordHash, now_ms: i64) {
        (self.password, self.password_updated_at) = (Some(hash), Some(now_ms));
        (self.password_compromised, self.password_compromised_at) = (false, None);
    }

    pub(crate) fn primary_email(&self) -> Option<&Email> {
        let primary = self.primary_email_id.as_deref()?;
        self.emails.iter().find(|email| email.id == primary)
    }

    pub(crate) fn primary_phone(&self) -> Option<&Phone> {
        let primary = self.primary_phone_id.as_deref()?;
        self.phones.iter().find(|phone| phone.id == primary)
    }

    /// The primary address, or what else they are known by; empty when there is nothing.
    pub(crate) fn identifier(&self) -> &str {
        let address = self.primary_email().map(|email| email.address.as_str());
        let number = self.primary_phone().map(|phone| phone.number.as_str());
        address.or(number).or(self.username.as_deref()).unwrap_or_default()
    }

    pub(crate) fn full_name(&self) -> String {
        let names = [&self.first_name, &self.last_name].into_iter().flatten();
        names.map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn email_mut(&mut self, id: &str) -> Result<&mut Email, Problem> {
        self.emails.iter_mut().find(|email| email.id == id).ok_or_else(|| Problem::not_found("The e-mail address"))
    }

    /// Takes an address away; the oldest one that is left becomes the primary one.
    pub(crate) fn remove_email(&mut self, id: &str) {
        self.emails.retain(|email| email.id != id);
        if self.primary_email_id.as_deref() == Some(id) {
            self.primary_email_id = self.emails.iter().find(|email| email.verified).map(|email| email.id.clone());
        }
    }

    /// What is left of a lock.
    pub(crate) fn locked_for_ms(&self, now_ms: i64) -> Option<i64> {
        self.locked_until.map(|until| until - now_ms).filter(|left| *left > 0)
    }

    /// Whether a second factor is set up.
    pub(crate) fn has_second_factor(&self) -> bool {
        self.totp_secret.is_some() || self.phones.iter().any(|phone| phone.verified && phone.second_factor)
    }

    /// Notes when a second factor came or went.
    pub(crate) fn note_second_factor(&mut self, had_one: bool, now_ms: i64) {
        match (had_one, self.has_second_factor()) {
            (false, true) => (self.mfa_enabled_at, self.mfa_disabled_at) = (Some(now_ms), None),
            (true, false) => (self.mfa_enabled_at, self.mfa_disabled_at) = (None, Some(now_ms)),
            _ => {}
        }
    }
}

impl Row for User {
    fn keys(&self) -> Vec<Key> {
        let emails = self.emails.iter().filter(|email| email.verified || email.reserved);
        let phones = self.phones.iter().filter(|phone| phone.verified || phone.reserved);
        let of_emails = emails.map(|email| ("email", email.address.to_ascii_lowercase()));
        let of_phones = phones.map(|phone| ("phone", phone.number.clone()));
        let of_ids = self.emails.iter().map(|email| &email.id).chain(self.phones.iter().map(|phone| &phone.id));
        let of_books = self.external_id.iter().map(|id| ("external_id", id.clone()));
        let of_names = self.username.iter().map(|name| ("username", name.to_lowercase()));
        let known = of_emails.chain(of_phones).chain(of_ids.map(|id| ("identifier", id.clone())));
        let elsewhere = self.proven_accounts().map(|account| ("external", account.identity.key()));
        let of_devices = self.proven_passkeys().map(|passkey| ("passkey", passkey.credential_id.clone()));
        known.chain(of_books).chain(of_names).chain(elsewhere).chain(of_devices).collect()
    }
}

impl State {
    pub(crate) fn user(&self, id: &str) -> Result<&User, Problem> {
        self.data.users.get(id).ok_or_else(|| Problem::not_found("The user"))
    }

    pub(crate) fn user_mut(&mut self, id: &str) -> Result<&mut User, Problem> {
        let now = self.now_ms();
        let user = self.data.users.get_mut(id).ok_or_else(|| Problem::not_found("The user"))?;
        user.updated_at = now;
        Ok(user)
    }

    /// The person a verified or reserved address belongs to. Case does not matter.
    pub(crate) fn user_by_email(&self, address: &str) -> Option<&User> {
        self.data.users.with("email", &address.to_ascii_lowercase()).next()
    }

    pub(crate) fn new_email(&self, address: &str, verified: bool) -> Email {
        let (id, created_at) = (self.random.id("idn"), self.now_ms());
        Email { id, address: address.to_lowercase(), verified, created_at, ..Email::default() }
    }

    /// Removes a person with their sessions and memberships.
    pub(crate) fn delete_user(&mut self, id: &str) {
        self.data.users.remove(id);
        self.data.sessions.remove_with("user", id, |_| true);
        self.data.memberships.remove_with("user", id, |_| true);
        self.data.suggestions.remove_with("user", id, |_| true);
        self.data.failures.remove(id);
    }

    /// Puts a changed person back.
    pub(crate) fn keep_user(&mut self, mut user: User) {
        user.updated_at = self.now_ms();
        self.data.users.insert(user.id.clone(), user);
    }

    /// Keeps somebody out for good, on every device, until the ban is lifted.
    pub(crate) fn ban(&mut self, id: &str) -> Result<(), Problem> {
        self.user_mut(id)?.banned = true;
        self.end_sessions_of_user(id, None);
        Ok(())
    }

    /// Refuses a sign-in of somebody who is kept out.
    pub(crate) fn admit(&self, id: &str) -> Result<(), Problem> {
        let user = self.user(id)?;
        if user.banned {
            return Err(Problem::new(Code::UserBanned, "This account is banned."));
        }
        match user.locked_for_ms(self.now_ms()) {
            Some(left) => {
                let minutes = (left + 59_999).div_euclid(60_000);
                let unit = if minutes == 1 { "minute" } else { "minutes" };
                let message = format!("Your account is locked. You will be able to try again in {minutes} {unit}.");
                let seconds = left.div_euclid(1_000).to_string();
                Err(Problem::new(Code::UserLocked, message).with("lockout_expires_in_seconds", &seconds))
            }
            None => Ok(()),
        }
    }

    /// Refuses an id of the application's books that is somebody else's.
    pub(crate) fn check_external_id(&self, external_id: &str, own_id: &str) -> Result<(), Problem> {
        let mut others = self.data.users.with("external_id", external_id).filter(|user| user.id != own_id);
        refuse_taken("external_id", others.next().is_some())
    }

    /// Refuses a name that is none, or somebody else's.
    pub(crate) fn check_username(&self, name: &str, own_id: &str) -> Result<(), Problem> {
        if !(4..=64).contains(&name.chars().count()) {
            let message = "A username has 4 to 64 characters.";
            return Err(Problem::field("username", Code::FormUsernameInvalidLength, message));
        }
        if !name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-')) {
            let message = "A username has letters, digits, dashes and underscores only.";
            return Err(Problem::field("username", Code::FormUsernameInvalidCharacter, message));
        }
        let mut others = self.data.users.with("username", &name.to_lowercase()).filter(|user| user.id != own_id);
        refuse_taken("username", others.next().is_some())
    }
}

/// Refuses what cannot be an address, and what another person has already verified.
pub(crate) fn check_address(state: &State, address: &str) -> Result<(), Problem> {
    check_address_form(address)?;
    refuse_taken("email_address", state.user_by_email(address).is_some())
}

/// Refuses what cannot be an address.
pub(crate) fn check_address_form(address: &str) -> Result<(), Problem> {
    let plausible = address.split_once('@').is_some_and(|(local, host)| !local.is_empty() && host.contains('.'));
    if plausible && !address.contains(char::is_whitespace) {
        return Ok(());
    }
    let message = "email_address must be a valid email address.";
    Err(Problem::field("email_address", Code::FormParamFormatInvalid, message))
}

pub(super) fn refuse_taken(parameter: &str, is_taken: bool) -> Result<(), Problem> {
    if !is_taken {
        return Ok(());
    }
    let message = format!("That {} is taken. Please try another.", parameter.replace('_', " "));
    Err(Problem::field(parameter, Code::FormIdentifierExists, message))
}
