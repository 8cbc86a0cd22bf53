//! For the tests of apps: who is signed in, for components, and tokens of an instance of one's own, for routers. Feature `testing`.
//!
//! A component, as an admin sees it on the first server render:
//!
//! ```
//! # #[cfg(feature = "ssr")] {
//! use clerk_leptos::{Protect, testing::{TestSession, provide_clerk}};
//! use leptos::prelude::*;
//!
//! let session = TestSession::of("user_1").in_organization("org_1", "acme", "org:admin");
//! let html = Owner::new().with(|| {
//!     provide_clerk(session.state());
//!     view! { <Protect role="org:admin">"for admins"</Protect> }.to_html()
//! });
//! assert!(html.contains("for admins"));
//! # }
//! ```
//!
//! A router: give the session check the issuer's [`jwt_key`](TestIssuer::jwt_key), then send
//! `Authorization: Bearer` with a [`token`](TestIssuer::token).

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    error::Unspecified,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use clerk_protocol::{ActiveOrganization, Actor, AuthState, SessionState, SessionStatus};
use serde_json::{Map, Value, json};

use crate::{ClerkOptions, context::ClerkContext};

/// Clerk around a component, without a router: somebody or nobody, as the server has verified it.
pub fn provide_clerk(auth: AuthState) {
    leptos::prelude::provide_context(ClerkContext::new(ClerkOptions::default(), auth));
}

/// A session to be.
#[derive(Clone, Debug, Default)]
pub struct TestSession {
    user: String,
    organization: Option<ActiveOrganization>,
    pending: bool,
    actor: Option<String>,
    claims: Map<String, Value>,
}

impl TestSession {
    /// Of a person.
    pub fn of(user: impl Into<String>) -> Self {
        Self { user: user.into(), ..Self::default() }
    }

    /// With an active organization.
    #[must_use]
    pub fn in_organization(mut self, id: &str, slug: &str, role: &str) -> Self {
        self.organization = Some(ActiveOrganization {
            id: id.to_owned(),
            slug: Some(slug.to_owned()),
            role: Some(role.to_owned()),
            permissions: Vec::new(),
        });
        self
    }

    /// With permissions in it: `["org:projects:read"]`.
    #[must_use]
    pub fn may(mut self, permissions: &[&str]) -> Self {
        if let Some(organization) = &mut self.organization {
            organization.permissions = permissions.iter().map(|&permission| permission.to_owned()).collect();
        }
        self
    }

    /// With a task left to do.
    #[must_use]
    pub fn pending(mut self) -> Self {
        self.pending = true;
        self
    }

    /// Somebody else acts in the person's place.
    #[must_use]
    pub fn by(mut self, actor: &str) -> Self {
        self.actor = Some(actor.to_owned());
        self
    }

    /// With a claim of the instance's own.
    #[must_use]
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    /// As the server sees it once it has verified the token.
    pub fn state(&self) -> AuthState {
        let state = SessionState {
            user_id: self.user.clone(),
            session_id: Some("sess_test".to_owned()),
            status: Some(SessionStatus::from_claim(if self.pending { "pending" } else { "active" })),
            organization: self.organization.clone(),
            actor: self.actor.clone().map(|sub| Actor { sub, kind: None }),
            ..SessionState::default()
        };
        if self.pending { AuthState::Pending(state) } else { AuthState::SignedIn(state) }
    }

    fn payload(&self, issuer: &TestIssuer, now: i64) -> Value {
        let mut claims = self.claims.clone();
        let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        put("iss", json!(issuer.issuer));
        put("azp", json!(issuer.origin));
        put("sub", json!(self.user));
        put("sid", json!("sess_test"));
        put("sts", json!(if self.pending { "pending" } else { "active" }));
        put("iat", json!(now));
        put("nbf", json!(now - 10));
        put("exp", json!(now + 60));
        if let Some(actor) = &self.actor {
            put("act", json!({"sub": actor}));
        }
        if let Some(organization) = &self.organization {
            put("org_id", json!(organization.id));
            put("org_slug", json!(organization.slug));
            put("org_role", json!(organization.role));
            put("org_permissions", json!(organization.permissions));
        }
        Value::Object(claims)
    }
}

/// An instance with a key of its own.
#[derive(Debug)]
pub struct TestIssuer {
    pair: RsaKeyPair,
    issuer: String,
    origin: String,
}

impl TestIssuer {
    /// For an app at an origin, `https://app.example.com`, which names the instance `https://clerk.example.com` its issuer. Making a key
    /// takes a while: share one among tests.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn new(issuer: impl Into<String>, origin: impl Into<String>) -> Result<Self, Unspecified> {
        Ok(Self { pair: RsaKeyPair::generate(KeySize::Rsa2048)?, issuer: issuer.into(), origin: origin.into() })
    }

    /// The public key, for `CLERK_JWT_KEY`.
    ///
    /// # Errors
    /// Never: the key is this one's own.
    pub fn jwt_key(&self) -> Result<String, Unspecified> {
        let der: PublicKeyX509Der<'_> = self.pair.public_key().as_der()?;
        let text = STANDARD.encode(der.as_ref());
        let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        Ok(format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n")))
    }

    /// A token that is right for a minute from `now`, in seconds since 1970.
    ///
    /// # Errors
    /// Never: the key is this one's own.
    pub fn token(&self, session: &TestSession, now: i64) -> Result<String, Unspecified> {
        let header = json!({"alg": "RS256", "kid": "ins_test", "typ": "JWT"});
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(&header), part(&session.payload(self, now)));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)?;
        Ok(format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_token_says_is_what_components_see() {
        let issuer = TestIssuer::new("https://clerk.example.com", "https://app.example.com").unwrap();
        let session =
            TestSession::of("user_1").in_organization("org_1", "acme", "org:admin").may(&["org:projects:read"]);
        let token = issuer.token(&session.clone().by("user_2"), 1_700_000_000).unwrap();
        let payload = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
        let seen = SessionState::from_claims(&serde_json::from_slice(&payload).unwrap()).unwrap();
        assert_eq!(
            AuthState::SignedIn(seen.clone()).session().map(|it| it.organization.clone()),
            Some(session.state().session().unwrap().organization.clone())
        );
        assert_eq!(seen.actor.map(|actor| actor.sub).as_deref(), Some("user_2"));
        assert!(matches!(session.pending().state(), AuthState::Pending(_)));
    }

    #[test]
    fn the_session_check_takes_the_key_and_the_token() {
        use clerk_protocol::verify::{Algorithm, VerifyingKey};

        let issuer = TestIssuer::new("https://clerk.example.com", "https://app.example.com").unwrap();
        let token = issuer.token(&TestSession::of("user_1"), 1_700_000_000).unwrap();
        let (message, signature) = token.rsplit_once('.').unwrap();
        let key = VerifyingKey::from_pem(&issuer.jwt_key().unwrap(), true).unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let algorithm = Algorithm::parse("RS256").unwrap();
        assert_eq!(key.verify(algorithm, message.as_bytes(), &signature), Some(true));
        assert_ne!(key.verify(algorithm, b"another message", &signature), Some(true));
    }
}
