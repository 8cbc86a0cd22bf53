//! Webhooks: who wants to be told, what there is to tell, and how far the telling came. The rules are Svix', which sends
//! Clerk's webhooks. No HTTP here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    State,
    endpoint::Endpoint,
    table::{Key, Row},
};
use crate::{error::Problem, visitor::Visitor};

const SECOND_MS: i64 = 1_000;
const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// How long the second attempt waits after the first has failed, the third after the second, and so on.
const WAITS_MS: [i64; 7] =
    [5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS, 10 * HOUR_MS];

/// An endpoint where every attempt failed for so long is switched off.
const PATIENCE_MS: i64 = 5 * 24 * HOUR_MS;

/// So many of each are kept; the oldest go.
const LIMIT: usize = 10_000;

/// An event, as it is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Message {
    id: String,
    pub(crate) svix_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) body: String,
    pub(crate) created_at: i64,
}

/// An event on its way to an endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Sending {
    id: String,
    message_id: String,
    endpoint_id: String,
    status: Status,
    /// All attempts there have been.
    attempts: u32,
    /// Those that failed since it was sent or sent again.
    failures: usize,
    failed_at: Option<i64>,
    created_at: i64,
}

/// How far a sending came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Open,
    Delivered,
    Failed,
}

/// An attempt that was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub(crate) seq: u64,
    pub(crate) svix_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    /// Its URL.
    pub(crate) endpoint: String,
    pub(crate) endpoint_id: String,
    pub(crate) attempt: u32,
    pub(crate) at_ms: i64,
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<String>,
    /// When it is tried again.
    pub(crate) next_at_ms: Option<i64>,
    pub(crate) headers: BTreeMap<String, String>,
}

impl Row for Message {
    fn keys(&self) -> Vec<Key> {
        vec![("svix", self.svix_id.clone())]
    }
}

impl Row for Sending {
    fn keys(&self) -> Vec<Key> {
        let waits = if self.failed_at.is_some() { "again" } else { "first" };
        let open = (self.status == Status::Open).then(|| (waits, self.endpoint_id.clone()));
        open.into_iter().chain([("message", self.message_id.clone())]).collect()
    }
}

impl Row for Delivery {}

/// What the next attempt at an endpoint is, and when.
#[derive(Clone, Debug)]
pub(crate) struct Due {
    pub(crate) endpoint_id: String,
    pub(crate) sending_id: String,
    pub(crate) at_ms: i64,
}

/// An attempt about to be made.
#[derive(Clone, Debug)]
pub(crate) struct Parcel {
    sending_id: String,
    svix_id: String,
    kind: String,
    pub(crate) url: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
    at_ms: i64,
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) status: Option<u16>,
    /// Why it counts as failed.
    pub(crate) error: Option<String>,
    /// The receiver asks not to be sent this again.
    pub(crate) aborted: bool,
}

impl State {
    /// Has an event sent to every endpoint that takes it.
    pub(crate) fn publish(&mut self, kind: &str, data: Value) -> Message {
        let now = self.now_ms();
        let Visitor { address, user_agent } = Visitor::current();
        let body = json!({
            "object": "event",
            "type": kind,
            "data": data,
            "timestamp": now,
            "instance_id": self.instance_id(),
            "event_attributes": { "http_request": { "client_ip": address, "user_agent": user_agent } },
        });
        if self.data.messages.len() >= LIMIT {
            self.forget_message();
        }
        let message = Message {
            // Of one length, so that they sort as numbers do.
            id: format!("{:012}", self.data.messages.next_number()),
            svix_id: self.random.id("msg"),
            kind: kind.to_owned(),
            body: body.to_string(),
            created_at: now,
        };
        self.data.messages.insert(message.id.clone(), message.clone());
        self.send_to_all(&message);
        message
    }

    fn forget_message(&mut self) {
        let first = self.data.messages.values().next().map(|message| message.id.clone());
        if let Some(id) = first {
            self.data.messages.remove(&id);
            self.data.sendings.remove_with("message", &id, |_| true);
        }
    }

    fn send_to_all(&mut self, message: &Message) -> usize {
        let takers = self.data.endpoints.values().filter(|endpoint| endpoint.takes(&message.kind));
        let ids: Vec<String> = takers.map(|endpoint| endpoint.id.clone()).collect();
        for endpoint_id in &ids {
            self.send_message(message, endpoint_id);
        }
        ids.len()
    }

