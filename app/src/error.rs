//! The one error that leaves this app: to the browser through server functions, to API clients as problem details.
//!
//! It is here and not in `domain` because `FromServerFnError` and `IntoResponse` are foreign traits. Texts of foreign
//! errors never get in: when something breaks on our side, the error carries a request id and nothing else.

#[cfg(feature = "ssr")]
mod response;

use domain::{FieldError, Impersonating, MissingPermission, NoRemoval, NoTenant, Permission, TenantPath};
use leptos::{prelude::FromServerFnError, server_fn::error::ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::Json;

/// What went wrong, in words for people (`Display`). Externally tagged: other forms cannot be encoded for every variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// 401
    #[error("You are signed out. Sign in and try again; nothing was saved.")]
    Unauthenticated,
    /// 403
    #[error("Your role does not include this ({}). An admin of the organization can change that.", .0.key())]
    Forbidden(Permission),
    /// 403: somebody else acts in the session.
    #[error(
        "You are signed in as somebody else, and while you are, nothing can be deleted or restored. Sign out and let \
         them do it; nothing was changed. (Whoever runs this app can allow it with CLERK_IMPERSONATION.)"
    )]
    Impersonating,
    /// 403: neither an organization is active nor are personal accounts allowed.
    #[error("No organization is selected. Choose or create one first.")]
    NoTenant,
    /// 404
    #[error("There is nothing here, or it is not yours to see.")]
    NotFound,
    /// 404: the page was made for another tenant than the session's. The same for tenants that exist and that do not.
    #[error("This page belongs to another organization than the one you work in now. Nothing was saved.")]
    TenantMismatch,
    /// 404 for programs; people are led on. Only ever said to members of the organization.
    #[error("The organization has another address now. Open its pages there; nothing was saved.")]
    Moved(TenantPath),
    /// 400
    #[error("The request could not be read.")]
    Malformed,
    /// 413
    #[error("This is too long to send. Shorten the texts and try again.")]
    TooLarge,
    /// 409: somebody saved in between; their state.
    #[error("Somebody else saved this {} while you were editing it.", .0.noun)]
    Conflict(Box<Present>),
    /// 409: somebody changed or deleted it in between.
    #[error("Somebody else changed this in between. Look at it again; nothing was saved.")]
    Stale,
    /// 409
    #[error(
        "There is no room for another {noun}: {most} are all that one organization or account may have. Deleted ones \
         count until they are removed for good, after 30 days. Delete some in time, or ask whoever runs this app for more \
         room; nothing was saved."
    )]
    Full {
        /// Of what: `project`.
        noun: String,
        /// How many it may have.
        most: i64,
    },
    /// 422
    #[error("Some fields need another look.")]
    Invalid(Vec<FieldError>),
    /// 429
    #[error("Too many requests. Try again in {retry_after_s} seconds.")]
    TooManyRequests {
        /// Seconds to wait.
        retry_after_s: u32,
    },
    /// 503
    #[error("The service is busy for a moment. Try again shortly.")]
    Unavailable,
    /// 503: Clerk does not tell whether somebody belongs to the organization.
    #[error(
        "We cannot find out just now whether that person belongs to the organization. Try again shortly, or choose \
         yourself; nothing was saved."
    )]
    MembersUnknown,
    /// Clerk refuses it, or a rule of the organization does.
    #[error("{}", .0.words)]
    Refused(Box<Reason>),
    /// 500; the details are in the log under this request id.
    #[error("Something broke on our side. It has been logged.")]
    Internal {
        /// `None` where no request was at hand.
        request_id: Option<String>,
    },
    /// The browser got no answer, or one it does not understand. Never made on the server.
    #[error(
        "The server could not be reached, or answered something unexpected. Check your connection, or reload the page."
    )]
    Transport(String),
}

/// Why something was refused, where no other error fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The HTTP status.
    pub status: u16,
    /// A stable name for programs.
    pub code: String,
    /// What people read.
    pub words: String,
    /// When it makes sense again.
    pub retry_after_s: Option<u32>,
}

/// An object as it is now, of whichever kind: the form that was made for an older state knows how to read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Present {
    /// What it is called: `project`.
    pub noun: String,
    /// The object.
    pub object: Value,
}

impl Present {
    /// An object of ours; one that cannot be written as JSON is left out.
    #[cfg(feature = "ssr")]
    pub fn of(noun: &str, object: &impl Serialize) -> Box<Self> {
        Box::new(Self { noun: noun.to_owned(), object: serde_json::to_value(object).unwrap_or_default() })
    }
}

