//! A seed file: the people and organizations a local Clerk starts with, in place of its own.

mod check;

use std::collections::BTreeMap;

use aws_lc_rs::digest;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    Roles,
    files::{self, FileProblems},
    password::PasswordHash,
    random::Random,
    state::{
        data::Data,
        domain::Domain,
        invitation::{self, Invitation},
        organization::{Membership, Organization},
        phone::Phone,
        user::{Email, User},
    },
};

/// People, organizations, and who belongs where. What has no id gets one that follows from its address, its slug or its
/// place, so that it is the same after each reset.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Seed {
    users: Vec<SeedUser>,
    organizations: Vec<SeedOrganization>,
    memberships: Vec<SeedMembership>,
    invitations: Vec<SeedInvitation>,
    domains: Vec<SeedDomain>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct SeedUser {
    id: Option<String>,
    /// All of them are verified; the first one is the primary one.
    email_addresses: Vec<String>,
    /// The same of telephone numbers.
    phone_numbers: Vec<String>,
    password: Option<String>,
    /// Whether the password is known to have leaked.
    password_compromised: bool,
    /// Of an authenticator app.
    totp_secret: Option<String>,
    backup_codes: Vec<String>,
    bypass_client_trust: bool,
    first_name: Option<String>,
    last_name: Option<String>,
    username: Option<String>,
    external_id: Option<String>,
    public_metadata: Map<String, Value>,
    private_metadata: Map<String, Value>,
    unsafe_metadata: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedOrganization {
    id: Option<String>,
    name: String,
    /// Made from the name where none is given.
    slug: Option<String>,
    /// Id or address of a person.
    created_by: Option<String>,
    #[serde(default)]
    public_metadata: Map<String, Value>,
    #[serde(default)]
    private_metadata: Map<String, Value>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedMembership {
    id: Option<String>,
    /// Id or address of a person.
    user: String,
    /// Id or slug.
    organization: String,
    role: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedInvitation {
    id: Option<String>,
    email_address: String,
    /// Id or slug.
    organization: String,
    role: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedDomain {
    id: Option<String>,
    name: String,
    /// Id or slug.
    organization: String,
    #[serde(default)]
    enrollment_mode: EnrollmentMode,
    #[serde(default)]
    verified: bool,
}

/// How people with an address of the domain come into the organization.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum EnrollmentMode {
    #[default]
    ManualInvitation,
    AutomaticInvitation,
    AutomaticSuggestion,
}

impl EnrollmentMode {
    fn name(self) -> &'static str {
        match self {
            Self::ManualInvitation => "manual_invitation",
            Self::AutomaticInvitation => "automatic_invitation",
            Self::AutomaticSuggestion => "automatic_suggestion",
        }
    }
}

impl Seed {
    /// Reads a seed file; members and invited people must have one of these roles.
    ///
    /// # Errors
    /// When it is of another form or makes no sense, with everything that is wrong.
    pub fn read(file: &str, text: &str, roles: &Roles) -> Result<Self, FileProblems> {
        files::read(file, text, |seed: &Self| seed.check(roles))
    }

    /// Puts everything in.
    pub(crate) fn fill(&self, data: &mut Data, random: &Random, now_ms: i64) {
        let mut hashes = BTreeMap::new();
        for user in &self.users {
            let row = user.row(&mut hashes, random, now_ms);
            data.users.insert(row.id.clone(), row);
        }
        let people = self.people();
        for organization in &self.organizations {
            let row = organization.row(&people, now_ms);
            data.organizations.insert(row.id.clone(), row);
        }
        let places = self.places();
        for row in self.memberships.iter().filter_map(|membership| membership.row(&people, &places, now_ms)) {
            data.memberships.insert(row.id.clone(), row);
        }
        for row in self.invitations.iter().filter_map(|invitation| invitation.row(&places, random, now_ms)) {
            data.invitations.insert(row.id.clone(), row);
        }
        for row in self.domains.iter().filter_map(|domain| domain.row(&places, now_ms)) {
            data.domains.insert(row.id.clone(), row);
        }
    }

    /// Ids of people, by id and by address.
    fn people(&self) -> BTreeMap<String, String> {
        let names = |user: &SeedUser| {
            user.email_addresses.iter().map(|email| email.to_lowercase()).chain([user.id()]).collect()
        };
        by_name(self.users.iter().map(|user| (user.id(), names(user))))
    }

    /// Ids of organizations, by id and by slug.
    fn places(&self) -> BTreeMap<String, String> {
        by_name(self.organizations.iter().map(|place| (place.id(), vec![place.id(), place.slug()])))
    }
}

/// Ids are as they are written; addresses in lower case.
fn person<'a>(people: &'a BTreeMap<String, String>, name: &str) -> Option<&'a String> {
    people.get(name).or_else(|| people.get(&name.to_lowercase()))
}

fn by_name(rows: impl Iterator<Item = (String, Vec<String>)>) -> BTreeMap<String, String> {
    rows.flat_map(|(id, names)| names.into_iter().map(move |name| (name, id.clone()))).collect()
}

