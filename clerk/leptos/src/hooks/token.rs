//! Session tokens, for calls to other servers.

use crate::{ClerkApiError, macros::parameters, resources};

parameters! {
    /// Which token.
    GetToken {
        /// A JWT template's name; a session token if absent.
        text template = "template",
        /// For another organization than the active one.
        text organization_id = "organizationId",
        /// A new one, whatever ClerkJS still holds.
        flag skip_cache = "skipCache",
    }
}

/// A token of the session that is active; `None` while signed out. Waits for ClerkJS, and works outside of components too.
///
/// # Errors
/// Clerk's; [`ClerkApiError::OFFLINE`] without a connection.
pub async fn get_token(which: GetToken) -> Result<Option<String>, ClerkApiError> {
    resources::token(which.into()).await
}
