//! A line of output.

use std::sync::Arc;

use clerk_protocol::verify::{JwksFailure, RefreshOutcome, json};
use clerk_protocol::{
    Auth, Authorization, Facts, KeySet, Level, Need, Options, RequestParts, RequestState, Reverification, Status, Step,
    authenticate,
};
use serde_json::{Value, json};

use crate::question::{Question, Refresh};

/// The answer to a line that is no question.
pub(crate) fn malformed() -> String {
    "{\"id\": null, \"status\": \"error\"}".to_owned()
}

/// The answer to a question.
pub(crate) fn answer(question: &Question<'_>) -> String {
    let asked = question.has.as_deref().unwrap_or_default();
    let answer = decide(question).map_or_else(error, |state| describe(&state, asked));
    let id = question.id.map_or("null", |id| id.get());
    let rest = json::stringify(&answer);
    format!("{{\"id\":{id},{}", rest.trim_start_matches('{'))
}

fn error() -> Value {
    json!({"status": "error", "reason": null, "location": null, "set_cookies": [], "session_status": null, "auth": null, "has": []})
}

/// `None`: a configuration error, or what upstream throws on.
#[expect(clippy::cast_possible_truncation, reason = "a clock's reading fits")]
fn decide(question: &Question<'_>) -> Option<RequestState> {
    let options = Options::new(question.config()).ok()?;
    let method = question.request.method();
    let mut parts = RequestParts::new(&method, &question.request.url);
    for (name, value) in &question.request.headers {
        parts.push_text(name, value.as_str());
    }
    let mut facts = Facts::new();
    loop {
        match authenticate(&parts, &options, &facts, question.now_ms as i64).ok()? {
            Step::Done(state) => return Some(*state),
            Step::Need(need) => find_out(question, &options, need, &mut facts),
        }
    }
}

fn find_out(question: &Question<'_>, options: &Options, need: Need, facts: &mut Facts) {
    match need {
        Need::Key { kid } => {
            let is_empty = question.jwks.get("keys").and_then(Value::as_array).is_none_or(Vec::is_empty);
            if is_empty {
                facts.key_set_failed(JwksFailure::Empty);
            } else {
                facts.key_set(kid, Arc::new(KeySet::from_jwks(&question.jwks, options.strict())));
            }
        }
        Need::HandshakePayload { nonce } => {
            let payload = question.handshake_payloads.as_ref().and_then(|payloads| payloads.get(&nonce)?.as_ref());
            facts.handshake_payload(payload.map(|lines| cookie_lines(lines)));
        }
        Need::Refresh(_) => facts.refresh(refresh_outcome(question.refresh.as_ref())),
    }
}

/// A line that is no string fails as one that is no header value does.
fn cookie_lines(lines: &[Value]) -> Vec<String> {
    lines.iter().map(|line| line.as_str().unwrap_or("\0").to_owned()).collect()
}

fn refresh_outcome(refresh: Option<&Refresh>) -> RefreshOutcome {
    let unexpected = || Some("unexpected_error".to_owned());
    match refresh {
        Some(Refresh { cookies: Some(cookies), .. }) => RefreshOutcome::Cookies(cookie_lines(cookies)),
        Some(Refresh { error, .. }) => RefreshOutcome::Failed(error.clone().or_else(unexpected)),
        None => RefreshOutcome::Failed(unexpected()),
    }
}

fn describe(state: &RequestState, asked: &[Value]) -> Value {
    let has: Vec<bool> = match state.status {
        Status::Handshake => Vec::new(),
        Status::SignedIn | Status::SignedOut => asked.iter().map(|asked| has(&state.auth, asked)).collect(),
    };
    json!({
        "status": state.status.as_str(),
        "reason": state.reason.as_ref().map(|reason| reason.as_str().into_owned()),
        "location": state.location,
        "set_cookies": state.set_cookies,
        "session_status": state.auth_object.as_ref().map(|object| object.session_status.clone()),
        "auth": auth(state),
        "has": has,
    })
}

fn auth(state: &RequestState) -> Value {
    let (Auth::SignedIn(session), Some(object)) = (&state.auth, &state.auth_object) else { return Value::Null };
    if session.user_id().is_empty() {
        return Value::Null;
    }
    let mut auth = serde_json::to_value(object).unwrap_or_default();
    if let Some(auth) = auth.as_object_mut() {
        auth.insert("sessionClaims".to_owned(), session.claims().clone());
    }
    auth
}

/// A dimension that is asked with something other than a string fails.
fn has(auth: &Auth, asked: &Value) -> bool {
    let text = |name: &str| match asked.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(()),
    };
    let authorization = || {
        Ok::<_, ()>(Authorization {
            role: text("role")?,
            permission: text("permission")?,
            feature: text("feature")?,
            plan: text("plan")?,
            reverification: asked.get("reverification").map(|asked| reverification(asked).ok_or(())).transpose()?,
        })
    };
    authorization().is_ok_and(|authorization| auth.has(&authorization))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "positive, and `as` saturates")]
fn reverification(asked: &Value) -> Option<Reverification> {
    if let Some(preset) = asked.as_str() {
        return Reverification::preset(preset);
    }
    let level = Level::parse(asked.get("level")?.as_str()?)?;
    let after_minutes = asked.get("afterMinutes")?.as_f64().filter(|minutes| *minutes > 0.0)?;
    Some(Reverification { level, after_minutes: after_minutes.ceil() as u32 })
}
