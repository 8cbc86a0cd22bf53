//! Clerk's resources with their fields and methods, as today's SDKs have them. Each is read when it is asked for; a method asks ClerkJS
//! and gives what it answers. There is no private metadata in the browser, so no field here can hold any.

mod account;
mod contact;
mod domain;
mod factors;
mod field;
mod invitation;
mod membership;
mod organization;
mod parameters;
mod session;
#[cfg(test)]
mod tests;
mod user;

pub use account::{EnterpriseAccount, ExternalAccount, Web3Wallet};
pub use contact::{EmailAddress, PhoneNumber, Verification};
pub use domain::{DomainVerification, OrganizationDomain, OwnershipVerification};
pub use factors::{BackupCodes, Passkey, Totp};
pub use field::Metadata;
pub(crate) use field::{Arguments, Handle, Read, field, read_answer};
pub use invitation::{
    MembershipRequest, OrganizationInvitation, OrganizationSuggestion, PublicOrganizationData,
    UserOrganizationInvitation,
};
pub use membership::{OrganizationMembership, PublicUserData};
pub(crate) use organization::active;
pub use organization::{CreationAdvisory, CreationForm, Organization, OrganizationCreationDefaults, Role};
pub use parameters::{
    CreateExternalAccount, CreateOrganizationParameters, Picture, ReauthorizeExternalAccount, UpdateOrganization,
    UpdatePassword, UpdateUser,
};
pub(crate) use session::token;
pub use session::{
    Session, SessionActivity, SessionTask, SessionVerification, SessionWithActivities, VerificationLevel,
};
pub use user::User;
