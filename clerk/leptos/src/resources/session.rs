//! A session, and the proof of who acts in it.

use clerk_protocol::Actor;
use serde_json::{Value, json};

use super::{PublicUserData, Read, User};
use crate::{
    ClerkApiError,
    js::{Argument, Place, Source, ask},
    macros::resource,
};

resource! {
    /// `Clerk.session`.
    Session {
        /// `sess_…`.
        id: String = "id",
        /// `active`, `pending`, …
        status: String = "status",
        /// When it ends, in milliseconds since 1970.
        expire_at: Option<i64> = "expireAt",
        /// When it ends whatever happens, in milliseconds since 1970.
        abandon_at: Option<i64> = "abandonAt",
        /// In milliseconds since 1970.
        last_active_at: Option<i64> = "lastActiveAt",
        /// The active organization; `None` in the personal account.
        last_active_organization_id: Option<String> = "lastActiveOrganizationId",
        /// Minutes since the first and the second factor were verified; -1: never.
        factor_verification_age: Option<[i64; 2]> = "factorVerificationAge",
        /// Who impersonates the user.
        actor: Option<Actor> = "actor",
        /// What is left to do before it counts.
        tasks: Vec<SessionTask> = "tasks",
        /// The first of it.
        current_task: Option<SessionTask> = "currentTask",
        /// Whose session it is.
        user: Option<User> = "user",
        /// The same person, as others see them.
        public_user_data: PublicUserData = "publicUserData",
        /// In milliseconds since 1970.
        created_at: Option<i64> = "createdAt",
        /// In milliseconds since 1970.
        updated_at: Option<i64> = "updatedAt",
    }
}

impl Read for Actor {
    fn read(source: &Source) -> Option<Self> {
        Some(Self { sub: source.member("sub").text()?, kind: source.member("type").text() })
    }
}

resource! {
    /// What is left to do.
    SessionTask {
        /// `choose-organization`, `reset-password`, `setup-mfa`.
        key: String = "key",
    }
}

/// What has to be proved again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum VerificationLevel {
    /// The first factor.
    FirstFactor,
    /// The second, or the first where there is no second.
    #[default]
    SecondFactor,
    /// Both.
    MultiFactor,
}

impl VerificationLevel {
    /// Clerk's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::FirstFactor => "first_factor",
            Self::SecondFactor => "second_factor",
            Self::MultiFactor => "multi_factor",
        }
    }
}

impl Session {
    /// Ends it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn end(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("end", ()).await
    }

    /// Ends it and forgets it.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn remove(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("remove", ()).await
    }

    /// Says that it is in use.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn touch(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("touch", ()).await
    }

    /// Reads it again.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn reload(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("reload", ()).await
    }

    /// Begins to prove who acts.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn start_verification(&self, level: VerificationLevel) -> Result<SessionVerification, ClerkApiError> {
        self.handle.ask("startVerification", json!({"level": level.as_str()})).await
    }

    /// Sends a code for the first factor: `{"strategy": "email_code", "emailAddressId": …}`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_first_factor_verification(&self, factor: Value) -> Result<SessionVerification, ClerkApiError> {
        self.handle.ask("prepareFirstFactorVerification", factor).await
    }

    /// Proves the first factor: `{"strategy": "password", "password": …}`.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_first_factor_verification(&self, factor: Value) -> Result<SessionVerification, ClerkApiError> {
        self.handle.ask("attemptFirstFactorVerification", factor).await
    }

    /// Sends a code for the second factor.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn prepare_second_factor_verification(
        &self,
        factor: Value,
    ) -> Result<SessionVerification, ClerkApiError> {
        self.handle.ask("prepareSecondFactorVerification", factor).await
    }

    /// Proves the second factor.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn attempt_second_factor_verification(
        &self,
        factor: Value,
    ) -> Result<SessionVerification, ClerkApiError> {
        self.handle.ask("attemptSecondFactorVerification", factor).await
    }

    /// Proves it by a passkey.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn verify_with_passkey(&self) -> Result<SessionVerification, ClerkApiError> {
        self.handle.ask("verifyWithPasskey", ()).await
    }
}

resource! {
    /// A proof under way.
    SessionVerification {
        /// `needs_first_factor`, `needs_second_factor`, `complete`.
        status: String = "status",
        /// `first_factor`, `second_factor`, `multi_factor`.
        level: String = "level",
        /// Ways to prove the first.
        supported_first_factors: Vec<crate::flows::Factor> = "supportedFirstFactors",
        /// Ways to prove the second.
        supported_second_factors: Vec<crate::flows::Factor> = "supportedSecondFactors",
    }
}

resource! {
    /// A session of the user's, here or elsewhere.
    SessionWithActivities {
        /// `sess_…`.
        id: String = "id",
        /// `active`, …
        status: String = "status",
        /// In milliseconds since 1970.
        last_active_at: Option<i64> = "lastActiveAt",
        /// In milliseconds since 1970.
        expire_at: Option<i64> = "expireAt",
        /// From where it was used last.
        latest_activity: SessionActivity = "latestActivity",
    }
}

impl SessionWithActivities {
    /// Signs it out.
    ///
    /// # Errors
    /// Clerk's.
    pub async fn revoke(&self) -> Result<Self, ClerkApiError> {
        self.handle.ask("revoke", ()).await
    }
}

resource! {
    /// From where a session was used.
    SessionActivity {
        /// The browser.
        browser_name: Option<String> = "browserName",
        /// Its version.
        browser_version: Option<String> = "browserVersion",
        /// What it runs on.
        device_type: Option<String> = "deviceType",
        /// The address.
        ip_address: Option<String> = "ipAddress",
        /// About where that is.
        city: Option<String> = "city",
        /// About where that is.
        country: Option<String> = "country",
        /// Whether it is a phone.
        is_mobile: bool = "isMobile",
    }
}

/// A token of the session that is active now.
pub(crate) async fn token(options: crate::props::Props) -> Result<Option<String>, ClerkApiError> {
    if crate::js::look(&Place::Clerk("session")).is_none() {
        crate::js::ready().await?;
        if crate::js::look(&Place::Clerk("session")).is_none() {
            return Ok(None);
        }
    }
    Ok(ask(Place::Clerk("session"), "getToken", vec![Argument::Props(options)]).await?.text())
}
