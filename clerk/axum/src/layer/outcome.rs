//! What the layer decided about one request.

use axum::response::Response;
use clerk_protocol::{Auth, Reason, Status};
use http::{HeaderName, HeaderValue};

/// Left in the response's extensions beside [`Auth`], for the request log. Holds no token and no personal data.
#[derive(Clone, Debug)]
pub struct AuthOutcome {
    /// Signed in, signed out or handshake; `None` if it could not be found out.
    pub status: Option<Status>,
    /// Why not signed in.
    pub reason: Option<Reason>,
}

/// Header lines to append.
pub(super) type Lines = Vec<(HeaderName, HeaderValue)>;

/// How the request goes on.
pub(super) enum Verdict {
    /// To the router, with this knowledge; these lines are added to its answer.
    GoOn { auth: Auth, outcome: AuthOutcome, headers: Lines },
    /// The layer answers itself.
    Answer { response: Response, outcome: AuthOutcome, headers: Lines },
}
