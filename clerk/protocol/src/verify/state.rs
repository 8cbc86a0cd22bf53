//! The decision about a request, ready to be turned into a response.
//!
//! From `RequestState` (`src/tokens/authStatus.ts`) of `@clerk/backend`, and its reference of `authenticateRequest`.

use crate::auth::Auth;
use crate::claims::AuthObject;
use crate::keys::InstanceType;

use super::reason::Reason;

/// Clerk's three states. `AuthStatus` of `src/tokens/authStatus.ts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// A verified session (also a pending one, see [`RequestState::auth`]).
    SignedIn,
    /// None.
    SignedOut,
    /// Undecided: answer 307 to [`RequestState::location`].
    Handshake,
}

impl Status {
    /// The text Clerk uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignedIn => "signed-in",
            Self::SignedOut => "signed-out",
            Self::Handshake => "handshake",
        }
    }
}

/// The decision. Where [`location`](Self::location) is set answer 307, whatever the status: a development instance
/// finishes its handshake that way. `RequestState` of `src/tokens/authStatus.ts`.
#[derive(Clone, Debug)]
pub struct RequestState {
    /// Signed in, signed out, or handshake.
    pub status: Status,
    /// Why; `None` when signed in.
    pub reason: Option<Reason>,
    /// For the log. Never for the body of an answer (S12).
    pub message: String,
    /// Redirect there with 307.
    pub location: Option<String>,
    /// Each a `Set-Cookie` line of its own, in this order.
    pub set_cookies: Vec<String>,
    /// Lines of ours beside Clerk's, each a `Set-Cookie` of its own: what S8, S13 and S16 keep and clear.
    pub own_cookies: Vec<String>,
    /// Who is asking. A pending session is [`Auth::Pending`].
    pub auth: Auth,
    /// The raw values of a signed-in state, for comparisons with upstream.
    pub auth_object: Option<AuthObject>,
    /// The session token that counts, where signed in.
    pub token: Option<String>,
    /// A handshake was resolved: upstream adds `Access-Control-Allow-Origin: null` and `-Credentials: true`.
    pub handshake_resolved: bool,
    /// S8: a handshake is due, but there were three in a row. Show a page that says so, without a redirect.
    pub loop_broken: bool,
    /// A token is there, but no key set could be had: answer 503 with `Retry-After`, not a sign-in redirect.
    pub keys_unavailable: bool,
    /// A handshake is there, Clerk does not say what it stands for, and nobody is signed in without it: answer 503 with
    /// `Retry-After`.
    pub handshake_unanswered: bool,
    /// A session cookie among [`set_cookies`](Self::set_cookies) is of this many bytes, more than a browser keeps. Say
    /// so on a page: it would come back without the cookie, and go to Clerk again.
    pub oversized_cookie: Option<usize>,
    /// Lines for the log, in Clerk's words.
    pub warnings: Vec<String>,
    pub(super) instance_type: InstanceType,
    pub(super) strict: bool,
}

impl RequestState {
    /// `sts` of the session, in Clerk's words.
    pub fn session_status(&self) -> Option<&str> {
        self.auth_object.as_ref().and_then(|object| object.session_status.as_str())
    }

    /// The response headers of this state, lower-case, in upstream's order. Append them: `set-cookie` repeats.
    pub fn headers(&self) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        if self.handshake_resolved {
            headers.push(("access-control-allow-origin", "null".to_owned()));
            headers.push(("access-control-allow-credentials", "true".to_owned()));
        }
        let cookies = self.set_cookies.iter().chain(&self.own_cookies);
        headers.extend(cookies.map(|cookie| ("set-cookie", cookie.clone())));
        if let Some(location) = &self.location {
            headers.push(("location", location.clone()));
            headers.push(("cache-control", "no-store".to_owned()));
        }
        self.push_debug_headers(&mut headers);
        headers
    }

    /// Signed-in states carry none. Why is told by S12 on development instances only; the message only where it is a
    /// legal value.
    fn push_debug_headers(&self, headers: &mut Vec<(&'static str, String)>) {
        let Some(reason) = &self.reason else { return };
        let may_tell = !self.strict || self.instance_type == InstanceType::Development;
        let is_legal = self.message.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if may_tell && is_legal && !self.message.is_empty() {
            headers.push(("x-clerk-auth-message", self.message.clone()));
        }
        if may_tell {
            headers.push(("x-clerk-auth-reason", reason.as_str().into_owned()));
        }
        headers.push(("x-clerk-auth-status", self.status.as_str().to_owned()));
    }
}
