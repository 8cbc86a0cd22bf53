//! What somebody signs in with: checked, and taken away.

use serde_json::json;

use super::{USERS, Users};
use crate::backend::{
    Call, Page, Redacted,
    common::Deleted,
    macros::resource,
    path::Segment::{Fixed, Id, IdOrSlug},
};

resource! {
    /// A password or a code was right.
    pub struct Verified {
        /// `true`; a wrong one is an error.
        pub verified: bool,
        /// `totp` or `backup_code`, of a code.
        pub code_type: Option<String>,
    }
}

resource! {
    /// Whose second factors are gone.
    pub struct UserReference {
        /// `user_…`.
        pub user_id: String,
    }
}

resource! {
    /// A token for another service, of somebody who signed in with it.
    pub struct OauthAccessToken {
        /// `oauth_google`, …
        pub provider: String,
        /// `eac_…`.
        pub external_account_id: Option<String>,
        /// Their id there.
        pub provider_user_id: Option<String>,
        /// The token.
        pub token: Redacted,
        /// Unix milliseconds.
        pub expires_at: Option<i64>,
        /// As given here.
        pub label: Option<String>,
        /// What it may be used for.
        pub scopes: Vec<String>,
        /// For OAuth 1.
        pub token_secret: Option<Redacted>,
    }
}

resource! {
    /// A device that was signed in on, and is known.
    pub struct TrustedDevice {
        /// `tdev_…`.
        pub id: String,
        /// `ios` or `android`.
        pub platform: String,
        /// The app.
        pub app_identifier: String,
        /// As its owner calls it.
        pub name: Option<String>,
        /// `active` or `revoked`.
        pub status: String,
        /// Unix milliseconds.
        pub created_at: i64,
        /// Unix milliseconds.
        pub updated_at: i64,
        /// Unix milliseconds.
        pub last_used_at: Option<i64>,
        /// Unix milliseconds.
        pub revoked_at: Option<i64>,
    }
}

impl Users<'_> {
    /// `POST /users/{id}/verify_password`.
    pub fn verify_password(self, user_id: &str, password: &str) -> Call<Verified> {
        self.0.post(&[USERS, Id(user_id), Fixed("verify_password")]).body(&json!({ "password": password }))
    }

    /// `POST /users/{id}/verify_totp`: a code of an authenticator, or a backup code, which is used up.
    pub fn verify_totp(self, user_id: &str, code: &str) -> Call<Verified> {
        self.0.post(&[USERS, Id(user_id), Fixed("verify_totp")]).body(&json!({ "code": code }))
    }

    /// `DELETE /users/{id}/mfa`: all second factors.
    pub fn disable_mfa(self, user_id: &str) -> Call<UserReference> {
        self.0.delete(&[USERS, Id(user_id), Fixed("mfa")])
    }

    /// `DELETE /users/{id}/totp`.
    pub fn delete_totp(self, user_id: &str) -> Call<UserReference> {
        self.0.delete(&[USERS, Id(user_id), Fixed("totp")])
    }

    /// `DELETE /users/{id}/backup_code`: all of them.
    pub fn delete_backup_codes(self, user_id: &str) -> Call<UserReference> {
        self.0.delete(&[USERS, Id(user_id), Fixed("backup_code")])
    }

    /// `DELETE /users/{id}/passkeys/{passkey}`.
    pub fn delete_passkey(self, user_id: &str, passkey_id: &str) -> Call<Deleted> {
        self.0.delete(&[USERS, Id(user_id), Fixed("passkeys"), Id(passkey_id)])
    }

    /// `DELETE /users/{id}/web3_wallets/{wallet}`.
    pub fn delete_web3_wallet(self, user_id: &str, wallet_id: &str) -> Call<Deleted> {
        self.0.delete(&[USERS, Id(user_id), Fixed("web3_wallets"), Id(wallet_id)])
    }

    /// `DELETE /users/{id}/external_accounts/{account}`.
    pub fn delete_external_account(self, user_id: &str, account_id: &str) -> Call<Deleted> {
        self.0.delete(&[USERS, Id(user_id), Fixed("external_accounts"), Id(account_id)])
    }

    /// `GET /users/{id}/oauth_access_tokens/oauth_{provider}`: `google`, with or without `oauth_` in front.
    pub fn get_oauth_access_token(self, user_id: &str, provider: &str) -> Call<Page<OauthAccessToken>> {
        let provider = format!("oauth_{}", provider.strip_prefix("oauth_").unwrap_or(provider));
        let segments = [USERS, Id(user_id), Fixed("oauth_access_tokens"), IdOrSlug(&provider)];
        self.0.get(&segments).query(&json!({ "paginated": true }))
    }

    /// `GET /users/{id}/trusted_devices`.
    pub fn list_trusted_devices(self, user_id: &str) -> Call<Page<TrustedDevice>> {
        self.0.get(&[USERS, Id(user_id), Fixed("trusted_devices")])
    }

    /// `DELETE /users/{id}/trusted_devices/{device}`.
    pub fn revoke_trusted_device(self, user_id: &str, device_id: &str) -> Call<TrustedDevice> {
        self.0.delete(&[USERS, Id(user_id), Fixed("trusted_devices"), Id(device_id)])
    }
}
