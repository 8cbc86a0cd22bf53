//! Domains of organizations: whose addresses belong to one.

use serde::{Deserialize, Serialize};

use super::{
    State,
    table::{Key, Row},
};
use crate::error::{Code, Problem};

/// Domains that an organization can have.
pub(crate) const LIMIT: usize = 10;

/// What a domain can do for people with an address of it.
pub(crate) const MODES: [&str; 3] = ["manual_invitation", "automatic_invitation", "automatic_suggestion"];

/// Where everybody has an address: nobody's domain.
const COMMON: [&str; 12] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "live.com",
    "yahoo.com",
    "icloud.com",
    "me.com",
    "aol.com",
    "gmx.com",
    "proton.me",
    "protonmail.com",
];

/// A domain of an organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Domain {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) name: String,
    /// `manual_invitation`, `automatic_invitation` or `automatic_suggestion`.
    pub(crate) enrollment_mode: String,
    pub(crate) verified_at: Option<i64>,
    /// How it was verified, or is to be.
    pub(crate) strategy: String,
    /// Whether an app's server vouched for the ownership.
    pub(crate) owned: bool,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for Domain {
    fn keys(&self) -> Vec<Key> {
        vec![("organization", self.organization_id.clone())]
    }
}

impl State {
    /// Of an organization, oldest first.
    pub(crate) fn domains_of(&self, organization_id: &str) -> Vec<&Domain> {
        let mut rows: Vec<&Domain> = self.data.domains.with("organization", organization_id).collect();
        rows.sort_by_key(|domain| domain.created_at);
        rows
    }

    /// A domain of this organization.
    pub(crate) fn domain(&self, organization_id: &str, id: &str) -> Result<&Domain, Problem> {
        let found = self.data.domains.get(id).filter(|domain| domain.organization_id == organization_id);
        found.ok_or_else(|| Problem::not_found("The organization domain"))
    }

    /// A name that this organization can take as its domain.
    pub(crate) fn check_domain(&self, organization_id: &str, name: &str) -> Result<String, Problem> {
        if !self.settings.organization_domains {
            return Err(Problem::new(Code::OrganizationDomainsNotEnabled, "Organization domains are switched off."));
        }
        let name = name.trim().to_lowercase();
        let is_name = name.split('.').count() > 1
            && name.split('.').all(|part| !part.is_empty())
            && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '.'));
        if !is_name {
            return Err(Problem::field("name", Code::FormParamFormatInvalid, "name must be a domain."));
        }
        if COMMON.contains(&name.as_str()) {
            let message = format!("{name} is a common e-mail provider.");
            return Err(Problem::field("name", Code::OrganizationDomainCommon, message));
        }
        match self.data.domains.values().find(|domain| {
            domain.name == name && (domain.verified_at.is_some() || domain.organization_id == organization_id)
        }) {
            Some(domain) if domain.organization_id == organization_id => Err(Problem::field(
                "name",
                Code::OrganizationDomainExistsHere,
                "The organization has this domain already.",
            )),
            Some(_) => Err(Problem::field(
                "name",
                Code::OrganizationDomainAlreadyExists,
                "Another organization has this domain.",
            )),
            None if self.domains_of(organization_id).len() >= LIMIT => {
                let message = format!("An organization has at most {LIMIT} domains.");
                Err(Problem::new(Code::OrganizationDomainQuotaExceeded, message))
            }
            None => Ok(name),
        }
    }
}