/// An id that follows from what makes the thing itself: the same in every folder and after every reset.
fn derived(prefix: &str, own: &str) -> String {
    let digest = digest::digest(&digest::SHA256, own.as_bytes());
    let letters: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}{}", letters.chars().take(27).collect::<String>())
}

impl SeedUser {
    fn id(&self) -> String {
        let own = self.email_addresses.first().or(self.phone_numbers.first()).map_or_else(
            || format!("{} {}", self.first_name.as_deref().unwrap_or(""), self.last_name.as_deref().unwrap_or("")),
            |known| known.to_lowercase(),
        );
        self.id.clone().unwrap_or_else(|| derived("user_", &own))
    }

    fn row(&self, hashes: &mut BTreeMap<String, PasswordHash>, random: &Random, now_ms: i64) -> User {
        let emails: Vec<Email> = self.email_addresses.iter().map(|address| email(address, now_ms)).collect();
        let phones: Vec<Phone> = self.phone_numbers.iter().map(|number| phone(number, now_ms)).collect();
        // One hash for one password: a thousand people with the same one need not wait a thousand times.
        let hash = |password: &String| {
            hashes.entry(password.clone()).or_insert_with(|| PasswordHash::new(password, random)).clone()
        };
        User {
            id: self.id(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            username: self.username.clone(),
            external_id: self.external_id.clone(),
            password: self.password.as_ref().map(hash),
            primary_email_id: emails.first().map(|email| email.id.clone()),
            emails,
            primary_phone_id: phones.first().map(|phone| phone.id.clone()),
            phones,
            password_compromised: self.password_compromised,
            totp_secret: self.totp_secret.clone(),
            backup_codes: self.backup_codes.clone(),
            bypass_client_trust: self.bypass_client_trust,
            public_metadata: self.public_metadata.clone(),
            private_metadata: self.private_metadata.clone(),
            unsafe_metadata: self.unsafe_metadata.clone(),
            created_at: now_ms,
            updated_at: now_ms,
            ..User::default()
        }
    }
}

fn email(address: &str, now_ms: i64) -> Email {
    let address = address.to_lowercase();
    Email { id: derived("idn_", &address), address, verified: true, created_at: now_ms, ..Email::default() }
}

fn phone(number: &str, now_ms: i64) -> Phone {
    let number = number.to_owned();
    Phone { id: derived("idn_", &number), number, verified: true, created_at: now_ms, ..Phone::default() }
}

impl SeedOrganization {
    fn slug(&self) -> String {
        let words = || self.name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
        let made = || words().split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-");
        self.slug.clone().unwrap_or_else(made)
    }

    fn id(&self) -> String {
        self.id.clone().unwrap_or_else(|| derived("org_", &self.slug()))
    }

    fn row(&self, people: &BTreeMap<String, String>, now_ms: i64) -> Organization {
        Organization {
            id: self.id(),
            name: self.name.clone(),
            slug: self.slug(),
            created_by: self.created_by.as_ref().and_then(|name| person(people, name)).cloned(),
            public_metadata: self.public_metadata.clone(),
            private_metadata: self.private_metadata.clone(),
            created_at: now_ms,
            updated_at: now_ms,
            ..Organization::default()
        }
    }
}

impl SeedMembership {
    fn row(
        &self,
        people: &BTreeMap<String, String>,
        places: &BTreeMap<String, String>,
        now_ms: i64,
    ) -> Option<Membership> {
        let user_id = person(people, &self.user)?;
        let organization_id = places.get(&self.organization)?;
        let id = || derived("orgmem_", &format!("{user_id} {organization_id}"));
        Some(Membership {
            id: self.id.clone().unwrap_or_else(id),
            organization_id: organization_id.clone(),
            user_id: user_id.clone(),
            role: self.role.clone(),
            created_at: now_ms,
            updated_at: now_ms,
            ..Membership::default()
        })
    }
}

impl SeedInvitation {
    fn row(&self, places: &BTreeMap<String, String>, random: &Random, now_ms: i64) -> Option<Invitation> {
        let organization_id = places.get(&self.organization)?;
        let address = self.email_address.to_lowercase();
        let id = || derived("orginv_", &format!("{address} {organization_id}"));
        Some(Invitation {
            id: self.id.clone().unwrap_or_else(id),
            organization_id: organization_id.clone(),
            address: address.clone(),
            role: self.role.clone(),
            status: "pending".to_owned(),
            ticket: random.text(48),
            expires_at: Some(now_ms + invitation::LIFE_MS),
            created_at: now_ms,
            updated_at: now_ms,
            ..Invitation::default()
        })
    }
}

impl SeedDomain {
    fn row(&self, places: &BTreeMap<String, String>, now_ms: i64) -> Option<Domain> {
        let name = self.name.to_lowercase();
        Some(Domain {
            id: self.id.clone().unwrap_or_else(|| derived("orgdmn_", &name)),
            organization_id: places.get(&self.organization)?.clone(),
            name,
            enrollment_mode: self.enrollment_mode.name().to_owned(),
            verified_at: self.verified.then_some(now_ms),
            created_at: now_ms,
            updated_at: now_ms,
            ..Domain::default()
        })
    }
}
