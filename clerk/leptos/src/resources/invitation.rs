//! Those who are asked into an organization, and those who ask.

use super::{Metadata, PublicUserData};
use crate::{ClerkApiError, macros::resource};

resource! {
    /// An organization's invitation, as its managers see it.
    OrganizationInvitation {
        /// `orginv_…`.
        id: String = "id",
        /// Who is asked.
        email_address: String = "emailAddress",
        /// `org_…`.
        organization_id: String = "organizationId",
        /// `org:member`.
        role: String = "role",
        /// `Member`.
        role_name: String = "roleName",
        /// `pending`, `accepted`, `revoked`, `expired`.
        status: String = "status",
        /// What the app keeps with it.
        public_metadata: Metadata = "publicMetadata",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl OrganizationInvitation {
    /// Takes it back.
    ///
    /// # Errors
    /// When it was answered already.
    pub async fn revoke(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("revoke", ()).await
    }
}

resource! {
    /// What somebody outside sees of an organization.
    PublicOrganizationData {
        /// `org_…`.
        id: String = "id",
        /// Its name.
        name: String = "name",
        /// Its slug, where the instance has them.
        slug: Option<String> = "slug",
        /// The logo; a drawn one when there is none.
        image_url: String = "imageUrl",
        /// Whether there is a logo.
        has_image: bool = "hasImage",
    }
}

resource! {
    /// An invitation, as the one who is asked sees it.
    UserOrganizationInvitation {
        /// `orginv_…`.
        id: String = "id",
        /// Who is asked.
        email_address: String = "emailAddress",
        /// The organization.
        public_organization_data: PublicOrganizationData = "publicOrganizationData",
        /// `org:member`.
        role: String = "role",
        /// `pending`, `accepted`, `revoked`, `expired`.
        status: String = "status",
        /// What the app keeps with it.
        public_metadata: Metadata = "publicMetadata",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
    }
}

impl UserOrganizationInvitation {
    /// Joins.
    ///
    /// # Errors
    /// When it was taken back or the organization is full.
    pub async fn accept(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("accept", ()).await
    }
}

resource! {
    /// An organization that takes people of the user's domain.
    OrganizationSuggestion {
        /// `orgsug_…`.
        id: String = "id",
        /// The organization.
        public_organization_data: PublicOrganizationData = "publicOrganizationData",
        /// `pending`, `accepted`.
        status: String = "status",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
    }
}

impl OrganizationSuggestion {
    /// Asks to join.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn accept(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("accept", ()).await
    }
}

resource! {
    /// Somebody of an organization's domain asks to join.
    MembershipRequest {
        /// Names it.
        id: String = "id",
        /// `org_…`.
        organization_id: String = "organizationId",
        /// `pending`, `accepted`, `rejected`.
        status: String = "status",
        /// Who asks.
        public_user_data: PublicUserData = "publicUserData",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
    }
}

impl MembershipRequest {
    /// Lets them in.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn accept(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("accept", ()).await
    }

    /// Does not.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reject(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("reject", ()).await
    }
}
