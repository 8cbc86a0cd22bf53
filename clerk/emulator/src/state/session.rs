//! Sessions: who is signed in at which client, acting in which organization.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    State,
    organization::{Membership, Organization},
    reverification::Reverification,
    table::{Key, Row},
};
use crate::{
    custom_claims::{self, Subject},
    error::{Code, Problem},
    tokens::{SessionToken, TokenOrganization},
};

/// A session. Ended ones stay for a day, for the lists of the Backend API.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) user_id: String,
    /// The active organization; `None`: the personal account.
    pub(crate) organization_id: Option<String>,
    /// Who impersonates the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actor: Option<Value>,
    /// How it ended: `ended`, `removed`, `replaced` or `revoked`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ended: Option<String>,
    /// When the first factor was proven again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first_factor_at: Option<i64>,
    /// When the second factor was proven.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) second_factor_at: Option<i64>,
    /// What is being proven again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reverification: Option<Reverification>,
    /// When the first factor was proven.
    pub(crate) created_at: i64,
    pub(crate) last_active_at: i64,
    pub(crate) expire_at: i64,
}

impl Session {
    pub(crate) fn is_live(&self, now_ms: i64) -> bool {
        self.ended.is_none() && now_ms < self.expire_at
    }

    fn end(&mut self, status: &str, now_ms: i64) {
        (self.ended, self.last_active_at) = (Some(status.to_owned()), now_ms);
    }
}

impl Row for Session {
    fn keys(&self) -> Vec<Key> {
        vec![("client", self.client_id.clone()), ("user", self.user_id.clone())]
    }
}

