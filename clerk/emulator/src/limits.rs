//! Clerk's rate limits, where the settings ask for them: so many calls of a kind in a time, by the clock of the local Clerk.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Mutex, PoisonError},
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, Method, header};

use crate::{
    MOUNT,
    context::Context,
    error::{Code, Problem},
    visitor::Visitor,
};

const TEN_SECONDS_MS: i64 = 10 * 1_000;
const HOUR_MS: i64 = 60 * 60 * 1_000;

/// More are not remembered: those that are over go first.
const MANY: usize = 10_000;

/// So many calls of a kind.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Limit {
    /// Whose calls of which kind are counted together.
    key: String,
    calls: usize,
    in_ms: i64,
}

/// When the calls of each kind came.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<BTreeMap<String, VecDeque<i64>>>);

impl Limits {
    /// Counts a call; one too many waits for so many milliseconds.
    fn take(&self, limit: &Limit, now_ms: i64) -> Result<(), i64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            all.retain(|_, times| times.back().is_some_and(|last| now_ms < last + HOUR_MS));
        }
        let times = all.entry(limit.key.clone()).or_default();
        while times.front().is_some_and(|first| now_ms >= first + limit.in_ms) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= limit.calls => Err(first + limit.in_ms - now_ms),
            _ => {
                times.push_back(now_ms);
                Ok(())
            }
        }
    }
}

/// Refuses what is too much.
pub(crate) async fn keep(State(context): State<Context>, request: Request, next: Next) -> Response {
    let (is_on, now) = context.look(|state| (state.settings.rate_limits, state.now_ms()));
    if is_on {
        for limit in limits(request.method(), request.uri().path(), &Visitor::current().address) {
            if let Err(wait_ms) = context.limits().take(&limit, now) {
                return refusal(wait_ms);
            }
        }
    }
    next.run(request).await
}

fn refusal(wait_ms: i64) -> Response {
    let problem = Problem::new(Code::TooManyRequests, "Too many requests. Please try again in a bit.");
    let mut response = problem.into_response();
    // Whole seconds, and enough of them.
    let seconds = (wait_ms + 999).div_euclid(1_000);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// What a call counts for.
fn limits(method: &Method, path: &str, address: &str) -> Vec<Limit> {
    if let Some(path) = path.strip_prefix(MOUNT).and_then(|rest| rest.strip_prefix("/v1/client/")) {
        return frontend(method, path, address).into_iter().collect();
    }
    path.strip_prefix("/v1/").map(|path| backend(method, path)).unwrap_or_default()
}

fn frontend(method: &Method, path: &str, address: &str) -> Option<Limit> {
    let steps: Vec<&str> = path.split('/').collect();
    let (kind, calls) = match *steps.as_slice() {
        ["sign_ins" | "sign_ups"] => ("creations", 5),
        ["sign_ins" | "sign_ups", _, step] if step.starts_with("attempt_") => ("attempts", 3),
        _ => return None,
    };
    let key = format!("{kind} {address}");
    (method == Method::POST).then_some(Limit { key, calls, in_ms: TEN_SECONDS_MS })
}

fn backend(method: &Method, path: &str) -> Vec<Limit> {
    if path == "jwks" {
        return Vec::new();
    }
    let all = Limit { key: "all".to_owned(), calls: 100, in_ms: TEN_SECONDS_MS };
    let steps: Vec<&str> = path.split('/').collect();
    let hourly = |key: &str, calls| Some(Limit { key: key.to_owned(), calls, in_ms: HOUR_MS });
    let own = match (method.as_str(), steps.as_slice()) {
        ("POST", ["invitations"]) => hourly("invitations", 100),
        ("POST", ["invitations", "bulk"]) => hourly("bulk invitations", 25),
        ("POST", ["organizations", _, "invitations"]) => hourly("organization invitations", 250),
        ("POST", ["organizations", _, "invitations", "bulk"]) => hourly("bulk organization invitations", 50),
        ("PATCH", ["users" | "organizations", _] | ["organizations", _, "memberships", _]) => {
            Some(Limit { key: format!("changes {path}"), calls: 10, in_ms: TEN_SECONDS_MS })
        }
        _ => None,
    };
    [all].into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_too_many_waits_for_the_first_to_be_over() {
        let (limits, limit) = (Limits::default(), Limit { key: "a".to_owned(), calls: 2, in_ms: 10_000 });
        assert_eq!([0, 1_000, 2_000].map(|now| limits.take(&limit, now)), [Ok(()), Ok(()), Err(8_000)]);
        assert_eq!([9_999, 10_000, 10_001].map(|now| limits.take(&limit, now)), [Err(1), Ok(()), Err(999)]);
        assert_eq!(limits.take(&Limit { key: "b".to_owned(), ..limit }, 0), Ok(()));
    }

    #[test]
    fn calls_count_for_what_clerk_counts_them_for() {
        let keys = |method: Method, path: &str| {
            limits(&method, path, "::1").into_iter().map(|limit| limit.key).collect::<Vec<_>>()
        };
        assert_eq!(keys(Method::POST, "/__clerk/v1/client/sign_ins"), ["creations ::1"]);
        assert_eq!(keys(Method::POST, "/__clerk/v1/client/sign_ins/sia_1/attempt_first_factor"), ["attempts ::1"]);
        assert_eq!(keys(Method::GET, "/__clerk/v1/client/sign_ins/sia_1"), [""; 0]);
        assert_eq!(keys(Method::GET, "/v1/users"), ["all"]);
        assert_eq!(keys(Method::PATCH, "/v1/users/user_1"), ["all", "changes users/user_1"]);
        assert_eq!(keys(Method::POST, "/v1/organizations/org_1/invitations"), ["all", "organization invitations"]);
        assert_eq!(keys(Method::GET, "/v1/jwks"), [""; 0]);
        assert_eq!(keys(Method::POST, "/__control/reset"), [""; 0]);
    }
}
