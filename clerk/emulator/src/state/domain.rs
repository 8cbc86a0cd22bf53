//! Domains of organizations: whose addresses belong to one.

use serde::{Deserialize, Serialize};

use super::{
    State,
    code::Verification,
    enrollment::host,
    table::{Key, Row},
    user::check_address_form,
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

/// Whether everybody can have an address there.
pub(crate) fn is_common(name: &str) -> bool {
    COMMON.contains(&name)
}

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
    /// Where the code that proves it goes, and how far that is.
    pub(crate) affiliation_address: Option<String>,
    pub(crate) verification: Option<Verification>,
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
        if is_common(&name) {
            let message = format!("{name} is a common e-mail provider.");
            return Err(Problem::field("name", Code::OrganizationDomainCommon, message));
        }
        self.refuse_taken_domain(organization_id, &name)?;
        if self.domains_of(organization_id).len() >= LIMIT {
            let message = format!("An organization has at most {LIMIT} domains.");
            return Err(Problem::new(Code::OrganizationDomainQuotaExceeded, message));
        }
        Ok(name)
    }

    /// Refuses a name that the organization has already, or that is proven to be another's.
    fn refuse_taken_domain(&self, organization_id: &str, name: &str) -> Result<(), Problem> {
        let mut all = self.data.domains.values().filter(|domain| domain.name == name);
        match all.find(|domain| domain.verified_at.is_some() || domain.organization_id == organization_id) {
            Some(domain) if domain.organization_id == organization_id => {
                let message = "The organization has this domain already.";
                Err(Problem::field("name", Code::OrganizationDomainExistsHere, message))
            }
            Some(_) => Err(domain_of_another()),
            None => Ok(()),
        }
    }

    /// A domain that is not proven to be anybody's yet.
    pub(crate) fn new_domain(&self, organization_id: &str, name: &str, mode: Option<&str>) -> Result<Domain, Problem> {
        let mode = mode.unwrap_or("manual_invitation");
        self.check_mode(mode)?;
        let (name, now) = (self.check_domain(organization_id, name)?, self.now_ms());
        Ok(Domain {
            id: self.random.id("orgdmn"),
            organization_id: organization_id.to_owned(),
            name,
            enrollment_mode: mode.to_owned(),
            created_at: now,
            updated_at: now,
            ..Domain::default()
        })
    }

    /// Refuses a mode that is none, and one that the instance has switched off.
    pub(crate) fn check_mode(&self, mode: &str) -> Result<(), Problem> {
        if !MODES.contains(&mode) {
            let message = format!("enrollment_mode must be one of {}.", MODES.join(", "));
            return Err(Problem::field("enrollment_mode", Code::OrganizationDomainModeInvalid, message));
        }
        let enabled = &self.settings.domain_enrollment_modes;
        match enabled.iter().any(|known| known == mode) {
            true => Ok(()),
            false => {
                Err(Problem::new(Code::OrganizationDomainModeNotEnabled, format!("The mode {mode} is switched off.")))
            }
        }
    }

    /// Keeps a domain, and offers the organization to whom its mode says. What the old mode offered stays.
    pub(crate) fn keep_domain(&mut self, row: Domain) -> Domain {
        let row = Domain { updated_at: self.now_ms(), ..row };
        self.data.domains.insert(row.id.clone(), row.clone());
        self.enroll_all(&row);
        row
    }

    /// Removes a domain, and what it offered.
    pub(crate) fn delete_domain(&mut self, row: &Domain) {
        self.withdraw_offers(row);
        self.data.domains.remove(&row.id);
    }

    /// Sends a code to an address of the domain: who can read it there belongs to it.
    pub(crate) fn prepare_domain(&mut self, row: Domain, address: &str) -> Result<Domain, Problem> {
        let address = address.trim().to_lowercase();
        if row.verified_at.is_some() {
            return Err(Problem::new(Code::VerificationAlreadyVerified, "The domain is verified already."));
        }
        check_address_form(&address)?;
        if host(&address) != Some(&row.name) {
            let message = format!("The address must end in @{}.", row.name);
            return Err(Problem::field("affiliation_email_address", Code::OrganizationDomainMismatch, message));
        }
        let verification = Some(self.send_code_as(&address, "email_code", "affiliation_code"));
        Ok(self.keep_domain(Domain { affiliation_address: Some(address), verification, ..row }))
    }

    /// Compares what somebody typed; a wrong code counts.
    pub(crate) fn attempt_domain(&mut self, mut row: Domain, typed: &str) -> Result<Domain, Problem> {
        if row.verified_at.is_some() {
            return Err(Problem::new(Code::VerificationAlreadyVerified, "The domain is verified already."));
        }
        let now = self.now_ms();
        let sent = row.verification.as_mut();
        let sent = sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a code first."))?;
        if let Err(problem) = sent.attempt(typed, now) {
            self.keep_domain(row);
            return Err(problem);
        }
        if self.data.domains.values().any(|other| other.name == row.name && other.verified_at.is_some()) {
            return Err(domain_of_another());
        }
        Ok(self.keep_domain(Domain { verified_at: Some(now), strategy: "email_code".to_owned(), ..row }))
    }
}

fn domain_of_another() -> Problem {
    Problem::field("name", Code::OrganizationDomainAlreadyExists, "Another organization has this domain.")
}
