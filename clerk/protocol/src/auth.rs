//! Who is asking: [`Auth`] on the server, its browser-safe copy [`AuthState`] everywhere.
//!
//! Section [Claims](crate#claims); the names of claims are those of Clerk's session tokens guide.

use std::sync::Arc;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::authorization::Authorization;
use crate::condition::Condition;

/// The outcome of checking a request: upstream's auth object (`src/tokens/authObjects.ts`). Only the verifier makes
/// `Pending` and `SignedIn`: a [`Session`] has no public constructor.
#[derive(Clone, Debug, Default)]
pub enum Auth {
    /// Nobody is signed in.
    #[default]
    SignedOut,
    /// A verified session with tasks left, such as choosing an organization. Counts as signed out.
    Pending(Session),
    /// A verified, active session.
    SignedIn(Session),
}

impl Auth {
    /// The active session, `None` while signed out or pending.
    pub fn session(&self) -> Option<&Session> {
        match self {
            Self::SignedIn(session) => Some(session),
            Self::SignedOut | Self::Pending(_) => None,
        }
    }

    /// The copy that may travel to the browser.
    pub fn state(&self) -> AuthState {
        match self {
            Self::SignedOut => AuthState::SignedOut,
            Self::Pending(session) => AuthState::Pending(session.state().clone()),
            Self::SignedIn(session) => AuthState::SignedIn(session.state().clone()),
        }
    }

    /// Clerk's `has()`: false when nobody is signed in.
    pub fn has(&self, wanted: &Authorization) -> bool {
        self.session().is_some_and(|session| wanted.allows(session.state()))
    }

    /// Several `has()` combined: false when nobody is signed in.
    pub fn meets(&self, condition: &Condition) -> bool {
        self.session().is_some_and(|session| condition.allows(session.state()))
    }
}

/// A session whose token was verified. Made only by the verifier (feature `verify`).
/// Section [Claims](crate#claims): what `toAuth()` gives upstream.
#[derive(Clone, Debug)]
pub struct Session(Arc<Verified>);

/// Shared by all copies of a session: a request makes some.
#[derive(Debug)]
struct Verified {
    state: SessionState,
    claims: Value,
}

impl Session {
    #[cfg_attr(not(feature = "verify"), expect(dead_code, reason = "only the verifier makes sessions"))]
    pub(crate) fn from_verified(state: SessionState, claims: Value) -> Self {
        Self(Arc::new(Verified { state, claims }))
    }

    /// What both the server and the browser know of the session.
    pub fn state(&self) -> &SessionState {
        &self.0.state
    }

    /// `sub`: the user's id, `user_…`.
    pub fn user_id(&self) -> &str {
        &self.0.state.user_id
    }

    /// `sid`: the session's id, `sess_…`.
    pub fn session_id(&self) -> Option<&str> {
        self.0.state.session_id.as_deref()
    }

    /// `iss`: the Clerk instance that signed the token.
    pub fn issuer(&self) -> Option<&str> {
        self.0.claims.get("iss").and_then(Value::as_str)
    }

    /// The active organization.
    pub fn organization(&self) -> Option<&ActiveOrganization> {
        self.0.state.organization.as_ref()
    }

    /// The whole payload of the session token.
    pub fn claims(&self) -> &Value {
        &self.0.claims
    }

    /// The custom claims of the instance, read into a type of the caller's.
    /// They are what the instance adds under "customize session token" in Clerk's dashboard.
    ///
    /// # Errors
    /// When a claim that `T` needs is absent or of another shape.
    pub fn custom_claims<T: DeserializeOwned>(&self) -> Result<T, serde_json::Error> {
        T::deserialize(&self.0.claims)
    }
}

/// [`Auth`] as the browser may see it: on the first render from the server, afterwards from ClerkJS. Proves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuthState {
    /// Nobody is signed in.
    #[default]
    SignedOut,
    /// A session with tasks left; counts as signed out.
    Pending(SessionState),
    /// An active session.
    SignedIn(SessionState),
}

impl AuthState {
    /// The active session, `None` while signed out or pending.
    pub fn session(&self) -> Option<&SessionState> {
        match self {
            Self::SignedIn(session) => Some(session),
            Self::SignedOut | Self::Pending(_) => None,
        }
    }

    /// Clerk's `has()`, for showing and hiding; the server decides for itself.
    pub fn has(&self, wanted: &Authorization) -> bool {
        self.session().is_some_and(|session| wanted.allows(session))
    }

    /// Several `has()` combined, for showing and hiding.
    pub fn meets(&self, condition: &Condition) -> bool {
        self.session().is_some_and(|session| condition.allows(session))
    }
}

/// The facts of a session that authorization needs. No secrets, no personal data.
/// Section [Claims](crate#claims), from the session tokens guide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionState {
    /// `sub`, `user_…`.
    pub user_id: String,
    /// `sid`, `sess_…`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `sts`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<SessionStatus>,
    /// The active organization (`o` in v2 tokens, `org_*` in v1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<ActiveOrganization>,
    /// `act`: who impersonates this user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Actor>,
    /// `fva`: minutes since the first and second factor were verified; -1: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor_verification_age: Option<[i64; 2]>,
    /// `fea`, comma list of `scope:slug`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub features: Option<String>,
    /// `pla`, comma list of `scope:slug`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plans: Option<String>,
}

/// `sts` of a session token. From the session tokens guide: absent where the instance has no session tasks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SessionStatus {
    /// Usable.
    Active,
    /// Has tasks left.
    Pending,
    /// A status this version does not know.
    #[serde(untagged)]
    Other(String),
}

/// The organization a session acts in. `o` in version 2, `org_…` in version 1: section [Claims](crate#claims).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveOrganization {
    /// `org_…`.
    pub id: String,
    /// Absent where the instance has slugs switched off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slug: Option<String>,
    /// With its prefix: `org:admin`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Custom permissions, `org:<feature>:<permission>`. System permissions are never in a token.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions: Vec<String>,
}

/// `act`: the person or agent behind an impersonated session.
/// From the session tokens guide.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The impersonator's id.
    pub sub: String,
    /// `agent` for agents.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}
