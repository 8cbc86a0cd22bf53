//! What one line is answered with.

use std::{error::Error, time::Duration};

use clerk_axum::{
    BackendError,
    backend::{ErrorItem, Report},
};
use serde_json::{Value, json};

use crate::whole::Whole;

/// How a call went.
pub(crate) struct Answer {
    outcome: Result<Value, (Value, Option<Duration>)>,
    status: Option<u16>,
    trace_id: Option<String>,
    attempts: u32,
    waited: Duration,
}

impl Answer {
    pub(crate) fn of<T: Whole>(report: Report<T>) -> Self {
        Self {
            outcome: report.outcome.map(|value| value.whole()).map_err(|error| (errors(&error), error.retry_after())),
            status: report.status.map(|status| status.as_u16()),
            trace_id: report.trace_id,
            attempts: report.attempts,
            waited: report.waited,
        }
    }

    pub(crate) fn is_good(&self) -> bool {
        self.outcome.is_ok()
    }

    /// Adds to the value.
    pub(crate) fn with(mut self, name: &str, value: Value) -> Self {
        if let Ok(object) = &mut self.outcome {
            put(object, name, value);
        }
        self
    }

    pub(crate) fn line(self, id: &Value) -> Value {
        let mut line = json!({
            "id": id, "ok": self.outcome.is_ok(), "status": self.status, "trace_id": self.trace_id,
            "retry_after": null, "attempts": self.attempts, "waited_ms": milliseconds(self.waited),
        });
        match self.outcome {
            Ok(value) => put(&mut line, "value", value),
            Err((errors, retry_after)) => {
                put(&mut line, "errors", errors);
                put(&mut line, "retry_after", json!(retry_after.map(|wait| wait.as_millis().div_ceil(1_000))));
            }
        }
        line
    }
}

/// Sets a field of an object.
pub(crate) fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = object {
        fields.insert(name.to_owned(), value);
    }
}

/// A call that was not made.
pub(crate) fn refused(id: &Value, code: &str, message: &str) -> Value {
    let errors = json!([{ "code": code, "message": message }]);
    json!({
        "id": id, "ok": false, "errors": errors, "status": null, "trace_id": null, "retry_after": null, "attempts": 0,
        "waited_ms": 0,
    })
}

/// A line that is none.
pub(crate) fn malformed() -> Value {
    json!({ "id": null, "ok": false, "error": "malformed" })
}

/// Clerk's errors, or one of ours.
fn errors(error: &BackendError) -> Value {
    let code = match error {
        BackendError::Answer(answer) if !answer.errors.is_empty() => return json!(answer.errors),
        BackendError::Answer(_) => "no_code",
        BackendError::InvalidId => "invalid_id",
        BackendError::InvalidParameters => "invalid_params",
        BackendError::Held(_) => "held",
        BackendError::TimedOut => "timed_out",
        BackendError::Unreachable(_) => "unreachable",
        BackendError::TooLarge => "too_large",
        BackendError::Malformed(_) => "malformed_answer",
    };
    let message = error.to_string();
    let long_message = error.source().map(ToString::to_string);
    json!([ErrorItem { code: code.to_owned(), message, long_message, meta: Value::Null }])
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
