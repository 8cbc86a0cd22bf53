//! What crate clerk-rs says that each call of the Backend API answers, by tag.

use clerk_rs::models::*;
use serde::de::DeserializeOwned;

/// A call with the type that clerk-rs decodes its answer into. `{}` stands for an id.
pub struct Operation {
    pub method: &'static str,
    pub path: &'static str,
    pub decode: fn(&str) -> Result<(), String>,
}

impl Operation {
    /// The operation that answers this call, the one with the fewest ids in its path if several could.
    pub fn of(method: &str, path: &str) -> Option<&'static Self> {
        let fits = |operation: &&Self| operation.method == method && operation.fits(path);
        OPERATIONS.iter().filter(fits).min_by_key(|operation| operation.path.matches("{}").count())
    }

    fn fits(&self, path: &str) -> bool {
        let (mut ours, mut theirs) = (self.path.split('/'), path.split('/'));
        ours.by_ref().zip(theirs.by_ref()).all(|(our, their)| our == "{}" || our == their)
            && self.path.matches('/').count() == path.matches('/').count()
    }
}

/// Says which field of the answer does not fit.
pub fn decode<T: DeserializeOwned>(body: &str) -> Result<(), String> {
    let mut json = serde_json::Deserializer::from_str(body);
    serde_path_to_error::deserialize::<_, T>(&mut json).map(drop).map_err(|error| error.to_string())
}

macro_rules! operations {
    ($($method:ident $path:literal => $answer:ty,)*) => {
        pub const OPERATIONS: &[Operation] = &[$(Operation { method: stringify!($method), path: $path, decode: decode::<$answer> },)*];
    };
}

