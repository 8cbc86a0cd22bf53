//! Who belongs to an organization.

use serde_json::json;

use super::{Metadata, Organization};
use crate::{ClerkApiError, macros::resource};

resource! {
    /// What others see of a person.
    PublicUserData {
        /// `user_…`.
        user_id: Option<String> = "userId",
        /// First name.
        first_name: Option<String> = "firstName",
        /// Last name.
        last_name: Option<String> = "lastName",
        /// What they sign in with.
        identifier: String = "identifier",
        /// Where the instance has user names.
        username: Option<String> = "username",
        /// The picture; a drawn one when there is none.
        image_url: String = "imageUrl",
        /// Whether there is a picture.
        has_image: bool = "hasImage",
        /// Whether they are blocked.
        banned: Option<bool> = "banned",
    }
}

resource! {
    /// A person's place in an organization.
    OrganizationMembership {
        /// `orgmem_…`.
        id: String = "id",
        /// `org:admin`.
        role: String = "role",
        /// `Admin`.
        role_name: String = "roleName",
        /// System and custom permissions.
        permissions: Vec<String> = "permissions",
        /// The organization.
        organization: Organization = "organization",
        /// The person, in lists of an organization's members.
        public_user_data: Option<PublicUserData> = "publicUserData",
        /// What the app keeps with it.
        public_metadata: Metadata = "publicMetadata",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl OrganizationMembership {
    /// Gives another role.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update(&self, role: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("update", json!({"role": role})).await
    }

    /// Ends it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn destroy(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("destroy", ()).await
    }
}
