//! The envelope of an event.

use serde::Deserialize;
use serde_json::Value;

use super::{EventType, Payload};

/// An event. Read it only from a body whose signature was checked.
#[derive(Clone, Debug)]
pub struct Event {
    /// What happened.
    pub event_type: EventType,
    /// When, milliseconds since the epoch.
    pub timestamp: i64,
    /// In which instance: `ins_…`.
    pub instance_id: String,
    /// What it happened to.
    pub payload: Payload,
}

/// Why a body is no event. Nothing of the body is told: it may hold what must not be logged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MalformedEvent {
    /// It is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The envelope lacks something, or is something else.
    #[error("the envelope is not that of an event")]
    Envelope,
    /// The payload of this type lacks something, or is something else.
    #[error("the payload of {0} is not as it is published")]
    Payload(EventType),
}

#[derive(Deserialize)]
struct Envelope {
    object: String,
    #[serde(rename = "type")]
    event_type: String,
    timestamp: i64,
    instance_id: String,
    data: Value,
}

impl Event {
    /// Reads it. What is not known is ignored.
    ///
    /// # Errors
    /// [`MalformedEvent`] when it is none.
    pub fn parse(body: &[u8]) -> Result<Self, MalformedEvent> {
        Self::of(serde_json::from_slice(body).map_err(|_| MalformedEvent::NotJson)?)
    }

    /// The same, of JSON.
    ///
    /// # Errors
    /// [`MalformedEvent`] when it is none.
    pub fn of(body: Value) -> Result<Self, MalformedEvent> {
        let envelope: Envelope = serde_json::from_value(body).map_err(|_| MalformedEvent::Envelope)?;
        if envelope.object != "event" || envelope.instance_id.is_empty() {
            return Err(MalformedEvent::Envelope);
        }
        let event_type = EventType::from(envelope.event_type.as_str());
        let payload = Payload::of(&event_type, envelope.data);
        let payload = payload.map_err(|_| MalformedEvent::Payload(event_type.clone()))?;
        Ok(Self { event_type, timestamp: envelope.timestamp, instance_id: envelope.instance_id, payload })
    }
}
