//! The harness for webhooks: one JSON line in, one JSON line out, so that any other implementation can be held against
//! ours.
//!
//! `cargo run -q --release -p clerk-axum --example verify_webhook`
//!
//! In: `{"id","now_ms","secrets":[…],"headers":[[name, value], …],"body_base64"}`; `headers` may be an object, whose values
//! may be lists, and `body` may be a text. Out: `{"id","ok","type"}`, and `"error"` where it is refused.

use std::io::{self, BufRead, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use clerk_protocol::{WebhookSecret, verify_webhook};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Question {
    #[serde(default)]
    id: Value,
    #[serde(alias = "now")]
    now_ms: f64,
    secrets: Vec<String>,
    headers: Headers,
    #[serde(alias = "body_b64")]
    body_base64: Option<String>,
    body: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Headers {
    Pairs(Vec<(String, String)>),
    Object(serde_json::Map<String, Value>),
}

impl Headers {
    fn pairs(self) -> Option<Vec<(String, String)>> {
        let Self::Object(object) = self else {
            let Self::Pairs(pairs) = self else { return None };
            return Some(pairs);
        };
        let mut pairs = Vec::new();
        for (name, value) in object {
            let values = if let Value::Array(values) = value { values } else { vec![value] };
            for value in values {
                pairs.push((name.clone(), value.as_str()?.to_owned()));
            }
        }
        Some(pairs)
    }
}

fn main() -> io::Result<()> {
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        let answer = answer(&line?).unwrap_or_else(|| json!({"id": null, "ok": false, "error": "malformed"}));
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(())
}

/// `None`: the line is no question.
#[expect(clippy::cast_possible_truncation, reason = "a clock's reading fits")]
fn answer(line: &[u8]) -> Option<Value> {
    let question: Question = serde_json::from_slice(line).ok()?;
    let body = match (question.body_base64, question.body) {
        (Some(encoded), _) => STANDARD.decode(encoded).ok()?,
        (None, Some(text)) => text.into_bytes(),
        (None, None) => return None,
    };
    let secrets: Result<Vec<_>, _> = question.secrets.iter().map(|secret| WebhookSecret::parse(secret)).collect();
    let (secrets, headers) = (secrets.ok()?, question.headers.pairs()?);
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let verified = verify_webhook(headers, &body, &secrets, question.now_ms as i64).map_err(|error| error.to_string());
    let read = verified.and_then(|_| match serde_json::from_slice(&body) {
        Ok(Value::Object(event)) => Ok(event),
        _ => Err("the body is not a JSON object".to_owned()),
    });
    Some(match read {
        Ok(event) => json!({"id": question.id, "ok": true, "type": event.get("type")}),
        Err(error) => json!({"id": question.id, "ok": false, "type": null, "error": error}),
    })
}
