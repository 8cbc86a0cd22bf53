//! What makes no sense in a seed file that can be read.

use std::collections::{BTreeMap, BTreeSet};

use super::{Seed, SeedDomain, SeedInvitation, SeedMembership, SeedOrganization, SeedUser, person};
use crate::{Roles, files::Nonsense, password, state::phone::normal_number};

impl Seed {
    /// What makes no sense in it.
    pub(super) fn check(&self, roles: &Roles) -> Vec<Nonsense> {
        let mut check = Check::default();
        for (number, user) in self.users.iter().enumerate() {
            check.user(number, user);
        }
        let people = self.people();
        for (number, organization) in self.organizations.iter().enumerate() {
            check.organization(number, organization, &people);
        }
        let places = self.places();
        for (number, SeedMembership { id, user, organization, role }) in self.memberships.iter().enumerate() {
            check.id("memberships", number, id.as_deref(), "orgmem_");
            check.reference("memberships", number, "user", user, &people);
            check.reference("memberships", number, "organization", organization, &places);
            check.role("memberships", number, role, roles);
            let pair = (person(&people, user), places.get(organization));
            if let (Some(user), Some(place)) = pair
                && !check.seen.insert(format!("{user} in {place}"))
            {
                check.wrong("memberships", number, "user", "this person is a member of that organization already");
            }
        }
        for (number, SeedInvitation { id, email_address, organization, role }) in self.invitations.iter().enumerate() {
            check.id("invitations", number, id.as_deref(), "orginv_");
            check.address("invitations", number, "email_address", email_address);
            check.reference("invitations", number, "organization", organization, &places);
            check.role("invitations", number, role, roles);
        }
        for (number, SeedDomain { id, name, organization, .. }) in self.domains.iter().enumerate() {
            check.id("domains", number, id.as_deref(), "orgdmn_");
            check.once("domains", number, "name", &name.to_lowercase());
            check.reference("domains", number, "organization", organization, &places);
            if !name.contains('.') || !name.split('.').all(|part| !part.is_empty() && is_plain(part)) {
                check.wrong("domains", number, "name", format!("{name:?} is no domain"));
            }
        }
        check.found
    }
}

/// What was found so far.
#[derive(Default)]
struct Check {
    seen: BTreeSet<String>,
    found: Vec<Nonsense>,
}

impl Check {
    fn wrong(&mut self, list: &str, number: usize, field: &str, error: impl Into<String>) {
        self.found.push(Nonsense::new([list.into(), number.into(), field.into()], error));
    }

    fn once(&mut self, list: &str, number: usize, field: &str, value: &str) {
        if !self.seen.insert(format!("{list} {field} {value}")) {
            self.wrong(list, number, field, format!("{value:?} is taken"));
        }
    }