operations! {
// JWKS
GET "/jwks" => Jwks,
// Clients
GET "/clients" => Vec<Client>,
POST "/clients/verify" => Client,
GET "/clients/{}" => Client,
// Email Addresses
POST "/email_addresses" => EmailAddress,
GET "/email_addresses/{}" => EmailAddress,
DELETE "/email_addresses/{}" => DeletedObject,
PATCH "/email_addresses/{}" => EmailAddress,
POST "/email_addresses/{}/prepare_verification" => PrepareEmailAddressVerification200Response,
POST "/email_addresses/{}/attempt_verification" => PrepareEmailAddressVerification200Response,
PUT "/users/{}/email_address" => EmailAddress,
// Phone Numbers
POST "/phone_numbers" => PhoneNumber,
GET "/phone_numbers/{}" => PhoneNumber,
DELETE "/phone_numbers/{}" => DeletedObject,
PATCH "/phone_numbers/{}" => PhoneNumber,
POST "/phone_numbers/{}/prepare_verification" => PrepareEmailAddressVerification200Response,
POST "/phone_numbers/{}/attempt_verification" => PrepareEmailAddressVerification200Response,
PUT "/users/{}/phone_number" => PhoneNumber,
// Sessions
GET "/sessions" => Vec<Session>,
POST "/sessions" => Session,
GET "/sessions/{}" => Session,
POST "/sessions/{}/refresh" => SessionRefresh,
POST "/sessions/{}/revoke" => Session,
POST "/sessions/{}/tokens" => CreateSessionToken200Response,
POST "/sessions/{}/tokens/{}" => CreateSessionToken200Response,
// Users
GET "/users" => Vec<User>,
POST "/users" => User,
GET "/users/count" => TotalCount,
GET "/users/{}" => User,
PATCH "/users/{}" => User,
DELETE "/users/{}" => DeletedObject,
POST "/users/{}/ban" => User,
POST "/users/{}/unban" => User,
POST "/users/ban" => Vec<User>,
POST "/users/unban" => Vec<User>,
POST "/users/{}/lock" => User,
POST "/users/{}/unlock" => User,
POST "/users/{}/profile_image" => User,
DELETE "/users/{}/profile_image" => User,
PATCH "/users/{}/metadata" => User,
PUT "/users/{}/metadata" => User,
GET "/users/{}/billing/subscription" => CommerceSubscription,
GET "/users/{}/billing/credits" => CommerceCreditBalanceResponse,
POST "/users/{}/billing/credits" => CommerceCreditLedgerResponse,
GET "/users/{}/oauth_access_tokens/{}" => Vec<OAuthAccessTokenInner>,
GET "/users/{}/organization_memberships" => OrganizationMemberships,
GET "/users/{}/organization_invitations" => OrganizationInvitationsWithPublicOrganizationData,
POST "/users/{}/remove_password" => User,
POST "/users/{}/verify_password" => VerifyPassword200Response,
POST "/users/{}/verify_totp" => VerifyTotp200Response,
DELETE "/users/{}/mfa" => DisableMfa200Response,
DELETE "/users/{}/backup_code" => DisableMfa200Response,
DELETE "/users/{}/passkeys/{}" => DeletedObject,
GET "/users/{}/trusted_devices" => ListUserTrustedDevices200Response,
DELETE "/users/{}/trusted_devices/{}" => TrustedDevice,
DELETE "/users/{}/web3_wallets/{}" => DeletedObject,
DELETE "/users/{}/totp" => DisableMfa200Response,
DELETE "/users/{}/external_accounts/{}" => DeletedObject,
POST "/users/{}/password/set_compromised" => User,
POST "/users/{}/password/unset_compromised" => User,
// Invitations
POST "/invitations" => Invitation,
GET "/invitations" => Vec<Invitation>,
POST "/invitations/bulk" => Vec<Invitation>,
POST "/invitations/{}/revoke" => RevokeInvitation200Response,
// Organization Invitations
GET "/organization_invitations" => OrganizationInvitationsWithPublicOrganizationData,
// Allow-list / Block-list
GET "/allowlist_identifiers" => Vec<AllowlistIdentifier>,
POST "/allowlist_identifiers" => AllowlistIdentifier,
DELETE "/allowlist_identifiers/{}" => DeletedObject,
GET "/blocklist_identifiers" => BlocklistIdentifiers,
POST "/blocklist_identifiers" => BlocklistIdentifier,
DELETE "/blocklist_identifiers/{}" => DeletedObject,
// Actor Tokens
POST "/actor_tokens" => ActorToken,
POST "/actor_tokens/{}/revoke" => ActorToken,
// Instance Settings
GET "/instance" => Instance,
PATCH "/instance" => (),
PATCH "/instance/restrictions" => InstanceRestrictions,
GET "/instance/protect" => InstanceProtect,
PATCH "/instance/protect" => InstanceProtect,
GET "/instance/communication" => InstanceCommunication,
PATCH "/instance/communication" => InstanceCommunication,
GET "/instance/oauth_application_settings" => OAuthApplicationSettings,
PATCH "/instance/oauth_application_settings" => OAuthApplicationSettings,
GET "/instance/organization_settings" => OrganizationSettings,
PATCH "/instance/organization_settings" => OrganizationSettings,
// JWT Templates
GET "/jwt_templates" => Vec<JwtTemplate>,
POST "/jwt_templates" => JwtTemplate,
GET "/jwt_templates/{}" => JwtTemplate,
PATCH "/jwt_templates/{}" => JwtTemplate,
DELETE "/jwt_templates/{}" => DeletedObject,
// Organizations
GET "/organizations" => Organizations,
POST "/organizations" => Organization,
GET "/organizations/{}" => Organization,
PATCH "/organizations/{}" => Organization,
DELETE "/organizations/{}" => DeletedObject,
PATCH "/organizations/{}/metadata" => Organization,
PUT "/organizations/{}/metadata" => Organization,
PUT "/organizations/{}/logo" => OrganizationWithLogo,
DELETE "/organizations/{}/logo" => Organization,
GET "/organizations/{}/billing/subscription" => CommerceSubscription,
GET "/organizations/{}/billing/credits" => CommerceCreditBalanceResponse,
POST "/organizations/{}/billing/credits" => CommerceCreditLedgerResponse,
// Organization Invitations
POST "/organizations/{}/invitations" => OrganizationInvitation,
GET "/organizations/{}/invitations" => OrganizationInvitations,
POST "/organizations/{}/invitations/bulk" => OrganizationInvitations,
GET "/organizations/{}/invitations/pending" => OrganizationInvitations,
GET "/organizations/{}/invitations/{}" => OrganizationInvitation,
POST "/organizations/{}/invitations/{}/revoke" => OrganizationInvitation,
// Organization Roles
GET "/organization_roles" => Roles,
POST "/organization_roles" => Role,
GET "/organization_roles/{}" => Role,
PATCH "/organization_roles/{}" => Role,
DELETE "/organization_roles/{}" => DeletedObject,
POST "/organization_roles/{}/permissions/{}" => Role,
DELETE "/organization_roles/{}/permissions/{}" => Role,
// Organization Memberships
POST "/organizations/{}/memberships" => OrganizationMembership,
GET "/organizations/{}/memberships" => OrganizationMemberships,
PATCH "/organizations/{}/memberships/{}" => OrganizationMembership,
DELETE "/organizations/{}/memberships/{}" => OrganizationMembership,
PATCH "/organizations/{}/memberships/{}/metadata" => OrganizationMembership,
// Organization Domains
POST "/organizations/{}/domains" => OrganizationDomain,
GET "/organizations/{}/domains" => OrganizationDomains,
PATCH "/organizations/{}/domains/{}" => OrganizationDomain,
DELETE "/organizations/{}/domains/{}" => DeletedObject,
POST "/organizations/{}/domains/{}/verify_ownership" => OrganizationDomain,
GET "/organization_domains" => OrganizationDomains,
// Redirect URLs
GET "/redirect_urls" => Vec<RedirectUrl>,
POST "/redirect_urls" => RedirectUrl,
GET "/redirect_urls/{}" => RedirectUrl,
DELETE "/redirect_urls/{}" => DeletedObject,
// Sign-in Tokens
POST "/sign_in_tokens" => SignInToken,
POST "/sign_in_tokens/{}/revoke" => SignInToken,
// Sign Ups
GET "/sign_ups/{}" => SignUp,
PATCH "/sign_ups/{}" => SignUp,
// Testing Tokens
POST "/testing_tokens" => TestingToken,
// Organization Memberships
GET "/organization_memberships" => OrganizationMemberships,
// Waitlist Entries
GET "/waitlist_entries" => ListWaitlistEntries200Response,
POST "/waitlist_entries" => WaitlistEntry,
POST "/waitlist_entries/bulk" => Vec<WaitlistEntry>,
DELETE "/waitlist_entries/{}" => DeletedObject,
POST "/waitlist_entries/{}/invite" => WaitlistEntry,
POST "/waitlist_entries/{}/reject" => WaitlistEntry,
// Organization Permissions
GET "/organization_permissions" => Permissions,
POST "/organization_permissions" => Permission,
GET "/organization_permissions/{}" => Permission,
PATCH "/organization_permissions/{}" => Permission,
DELETE "/organization_permissions/{}" => DeletedObject,
// Role Sets
GET "/role_sets" => RoleSets,
POST "/role_sets" => RoleSet,
GET "/role_sets/{}" => RoleSet,
PATCH "/role_sets/{}" => RoleSet,
POST "/role_sets/{}/replace" => DeletedObject,
POST "/role_sets/{}/roles" => RoleSet,
POST "/role_sets/{}/roles/replace" => RoleSet,}
