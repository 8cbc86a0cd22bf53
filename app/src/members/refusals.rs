//! Why a change of an organization's people was refused, by us or by Clerk, in sentences that say what to do.

use clerk_axum::BackendError;
use domain::member::INVITED_PER_HOUR;
use store::members::MissingRight;

use super::Copied;
use crate::{AppError, error::Reason};

pub(super) const IMPERSONATING: &str = "You are signed in as somebody else, and while you are, nobody's membership can be changed. \
                                        Sign out and let them do it; nothing was changed.";

/// A refusal in words.
pub(super) fn said(status: u16, code: &str, words: impl Into<String>) -> AppError {
    let (code, words) = (code.to_owned(), words.into());
    AppError::Refused(Box::new(Reason { status, code, words, retry_after_s: None }))
}

fn later(status: u16, code: &str, words: impl Into<String>, seconds: u32) -> AppError {
    let (code, words) = (code.to_owned(), words.into());
    AppError::Refused(Box::new(Reason { status, code, words, retry_after_s: Some(seconds) }))
}

/// The membership does not include the right.
pub(super) fn missing(MissingRight(permission): MissingRight) -> AppError {
    let words =
        format!("Your role does not include this ({permission}). An admin of the organization can change that.");
    said(403, "forbidden", words)
}

/// There is nothing to read or change.
pub(super) fn not_copied(copied: Copied) -> AppError {
    match copied {
        Copied::Personal => {
            said(400, "no_organization", "No organization is active in this session. Choose one first.")
        }
        Copied::No => said(
            503,
            "no_copy",
            "This app is not told by Clerk who belongs to an organization. Whoever runs it sets \
             CLERK_WEBHOOK_SIGNING_SECRET; until then members are managed in Clerk's own pages.",
        ),
        Copied::NotYet | Copied::Yes => later(
            503,
            "not_copied_yet",
            "This app has not been told yet that you belong to this organization. Try again in a minute; whoever runs it \
             can hurry that with `server reconcile`.",
            60,
        ),
    }
}

/// Somebody has to be left who can manage the members.
pub(super) fn last_manager() -> AppError {
    let words = "Nobody else could manage the members then. Give somebody else a role that can, and try again; nothing was changed.";
    said(409, "last_manager", words)
}

/// The organization has sent enough for now.
pub(super) fn over_quota(left: usize) -> AppError {
    let rest = match left {
        0 => "all of them were".to_owned(),
        left => format!("only {left} are left"),
    };
    let words = format!(
        "An organization can send {INVITED_PER_HOUR} invitations in an hour, and {rest}. Try again in an hour; nothing was sent."
    );
    later(429, "too_many_invitations", words, 3_600)
}

/// What Clerk refused; `whom` are the addresses that it was about.
pub(super) fn of(error: &BackendError, whom: &str) -> AppError {
    let Some(code) = error.answer().map(|answer| answer.code().unwrap_or_default().to_owned()) else {
        return unanswered(error);
    };
    let named = |text: &str| if whom.is_empty() { "This person".to_owned() } else { format!("{text} {whom}") };
    match code.as_str() {
        "organization_membership_quota_exceeded" | "organization_membership_plan_quota_exceeded" => said(
            409,
            "no_seats",
            "Every seat of the organization is taken; invitations that are pending take one too. Revoke some, remove a \
             member, or get more seats; nothing was changed.",
        ),
        "already_a_member_in_organization" => said(
            409,
            "already_member",
            format!("{} belongs to the organization already; nothing was sent.", named("One of")),
        ),
        "organization_invitation_not_unique" | "duplicate_record" => said(
            409,
            "already_invited",
            format!(
                "{} has a pending invitation already: send that one again instead; nothing was sent.",
                named("One of")
            ),
        ),
        "organization_minimum_permissions_needed" => last_manager(),
        "organization_invitation_already_accepted" | "organization_invitation_not_pending" => AppError::Stale,
        "not_an_admin_in_organization" | "organization_not_admin" => {
            said(403, "forbidden", "Clerk lets only admins of the organization do this; nothing was changed.")
        }
        "form_param_format_invalid" | "form_param_value_invalid" if !whom.is_empty() => {
            said(422, "invalid_address", format!("Clerk does not take this for an address: {whom}."))
        }
        _ if error.is_resource_not_found() => AppError::Stale,
        _ => unanswered(error),
    }
}

