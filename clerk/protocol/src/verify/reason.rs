//! Why a request is what it is: Clerk's reason strings, exactly.
//!
//! From `AuthErrorReason` (`src/tokens/authStatus.ts`), `TokenVerificationErrorReason` (`src/errors.ts`) and
//! `RefreshTokenErrorReason` (`src/tokens/request.ts`) of `@clerk/backend`. Rows are those of
//! [the decision table](crate#the-decision-table).

use std::borrow::Cow;
use std::fmt;

/// `reason` of a request state that is not signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Row 11: `__client_uat` says signed in, there is no token.
    ClientUatWithoutSessionToken,
    /// Row 8: a development instance without a dev browser token.
    DevBrowserMissing,
    /// Row 7: the dev browser token is in the query.
    DevBrowserSync,
    /// Row 6: the primary answers a satellite.
    PrimaryRespondsToSyncing,
    /// Row 16: a signed-in navigation from another origin.
    PrimaryDomainCrossOriginSync,
    /// Rows 3 and 5: a satellite must ask its primary.
    SatelliteNeedsSyncing,
    /// Rows 2, 4 and 9: no sign of a session.
    SessionTokenAndUatMissing,
    /// A handshake brought no session token: section [Finishing a handshake](crate#finishing-a-handshake).
    SessionTokenMissing,
    /// The token is expired and was not refreshed: section [Refresh](crate#refresh).
    SessionTokenExpired(Option<RefreshFailure>),
    /// Row 14: the token is older than the client's last update.
    SessionTokenIatBeforeClientUat,
    /// `nbf` is in the future.
    SessionTokenNotBefore,
    /// `iat` is in the future.
    SessionTokenIatInTheFuture,
    /// Row 10: a token, but `__client_uat` says signed out.
    SessionTokenWithoutClientUat,
    /// Row 17: the URL names another organization.
    ActiveOrganizationMismatch,
    /// Row 13, and a token in `Authorization`: a signed token of another class.
    TokenTypeMismatch,
    /// Anything else; in strict mode also what upstream throws (S10).
    UnexpectedError,
    /// The token itself is refused: section [Token verification](crate#token-verification).
    Token(TokenReason),
}

impl Reason {
    /// The text Clerk uses.
    pub fn as_str(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::ClientUatWithoutSessionToken => "client-uat-but-no-session-token",
            Self::DevBrowserMissing => "dev-browser-missing",
            Self::DevBrowserSync => "dev-browser-sync",
            Self::PrimaryRespondsToSyncing => "primary-responds-to-syncing",
            Self::PrimaryDomainCrossOriginSync => "primary-domain-cross-origin-sync",
            Self::SatelliteNeedsSyncing => "satellite-needs-syncing",
            Self::SessionTokenAndUatMissing => "session-token-and-uat-missing",
            Self::SessionTokenMissing => "session-token-missing",
            Self::SessionTokenExpired(failure) => {
                let failure = failure.as_ref().map_or("null", RefreshFailure::as_str);
                return Cow::Owned(format!("session-token-expired-refresh-{failure}"));
            }
            Self::SessionTokenIatBeforeClientUat => "session-token-iat-before-client-uat",
            Self::SessionTokenNotBefore => "session-token-nbf",
            Self::SessionTokenIatInTheFuture => "session-token-iat-in-the-future",
            Self::SessionTokenWithoutClientUat => "session-token-but-no-client-uat",
            Self::ActiveOrganizationMismatch => "active-organization-mismatch",
            Self::TokenTypeMismatch => "token-type-mismatch",
            Self::UnexpectedError => "unexpected-error",
            Self::Token(reason) => reason.as_str(),
        })
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.as_str())
    }
}

/// Why a token is refused: section [Token verification](crate#token-verification).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenReason {
    /// `exp` has passed.
    Expired,
    /// Not a token at all, of another type, or against S5.
    Invalid,
    /// Not RS256, RS384 or RS512.
    InvalidAlgorithm,
    /// `azp` is not among the authorized parties.
    InvalidAuthorizedParties,
    /// `iss` is not among the issuers.
    InvalidIssuer,
    /// The signature is wrong.
    InvalidSignature,
    /// `nbf` is in the future.
    NotActiveYet,
    /// `iat` is in the future.
    IatInTheFuture,
    /// A claim is absent or of the wrong kind, or the key does not fit.
    VerificationFailed,
    /// The Backend API refuses the secret key.
    SecretKeyInvalid,
    /// The key set could not be had.
    RemoteJwkFailedToLoad,
    /// No key of that `kid`.
    JwkKidMismatch,
}

impl TokenReason {
    /// The text Clerk uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Expired => "token-expired",
            Self::Invalid => "token-invalid",
            Self::InvalidAlgorithm => "token-invalid-algorithm",
            Self::InvalidAuthorizedParties => "token-invalid-authorized-parties",
            Self::InvalidIssuer => "token-invalid-issuer",
            Self::InvalidSignature => "token-invalid-signature",
            Self::NotActiveYet => "token-not-active-yet",
            Self::IatInTheFuture => "token-iat-in-the-future",
            Self::VerificationFailed => "token-verification-failed",
            Self::SecretKeyInvalid => "secret-key-invalid",
            Self::RemoteJwkFailedToLoad => "jwk-remote-failed-to-load",
            Self::JwkKidMismatch => "jwk-kid-mismatch",
        }
    }
}

/// Why an expired token was not refreshed: section [Refresh](crate#refresh).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefreshFailure {
    /// No suffixed `__refresh` cookie.
    NonEligibleNoCookie,
    /// Not a GET.
    NonEligibleNonGet,
    /// The refreshed token is refused.
    InvalidSessionToken,
    /// The expired token cannot be decoded.
    ExpiredSessionTokenDecodeFailed,
    /// The expired token has no `sid`.
    ExpiredSessionTokenMissingSid,
    /// The Backend API could not be reached.
    FetchError,
    /// It answered without cookies.
    UnexpectedSdkError,
    /// It answered with an error that has no code.
    UnexpectedBapiError,
    /// Its first error code, verbatim.
    Code(String),
}

impl RefreshFailure {
    /// The text Clerk uses.
    pub fn as_str(&self) -> &str {
        match self {
            Self::NonEligibleNoCookie => "non-eligible-no-refresh-cookie",
            Self::NonEligibleNonGet => "non-eligible-non-get",
            Self::InvalidSessionToken => "invalid-session-token",
            Self::ExpiredSessionTokenDecodeFailed => "expired-session-token-decode-failed",
            Self::ExpiredSessionTokenMissingSid => "expired-session-token-missing-sid-claim",
            Self::FetchError => "fetch-error",
            Self::UnexpectedSdkError => "unexpected-sdk-error",
            Self::UnexpectedBapiError => "unexpected-bapi-error",
            Self::Code(code) => code,
        }
    }
}