    fn id(&mut self, list: &str, number: usize, id: Option<&str>, prefix: &str) {
        let Some(id) = id else { return };
        let is_id = id.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty() && is_plain(rest));
        if is_id {
            self.once(list, number, "id", id);
        } else {
            self.wrong(list, number, "id", format!("an id here is {prefix} and letters and digits, unlike {id:?}"));
        }
    }

    fn address(&mut self, list: &str, number: usize, field: &str, address: &str) {
        let parts = address.split_once('@');
        let is_plausible = parts.is_some_and(|(local, host)| !local.is_empty() && host.contains('.'));
        if !is_plausible || address.contains(char::is_whitespace) {
            self.wrong(list, number, field, format!("{address:?} is no e-mail address"));
        }
    }

    fn user(&mut self, number: usize, user: &SeedUser) {
        self.id("users", number, user.id.as_deref(), "user_");
        for address in &user.email_addresses {
            self.address("users", number, "email_addresses", address);
            self.once("users", number, "email_addresses", &address.to_lowercase());
        }
        for phone in &user.phone_numbers {
            if normal_number(phone).is_ok_and(|normal| normal == *phone) {
                self.once("users", number, "phone_numbers", phone);
            } else {
                self.wrong("users", number, "phone_numbers", format!("{phone:?} is no number like +15555550100"));
            }
        }
        for (field, value) in [("username", &user.username), ("external_id", &user.external_id)] {
            if let Some(value) = value {
                self.once("users", number, field, value);
            }
        }
        let is_allowed = |password: &String| password::LENGTH.contains(&password.chars().count());
        if !user.password.as_ref().is_none_or(is_allowed) {
            self.wrong("users", number, "password", "a password has 8 to 72 characters");
        }
        if user.id.is_none() && user.email_addresses.is_empty() && user.phone_numbers.is_empty() {
            let error = "a person has an id, an address or a number";
            self.found.push(Nonsense::new(["users".into(), number.into()], error));
        }
    }

    fn organization(&mut self, number: usize, organization: &SeedOrganization, people: &BTreeMap<String, String>) {
        self.id("organizations", number, organization.id.as_deref(), "org_");
        if organization.name.trim().is_empty() {
            self.wrong("organizations", number, "name", "an organization has a name");
        }
        let (slug, field) = (organization.slug(), if organization.slug.is_some() { "slug" } else { "name" });
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        if slug.is_empty() || !slug.chars().all(is_letter) {
            let error = format!("a slug has lower case letters, digits and dashes, unlike {slug:?}");
            self.wrong("organizations", number, field, error);
        } else if !self.seen.insert(format!("slug {slug}")) {
            self.wrong("organizations", number, field, format!("the slug {slug:?} is taken"));
        }
        if let Some(creator) = &organization.created_by {
            self.reference("organizations", number, "created_by", creator, people);
        }
    }

    fn reference(&mut self, list: &str, number: usize, field: &str, name: &str, known: &BTreeMap<String, String>) {
        if !known.contains_key(name) && !known.contains_key(&name.to_lowercase()) {
            self.wrong(list, number, field, format!("nothing in this file is {name:?}"));
        }
    }

    fn role(&mut self, list: &str, number: usize, role: &str, roles: &Roles) {
        if roles.find(role).is_none() {
            self.wrong(list, number, "role", format!("there is no role {role:?}"));
        }
    }
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        let problems = Seed::read("seed.json", text, &Roles::default()).expect_err("it was read");
        problems.0.iter().map(|problem| format!("{} {}", problem.line, problem.path)).collect()
    }

    #[test]
    fn everything_that_makes_no_sense_is_named_at_once() {
        let text = r#"{
            "users": [
                { "id": "user_a", "email_addresses": ["a@example.com"], "username": "ada", "external_id": "7" },
                { "id": "org_b", "email_addresses": ["A@example.com"], "password": "short", "username": "ada", "external_id": "7" },
                { "first_name": "Nobody" }
            ],
            "organizations": [{ "name": "Acme" }, { "name": "acme" }, { "name": "Bad", "slug": "B d", "created_by": "x" }],
            "memberships": [
                { "user": "user_a", "organization": "acme", "role": "org:admin" },
                { "user": "user_a", "organization": "acme", "role": "org:none" },
                { "user": "user_c", "organization": "none", "role": "org:admin" }
            ],
            "invitations": [{ "email_address": "nobody", "organization": "acme", "role": "org:member" }],
            "domains": [{ "name": "acme.test", "organization": "acme" }, { "name": "acme", "organization": "none" }]
        }"#;
        assert_eq!(
            places(text),
            [
                "4 users[1].id",
                "4 users[1].email_addresses",
                "4 users[1].username",
                "4 users[1].external_id",
                "4 users[1].password",
                "5 users[2]",
                "7 organizations[1].name",
                "7 organizations[2].slug",
                "7 organizations[2].created_by",
                "10 memberships[1].role",
                "10 memberships[1].user",
                "11 memberships[2].user",
                "11 memberships[2].organization",
                "13 invitations[0].email_address",
                "14 domains[1].organization",
                "14 domains[1].name",
            ]
        );
    }

    #[test]
    fn what_is_unknown_is_named() {
        assert_eq!(places("{\n \"users\": [{\n \"emails\": [] }] }"), ["3 users[0].emails"]);
        assert_eq!(places("{\n \"organizations\": [{ }] }"), ["2 organizations[0]"]);
    }
}
