//! Clerk's error answers: a status and `{"errors":[…]}`.

mod codes;

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU64, Ordering},
};

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode};
use serde_json::{Value, json};

pub(crate) use self::codes::Code;

/// Counts the refusals of this process: each has a trace id of its own, as Clerk's have.
static REFUSALS: AtomicU64 = AtomicU64::new(1);

/// A refusal in Clerk's terms.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    message: String,
    /// Form field that ClerkJS shows the message under.
    parameter: Option<String>,
    /// One more thing that ClerkJS goes by.
    detail: Option<(&'static str, String)>,
}

impl Problem {
    /// A refusal that Clerk itself does not have: of the control API, and of calls that are not built.
    pub(crate) fn own(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), parameter: None, detail: None }
    }

    /// A refusal with one of Clerk's codes.
    pub(crate) fn new(code: Code, message: impl Into<String>) -> Self {
        Self::own(code.status(), code.name(), message)
    }

    /// A form field that was not accepted.
    pub(crate) fn field(parameter: &str, code: Code, message: impl Into<String>) -> Self {
        Self { parameter: Some(parameter.to_owned()), ..Self::new(code, message) }
    }

    /// What it says to a person.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// One more thing that was said with it.
    pub(crate) fn detail(&self, name: &str) -> Option<&str> {
        self.detail.as_ref().filter(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Says one thing more.
    pub(crate) fn with(self, name: &'static str, value: &str) -> Self {
        Self { detail: Some((name, value.to_owned())), ..self }
    }

    /// A required form field that did not come.
    pub(crate) fn missing(parameter: &str) -> Self {
        Self::field(parameter, Code::FormParamMissing, format!("{parameter} must be included."))
    }

    pub(crate) fn unknown(parameter: &str) -> Self {
        let message = format!("{parameter} is not a valid parameter for this request.");
        Self::field(parameter, Code::FormParamUnknown, message)
    }

    pub(crate) fn invalid(parameter: &str) -> Self {
        Self::field(parameter, Code::FormParamValueInvalid, format!("{parameter} is not valid."))
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(Code::ResourceNotFound, format!("{what} was not found."))
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(Code::AuthenticationInvalid, "Unable to authenticate the request.")
    }

    /// ClerkJS answers this code by asking for a new dev browser.
    pub(crate) fn unknown_dev_browser() -> Self {
        Self::new(Code::DevBrowserUnauthenticated, "This browser is not known to the local Clerk.")
    }

    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(Code::MissingOrganizationPermission, message)
    }

    pub(crate) fn not_implemented(method: &Method, path: &str) -> Self {
        Self::not_built(&format!("{method} {path}"))
    }

    /// Something of Clerk's that the local Clerk does not do, named.
    pub(crate) fn not_built(what: &str) -> Self {
        let message = format!("The local Clerk does not do {what} yet");
        Self::own(StatusCode::NOT_IMPLEMENTED, "not_implemented", message)
    }

    /// The answer, which also says its code to whoever logs it.
    pub(crate) fn answer(&self, client: Option<Value>) -> Response {
        let mut response = (self.status, Json(self.body(client))).into_response();
        response.extensions_mut().insert(Refusal(self.code));
        response
    }

    /// The body; `client` travels along so that ClerkJS learns of a session that ended.
    pub(crate) fn body(&self, client: Option<Value>) -> Value {
        let parameter = self.parameter.as_ref().map(|parameter| ("param_name", parameter));
        let detail = self.detail.as_ref().map(|(name, value)| (*name, value));
        let meta: BTreeMap<&str, &String> = parameter.into_iter().chain(detail).collect();
        let error = json!({ "code": self.code, "message": self.message, "long_message": self.message, "meta": meta });
        let trace = format!("{:032x}", REFUSALS.fetch_add(1, Ordering::Relaxed));
        let mut body = json!({ "errors": [error], "clerk_trace_id": trace });
        if let (Some(client), Some(fields)) = (client, body.as_object_mut()) {
            fields.insert("meta".to_owned(), json!({ "client": client }));
        }
        body
    }
}

/// The code of a refusal, beside its answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal(pub(crate) &'static str);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.answer(None)
    }
}
