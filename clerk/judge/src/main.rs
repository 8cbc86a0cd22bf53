//! Reads answers of a Backend API, one JSON object a line: `{"method", "path", "paginated", "status", "body"}`, and decodes
//! each with what crate clerk-rs expects of that call. `cargo make judge` records them; see `clerk/judge/README.md`.

mod operations;

use std::collections::BTreeSet;
use std::io::{BufRead, stdin};
use std::process::ExitCode;

use clerk_rs::models::ClerkErrors;
use operations::{OPERATIONS, Operation, decode};
use serde::Deserialize;

#[derive(Deserialize)]
struct Answer {
    method: String,
    /// Below `/v1`, without a query.
    path: String,
    /// The rows were asked for with their count (`paginated=true`); clerk-rs asks for, and expects, the rows alone.
    paginated: bool,
    status: u16,
    body: String,
}

fn main() -> ExitCode {
    let (mut met, mut failures, mut read) = (BTreeSet::new(), 0, 0);
    for line in stdin().lock().lines().map_while(Result::ok) {
        read += 1;
        match judge(&line) {
            Ok(operation) => _ = met.insert(operation),
            Err(reason) => {
                failures += 1;
                println!("{reason}");
            }
        }
    }
    println!("{read} answers of {} calls (clerk-rs has {} of them), {failures} failed", met.len(), OPERATIONS.len());
    if read == 0 || failures > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// The call that was answered; or why clerk-rs could not read the answer.
fn judge(line: &str) -> Result<String, String> {
    let answer: Answer = serde_json::from_str(line).map_err(|error| format!("not an answer: {error}: {line}"))?;
    let call = format!("{} {}", answer.method, answer.path);
    let Some(operation) = Operation::of(&answer.method, &answer.path) else {
        return Err(format!("{call}: clerk-rs does not know this call"));
    };
    let decoded = match answer.status {
        204 => Ok(()),
        200..300 if answer.paginated => rows(&answer.body).and_then(|rows| (operation.decode)(&rows)),
        200..300 => (operation.decode)(&answer.body),
        _ => decode::<ClerkErrors>(&answer.body),
    };
    let what = format!("{} {}", operation.method, operation.path);
    decoded
        .map(|()| what)
        .map_err(|reason| format!("{call}: status {}: {reason}\n    {:.300}", answer.status, answer.body))
}

/// The rows of `{"data": […], "total_count": …}`.
fn rows(body: &str) -> Result<String, String> {
    #[derive(Deserialize)]
    struct Page {
        data: serde_json::Value,
        #[serde(rename = "total_count")]
        _total_count: u64,
    }
    serde_json::from_str::<Page>(body).map(|page| page.data.to_string()).map_err(|error| error.to_string())
}
