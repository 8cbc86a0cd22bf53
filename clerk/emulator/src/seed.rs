//! The people and organizations every local Clerk starts with, so that each case can be tried at once.

mod file;

use serde_json::{Map, Value, json};

pub use self::file::Seed;

use crate::{
    password::PasswordHash,
    random::Random,
    state::{
        data::{Data, Instance},
        organization::{Membership, Organization},
        user::{Email, User},
    },
};

/// Password of every seeded person.
pub const PASSWORD: &str = "local-clerk-demo";

/// In the private metadata of everybody and everything that is seeded: only the Backend API tells it, so a test that meets
/// it anywhere else has found a leak.
pub const PRIVATE_NOTE: &str = "local-clerk-private-note-7f3a9c";

/// A seeded person, for the badge in the page and the instructions.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// `Ada Admin`.
    pub name: &'static str,
    /// Takes the e-mail code 424242.
    pub email: &'static str,
    /// To sign in with.
    pub password: &'static str,
    /// Name of the organization they are known for.
    pub organization: &'static str,
    /// Their role there, with its prefix.
    pub role: &'static str,
    /// Further organizations and roles.
    pub also: &'static [(&'static str, &'static str)],
}

/// The seeded people.
pub const PEOPLE: [Person; 4] = [
    Person {
        name: "Ada Admin",
        email: "ada+clerk_test@example.com",
        password: PASSWORD,
        organization: "Acme",
        role: "org:admin",
        also: &[("Globex", "org:member")],
    },
    Person {
        name: "Mel Member",
        email: "mel+clerk_test@example.com",
        password: PASSWORD,
        organization: "Acme",
        role: "org:member",
        also: &[],
    },
    Person {
        name: "Vic Viewer",
        email: "vic+clerk_test@example.com",
        password: PASSWORD,
        organization: "Acme",
        role: "org:viewer",
        also: &[],
    },
    Person {
        name: "Sam Stranger",
        email: "sam+clerk_test@example.com",
        password: PASSWORD,
        organization: "Globex",
        role: "org:admin",
        also: &[],
    },
];

impl Person {
    /// `user_…`: the same in every folder and after every reset, so that an app's rows keep their owner.
    pub fn user_id(&self) -> String {
        format!("user_local{}", self.name.replace(' ', ""))
    }

    fn memberships(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        std::iter::once((self.organization, self.role)).chain(self.also.iter().copied())
    }
}

/// `org_…` of a seeded organization, by name; the same in every folder.
pub fn organization_id(name: &str) -> String {
    format!("org_local{name}")
}

/// Keys and a host of its own for a new instance.
pub(crate) fn instance(random: &Random) -> Instance {
    Instance {
        frontend_host: random.frontend_host(),
        secret_key: format!("sk_test_{}", random.text(40)),
        browser_secret: random.text(40),
    }
}

/// Puts the seed in.
pub(crate) fn fill(data: &mut Data, random: &Random, now_ms: i64) {
    for name in ["Acme", "Globex"] {
        let organization = organization(name, now_ms);
        data.organizations.insert(organization.id.clone(), organization);
    }
    for person in &PEOPLE {
        let user = user(person, random, now_ms);
        data.users.insert(user.id.clone(), user);
        for membership in memberships(person, now_ms) {
            data.memberships.insert(membership.id.clone(), membership);
        }
    }
}

fn private_metadata() -> Map<String, Value> {
    Map::from_iter([("note".to_owned(), json!(PRIVATE_NOTE))])
}

fn organization(name: &str, now_ms: i64) -> Organization {
    Organization {
        id: organization_id(name),
        name: name.to_owned(),
        slug: name.to_lowercase(),
        private_metadata: private_metadata(),
        created_at: now_ms,
        updated_at: now_ms,
        ..Organization::default()
    }
}

fn user(person: &Person, random: &Random, now_ms: i64) -> User {
    let (first_name, last_name) = person.name.split_once(' ').unwrap_or((person.name, ""));
    let email = Email {
        id: format!("idn_local{}", person.name.replace(' ', "")),
        address: person.email.to_owned(),
        verified: true,
        created_at: now_ms,
        ..Email::default()
    };
    User {
        id: person.user_id(),
        first_name: Some(first_name.to_owned()),
        last_name: Some(last_name.to_owned()),
        password: Some(PasswordHash::new(person.password, random)),
        primary_email_id: Some(email.id.clone()),
        emails: vec![email],
        private_metadata: private_metadata(),
        created_at: now_ms,
        updated_at: now_ms,
        ..User::default()
    }
}

fn memberships(person: &Person, now_ms: i64) -> impl Iterator<Item = Membership> {
    person.memberships().map(move |(organization, role)| Membership {
        id: format!("orgmem_local{}{organization}", person.name.replace(' ', "")),
        organization_id: organization_id(organization),
        user_id: person.user_id(),
        role: role.to_owned(),
        created_at: now_ms,
        updated_at: now_ms,
        ..Membership::default()
    })
}
