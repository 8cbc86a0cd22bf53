//! What Clerk answers when it refuses, in full: the answer's status, every complaint, and what support asks for.

use std::fmt;

use super::{ClerkError, sentences};
use crate::{js::Source, resources::Read};

/// A refusal by Clerk, or a failure of ClerkJS or of this crate: those have no status, and one complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClerkApiError {
    /// The answer's status; `None` when there was no answer.
    pub status: Option<u16>,
    /// Every complaint, the most important first.
    pub errors: Vec<ClerkErrorDetail>,
    /// Names the request to Clerk's support.
    pub trace_id: Option<String>,
    /// In seconds: how long to wait before asking again.
    pub retry_after: Option<u32>,
}

/// One complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClerkErrorDetail {
    /// Clerk's code, such as `form_password_incorrect`; [`ClerkError`] has those of this crate.
    pub code: String,
    /// Clerk's short message, in English.
    pub message: String,
    /// Clerk's message for people, in English.
    pub long_message: Option<String>,
    /// The field it is about, as Clerk names it: `identifier`, `password`, `email_address`.
    pub param: Option<String>,
}

impl ClerkErrorDetail {
    /// What to tell people: Clerk's code in a sentence of this crate's, else Clerk's own.
    pub fn sentence(&self) -> String {
        self.sentence_by(sentences::english)
    }

    /// What to tell people, by another table.
    pub fn sentence_by(&self, table: impl Fn(&str) -> Option<&'static str>) -> String {
        let own = || self.long_message.clone().filter(|message| !message.is_empty());
        table(&self.code).map(str::to_owned).or_else(own).unwrap_or_else(|| self.message.clone())
    }
}

impl ClerkApiError {
    /// Somebody closed the form that asks who they are: nothing to complain about.
    pub const REVERIFICATION_CANCELLED: &'static str = "reverification_cancelled";
    /// The action needs a fresh proof of who acts.
    pub const REVERIFICATION_REQUIRED: &'static str = "session_reverification_required";
    /// The browser is not connected.
    pub const OFFLINE: &'static str = "clerk_offline";

    /// The code of the first complaint.
    pub fn code(&self) -> &str {
        self.errors.first().map(|first| first.code.as_str()).unwrap_or_default()
    }

    /// Whether one of the complaints has this code.
    pub fn has(&self, code: &str) -> bool {
        self.errors.iter().any(|error| error.code == code)
    }

    /// The complaint about a field: `password`.
    pub fn of_field(&self, param: &str) -> Option<&ClerkErrorDetail> {
        self.errors.iter().find(|error| error.param.as_deref() == Some(param))
    }

    /// Whether Clerk answered: `isClerkAPIResponseError`.
    pub fn is_response(&self) -> bool {
        self.status.is_some()
    }

    /// Whether nobody could be asked: `ClerkOfflineError`.
    pub fn is_offline(&self) -> bool {
        self.has(Self::OFFLINE) || self.has("network_error")
    }

    /// `isReverificationCancelledError`.
    pub fn is_reverification_cancelled(&self) -> bool {
        self.has(Self::REVERIFICATION_CANCELLED)
    }

    /// The wallet's codes: `isMetamaskError`.
    pub fn is_metamask(&self) -> bool {
        self.status.is_none()
            && self.errors.first().is_some_and(|error| matches!(error.code.as_str(), "4001" | "32602" | "32700"))
    }

    /// What to tell people, one sentence for each complaint.
    pub fn sentences(&self) -> Vec<String> {
        self.errors.iter().map(ClerkErrorDetail::sentence).collect()
    }
}

impl Read for ClerkErrorDetail {
    fn read(source: &Source) -> Option<Self> {
        (!source.is_nothing()).then(|| detail(source))
    }
}

impl Read for ClerkApiError {
    fn read(thrown: &Source) -> Option<Self> {
        let listed = thrown.member("errors").items().unwrap_or_default();
        let mut errors: Vec<_> = listed.iter().map(detail).collect();
        if errors.is_empty() {
            errors.push(detail(thrown));
        }
        Some(Self {
            status: Read::read(&thrown.member("status")),
            errors,
            trace_id: Read::read(&thrown.member("clerkTraceId")),
            retry_after: Read::read(&thrown.member("retryAfter")),
        })
    }
}

fn detail(source: &Source) -> ClerkErrorDetail {
    let text = |name: &str| source.member(name).text().filter(|text| !text.is_empty());
    let code = text("code").or_else(|| source.member("code").number().map(|code| code.to_string()));
    let message = text("message").or_else(|| source.text());
    ClerkErrorDetail {
        code: code.unwrap_or_else(|| ClerkError::UNKNOWN.to_owned()),
        message: message.unwrap_or_else(|| "Something went wrong in the sign-in service.".to_owned()),
        long_message: text("longMessage"),
        param: source.member("meta").member("paramName").text(),
    }
}

impl From<ClerkError> for ClerkApiError {
    fn from(error: ClerkError) -> Self {
        let detail = ClerkErrorDetail { code: error.code, message: error.message, ..ClerkErrorDetail::default() };
        Self { errors: vec![detail], ..Self::default() }
    }
}

impl fmt::Display for ClerkApiError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.errors.first() else { return formatter.write_str("refused without a reason") };
        write!(formatter, "{} ({})", first.long_message.as_ref().unwrap_or(&first.message), first.code)
    }
}

impl std::error::Error for ClerkApiError {}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(thrown: Value) -> ClerkApiError {
        ClerkApiError::read(&Source::of(thrown)).unwrap_or_default()
    }

    #[test]
    fn an_answer_of_clerks_is_read_whole() {
        let error = read(json!({
            "status": 422, "clerkTraceId": "trace_1", "retryAfter": 7,
            "errors": [
                {"code": "form_password_incorrect", "message": "is incorrect", "longMessage": "Password is incorrect.",
                 "meta": {"paramName": "password"}},
                {"code": "form_param_nil", "message": "is missing", "meta": {}},
            ],
        }));
        assert_eq!((error.status, error.trace_id.as_deref(), error.retry_after), (Some(422), Some("trace_1"), Some(7)));
        assert!(error.is_response() && error.has("form_param_nil") && error.code() == "form_password_incorrect");
        assert_eq!(error.of_field("password").map(|field| field.message.as_str()), Some("is incorrect"));
        assert_eq!(error.to_string(), "Password is incorrect. (form_password_incorrect)");
    }

    #[test]
    fn what_has_no_answer_has_no_status() {
        let offline = read(json!({"code": "clerk_offline", "message": "You are offline."}));
        assert!(offline.is_offline() && !offline.is_response());
        assert!(read(json!({"code": "reverification_cancelled", "message": "x"})).is_reverification_cancelled());
        assert!(read(json!({"code": 4001, "message": "denied"})).is_metamask());
        assert_eq!(read(json!("broken")).errors[0].message, "broken");
        assert_eq!(read(json!({})).code(), ClerkError::UNKNOWN);
    }

    #[test]
    fn sentences_come_from_the_table_then_from_clerk() {
        let known = read(json!({"errors": [{"code": "form_password_incorrect", "message": "m", "longMessage": "l"}]}));
        assert_eq!(known.sentences(), ["That password is not right. Try again, or choose another way to sign in."]);
        assert_eq!(known.errors[0].sentence_by(|_| Some("Falsch.")), "Falsch.");
        assert_eq!(known.errors[0].sentence_by(|_| None), "l");
        let unknown = read(json!({"errors": [{"code": "new_code", "message": "m"}]}));
        assert_eq!(unknown.sentences(), ["m"]);
    }
}
