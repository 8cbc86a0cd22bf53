//! Real sessions without a socket: the local Clerk signs a token, the product's own verifier reads it.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use anyhow::{Context, Result, anyhow, bail};
use clerk_emulator::{PEOPLE, SessionToken, State, TokenOrganization};
use clerk_protocol::{Auth, Config, Facts, KeySet, Options, RequestParts, Session, Step, authenticate};
use domain::{Clock, PermissionSource, TenantScope, role::permissions_of};
use rand::{SeedableRng, rngs::StdRng};

use crate::HandClock;

/// The seeded people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Admin of Acme, member of Globex.
    Ada,
    /// Member of Acme.
    Mel,
    /// Viewer in Acme.
    Vic,
    /// Admin of Globex.
    Sam,
}

/// Where a session acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The organization Acme.
    Acme,
    /// The organization Globex.
    Globex,
    /// The personal account.
    Personal,
}

impl Person {
    /// `user_…`
    pub fn user_id(self) -> String {
        let name = match self {
            Self::Ada => "Ada Admin",
            Self::Mel => "Mel Member",
            Self::Vic => "Vic Viewer",
            Self::Sam => "Sam Stranger",
        };
        PEOPLE.iter().find(|person| person.name == name).map(clerk_emulator::Person::user_id).unwrap_or_default()
    }

    /// The role there, with its prefix; `None` where they are no member.
    pub fn role_in(self, place: Place) -> Option<&'static str> {
        match (self, place) {
            (Self::Ada, Place::Acme) | (Self::Sam, Place::Globex) => Some("org:admin"),
            (Self::Mel, Place::Acme) | (Self::Ada, Place::Globex) => Some("org:member"),
            (Self::Vic, Place::Acme) => Some("org:viewer"),
            _ => None,
        }
    }
}

/// The claims of a seeded person's session.
///
/// # Errors
/// When they are no member there.
pub fn claims(person: Person, place: Place) -> Result<SessionToken> {
    let name = match place {
        Place::Acme => "Acme",
        Place::Globex => "Globex",
        Place::Personal => return Ok(token(person.user_id(), None)),
    };
    let role = person.role_in(place).with_context(|| format!("{person:?} is no member of {name}"))?;
    let organization = TokenOrganization {
        id: clerk_emulator::organization_id(name),
        slug: Some(name.to_lowercase()),
        role: role.to_owned(),
        permissions: permissions_of(role).into_iter().map(|permission| permission.key().to_owned()).collect(),
    };
    Ok(token(person.user_id(), Some(organization)))
}

/// The claims of anybody's session, in any organization.
pub fn token(user_id: impl Into<String>, organization: Option<TokenOrganization>) -> SessionToken {
    SessionToken {
        user_id: user_id.into(),
        session_id: "sess_testkit".to_owned(),
        organization,
        factor_verification_age: [0, -1],
        ..SessionToken::default()
    }
}

/// One local Clerk in memory, and the verifier set up for it.
pub struct LocalClerk {
    clerk: Mutex<State>,
    options: Options,
    keys: Arc<KeySet>,
    clock: Arc<HandClock>,
}

impl LocalClerk {
    /// The one of this process: making a key takes a while, and nothing here changes it.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn shared() -> Result<&'static Self> {
        static SHARED: LazyLock<Result<LocalClerk, String>> =
            LazyLock::new(|| LocalClerk::new().map_err(|error| format!("{error:#}")));
        SHARED.as_ref().map_err(|error| anyhow!("no local Clerk: {error}"))
    }

    fn new() -> Result<Self> {
        let clock = HandClock::new();
        let clerk = State::seeded(clock.clone(), StdRng::seed_from_u64(7))?;
        let options = Options::new(Config::new(clerk.publishable_key(), clerk.secret_key()))?;
        let keys = Arc::new(KeySet::from_jwks(&clerk.jwks(), options.strict()));
        Ok(Self { clerk: Mutex::new(clerk), options, keys, clock })
    }

    /// A verified session with these claims.
    ///
    /// # Errors
    /// When the verifier refuses them, or the session is not an active one.
    pub fn session(&self, claims: &SessionToken) -> Result<Session> {
        let token = self.clerk.lock().unwrap_or_else(PoisonError::into_inner).mint_session_token(claims);
        let bearer = format!("Bearer {token}");
        let parts = RequestParts::new("GET", "http://localhost:3000/").with_header("authorization", &bearer);
        let facts = Facts::with_cached_keys(self.keys.clone());
        match authenticate(&parts, &self.options, &facts, self.clock.now_ms())? {
            Step::Done(state) => match state.auth {
                Auth::SignedIn(session) => Ok(session),
                other => bail!("{other:?}: {}", state.message),
            },
            Step::Need(need) => bail!("the verifier asks for {need:?}"),
        }
    }

    /// A seeded person in a tenant, with the permissions in their token.
    ///
    /// # Errors
    /// When they are no member there.
    pub fn scope(&self, person: Person, place: Place) -> Result<TenantScope> {
        let session = self.session(&claims(person, place)?)?;
        Ok(TenantScope::of(&session, PermissionSource::Clerk, true)?)
    }
}
