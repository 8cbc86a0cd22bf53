//! An organization and what its members may do with it.

use serde_json::{Value, json};

use super::{
    Metadata, OrganizationDomain, OrganizationInvitation, OrganizationMembership, Picture, Read, UpdateOrganization,
};
use crate::{
    ClerkApiError,
    js::{self, Argument, Place},
    macros::resource,
    props::Props,
};

resource! {
    /// `Clerk.organization`.
    Organization {
        /// `org_…`.
        id: String = "id",
        /// The name people see.
        name: String = "name",
        /// `None` where the instance has slugs switched off.
        slug: Option<String> = "slug",
        /// The logo; a drawn one when there is none.
        image_url: String = "imageUrl",
        /// Whether there is a logo.
        has_image: bool = "hasImage",
        /// How many belong to it.
        members_count: u32 = "membersCount",
        /// How many were invited and have not answered.
        pending_invitations_count: u32 = "pendingInvitationsCount",
        /// How many may belong to it; 0: as many as there are.
        max_allowed_memberships: u32 = "maxAllowedMemberships",
        /// What the app keeps with it and its members may see.
        public_metadata: Metadata = "publicMetadata",
        /// Whether its admins may delete it.
        admin_delete_enabled: bool = "adminDeleteEnabled",
        /// Whether its admins may set up their own provider.
        self_serve_sso_enabled: bool = "selfServeSSOEnabled",
        /// Whether its members belong to no other.
        exclusive_membership: bool = "exclusiveMembership",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl Organization {
    /// Changes name and slug.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update(&self, change: UpdateOrganization) -> Result<Self, ClerkApiError> {
        self.handle.ask("update", change).await
    }

    /// Sets the logo, or takes it away.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn set_logo(&self, picture: Picture) -> Result<Self, ClerkApiError> {
        self.handle.ask("setLogo", Props::from(picture)).await
    }

    /// Deletes it, for good.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn destroy(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("destroy", ()).await
    }

    /// Makes somebody a member at once, by their id.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn add_member(&self, user_id: &str, role: &str) -> Result<OrganizationMembership, ClerkApiError> {
        self.handle.ask("addMember", json!({"userId": user_id, "role": role})).await
    }

    /// Invites somebody by e-mail.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn invite_member(
        &self,
        email_address: &str,
        role: &str,
    ) -> Result<OrganizationInvitation, ClerkApiError> {
        self.handle.ask("inviteMember", json!({"emailAddress": email_address, "role": role})).await
    }

    /// Invites several people by e-mail, for one role.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn invite_members(
        &self,
        email_addresses: &[String],
        role: &str,
    ) -> Result<Vec<OrganizationInvitation>, ClerkApiError> {
        self.handle.ask("inviteMembers", json!({"emailAddresses": email_addresses, "role": role})).await
    }

    /// Gives a member another role.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update_member(&self, user_id: &str, role: &str) -> Result<OrganizationMembership, ClerkApiError> {
        self.handle.ask("updateMember", json!({"userId": user_id, "role": role})).await
    }

    /// Ends a membership.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn remove_member(&self, user_id: &str) -> Result<OrganizationMembership, ClerkApiError> {
        self.handle.ask("removeMember", Value::from(user_id)).await
    }

    /// Adds a domain, with how its people get in: `automatic_invitation`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn create_domain(
        &self,
        name: &str,
        enrollment_mode: Option<&str>,
    ) -> Result<OrganizationDomain, ClerkApiError> {
        let mode = Props::default().text("enrollmentMode", enrollment_mode.map(Into::into));
        self.handle.ask("createDomain", (Value::from(name), mode)).await
    }

    /// One of its domains.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_domain(&self, domain_id: &str) -> Result<OrganizationDomain, ClerkApiError> {
        self.handle.ask("getDomain", json!({"domainId": domain_id})).await
    }

    /// The roles that can be given here.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn get_roles(&self) -> Result<Vec<Role>, ClerkApiError> {
        let place = Place::Held(self.handle.clone());
        let arguments = vec![Argument::Plain(json!({"pageSize": 100}))];
        super::read_answer(js::ask(place, "getRoles", arguments).await?.member("data"))
    }
}

resource! {
    /// What members can be.
    Role {
        /// `role_…`.
        id: String = "id",
        /// `org:admin`.
        key: String = "key",
        /// `Admin`.
        name: String = "name",
        /// What it is for.
        description: String = "description",
    }
}

resource! {
    /// What Clerk would call the user's organization.
    OrganizationCreationDefaults {
        /// What speaks against it.
        advisory: Option<CreationAdvisory> = "advisory",
        /// Name, slug and logo.
        form: CreationForm = "form",
    }
}

resource! {
    /// What speaks against making one.
    CreationAdvisory {
        /// `organization_already_exists`.
        code: String = "code",
        /// `warning`.
        severity: String = "severity",
    }
}

resource! {
    /// What the form can be filled with.
    CreationForm {
        /// The name.
        name: String = "name",
        /// The slug.
        slug: String = "slug",
        /// The logo.
        logo: Option<String> = "logo",
    }
}

/// The organization that is active now, to call its methods.
pub(crate) fn active() -> Option<Organization> {
    js::look(&Place::Clerk("organization")).as_ref().and_then(Organization::read)
}