fn unanswered(error: &BackendError) -> AppError {
    let is_busy = error.answer().is_some_and(|answer| answer.status == 429) || matches!(error, BackendError::Held(_));
    if is_busy {
        let seconds = error.retry_after().map_or(60, |wait| u32::try_from(wait.as_secs()).unwrap_or(60).max(1));
        let words = format!(
            "Clerk takes no more of this from us for the moment. Try again in {seconds} seconds; nothing was changed."
        );
        return later(429, "clerk_busy", words, seconds);
    }
    if error.is_temporary() {
        tracing::warn!(error = error as &dyn std::error::Error, "Clerk did not answer about an organization's people");
        let words = "Clerk does not answer just now, so it is not known whether that was done. Look again in a minute.";
        return later(503, "clerk_unavailable", words, 60);
    }
    AppError::internal(error)
}

/// An invitation was taken back, but another one could not be sent.
pub(super) fn not_sent_again(error: &BackendError, was_revoked: bool) -> AppError {
    match of(error, "") {
        AppError::Refused(reason) if was_revoked => {
            let words = format!("The old invitation was taken back, but no new one could be sent. {}", reason.words);
            AppError::Refused(Box::new(Reason { words, ..*reason }))
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use clerk_axum::backend::{ApiError, ErrorItem};
    use http::StatusCode;

    use super::*;

    fn answered(status: u16, code: &str) -> BackendError {
        let errors = vec![ErrorItem { code: code.to_owned(), ..ErrorItem::default() }];
        let status = StatusCode::from_u16(status).unwrap();
        BackendError::Answer(ApiError { status, errors, trace_id: None, retry_after: Some(Duration::from_secs(7)) })
    }

    /// Clerk's own codes, as people and programs hear of them.
    #[test]
    fn what_clerk_refuses_is_told_in_words() {
        for (status, code, told, part) in [
            (403, "organization_membership_quota_exceeded", Some((409, "no_seats")), "Every seat"),
            (400, "already_a_member_in_organization", Some((409, "already_member")), "a@x.io"),
            (400, "organization_invitation_not_unique", Some((409, "already_invited")), "a@x.io"),
            (400, "duplicate_record", Some((409, "already_invited")), "pending invitation"),
            (400, "organization_minimum_permissions_needed", Some((409, "last_manager")), "Nobody else"),
            (403, "not_an_admin_in_organization", Some((403, "forbidden")), "only admins"),
            (422, "form_param_format_invalid", Some((422, "invalid_address")), "a@x.io"),
            (429, "too_many_requests", Some((429, "clerk_busy")), "in 7 seconds"),
            (503, "x", Some((503, "clerk_unavailable")), "Look again"),
            (404, "resource_not_found", None, "changed this in between"),
            (404, "organization_invitation_not_pending", None, "changed this in between"),
        ] {
            let error = of(&answered(status, code), "a@x.io");
            let said = match &error {
                AppError::Refused(reason) => Some((reason.status, reason.code.as_str())),
                _ => None,
            };
            assert_eq!(said, told, "{code}");
            assert!(error.to_string().contains(part), "{code}: {error}");
        }
        assert!(matches!(of(&answered(401, "authentication_invalid"), ""), AppError::Internal { .. }));
        assert!(
            matches!(of(&BackendError::TimedOut, ""), AppError::Refused(reason) if reason.code == "clerk_unavailable")
        );
    }
}