    fn send_message(&mut self, message: &Message, endpoint_id: &str) {
        let id = format!("{}-{endpoint_id}", message.id);
        let attempts = self.data.sendings.get(&id).map_or(0, |before| before.attempts);
        let sending = Sending {
            id: id.clone(),
            message_id: message.id.clone(),
            endpoint_id: endpoint_id.to_owned(),
            status: Status::Open,
            attempts,
            failures: 0,
            failed_at: None,
            created_at: self.now_ms(),
        };
        self.data.sendings.insert(id, sending);
    }

    /// Sends an event again, whatever came of it before; answers to how many endpoints.
    pub(crate) fn replay(&mut self, svix_id: &str) -> Result<usize, Problem> {
        let message = self.data.messages.with("svix", svix_id).next().cloned();
        let message = message.ok_or_else(|| Problem::not_found("The message"))?;
        Ok(self.send_to_all(&message))
    }

    /// Sends what happened in a time again, or what of it has failed so far.
    pub(crate) fn replay_range(&mut self, from_ms: i64, to_ms: i64, only_failed: bool) -> usize {
        let is_meant = |message: &&Message| (from_ms..=to_ms).contains(&message.created_at);
        let messages: Vec<Message> = self.data.messages.values().filter(is_meant).cloned().collect();
        messages
            .iter()
            .map(|message| if only_failed { self.send_failed(message) } else { self.send_to_all(message) })
            .sum()
    }

    fn send_failed(&mut self, message: &Message) -> usize {
        let has_failed = |sending: &&Sending| {
            let is_on = self.data.endpoints.get(&sending.endpoint_id).is_some_and(|endpoint| !endpoint.disabled);
            is_on
                && match sending.status {
                    Status::Open => sending.failed_at.is_some(),
                    Status::Failed => true,
                    Status::Delivered => false,
                }
        };
        let failed = self.data.sendings.with("message", &message.id).filter(has_failed);
        let ids: Vec<String> = failed.map(|sending| sending.endpoint_id.clone()).collect();
        for endpoint_id in &ids {
            self.send_message(message, endpoint_id);
        }
        ids.len()
    }

    /// The next attempt at each endpoint: they have their order, and do not wait for each other.
    pub(crate) fn next_attempts(&self) -> Vec<Due> {
        let endpoints = self.data.endpoints.values().filter(|endpoint| !endpoint.disabled);
        endpoints.filter_map(|endpoint| self.next_attempt(&endpoint.id)).collect()
    }

    fn next_attempt(&self, endpoint_id: &str) -> Option<Due> {
        let first = self.data.sendings.first_with("first", endpoint_id);
        let again = self.data.sendings.with("again", endpoint_id).min_by_key(|sending| self.due_at(sending));
        let next = first.into_iter().chain(again).min_by_key(|sending| self.due_at(sending))?;
        Some(Due { endpoint_id: endpoint_id.to_owned(), sending_id: next.id.clone(), at_ms: self.due_at(next) })
    }

    fn due_at(&self, sending: &Sending) -> i64 {
        let wait = sending.failures.checked_sub(1).and_then(|index| WAITS_MS.get(index));
        match (sending.failed_at, wait) {
            (Some(failed_at), Some(wait)) => failed_at.saturating_add(self.scaled(*wait)),
            _ => sending.created_at,
        }
    }

    fn scaled(&self, wait_ms: i64) -> i64 {
        (wait_ms as f64 * self.settings.webhook_retry_scale) as i64
    }

    /// How many attempts should have been made by now.
    pub(crate) fn due(&self) -> usize {
        let now = self.now_ms();
        let endpoints = self.data.endpoints.values().filter(|endpoint| !endpoint.disabled);
        let due = endpoints.map(|Endpoint { id, .. }| {
            let again = self.data.sendings.with("again", id).filter(|sending| self.due_at(sending) <= now);
            self.data.sendings.with("first", id).count() + again.count()
        });
        due.sum()
    }