impl State {
    /// Starts a session. In single session mode it replaces those of the client; else nobody is signed in twice there.
    pub(crate) fn start_session(&mut self, client_id: &str, user_id: &str) -> Result<Session, Problem> {
        let (id, now) = (self.random.id("sess"), self.now_ms());
        self.admit(user_id)?;
        self.make_room(client_id, user_id)?;
        self.user_mut(user_id)?.last_sign_in_at = Some(now);
        let session = Session {
            id: id.clone(),
            client_id: client_id.to_owned(),
            user_id: user_id.to_owned(),
            organization_id: None,
            actor: None,
            ended: None,
            first_factor_at: None,
            second_factor_at: None,
            reverification: None,
            created_at: now,
            last_active_at: now,
            expire_at: now + self.settings.session_life_seconds * 1_000,
        };
        self.data.sessions.insert(id.clone(), session.clone());
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.last_active_session_id = Some(id);
            client.updated_at = now;
            if self.settings.device_trust {
                client.known_to.insert(user_id.to_owned());
            }
        }
        Ok(session)
    }

    fn make_room(&mut self, client_id: &str, user_id: &str) -> Result<(), Problem> {
        if self.settings.single_session {
            self.end_sessions_as(client_id, "replaced");
            return Ok(());
        }
        self.refuse_twice(client_id, user_id)
    }

    /// Nobody is signed in twice in one browser.
    pub(crate) fn refuse_twice(&self, client_id: &str, user_id: &str) -> Result<(), Problem> {
        if self.settings.single_session {
            return Ok(());
        }
        match self.sessions_of(client_id).into_iter().find(|session| session.user_id == user_id) {
            None => Ok(()),
            Some(session) => {
                let problem = Problem::new(Code::IdentifierAlreadySignedIn, "You're already signed in.");
                Err(problem.with("session_id", &session.id))
            }
        }
    }

    /// Ends one session of a client; the newest of those that are left is the active one.
    pub(crate) fn leave_session(&mut self, id: &str, status: &str) {
        let client_id = self.data.sessions.get(id).map(|session| session.client_id.clone());
        self.end_session(id, status);
        let Some(client_id) = client_id else { return };
        let (left, now) = (self.sessions_of(&client_id).last().map(|session| session.id.clone()), self.now_ms());
        if let Some(client) = self.data.clients.get_mut(&client_id) {
            client.last_active_session_id = left;
            client.updated_at = now;
        }
    }

    /// Ends every session of a client: somebody signed out.
    pub(crate) fn end_sessions(&mut self, client_id: &str) {
        self.end_sessions_as(client_id, "removed");
    }

    fn end_sessions_as(&mut self, client_id: &str, status: &str) {
        let now = self.now_ms();
        self.end_with("client", client_id, status, |_| true);
        if let Some(client) = self.data.clients.get_mut(client_id) {
            client.last_active_session_id = None;
            client.updated_at = now;
        }
    }

    /// Ends the sessions of a person on every device, but for one.
    pub(crate) fn end_sessions_of_user(&mut self, user_id: &str, kept: Option<&str>) {
        self.end_with("user", user_id, "revoked", |session| Some(session.id.as_str()) != kept);
    }

    /// Ends one session.
    pub(crate) fn end_session(&mut self, id: &str, status: &str) {
        let now = self.now_ms();
        if let Some(session) = self.data.sessions.get_mut(id).filter(|session| session.is_live(now)) {
            session.end(status, now);
        }
    }

    /// Ends those live sessions with a key for which `is_over` is true.
    fn end_with(&mut self, key: &'static str, value: &str, status: &str, is_over: impl Fn(&Session) -> bool) {
        let now = self.now_ms();
        self.data.sessions.change_with(key, value, |session| {
            if session.is_live(now) && is_over(session) {
                session.end(status, now);
            }
        });
    }

    /// Live sessions of a client, oldest first.
    pub(crate) fn sessions_of(&self, client_id: &str) -> Vec<&Session> {
        let now = self.now_ms();
        let its = self.data.sessions.with("client", client_id);
        let mut sessions: Vec<&Session> = its.filter(|session| session.is_live(now)).collect();
        sessions.sort_by_key(|session| session.created_at);
        sessions
    }

    /// Makes another organization (by id or slug) or, when empty, the personal account the active one.
    pub(crate) fn activate(&mut self, session_id: &str, organization: &str) -> Result<(), Problem> {
        let user_id = self.session(session_id)?.user_id.clone();
        let chosen = match organization {
            "" => None,
            id_or_slug => Some(self.membership_at(&user_id, id_or_slug)?.organization_id.clone()),
        };
        self.session_mut(session_id)?.organization_id = chosen;
        Ok(())
    }

    /// A stranger gets the same answer as for an organization that does not exist.
    pub(crate) fn membership_at(&self, user_id: &str, id_or_slug: &str) -> Result<&Membership, Problem> {
        let unknown =
            || Problem::new(Code::OrganizationNotFound, "The organization was not found, or you are not in it.");
        let organization = self.organization(id_or_slug).map_err(|_| unknown())?;
        self.membership(user_id, &organization.id).ok_or_else(unknown)
    }

    pub(crate) fn session(&self, id: &str) -> Result<&Session, Problem> {
        let now = self.now_ms();
        let live = self.data.sessions.get(id).filter(|session| session.is_live(now));
        live.ok_or_else(Problem::unauthenticated)
    }

    pub(crate) fn session_mut(&mut self, id: &str) -> Result<&mut Session, Problem> {
        let now = self.now_ms();
        let live = self.data.sessions.get_mut(id).filter(|session| session.is_live(now));
        live.ok_or_else(Problem::unauthenticated)
    }

    /// A fresh token of a session, in the organization given (`None`: the personal account).
    pub(crate) fn token(&self, session: &Session, organization: Option<&str>, origin: &str) -> Result<String, Problem> {
        let token = SessionToken { authorized_party: Some(origin.to_owned()), ..self.claims(session, organization)? };
        Ok(self.mint_session_token(&token))
    }

    /// A token for an app's server, which names no origin; it may ask for another life than the usual one.
    pub(crate) fn server_token(&self, session: &Session, life_seconds: Option<i64>) -> Result<String, Problem> {
        let token = self.claims(session, session.organization_id.as_deref())?;
        let Some(life_seconds) = life_seconds else { return Ok(self.mint_session_token(&token)) };
        let issued_at = self.now_ms().div_euclid(1_000);
        let payload = token.payload(&self.issuer(), &self.random.text(20), issued_at, issued_at + life_seconds);
        Ok(self.signing.sign(&SessionToken::header(self.signing.kid(), issued_at), &payload))
    }

    fn claims(&self, session: &Session, organization: Option<&str>) -> Result<SessionToken, Problem> {
        let user = self.user(&session.user_id)?;
        let membership = organization.map(|id| self.membership_at(&session.user_id, id)).transpose()?;
        let subject = Subject { user, organization: membership.and_then(|row| self.with_organization(row)) };
        Ok(SessionToken {
            user_id: session.user_id.clone(),
            session_id: session.id.clone(),
            authorized_party: None,
            organization: membership.map(|membership| self.token_organization(membership)).transpose()?,
            pending: self.is_pending(session),
            factor_verification_age: session.factor_ages(self.now_ms()),
            actor: session.actor.clone(),
            custom_claims: custom_claims::render(&self.settings.custom_claims, subject),
        })
    }

    /// A membership with its organization.
    pub(crate) fn with_organization<'a>(&'a self, row: &'a Membership) -> Option<(&'a Organization, &'a Membership)> {
        self.organization(&row.organization_id).ok().map(|organization| (organization, row))
    }

    pub(crate) fn token_organization(&self, membership: &Membership) -> Result<TokenOrganization, Problem> {
        let organization = self.organization(&membership.organization_id)?;
        let role = self.roles.find(&membership.role);
        Ok(TokenOrganization {
            id: organization.id.clone(),
            slug: (self.settings.organization_slugs).then(|| organization.slug.clone()),
            role: membership.role.clone(),
            permissions: role.into_iter().flat_map(|role| role.custom()).map(str::to_owned).collect(),
        })
    }
}
