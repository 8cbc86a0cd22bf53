//! Domains whose people an organization takes.

use serde_json::json;

use crate::{ClerkApiError, macros::resource};

resource! {
    /// Whether somebody with an address of the domain belongs to the organization.
    DomainVerification {
        /// `unverified`, `verified`, `failed`, `expired`.
        status: String = "status",
        /// `email_code`.
        strategy: String = "strategy",
        /// How often it was tried.
        attempts: u32 = "attempts",
        /// In milliseconds since 1970.
        expires_at: Option<i64> = "expiresAt",
    }
}

resource! {
    /// Whether the domain is the organization's.
    OwnershipVerification {
        /// `unverified`, `verified`, `expired`.
        status: String = "status",
        /// `txt`, …
        strategy: String = "strategy",
        /// In milliseconds since 1970.
        verified_at: Option<i64> = "verifiedAt",
        /// The name of the record to make.
        txt_record_name: Option<String> = "txtRecordName",
        /// Its value.
        txt_record_value: Option<String> = "txtRecordValue",
    }
}

resource! {
    /// A domain.
    OrganizationDomain {
        /// `orgdmn_…`.
        id: String = "id",
        /// `acme.com`.
        name: String = "name",
        /// `org_…`.
        organization_id: String = "organizationId",
        /// `manual_invitation`, `automatic_invitation`, `automatic_suggestion`, `enterprise_sso`.
        enrollment_mode: String = "enrollmentMode",
        /// Whether somebody has shown an address of it.
        verification: Option<DomainVerification> = "verification",
        /// Whether it is the organization's.
        ownership_verification: Option<OwnershipVerification> = "ownershipVerification",
        /// The address that was shown.
        affiliation_email_address: Option<String> = "affiliationEmailAddress",
        /// How many were invited and have not answered.
        total_pending_invitations: u32 = "totalPendingInvitations",
        /// How many it was suggested to.
        total_pending_suggestions: u32 = "totalPendingSuggestions",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl OrganizationDomain {
    /// Sends a code to an address of the domain.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_affiliation_verification(&self, email_address: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("prepareAffiliationVerification", json!({"affiliationEmailAddress": email_address})).await
    }

    /// Proves it by that code.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_affiliation_verification(&self, code: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("attemptAffiliationVerification", json!({"code": code})).await
    }

    /// Decides how people of the domain get in; `delete_pending` also takes back what is open.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update_enrollment_mode(&self, mode: &str, delete_pending: bool) -> Result<Self, ClerkApiError> {
        self.handle.ask("updateEnrollmentMode", json!({"enrollmentMode": mode, "deletePending": delete_pending})).await
    }

    /// Removes it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn delete(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("delete", ()).await
    }
}
