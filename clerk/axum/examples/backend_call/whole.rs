//! Answers as JSON, private metadata included: no browser reads this program's output.

use clerk_axum::backend::{
    ActorToken, Count, Deleted, Domain, Done, EmailAddress, Instance, InstanceCommunication, InstanceProtect,
    InstanceRestrictions, Invitation, JwtTemplate, Membership, OauthAccessToken, Organization, OrganizationDomain,
    OrganizationInvitation, OrganizationPermission, OrganizationRole, OrganizationSettings, Page, PhoneNumber,
    PrivateMetadata, Session, SignInToken, SvixUrl, TestingToken, Token, TrustedDevice, User, UserReference, Verified,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::answer::put;

/// All of it.
pub(crate) trait Whole {
    fn whole(&self) -> Value;
}

macro_rules! plain {
    ($($type:ty),* $(,)?) => {
        $(impl Whole for $type {
            fn whole(&self) -> Value {
                json!(self)
            }
        })*
    };
}

plain!(
    ActorToken,
    Count,
    Deleted,
    Domain,
    Done,
    EmailAddress,
    Instance,
    InstanceCommunication,
    InstanceProtect,
    InstanceRestrictions,
    Invitation,
    JwtTemplate,
    OauthAccessToken,
    OrganizationDomain,
    OrganizationPermission,
    OrganizationRole,
    OrganizationSettings,
    PhoneNumber,
    Session,
    SignInToken,
    SvixUrl,
    TestingToken,
    Token,
    TrustedDevice,
    UserReference,
    Verified,
);

fn with_private(value: &impl Serialize, metadata: &PrivateMetadata) -> Value {
    let mut value = json!(value);
    put(&mut value, "private_metadata", json!(metadata.expose()));
    value
}

impl Whole for User {
    fn whole(&self) -> Value {
        with_private(self, &self.private_metadata)
    }
}

impl Whole for Organization {
    fn whole(&self) -> Value {
        with_private(self, &self.private_metadata)
    }
}

impl Whole for OrganizationInvitation {
    fn whole(&self) -> Value {
        with_private(self, &self.private_metadata)
    }
}

impl Whole for Membership {
    fn whole(&self) -> Value {
        let mut value = with_private(self, &self.private_metadata);
        put(&mut value, "organization", json!(self.organization.as_ref().map(Whole::whole)));
        value
    }
}

impl<T: Whole> Whole for Vec<T> {
    fn whole(&self) -> Value {
        self.iter().map(Whole::whole).collect()
    }
}

impl<T: Whole> Whole for Page<T> {
    fn whole(&self) -> Value {
        json!({ "data": self.data.whole(), "total_count": self.total_count })
    }
}
