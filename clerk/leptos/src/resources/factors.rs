//! What a person signs in with beside a password: passkeys, an authenticator app, codes on paper.

use serde_json::json;

use super::Verification;
use crate::{ClerkApiError, macros::resource};

resource! {
    /// A passkey.
    Passkey {
        /// `idn_…`.
        id: String = "id",
        /// What people call it.
        name: Option<String> = "name",
        /// Whether it was proved.
        verification: Option<Verification> = "verification",
        /// In milliseconds since 1970.
        last_used_at: Option<i64> = "lastUsedAt",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl Passkey {
    /// Calls it something else.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn update(&self, name: &str) -> Result<Self, ClerkApiError> {
        self.handle.ask("update", json!({"name": name})).await
    }

    /// Removes it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn delete(&self) -> Result<(), ClerkApiError> {
        self.handle.ask("delete", ()).await
    }
}

resource! {
    /// An authenticator app: `user.verify_totp(code)` proves it.
    Totp {
        /// `totp_…`.
        id: String = "id",
        /// For those who type it in; shown once.
        secret: Option<String> = "secret",
        /// For the QR code; shown once.
        uri: Option<String> = "uri",
        /// Whether it was proved.
        verified: bool = "verified",
        /// Shown once, when it is proved.
        backup_codes: Vec<String> = "backupCodes",
    }
}

resource! {
    /// Codes that work once each.
    BackupCodes {
        /// Names the set.
        id: String = "id",
        /// Shown once.
        codes: Vec<String> = "codes",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
    }
}
