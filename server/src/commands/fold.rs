//! `server webhooks fold`: one JSON line in, one JSON line out, so that any order of events can be tried on any database.
//!
//! In: `{"id","svix_id","at_ms","body":{…}}`, or `{"id","dump":true}`, which is answered with the whole copy.

use std::io::{self, BufRead, Write};

use clerk_protocol::verify::webhook;
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Inbox, copy::Heard, webhooks::Task};

use crate::webhooks::reading::Reading;

#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    svix_id: String,
    #[serde(default)]
    at_ms: i64,
    #[serde(default)]
    body: Value,
    #[serde(default)]
    dump: bool,
}

/// Answers lines until there are no more.
pub(super) async fn run(inbox: &dyn Inbox) -> anyhow::Result<String> {
    for line in io::stdin().lock().split(b'\n') {
        let answer = match serde_json::from_slice(&line?) {
            Ok(line) => answer(inbox, line).await?,
            Err(_) => json!({"id": null, "ok": false, "error": "malformed"}),
        };
        let mut output = io::stdout().lock();
        writeln!(output, "{answer}")?;
        output.flush()?;
    }
    Ok(String::new())
}

async fn answer(inbox: &dyn Inbox, line: Line) -> anyhow::Result<Value> {
    if line.dump {
        return Ok(json!({"id": line.id, "state": inbox.dump().await?}));
    }
    let delivery =
        webhook::Delivery { id: line.svix_id, timestamp: line.at_ms.div_euclid(1_000), digest: "0".repeat(64) };
    let body = with_time(line.body, line.at_ms).to_string();
    let task = match Reading::of(delivery, body.as_bytes()).map_err(anyhow::Error::msg)? {
        Reading::Keep(delivery) => delivery.task,
        Reading::Drop => Task::Ignore("nothing of it is kept"),
    };
    Ok(match task {
        Task::Apply(payload) => {
            inbox.hear(serde_json::from_str::<Heard>(&payload)?).await?;
            json!({"id": line.id, "ok": true, "applied": true})
        }
        Task::Ignore(why) => json!({"id": line.id, "ok": true, "applied": false, "reason": why}),
        Task::Park(why) => json!({"id": line.id, "ok": false, "error": why}),
    })
}

/// An envelope that does not say when it was sent was sent when the line says.
fn with_time(mut body: Value, at_ms: i64) -> Value {
    if let Some(envelope) = body.as_object_mut() {
        envelope.entry("timestamp").or_insert_with(|| at_ms.into());
        envelope.entry("object").or_insert_with(|| "event".into());
        envelope.entry("instance_id").or_insert_with(|| "ins_fold".into());
    }
    body
}
