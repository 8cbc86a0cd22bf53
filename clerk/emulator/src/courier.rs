//! Delivers webhooks: one attempt at a time for each endpoint, in their order, each when it is due by the clock of the local
//! Clerk.

use std::{collections::BTreeSet, error::Error, time::Duration};

use axum::body::Bytes;
use futures::{StreamExt as _, stream::FuturesUnordered};
use http::{HeaderMap, Request, Response, header::HeaderName};
use http_body_util::Full;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

use crate::{
    context::Context,
    state::{
        State,
        webhook::{Due, Outcome, Parcel},
    },
};

/// A receiver that has not answered by then has failed.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Looks again after so long at the latest: a clock may have been set.
const PAUSE: Duration = Duration::from_secs(60);

/// Where a receiver says that it does not want a message again.
const WISH: HeaderName = HeaderName::from_static("webhook-delivery");

type Sender = Client<HttpConnector, Full<Bytes>>;

/// Delivers until it is dropped.
pub(crate) async fn deliver(context: Context) {
    // A connection that was kept may be dead when it is needed, and a failed attempt waits.
    let sender: Sender = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build_http();
    let (mut busy, mut running) = (BTreeSet::new(), FuturesUnordered::new());
    let mut changes = context.changes();
    context.begin_deliveries();
    loop {
        changes.borrow_and_update();
        let (due, later) = plan(&context, &busy);
        for Due { endpoint_id, sending_id, .. } in due {
            busy.insert(endpoint_id.clone());
            running.push(attempt(context.clone(), sender.clone(), sending_id, endpoint_id));
        }
        tokio::select! {
            Some(endpoint_id) = running.next(), if !running.is_empty() => {
                busy.remove(&endpoint_id);
            }
            changed = changes.changed() => if changed.is_err() { return },
            () = wait(later) => {}
        }
    }
}

/// What to do now, and how long to wait for the next. Endpoints that are busy have time.
fn plan(context: &Context, busy: &BTreeSet<String>) -> (Vec<Due>, Duration) {
    let (now, attempts) = context.look(|state| (state.now_ms(), state.next_attempts()));
    let free = attempts.into_iter().filter(|due| !busy.contains(&due.endpoint_id));
    let (due, later): (Vec<Due>, Vec<Due>) = free.partition(|due| due.at_ms <= now);
    let waits = later.iter().filter_map(|due| u64::try_from(due.at_ms - now).ok()).map(Duration::from_millis);
    (due, waits.min().unwrap_or(PAUSE).min(PAUSE))
}

#[expect(clippy::disallowed_methods, reason = "an attempt is due at a time")]
async fn wait(pause: Duration) {
    tokio::time::sleep(pause).await;
}

/// One attempt. Answers whose it was.
async fn attempt(context: Context, sender: Sender, sending_id: String, endpoint_id: String) -> String {
    if let Some(parcel) = context.look(|state| state.parcel(&sending_id)) {
        let outcome = send(&sender, &parcel).await;
        let noted = context.change(|state: &mut State| {
            state.note_attempt(parcel, outcome);
            Ok(())
        });
        if noted.is_err() {
            // It cannot be written that this was sent: it is sent again, but not without end in no time.
            wait(TIMEOUT).await;
        }
    }
    endpoint_id
}

async fn send(sender: &Sender, parcel: &Parcel) -> Outcome {
    let failed = |error: String| Outcome { status: None, error: Some(error), aborted: false };
    let request = match request(parcel) {
        Ok(request) => request,
        Err(error) => return failed(error.to_string()),
    };
    match tokio::time::timeout(TIMEOUT, sender.request(request)).await {
        Err(_) => failed(format!("no answer within {} seconds", TIMEOUT.as_secs())),
        Ok(Err(error)) => failed(in_full(&error)),
        Ok(Ok(answer)) => outcome(&answer.map(drop)),
    }
}

fn request(parcel: &Parcel) -> http::Result<Request<Full<Bytes>>> {
    let start = Request::post(&parcel.url);
    let request = parcel.headers.iter().fold(start, |request, (name, value)| request.header(name, value));
    request.body(Full::new(Bytes::from(parcel.body.clone())))
}

fn outcome(answer: &Response<()>) -> Outcome {
    let status = answer.status();
    let error = match status {
        status if status.is_success() => None,
        status if status.is_redirection() => Some(format!("answered {status}, and redirects are not followed")),
        status => Some(format!("answered {status}")),
    };
    Outcome { status: Some(status.as_u16()), error, aborted: wants_no_more(answer.headers()) }
}

fn wants_no_more(headers: &HeaderMap) -> bool {
    headers.get(WISH).is_some_and(|wish| wish == "abort-message")
}

/// An error with its causes.
fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}
