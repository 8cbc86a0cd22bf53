//! Clerk's codes in sentences that say what to do. A page that shows its own takes another table: see
//! [`ClerkErrorDetail::sentence_by`](crate::ClerkErrorDetail::sentence_by).

/// The sentence for a code; `None`: show Clerk's own.
pub fn english(code: &str) -> Option<&'static str> {
    let found = ENGLISH.iter().find(|(known, _)| *known == code);
    found.map(|(_, sentence)| *sentence)
}

/// The codes that the forms of sign-in, sign-up, profiles and organizations can meet, each with its sentence.
pub const ENGLISH: &[(&str, &str)] = &[
    // signing in
    ("form_identifier_not_found", "There is no account with this address or name. Check it, or sign up."),
    ("form_password_incorrect", "That password is not right. Try again, or choose another way to sign in."),
    ("form_password_or_identifier_incorrect", "Address and password do not belong together. Check both."),
    ("form_code_incorrect", "That code is not right. Check it and try again."),
    ("verification_expired", "The code or link has expired. Ask for a new one."),
    ("verification_failed", "Too many wrong codes. Ask for a new one."),
    ("verification_already_verified", "This is verified already."),
    ("verification_link_token_expired", "The link has expired. Ask for a new one."),
    ("session_exists", "You are signed in already."),
    ("identifier_already_signed_in", "This account is signed in here already."),
    ("strategy_for_user_invalid", "This account cannot sign in that way. Choose another."),
    ("user_locked", "This account is locked after too many wrong attempts. Try again later."),
    ("user_banned", "This account is blocked."),
    ("invitation_account_not_exists", "There is no account for this invitation. Sign up first."),
    ("passkey_not_supported", "This browser has no passkeys. Choose another way to sign in."),
    ("passkey_retrieval_cancelled", "No passkey was used. Try again, or choose another way to sign in."),
    ("passkey_registration_cancelled", "No passkey was made. Try again when you are ready."),
    ("passkey_not_registered", "This passkey is not known here. Choose another way to sign in."),
    ("passkey_invalid_rpID_or_domain", "Passkeys do not work under this address."),
    ("external_account_not_found", "There is no account for this. Sign up first."),
    ("oauth_access_denied", "The other site was not allowed to sign you in. Try again."),
    // signing up
    ("form_identifier_exists", "There is an account with this already. Sign in instead, or use another."),
    ("form_password_pwned", "This password is known from a breach of another site. Choose another."),
    ("form_password_compromised", "This password is known to others. Reset it before you sign in."),
    ("form_password_length_too_short", "This password is too short. Choose a longer one."),
    ("form_password_length_too_long", "This password is too long. Choose a shorter one."),
    ("form_password_not_strong_enough", "This password is easy to guess. Choose a stronger one."),
    ("form_password_size_in_bytes_exceeded", "This password is too long. Choose a shorter one."),
    ("form_password_validation_failed", "The current password is not right."),
    ("form_param_nil", "Fill this in."),
    ("form_param_missing", "Fill this in."),
    ("form_param_format_invalid", "This does not look right. Check it."),
    ("form_param_value_invalid", "This is not accepted. Check it."),
    ("form_param_exceeds_allowed_size", "This is too long."),
    ("form_username_invalid_length", "This user name is too short or too long."),
    ("form_username_invalid_character", "A user name has only letters, digits, - and _."),
    ("form_data_missing", "Something is missing. Fill in the marked fields."),
    ("captcha_invalid", "We could not see that you are a person. Load the page again."),
    ("captcha_missing_token", "We could not see that you are a person. Load the page again."),
    ("not_allowed_access", "This address may not use the app. Ask whoever runs it."),
    ("sign_up_mode_restricted", "Sign-up is by invitation only."),
    ("sign_up_restricted_waitlist", "Sign-up is not open yet. Put yourself on the waiting list."),
    ("duplicate_record", "You are on the waiting list already."),
    // tickets
    ("ticket_expired_code", "The invitation has expired. Ask for a new one."),
    ("ticket_invalid_code", "The invitation does not exist. Ask for a new one."),
    ("organization_invitation_revoked_code", "The invitation was taken back."),
    ("organization_invitation_already_accepted", "You have accepted this invitation already. Sign in."),
    ("organization_invitation_not_pending", "The invitation was answered already."),
    // profiles
    ("session_reverification_required", "Show once more who you are, then try again."),
    ("reverification_cancelled", "Nothing was changed: you did not show who you are."),
    ("last_required_identification_deletion_failed", "You need at least one address or name to sign in with."),
    ("identification_deletion_failed", "This cannot be removed while it is used to sign in."),
    ("too_many_unverified_identifications", "Verify the addresses you have before you add more."),
    ("image_too_large", "This picture is larger than 10 MB. Choose a smaller one."),
    ("totp_incorrect_code", "That code is not right. Wait for the next one and try again."),
    ("passkey_quota_exceeded", "You have as many passkeys as there may be. Remove one first."),
    ("passkey_registration_failure", "The passkey could not be made. Try again."),
    ("totp_already_enabled", "An authenticator app is set up already."),
    ("backup_codes_not_available", "Backup codes need another second factor first."),
    ("identification_claimed", "Somebody has this already. Use another."),
    ("oauth_identification_claimed", "This account of the other site is connected to somebody already."),
    // organizations
    ("organization_membership_required", "You have to belong to an organization. Join or make one."),
    ("not_a_member_in_organization", "You do not belong to this organization."),
    ("not_a_member", "You do not belong to this organization."),
    ("already_a_member_in_organization", "This person belongs to the organization already."),
    ("organization_invitation_not_unique", "This person is invited already."),
    ("organization_membership_quota_exceeded", "The organization is full. Ask whoever runs the app for more places."),
    ("organization_minimum_permissions_needed", "Somebody has to be able to manage the organization."),
    ("missing_organization_permission", "You may not do this in this organization."),
    ("organization_domain_already_exists_same_organization", "The organization has this domain already."),
    ("organization_domain_common", "Domains that everybody can get an address in cannot be used."),
    ("organization_domain_blocked", "This domain cannot be used."),
    ("organization_quota_exceeded", "You cannot make another organization."),
    // the rest
    ("too_many_requests", "That was too often. Wait a moment and try again."),
    ("authentication_invalid", "You are signed out. Sign in again."),
    ("resource_not_found", "This does not exist any more. Load the page again."),
    ("clerk_offline", "You are not connected. Try again when you are."),
    ("network_error", "The sign-in service could not be reached. Try again."),
    ("not_there", "You are signed out, or this is gone. Load the page again."),
    ("script_failed", "The sign-in service could not be reached. Try again."),
    ("load_timeout", "The sign-in service does not answer. Try again."),
    ("internal_clerk_error", "The sign-in service has a problem. Try again later."),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes of ClerkJS' and of this crate, and one that the guide names and Clerk has no more.
    const OF_BROWSERS: [&str; 12] = [
        "passkey_not_supported",
        "passkey_retrieval_cancelled",
        "passkey_registration_cancelled",
        "passkey_invalid_rpID_or_domain",
        "reverification_cancelled",
        "organization_membership_required",
        "not_a_member",
        "clerk_offline",
        "network_error",
        "script_failed",
        "load_timeout",
        "not_there",
    ];

    #[test]
    fn every_code_is_one_that_clerk_publishes_or_the_browser_makes() {
        let published: Vec<_> = include_str!("../../../errors.tsv")
            .lines()
            .filter_map(|line| line.split('\t').next())
            .chain(OF_BROWSERS)
            .collect();
        let unknown: Vec<_> = ENGLISH.iter().filter(|(code, _)| !published.contains(code)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    /// The nine that Clerk's guide names.
    const OF_THE_GUIDE: [&str; 9] = [
        "form_identifier_not_found",
        "form_password_incorrect",
        "form_password_pwned",
        "form_code_incorrect",
        "verification_expired",
        "session_exists",
        "not_allowed_access",
        "organization_membership_required",
        "too_many_requests",
    ];

    #[test]
    fn every_code_of_the_guide_has_a_sentence_and_none_has_two() {
        for code in OF_THE_GUIDE {
            assert!(english(code).is_some(), "{code}");
        }
        let mut codes: Vec<_> = ENGLISH.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ENGLISH.len());
        assert!(ENGLISH.iter().all(|(_, sentence)| sentence.ends_with('.')));
    }
}
