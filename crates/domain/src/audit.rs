//! The audit trail: who did what, or was refused it.

use std::{borrow::Cow, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    id::{Id, InvalidId, UserId},
    impersonation::Impersonator,
    word_enum::word_enum,
};

/// What the trail tells of: the objects of a resource.
pub trait Object: Serialize + Sized {
    /// What people call one, in the singular: `project`.
    const NOUN: &'static str;
    /// One was made.
    const CREATED: AuditAction = AuditAction::of(Self::NOUN, "created");
    /// One was changed.
    const UPDATED: AuditAction = AuditAction::of(Self::NOUN, "updated");
    /// One was deleted.
    const DELETED: AuditAction = AuditAction::of(Self::NOUN, "deleted");

    /// Its id.
    fn id(&self) -> Id<Self>;

    /// What it is called.
    fn name(&self) -> &str;
}

/// What was done or tried: `project.created`. Each resource says what can be done with its objects.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AuditAction {
    noun: Cow<'static, str>,
    done: Cow<'static, str>,
}

impl AuditAction {
    /// What was done with an object of this kind.
    pub const fn of(noun: &'static str, done: &'static str) -> Self {
        Self { noun: Cow::Borrowed(noun), done: Cow::Borrowed(done) }
    }

    /// What it was done to, and what was done: `("project", "created")`.
    pub fn words(&self) -> (&str, &str) {
        (&self.noun, &self.done)
    }
}

impl fmt::Display for AuditAction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.noun, self.done)
    }
}

impl FromStr for AuditAction {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let is_word =
            |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let words = text.split_once('.').filter(|(noun, done)| [noun, done].into_iter().all(is_word));
        let (noun, done) = words.ok_or(InvalidId { expected: "audit action" })?;
        Ok(Self { noun: Cow::Owned(noun.to_owned()), done: Cow::Owned(done.to_owned()) })
    }
}

impl Serialize for AuditAction {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AuditAction {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

word_enum! {
    /// What became of it.
    AuditOutcome, "audit outcome" {
        /// It was done.
        Done = "done",
        /// The person lacked the permission; nothing was changed.
        Refused = "refused",
    }
}

/// The id of an entry of the audit trail.
pub type EventId = Id<AuditEvent>;

/// An entry of the audit trail. Nothing in it changes or goes before its tenant does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// UUIDv7.
    pub id: EventId,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Who; `None`: the system itself.
    pub actor: Option<UserId>,
    /// Who acted in the actor's place.
    pub impersonator: Option<Impersonator>,
    /// What.
    pub action: AuditAction,
    /// What became of it.
    pub outcome: AuditOutcome,
    /// The id of the object; `None` for a refused creation.
    pub object_id: Option<String>,
    /// Its name then; `None` for a refusal, which tells nothing of what may exist.
    pub object_name: Option<String>,
    /// The object before, as canonical JSON; `None` for a creation and a refusal.
    pub before: Option<String>,
    /// The object after, as canonical JSON; `None` for a purge and a refusal.
    pub after: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
}

/// A change that somebody tried without the permission for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// What they tried.
    pub action: AuditAction,
    /// On which object, as they named it.
    pub object_id: Option<String>,
}

impl Attempt {
    /// To make an object.
    pub fn to_create<T: Object>() -> Self {
        Self { action: T::CREATED, object_id: None }
    }

    /// To do this with an object.
    pub fn on(action: AuditAction, id: impl fmt::Display) -> Self {
        Self { action, object_id: Some(id.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_two_words() {
        let restored = AuditAction::of("invoice", "restored");
        assert_eq!(restored.to_string(), "invoice.restored");
        assert_eq!("invoice.restored".parse(), Ok(restored.clone()));
        assert_eq!(restored.words(), ("invoice", "restored"));
        for wrong in ["", ".", "invoice", "invoice.", ".restored", "invoice.re.stored", "Invoice.restored", "a b.c"] {
            assert!(wrong.parse::<AuditAction>().is_err(), "{wrong:?}");
        }
    }
}
