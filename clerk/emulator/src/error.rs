//! Clerk's error answers: a status and `{"errors":[…]}`.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::{Method, StatusCode};
use serde_json::{Value, json};

/// A refusal in Clerk's terms.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) status: StatusCode,
    pub(crate) code: &'static str,
    message: String,
    /// Form field that ClerkJS shows the message under.
    parameter: Option<&'static str>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), parameter: None }
    }

    /// A form field that was not accepted.
    pub(crate) fn field(parameter: &'static str, code: &'static str, message: &str) -> Self {
        Self { parameter: Some(parameter), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message) }
    }

    /// A required form field that did not come.
    pub(crate) fn missing(parameter: &'static str) -> Self {
        Self::field(parameter, "form_param_missing", &format!("{parameter} must be included."))
    }

    pub(crate) fn invalid(parameter: &'static str) -> Self {
        Self::field(parameter, "form_param_value_invalid", &format!("{parameter} is not valid."))
    }

    pub(crate) fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "resource_not_found", format!("{what} was not found."))
    }

    pub(crate) fn bad_request(code: &'static str, message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(crate) fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "authentication_invalid", "Unable to authenticate the request.")
    }

    /// ClerkJS answers this code by asking for a new dev browser.
    pub(crate) fn unknown_dev_browser() -> Self {
        let message = "This browser is not known to the local Clerk.";
        Self::new(StatusCode::UNAUTHORIZED, "dev_browser_unauthenticated", message)
    }

    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "missing_organization_permission", message)
    }

    pub(crate) fn not_implemented(method: &Method, path: &str) -> Self {
        let message = format!("The local Clerk does not do {method} {path} yet");
        Self::new(StatusCode::NOT_IMPLEMENTED, "not_implemented", message)
    }

    /// The body; `client` travels along so that ClerkJS learns of a session that ended.
    pub(crate) fn body(&self, client: Option<Value>) -> Value {
        let mut meta = json!({});
        if let (Some(parameter), Some(fields)) = (self.parameter, meta.as_object_mut()) {
            fields.insert("param_name".to_owned(), json!(parameter));
        }
        let error = json!({ "code": self.code, "message": self.message, "long_message": self.message, "meta": meta });
        let mut body = json!({ "errors": [error], "clerk_trace_id": "local" });
        if let (Some(client), Some(fields)) = (client, body.as_object_mut()) {
            fields.insert("meta".to_owned(), json!({ "client": client }));
        }
        body
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(self.body(None))).into_response()
    }
}
