//! Calls about people, and about what they are reached at.

use crate::calls::{Row, listed, made};

pub(crate) const ROWS: &[Row] = &[
    ("users.list", "users.getUserList", |clerk, given| {
        listed(clerk.users().list(&given.all()?), clerk.users().count(&given.all()?))
    }),
    ("users.count", "users.getCount", |clerk, given| made(clerk.users().count(&given.all()?))),
    ("users.get", "users.getUser", |clerk, given| made(clerk.users().get(given.user()?))),
    ("users.create", "users.createUser", |clerk, given| made(clerk.users().create(&given.all()?))),
    ("users.update", "users.updateUser", |clerk, given| made(clerk.users().update(given.user()?, &given.all()?))),
    ("users.delete", "users.deleteUser", |clerk, given| made(clerk.users().delete(given.user()?))),
    ("users.update_metadata", "users.updateUserMetadata", |clerk, given| {
        made(clerk.users().update_metadata(given.user()?, &given.all()?))
    }),
    ("users.replace_metadata", "users.replaceUserMetadata", |clerk, given| {
        made(clerk.users().replace_metadata(given.user()?, &given.all()?))
    }),
    ("users.update_profile_image", "users.updateUserProfileImage", |clerk, given| {
        made(clerk.users().update_profile_image(given.user()?, &given.picture()?))
    }),
    ("users.delete_profile_image", "users.deleteUserProfileImage", |clerk, given| {
        made(clerk.users().delete_profile_image(given.user()?))
    }),
    ("users.list_organization_memberships", "users.getOrganizationMembershipList", |clerk, given| {
        made(clerk.users().list_organization_memberships(given.user()?, &given.all()?))
    }),
    ("users.list_organization_invitations", "users.getOrganizationInvitationList", |clerk, given| {
        made(clerk.users().list_organization_invitations(given.user()?, &given.all()?))
    }),
    ("users.get_oauth_access_token", "users.getUserOauthAccessToken", |clerk, given| {
        made(clerk.users().get_oauth_access_token(given.user()?, given.id(&["provider"])?))
    }),
    ("users.replace_email_address", "users.replaceUserEmailAddress", |clerk, given| {
        made(clerk.users().replace_email_address(given.user()?, &given.all()?))
    }),
    ("users.replace_phone_number", "users.replaceUserPhoneNumber", |clerk, given| {
        made(clerk.users().replace_phone_number(given.user()?, &given.all()?))
    }),
    ("users.verify_password", "users.verifyPassword", |clerk, given| {
        made(clerk.users().verify_password(given.user()?, given.id(&["password"])?))
    }),
    ("users.verify_totp", "users.verifyTOTP", |clerk, given| {
        made(clerk.users().verify_totp(given.user()?, given.id(&["code"])?))
    }),
    ("users.ban", "users.banUser", |clerk, given| made(clerk.users().ban(given.user()?))),
    ("users.unban", "users.unbanUser", |clerk, given| made(clerk.users().unban(given.user()?))),
    ("users.ban_bulk", "", |clerk, given| {
        let user_ids: Vec<String> = given.one("user_ids")?;
        made(clerk.users().ban_bulk(&user_ids.iter().map(String::as_str).collect::<Vec<_>>()))
    }),
    ("users.unban_bulk", "", |clerk, given| {
        let user_ids: Vec<String> = given.one("user_ids")?;
        made(clerk.users().unban_bulk(&user_ids.iter().map(String::as_str).collect::<Vec<_>>()))
    }),
    ("users.lock", "users.lockUser", |clerk, given| made(clerk.users().lock(given.user()?))),
    ("users.unlock", "users.unlockUser", |clerk, given| made(clerk.users().unlock(given.user()?))),
    ("users.set_password_compromised", "users.setPasswordCompromised", |clerk, given| {
        let revoke: Option<bool> = given.one("revoke_all_sessions")?;
        made(clerk.users().set_password_compromised(given.user()?, revoke.unwrap_or_default()))
    }),
    ("users.unset_password_compromised", "users.unsetPasswordCompromised", |clerk, given| {
        made(clerk.users().unset_password_compromised(given.user()?))
    }),
    ("users.remove_password", "users.removePassword", |clerk, given| {
        let sign_out: Option<bool> = given.one("sign_out_of_other_sessions")?;
        made(clerk.users().remove_password(given.user()?, sign_out.unwrap_or_default()))
    }),
    ("users.disable_mfa", "users.disableUserMFA", |clerk, given| made(clerk.users().disable_mfa(given.user()?))),
    ("users.delete_totp", "users.deleteUserTOTP", |clerk, given| made(clerk.users().delete_totp(given.user()?))),
    ("users.delete_backup_codes", "users.deleteUserBackupCodes", |clerk, given| {
        made(clerk.users().delete_backup_codes(given.user()?))
    }),
    ("users.delete_passkey", "users.deleteUserPasskey", |clerk, given| {
        made(clerk.users().delete_passkey(given.user()?, given.id(&["passkey_identification_id", "passkey_id"])?))
    }),
    ("users.delete_web3_wallet", "users.deleteUserWeb3Wallet", |clerk, given| {
        let wallet = given.id(&["web3_wallet_identification_id", "web3_wallet_id"])?;
        made(clerk.users().delete_web3_wallet(given.user()?, wallet))
    }),
    ("users.delete_external_account", "users.deleteUserExternalAccount", |clerk, given| {
        made(clerk.users().delete_external_account(given.user()?, given.id(&["external_account_id"])?))
    }),
    ("users.list_trusted_devices", "", |clerk, given| made(clerk.users().list_trusted_devices(given.user()?))),
    ("users.revoke_trusted_device", "", |clerk, given| {
        made(clerk.users().revoke_trusted_device(given.user()?, given.id(&["trusted_device_id"])?))
    }),
    ("email_addresses.get", "emailAddresses.getEmailAddress", |clerk, given| {
        made(clerk.email_addresses().get(given.id(&["email_address_id", "id"])?))
    }),
    ("email_addresses.create", "emailAddresses.createEmailAddress", |clerk, given| {
        made(clerk.email_addresses().create(&given.all()?))
    }),
    ("email_addresses.update", "emailAddresses.updateEmailAddress", |clerk, given| {
        made(clerk.email_addresses().update(given.id(&["email_address_id", "id"])?, &given.all()?))
    }),
    ("email_addresses.delete", "emailAddresses.deleteEmailAddress", |clerk, given| {
        made(clerk.email_addresses().delete(given.id(&["email_address_id", "id"])?))
    }),
    ("phone_numbers.get", "phoneNumbers.getPhoneNumber", |clerk, given| {
        made(clerk.phone_numbers().get(given.id(&["phone_number_id", "id"])?))
    }),
    ("phone_numbers.create", "phoneNumbers.createPhoneNumber", |clerk, given| {
        made(clerk.phone_numbers().create(&given.all()?))
    }),
    ("phone_numbers.update", "phoneNumbers.updatePhoneNumber", |clerk, given| {
        made(clerk.phone_numbers().update(given.id(&["phone_number_id", "id"])?, &given.all()?))
    }),
    ("phone_numbers.delete", "phoneNumbers.deletePhoneNumber", |clerk, given| {
        made(clerk.phone_numbers().delete(given.id(&["phone_number_id", "id"])?))
    }),
];
