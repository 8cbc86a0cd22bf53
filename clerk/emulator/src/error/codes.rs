//! The codes of Clerk's errors that the local Clerk answers, each with the one status it comes with.

use http::StatusCode;

macro_rules! codes {
    ($($variant:ident = $status:literal $name:literal,)*) => {
        /// A code of Clerk's published list.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code { $($variant),* }

        impl Code {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// As it stands in an answer.
            pub(crate) const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// The status of an answer with this code.
            pub(crate) fn status(self) -> StatusCode {
                let number = match self { $(Self::$variant => $status),* };
                StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    };
}

codes! {
    AccountTransferInvalid = 400 "account_transfer_invalid",
    ActorTokenAlreadyUsed = 400 "actor_token_already_used_code",
    ActorTokenCannotBeRevoked = 400 "actor_token_cannot_be_revoked_code",
    ActorTokenCannotBeUsed = 400 "actor_token_cannot_be_used_code",
    ActorTokenRevoked = 400 "actor_token_revoked_code",
    AlreadyAMember = 400 "already_a_member_in_organization",
    ApiVersionInvalid = 400 "api_version_invalid",
    AuthenticationInvalid = 401 "authentication_invalid",
    BackupCodesNotAvailable = 400 "backup_codes_not_available",
    BulkSizeExceeded = 400 "bulk_size_exceeded",
    ClientStateInvalid = 400 "client_state_invalid",
    DevBrowserUnauthenticated = 401 "dev_browser_unauthenticated",
    DuplicateRecord = 400 "duplicate_record",
    EnterpriseSsoAccountAlreadyConnected = 400 "enterprise_sso_account_already_connected",
    EnterpriseSsoDomainMismatch = 400 "enterprise_sso_email_address_domain_mismatch",
    EnterpriseSsoSignInConnectionMissing = 422 "enterprise_sso_sign_in_connection_missing",
    EnterpriseSsoSignUpConnectionMissing = 422 "enterprise_sso_sign_up_connection_missing",
    ExternalAccountNotFound = 404 "external_account_not_found",
    FeatureNotEnabled = 403 "feature_not_enabled",
    FormCodeIncorrect = 422 "form_code_incorrect",
    FormDataMissing = 422 "form_data_missing",
    FormDefaultSecondFactor = 422 "form_disable_default_second_factor_not_allowed",
    FormIdentifierExists = 422 "form_identifier_exists",
    FormIdentifierNotFound = 422 "form_identifier_not_found",
    FormNewPasswordMatchesCurrent = 422 "form_new_password_matches_current",
    FormParamArraySizeExceeded = 422 "form_param_array_size_exceeded",
    FormParamArrayLengthMismatch = 422 "form_param_array_length_mismatch",
    FormParamDuplicate = 422 "form_param_duplicate",
    FormParamFormatInvalid = 422 "form_param_format_invalid",
    FormParamMaxLengthExceeded = 422 "form_param_max_length_exceeded",
    FormParamMissing = 422 "form_param_missing",
    FormParamTooLarge = 422 "form_param_exceeds_allowed_size",
    FormParamTypeInvalid = 422 "form_param_type_invalid",
    FormParamUnknown = 422 "form_param_unknown",
    FormParamInvalidTime = 422 "form_param_invalid_time",
    FormParamValueConflict = 422 "form_param_value_conflict",
    FormParamValueInvalid = 422 "form_param_value_invalid",
    FormPasswordCompromised = 422 "form_password_compromised",
    FormPasswordDigestInvalid = 422 "form_password_digest_invalid_code",
    FormPasswordIncorrect = 422 "form_password_incorrect",
    FormPasswordLengthTooLong = 422 "form_password_length_too_long",
    FormPasswordLengthTooShort = 422 "form_password_length_too_short",
    FormPasswordPwned = 422 "form_password_pwned",
    FormResourceNotFound = 422 "form_resource_not_found",
    FormUsernameInvalidCharacter = 422 "form_username_invalid_character",
    FormUsernameInvalidLength = 422 "form_username_invalid_length",
    IdentificationSecondFactorUnverified = 400 "identification_update_second_factor_unverified",
    IdentifierAlreadySignedIn = 400 "identifier_already_signed_in",
    IdentificationClaimed = 400 "identification_claimed",
    IdentificationDeletionFailed = 400 "identification_deletion_failed",
    ImageNotFound = 404 "image_not_found",
    ImageTooLarge = 413 "image_too_large",
    IncorrectPassword = 422 "incorrect_password",
    InternalClerkError = 500 "internal_clerk_error",
    InvalidActionForReverification = 400 "invalid_action_for_session_reverification",
    InvitationAccountExists = 400 "invitation_account_exists",
    InvitationAccountMissing = 400 "invitation_account_not_exists",
    InvitationAlreadyAccepted = 400 "invitation_already_accepted",
    InvitationAlreadyRevoked = 400 "invitation_already_revoked",
    JwtTemplateReservedClaim = 400 "jwt_template_reserved_claim",
    LastIdentification = 400 "last_required_identification_deletion_failed",
    MembershipQuotaExceeded = 403 "organization_membership_quota_exceeded",
    MissingOrganizationPermission = 403 "missing_organization_permission",
    NotAllowedAccess = 403 "not_allowed_access",
    NotAMember = 403 "not_a_member_in_organization",
    NoPasskeysFound = 400 "no_passkeys_found_for_user",
    NoPasswordSet = 400 "no_password_set",
    OAuthAccessDenied = 403 "oauth_access_denied",
    OAuthAccountAlreadyConnected = 400 "oauth_account_already_connected",
    OAuthCallbackInvalid = 400 "oauth_callback_invalid",
    OAuthFetchUserError = 400 "oauth_fetch_user_error",
    OAuthIdentificationClaimed = 400 "oauth_identification_claimed",
    OAuthMissingAccessToken = 422 "oauth_missing_access_token",
    OAuthNonAuthenticatableProvider = 400 "oauth_non_authenticatable_provider",
    OAuthProviderNotEnabled = 400 "oauth_provider_not_enabled",
    OrganizationAdminDeleteNotEnabled = 403 "organization_admin_delete_not_enabled",
    OrganizationCreatorNotFound = 400 "organization_creator_not_found",
    OrganizationDomainAlreadyExists = 422 "organization_domain_already_exists",
    OrganizationDomainCommon = 422 "organization_domain_common",
    OrganizationDomainExistsHere = 422 "organization_domain_already_exists_same_organization",
    OrganizationDomainMismatch = 422 "organization_domain_mismatch",
    OrganizationDomainModeInvalid = 422 "organization_domain_enrollment_mode_invalid",
    OrganizationDomainModeNotEnabled = 403 "organization_domain_enrollment_mode_not_enabled",
    OrganizationDomainsNotEnabled = 403 "organization_domains_not_enabled",
    OrganizationSlugsDisabled = 403 "organization_slugs_disabled",
    OrganizationDomainQuotaExceeded = 403 "organization_domain_quota_exceeded",
    OrganizationInvitationAccountExists = 400 "organization_invitation_identification_already_exists",
    OrganizationInvitationAccountMissing = 400 "organization_invitation_identification_not_exist",
    OrganizationInvitationAccepted = 400 "organization_invitation_already_accepted",
    OrganizationInvitationNotPending = 404 "organization_invitation_not_pending",
    OrganizationInvitationNotUnique = 400 "organization_invitation_not_unique",
    OrganizationInvitationRevoked = 400 "organization_invitation_revoked_code",
    OrganizationMinimumPermissions = 400 "organization_minimum_permissions_needed",
    OrganizationNotEnabled = 403 "organization_not_enabled_in_instance",
    OrganizationNotFound = 404 "organization_not_found_or_unauthorized",
    OrganizationQuotaExceeded = 403 "organization_quota_exceeded",
    OrganizationSuggestionAccepted = 400 "organization_suggestion_already_accepted",
    OriginInvalid = 400 "origin_invalid",
    PasskeyAuthenticationFailure = 400 "passkey_authentication_failure",
    PasskeyInvalidCredential = 422 "passkey_invalid_public_key_credential",
    PasskeyInvalidVerification = 400 "passkey_invalid_verification",
    PasskeyNotRegistered = 404 "passkey_not_registered",
    PasskeyQuotaExceeded = 403 "passkey_quota_exceeded",
    PasswordRequired = 400 "password_required",
    ProhibitedRedirectUrl = 422 "prohibited_redirect_url",
    RequestBodyInvalid = 400 "request_body_invalid",
    RequestBodyTooLarge = 413 "request_body_too_large",
    RefreshTokenNotFound = 401 "refresh_token_not_found",
    SessionRefreshNotFound = 401 "session_refresh_session_not_found",
    ResourceNotFound = 404 "resource_not_found",
    RevokedInvitation = 400 "revoked_invitation",
    RoleAssignedToMembers = 422 "organization_role_assigned_members",
    RoleCreatorMissesPermissions = 422 "organization_missing_creator_role_permissions",
    RoleInInvitations = 422 "organization_role_exists_in_invitations",
    RoleIsCreatorRole = 422 "organization_role_default_creator_role",
    RoleIsDomainRole = 422 "organization_role_domain_default_role",
    RolePermissionExists = 409 "organization_role_permission_association_exists",
    RolePermissionNotFound = 404 "organization_role_permission_association_not_found",
    RoleReassignmentInvalid = 422 "organization_role_set_reassignment_mappings_invalid",
    RoleReassignmentMissing = 422 "organization_role_set_reassignment_mappings_missing",
    RoleSetsQuotaExceeded = 403 "organization_instance_role_sets_quota_exceeded",
    RolesQuotaExceeded = 403 "organization_instance_roles_quota_exceeded",
    SecondFactorDeletionNotAllowed = 400 "second_factor_deletion_not_allowed",
    SessionReverificationMissing = 400 "session_reverification_missing",
    SessionReverificationRequired = 403 "session_reverification_required",
    StrategyForUserInvalid = 400 "strategy_for_user_invalid",
    SessionExists = 400 "session_exists",
    SignInTokenAlreadyUsed = 400 "sign_in_token_already_used_code",
    SignInTokenCannotBeRevoked = 400 "sign_in_token_cannot_be_revoked_code",
    SignInTokenCannotBeUsed = 400 "sign_in_token_cannot_be_used_code",
    SignInTokenRevoked = 400 "sign_in_token_revoked_code",
    SignUpCannotBeUpdated = 403 "sign_up_cannot_be_updated",
    SystemPermission = 403 "organization_system_permission_not_modifiable",
    TicketExpired = 400 "ticket_expired_code",
    TicketInvalid = 400 "ticket_invalid_code",
    TooManyRequests = 429 "too_many_requests",
    TotpAlreadyEnabled = 400 "totp_already_enabled",
    TotpDisabled = 400 "totp_disabled",
    TotpIncorrect = 422 "totp_incorrect_code",
    UnsupportedContentType = 415 "unsupported_content_type",
    UserCreateOrganizationNotEnabled = 403 "user_create_organization_not_enabled",
    UserBanned = 403 "user_banned",
    UserDeleteSelfNotEnabled = 403 "user_delete_self_not_enabled",
    UserLocked = 403 "user_locked",
    VerificationAlreadyVerified = 400 "verification_already_verified",
    VerificationExpired = 400 "verification_expired",
    VerificationMissing = 400 "verification_missing",
    SignUpModeRestricted = 403 "sign_up_mode_restricted",
    SignUpRestrictedWaitlist = 403 "sign_up_restricted_waitlist",
    WaitlistNotAcceptingEntries = 403 "waitlist_not_accepting_entries",
    WaitlistAlreadyCompleted = 409 "waitlist_entry_already_completed",
    WaitlistAlreadyInvited = 409 "waitlist_entry_already_invited",
    WaitlistAlreadyRejected = 409 "waitlist_entry_already_rejected",
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Clerk has published: code, status, API.
    const PUBLISHED: &str = include_str!("../../../errors.tsv");

    #[test]
    fn every_code_is_published_with_its_status() {
        for code in Code::ALL {
            let (name, status) = (code.name(), code.status().as_u16().to_string());
            let is_it = |line: &str| {
                let mut cells = line.split('\t');
                cells.next() == Some(name) && cells.next() == Some(&status)
            };
            assert!(PUBLISHED.lines().any(is_it), "{name} with status {status} is none of Clerk's errors");
        }
    }
}
