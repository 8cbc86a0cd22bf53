//! Who is signed in and what they may do: right from the first server render on.

use clerk_protocol::{Actor, AuthState, Authorization, SessionState};
use leptos::prelude::*;
use serde_json::Value;

use crate::{
    ClerkError,
    context::ClerkContext,
    js::{self, Place},
};

/// In bytes: what a browser keeps of a cookie's name and value. It drops larger ones without a word.
pub const LARGEST_COOKIE: usize = 4096;

/// See [`use_auth`]. Its methods read signals, so views and effects that call them follow along.
#[derive(Clone, Copy)]
pub struct UseAuth {
    /// The whole state. A copy for showing and hiding: the server decides for itself.
    pub auth: Signal<AuthState>,
    /// Whether ClerkJS has taken over from the server's answer. `auth` is right before that, too.
    pub is_loaded: Signal<bool>,
    /// Changes whenever user, session or active organization change; resources that name it in their source refetch.
    pub version: Signal<u32>,
    /// ClerkJS is signing in, out or over: wait before redirecting anyone.
    pub switching: Signal<bool>,
    context: ClerkContext,
}

/// The auth state and what to do with it.
pub fn use_auth() -> UseAuth {
    let context = ClerkContext::current();
    UseAuth {
        auth: context.auth.into(),
        is_loaded: Signal::derive(move || context.is_loaded()),
        version: context.version.into(),
        switching: context.switching.into(),
        context,
    }
}

impl UseAuth {
    /// Whether somebody is signed in, with no task left.
    pub fn is_signed_in(self) -> bool {
        self.auth.with(|auth| auth.session().is_some())
    }

    /// `user_…`.
    pub fn user_id(self) -> Option<String> {
        self.session_fact(|session| Some(session.user_id.clone()))
    }

    /// `sess_…`.
    pub fn session_id(self) -> Option<String> {
        self.session_fact(|session| session.session_id.clone())
    }

    /// The active organization's id; `None` in the personal account.
    pub fn organization_id(self) -> Option<String> {
        self.session_fact(|session| Some(session.organization.as_ref()?.id.clone()))
    }

    /// The active organization's slug.
    pub fn organization_slug(self) -> Option<String> {
        self.session_fact(|session| session.organization.as_ref()?.slug.clone())
    }

    /// The role in the active organization, with its prefix: `org:admin`.
    pub fn organization_role(self) -> Option<String> {
        self.session_fact(|session| session.organization.as_ref()?.role.clone())
    }

    /// The permissions in the active organization, as the session's token has them.
    pub fn organization_permissions(self) -> Vec<String> {
        let of = |session: &SessionState| Some(session.organization.as_ref()?.permissions.clone());
        self.auth.with(|auth| auth.session().and_then(of)).unwrap_or_default()
    }

    /// Minutes since the first and the second factor were verified; -1: never.
    pub fn factor_verification_age(self) -> Option<[i64; 2]> {
        self.auth.with(|auth| auth.session().and_then(|session| session.factor_verification_age))
    }

    /// Who acts in the user's place.
    pub fn actor(self) -> Option<Actor> {
        self.auth.with(|auth| auth.session().and_then(|session| session.actor.clone()))
    }

    /// What the session's token says, the instance's own claims included; known in the browser only.
    pub fn session_claims(self) -> Option<Value> {
        self.context.changes.track();
        js::look(&Place::Clerk("session.lastActiveToken.jwt.claims"))?.plain()
    }

    /// Clerk's `has()`.
    pub fn has(self, wanted: &Authorization) -> bool {
        self.auth.with(|auth| auth.has(wanted))
    }

    /// A session token, or one of a JWT template. `None` while signed out. Waits for ClerkJS.
    ///
    /// # Errors
    /// When ClerkJS cannot be loaded or Clerk refuses.
    pub async fn get_token(self, template: Option<&str>, skip_cache: bool) -> Result<Option<String>, ClerkError> {
        js::get_token(template, skip_cache).await
    }

    /// The size of the session's cookie where browsers drop it: more than [`LARGEST_COOKIE`] bytes. The server then sees
    /// nobody, whatever ClerkJS says.
    pub async fn oversized_cookie(self) -> Option<usize> {
        let token = self.get_token(None, false).await.ok().flatten()?;
        Some("__session".len() + token.len()).filter(|bytes| *bytes > LARGEST_COOKIE)
    }

    /// Signs out and goes to `redirect_url`, or to the page of the options.
    ///
    /// # Errors
    /// When ClerkJS cannot be loaded or Clerk refuses.
    pub async fn sign_out(self, redirect_url: Option<&str>) -> Result<(), ClerkError> {
        let fallback = self.context.options.with_value(|options| options.after_sign_out_url.clone());
        js::sign_out(None, redirect_url.unwrap_or(&fallback)).await
    }

    fn session_fact(self, read: impl Fn(&SessionState) -> Option<String>) -> Option<String> {
        self.auth.with(|auth| auth.session().and_then(read))
    }
}
