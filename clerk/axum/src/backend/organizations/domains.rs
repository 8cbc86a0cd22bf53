//! Domains whose people may join an organization.

use super::{InvitedTo, ORGANIZATIONS, Organizations};
use crate::backend::{
    Call, Page,
    common::Deleted,
    macros::{params, resource, words},
    path::Segment::{Fixed, Id},
};

words! {
    /// How people of a domain come in.
    pub enum EnrollmentMode {
        /// Somebody invites them.
        ManualInvitation = "manual_invitation",
        /// They are invited when they sign up.
        AutomaticInvitation = "automatic_invitation",
        /// They are offered to ask.
        AutomaticSuggestion = "automatic_suggestion",
        /// Their employer's directory decides.
        EnterpriseSso = "enterprise_sso",
    }
}

resource! {
    /// A domain of an organization.
    pub struct OrganizationDomain {
        /// `orgdmn_…`.
        pub id: String,
        /// `org_…`.
        pub organization_id: String,
        /// The domain.
        pub name: String,
        /// How its people come in.
        pub enrollment_mode: EnrollmentMode,
        /// The address that showed that somebody belongs to it.
        pub affiliation_email_address: Option<String>,
        /// How that went.
        pub verification: Option<DomainVerification>,
        /// The same, under its other name.
        pub affiliation_verification: Option<DomainVerification>,
        /// Whether it is the organization's.
        pub ownership_verification: Option<DomainVerification>,
        /// Invitations that wait.
        pub total_pending_invitations: u64,
        /// Offers that wait.
        pub total_pending_suggestions: u64,
        /// In lists over several organizations.
        pub public_organization_data: Option<InvitedTo>,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
    }
}

resource! {
    /// How a domain was verified.
    pub struct DomainVerification {
        /// `verified`, `unverified`, …
        pub status: String,
        /// How.
        pub strategy: String,
        /// How often it was tried.
        pub attempts: Option<i64>,
        /// Unix milliseconds.
        pub expire_at: Option<i64>,
        /// Unix milliseconds.
        pub verified_at: Option<i64>,
    }
}

params! {
    /// Parameters of [`Organizations::list_domains`].
    pub struct OrganizationDomainList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// Verified ones only, or unverified ones only.
        pub verified: Option<bool>,
        /// Whose people come in like this.
        pub enrollment_mode: Vec<EnrollmentMode>,
    }
}

params! {
    /// Parameters of [`Organizations::list_instance_domains`].
    pub struct DomainList {
        /// 1 to 500; 10 where it is not given.
        pub limit: Option<u64>,
        /// How many to skip.
        pub offset: Option<u64>,
        /// Of this organization.
        pub organization_id: Option<String>,
        /// Verified ones only, or unverified ones only.
        pub verified: Option<bool>,
        /// Whose people come in like this.
        pub enrollment_mode: Vec<EnrollmentMode>,
        /// A part of the name, or an id.
        pub query: Option<String>,
        /// `name` or `created_at`, with `+` or `-` in front.
        pub order_by: Option<String>,
        /// Exactly these.
        pub domains: Vec<String>,
    }
}

params! {
    /// Parameters of [`Organizations::create_domain`].
    pub struct CreateOrganizationDomain {
        /// The domain.
        pub name: String,
        /// How its people come in.
        pub enrollment_mode: Option<EnrollmentMode>,
        /// Counts as verified from the start.
        pub verified: Option<bool>,
    }
}

params! {
    /// Parameters of [`Organizations::update_domain`].
    pub struct UpdateOrganizationDomain {
        /// How its people come in.
        pub enrollment_mode: Option<EnrollmentMode>,
        /// Whether it counts as verified.
        pub verified: Option<bool>,
    }
}

impl Organizations<'_> {
    /// `GET /organizations/{id}/domains`.
    pub fn list_domains(
        self,
        organization_id: &str,
        parameters: &OrganizationDomainList,
    ) -> Call<Page<OrganizationDomain>> {
        self.0.get(&[ORGANIZATIONS, Id(organization_id), Fixed("domains")]).query(parameters)
    }

    /// `GET /organization_domains`: of all organizations.
    pub fn list_instance_domains(self, parameters: &DomainList) -> Call<Page<OrganizationDomain>> {
        self.0.get(&[Fixed("organization_domains")]).query(parameters)
    }

    /// `POST /organizations/{id}/domains`.
    pub fn create_domain(
        self,
        organization_id: &str,
        parameters: &CreateOrganizationDomain,
    ) -> Call<OrganizationDomain> {
        self.0.post(&[ORGANIZATIONS, Id(organization_id), Fixed("domains")]).body(parameters)
    }

    /// `PATCH /organizations/{id}/domains/{domain}`.
    pub fn update_domain(
        self,
        organization_id: &str,
        domain_id: &str,
        parameters: &UpdateOrganizationDomain,
    ) -> Call<OrganizationDomain> {
        self.0.patch(&[ORGANIZATIONS, Id(organization_id), Fixed("domains"), Id(domain_id)]).body(parameters)
    }

    /// `DELETE /organizations/{id}/domains/{domain}`.
    pub fn delete_domain(self, organization_id: &str, domain_id: &str) -> Call<Deleted> {
        self.0.delete(&[ORGANIZATIONS, Id(organization_id), Fixed("domains"), Id(domain_id)])
    }

    /// `POST /organizations/{id}/domains/{domain}/verify_ownership`: looks at its records in the DNS.
    pub fn verify_domain_ownership(self, organization_id: &str, domain_id: &str) -> Call<OrganizationDomain> {
        let segments = [ORGANIZATIONS, Id(organization_id), Fixed("domains"), Id(domain_id), Fixed("verify_ownership")];
        self.0.post(&segments)
    }
}
