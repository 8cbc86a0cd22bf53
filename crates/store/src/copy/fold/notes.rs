//! What the trail says of changes that Clerk's events tell of and nobody made here: somebody joined, has another role, is
//! gone. What was changed here has its entry already, and its event changes nothing.

use domain::OrganizationMember;
use serde_json::json;
use uuid::Uuid;

use super::Apply;
use crate::{
    IdGenerator,
    audit::{self, Author, Event},
    engine::{Failure, values},
    members,
    unit::Work,
};

/// The one id that an event has for its entry.
struct Given(Uuid);

impl IdGenerator for Given {
    fn uuid_v7(&self) -> Uuid {
        self.0
    }
}

impl Apply {
    /// The role of a membership that is there; nobody asks where nothing is noted.
    pub(super) async fn role(&self, work: &mut Work<'_>, membership: &str) -> Result<Option<String>, Failure> {
        if self.job.is_none() {
            return Ok(None);
        }
        work.one_as(members::statements::ROLE, values![membership], |row| row.string("role")).await
    }

    /// Notes what became of a member, if anything did.
    pub(super) async fn note_member(
        &self,
        work: &mut Work<'_>,
        person: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> Result<(), Failure> {
        let action = match (before, after) {
            (None, Some(_)) => OrganizationMember::JOINED,
            (Some(_), None) => OrganizationMember::REMOVED,
            (before, after) if before != after => OrganizationMember::CHANGED,
            _ => return Ok(()),
        };
        let state = |role: &str| json!({ "person": person, "role": role });
        let (before, after) = (before.map(state), after.map(state));
        let event = Event::about(action, (person, None), before.as_ref(), after.as_ref())?;
        let author = Author { actor: None, impersonator: None, request_id: None, now: self.now };
        audit::note(work, &Given(self.next), &author, event).await
    }
}