impl AppError {
    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden(_) | Self::Impersonating | Self::NoTenant => 403,
            Self::NotFound | Self::TenantMismatch | Self::Moved(_) => 404,
            Self::Conflict(_) | Self::Stale | Self::Full { .. } => 409,
            Self::TooLarge => 413,
            Self::Invalid(_) => 422,
            Self::TooManyRequests { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Transport(_) => 502,
            Self::Unavailable | Self::MembersUnknown => 503,
            Self::Refused(reason) => reason.status,
        }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Malformed => "malformed",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden(_) => "forbidden",
            Self::Impersonating => "impersonating",
            Self::NoTenant => "no_tenant",
            Self::NotFound => "not_found",
            Self::TenantMismatch => "tenant_mismatch",
            Self::Moved(_) => "moved",
            Self::Conflict(_) | Self::Stale => "conflict",
            Self::Full { .. } => "full",
            Self::TooLarge => "too_large",
            Self::Invalid(_) => "invalid",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::Internal { .. } => "internal",
            Self::Transport(_) => "transport",
            Self::Unavailable => "unavailable",
            Self::MembersUnknown => "members_unknown",
            Self::Refused(reason) => &reason.code,
        }
    }

    /// What is wrong with a field of a form.
    pub fn of_field(&self, field: &str) -> Option<String> {
        match self {
            Self::Invalid(errors) => {
                errors.iter().find(|error| error.field == field).map(|error| error.message.clone())
            }
            _ => None,
        }
    }
}

impl From<Vec<FieldError>> for AppError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<MissingPermission> for AppError {
    fn from(MissingPermission(permission): MissingPermission) -> Self {
        Self::Forbidden(permission)
    }
}

impl From<Impersonating> for AppError {
    fn from(_: Impersonating) -> Self {
        Self::Impersonating
    }
}

impl From<NoRemoval> for AppError {
    fn from(refusal: NoRemoval) -> Self {
        match refusal {
            NoRemoval::MissingPermission(missing) => missing.into(),
            NoRemoval::Impersonating(impersonating) => impersonating.into(),
        }
    }
}

impl From<NoTenant> for AppError {
    fn from(_: NoTenant) -> Self {
        Self::NoTenant
    }
}

impl FromServerFnError for AppError {
    type Encoder = Json;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        // Made on the server, before the function runs: the arguments did not parse, or the body could not be read. Where
        // no request is being answered, the last kind is an answer that could not.
        #[cfg(feature = "ssr")]
        let is_body = matches!(error, ServerFnErrorErr::Deserialization(_)) && crate::request::is_answering();
        #[cfg(not(feature = "ssr"))]
        let is_body = false;
        if !is_body && !matches!(error, ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_)) {
            return Self::Transport(error.to_string());
        }
        #[cfg(feature = "ssr")]
        if crate::request::is_call() {
            crate::request::set_status(Self::Malformed.status_code(), None);
        }
        Self::Malformed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_kind() -> Vec<AppError> {
        vec![
            AppError::Unauthenticated,
            AppError::Forbidden(Permission::ReadActivity),
            AppError::Impersonating,
            AppError::NoTenant,
            AppError::MembersUnknown,
            AppError::NotFound,
            AppError::TenantMismatch,
            AppError::Malformed,
            AppError::Stale,
            AppError::Full { noun: "project".to_owned(), most: 10_000 },
            AppError::Invalid(vec![FieldError::new("name", "<b>")]),
            AppError::TooManyRequests { retry_after_s: 3 },
            AppError::Unavailable,
            AppError::Refused(Box::new(Reason {
                status: 409,
                code: "no_seats".to_owned(),
                words: "Every seat is taken.".to_owned(),
                retry_after_s: None,
            })),
            AppError::Internal { request_id: Some("r1".to_owned()) },
            AppError::Transport("x".to_owned()),
        ]
    }

    #[test]
    fn every_kind_survives_the_wire() {
        for error in every_kind() {
            assert_eq!(AppError::de(error.ser()), error);
        }
    }

    #[test]
    fn a_foreign_answer_is_a_transport_error() {
        let error = AppError::de(leptos::server_fn::Bytes::from_static(b"Forbidden by a proxy"));
        assert!(matches!(error, AppError::Transport(_)), "{error:?}");
    }

    #[test]
    fn field_errors_are_found_by_name() {
        let error = AppError::Invalid(vec![FieldError::new("name", "Give the project a name.")]);
        assert_eq!(error.of_field("name").as_deref(), Some("Give the project a name."));
        assert_eq!(error.of_field("description"), None);
    }
}
