//! Memberships. Of one person there is one at most in an organization: whoever leaves and joins again has a new one, and
//! that it is there says that those before are gone, also where nobody said so.

use super::{Apply, is_gone};
use crate::{
    copy::{Membership, statements},
    engine::{Failure, values},
    unit::Work,
};

/// The time of those of whom nothing is said but their ids.
const NEVER: i64 = i64::MIN;

/// Another membership of the same pair: id, since when.
type Other = (String, i64);

impl Apply {
    pub(super) async fn membership(&self, work: &mut Work<'_>, membership: &Membership) -> Result<(), Failure> {
        self.in_passing(work, membership).await?;
        let (organization, person) = pair(membership);
        if is_gone(work, &membership.id).await? {
            return Ok(());
        }
        let others = others(work, membership).await?;
        let later = values![organization, person, membership.created_at, &membership.id];
        if others.iter().any(|other| is_before(membership, other))
            || work.finds(statements::LATER_IS_GONE, later).await?
        {
            return self.supersede(work, membership, &(membership.id.clone(), membership.created_at)).await;
        }
        for other in &others {
            self.supersede(work, membership, other).await?;
        }
        if is_gone(work, organization).await? || is_gone(work, person).await? {
            return Ok(());
        }
        let before = self.role(work, &membership.id).await?;
        let permissions = serde_json::to_string(&membership.permissions).map_err(Failure::internal)?;
        let values = values![
            &membership.id,
            person,
            &membership.role,
            permissions,
            membership.created_at,
            membership.updated_at,
            self.heard.at,
            &self.heard.delivery,
        ];
        work.execute(statements::memberships::PUT, values).await?;
        let after = self.role(work, &membership.id).await?;
        self.note_member(work, person, before.as_deref(), after.as_deref()).await
    }

    pub(super) async fn membership_gone(&self, work: &mut Work<'_>, membership: &Membership) -> Result<(), Failure> {
        self.in_passing(work, membership).await?;
        let (organization, person) = pair(membership);
        self.bury(work, &membership.id, Some((organization, person, membership.created_at))).await?;
        let before = self.role(work, &membership.id).await?;
        work.execute(statements::memberships::REMOVE, values![&membership.id]).await?;
        self.note_member(work, person, before.as_deref(), None).await?;
        for other in others(work, membership).await?.iter().filter(|other| !is_before(membership, other)) {
            self.supersede(work, membership, other).await?;
        }
        Ok(())
    }

    /// The organization and the person as they were: only what nobody said of them themselves.
    async fn in_passing(&self, work: &mut Work<'_>, membership: &Membership) -> Result<(), Failure> {
        let (organization, person) = (&membership.organization, &membership.person);
        if organization.updated_at > NEVER {
            self.organization(work, organization, false).await?;
        }
        if person.updated_at > NEVER { self.person(work, person).await } else { Ok(()) }
    }

    async fn supersede(&self, work: &mut Work<'_>, of: &Membership, (id, since): &Other) -> Result<(), Failure> {
        let (organization, person) = pair(of);
        self.note_gone(work, (id, "superseded"), Some((organization, person, *since))).await?;
        work.execute(statements::memberships::REMOVE, values![id]).await?;
        Ok(())
    }
}

fn pair(membership: &Membership) -> (&str, &str) {
    (membership.organization.id.as_str(), membership.person.id.as_str())
}

fn is_before(membership: &Membership, (id, since): &Other) -> bool {
    (membership.created_at, &membership.id) < (*since, id)
}

async fn others(work: &mut Work<'_>, membership: &Membership) -> Result<Vec<Other>, Failure> {
    let person = values![membership.person.id.as_str()];
    let all = work
        .all_as(statements::memberships::OF_PAIR, person, |row| Ok((row.string("id")?, row.number("created_at")?)))
        .await?;
    Ok(all.into_iter().filter(|(id, _)| *id != membership.id).collect())
}