    /// What is sent in an attempt. Signed with the machine's own time, which the receiver's check compares with its clock.
    pub(crate) fn parcel(&self, sending_id: &str) -> Option<Parcel> {
        let sending = self.data.sendings.get(sending_id).filter(|sending| sending.status == Status::Open)?;
        let endpoint = self.data.endpoints.get(&sending.endpoint_id)?;
        let Message { svix_id, kind, body, .. } = self.data.messages.get(&sending.message_id)?.clone();
        let seconds = self.clock.now_ms().div_euclid(SECOND_MS);
        let headers = [
            ("content-type", "application/json".to_owned()),
            ("user-agent", "Svix-Webhooks/1.0 (local Clerk)".to_owned()),
            ("svix-id", svix_id.clone()),
            ("svix-timestamp", seconds.to_string()),
            ("svix-signature", endpoint.secret.sign(&svix_id, seconds, &body)),
        ];
        Some(Parcel {
            sending_id: sending_id.to_owned(),
            svix_id,
            kind,
            url: endpoint.url.clone(),
            headers: headers.map(|(name, value)| (name.to_owned(), value)).into(),
            body,
            at_ms: self.now_ms(),
        })
    }

    /// Keeps what came of an attempt, and decides whether there is another one.
    pub(crate) fn note_attempt(&mut self, parcel: Parcel, outcome: Outcome) {
        let now = self.now_ms();
        let Some(mut sending) = self.data.sendings.get(&parcel.sending_id).cloned() else { return };
        sending.attempts += 1;
        if outcome.error.is_none() {
            (sending.status, sending.failed_at) = (Status::Delivered, None);
        } else {
            sending.failures += 1;
            sending.failed_at = Some(now);
            let is_over = outcome.aborted || sending.failures > WAITS_MS.len();
            sending.status = if is_over { Status::Failed } else { Status::Open };
        }
        if self.note_health(&sending.endpoint_id, outcome.error.is_none(), now) {
            sending.status = Status::Failed;
        }
        let next_at_ms = (sending.status == Status::Open).then(|| self.due_at(&sending));
        self.data.sendings.insert(sending.id.clone(), sending.clone());
        self.log(parcel, outcome, &sending, next_at_ms);
    }

    fn log(&mut self, parcel: Parcel, outcome: Outcome, sending: &Sending, next_at_ms: Option<i64>) {
        let Parcel { svix_id, kind, url, headers, at_ms, .. } = parcel;
        self.last_delivery = self.last_delivery.max(self.data.deliveries.next_number().saturating_sub(1)) + 1;
        if self.data.deliveries.len() >= LIMIT {
            self.data.deliveries.remove_first();
        }
        let delivery = Delivery {
            seq: self.last_delivery,
            svix_id,
            kind,
            endpoint: url,
            endpoint_id: sending.endpoint_id.clone(),
            attempt: sending.attempts,
            at_ms,
            status: outcome.status,
            error: outcome.error,
            next_at_ms,
            headers,
        };
        self.data.deliveries.insert(format!("{:012}", delivery.seq), delivery);
    }

    /// Notes whether an endpoint works. One that has not for days is switched off, with everything that waits for it: then
    /// the answer is true.
    fn note_health(&mut self, endpoint_id: &str, works: bool, now_ms: i64) -> bool {
        let Some(endpoint) = self.data.endpoints.get_mut(endpoint_id) else { return false };
        if works {
            endpoint.failing_since = None;
            return false;
        }
        let since = *endpoint.failing_since.get_or_insert(now_ms);
        if now_ms - since < PATIENCE_MS {
            return false;
        }
        endpoint.disabled = true;
        tracing::warn!("every webhook to {} has failed for days: it is switched off", endpoint.url);
        self.data.sendings.change_with("first", endpoint_id, |sending| sending.status = Status::Failed);
        self.data.sendings.change_with("again", endpoint_id, |sending| sending.status = Status::Failed);
        true
    }

    /// Events after that number, oldest first.
    pub(crate) fn messages(&self, since: u64) -> impl Iterator<Item = (u64, &Message)> {
        let numbered = self.data.messages.values().map(|message| (message.id.parse().unwrap_or(0), message));
        numbered.filter(move |(seq, _)| *seq > since)
    }

    /// Attempts after that number, oldest first, each with the body that was sent.
    pub(crate) fn deliveries(&self, since: u64) -> impl Iterator<Item = (&Delivery, &str)> {
        let later = self.data.deliveries.values().rev().take_while(move |delivery| delivery.seq > since);
        later.collect::<Vec<_>>().into_iter().rev().map(move |delivery| {
            let message = self.data.messages.with("svix", &delivery.svix_id).next();
            (delivery, message.map_or("", |message| message.body.as_str()))
        })
    }
}
