//! What the copy has and no list of Clerk's named, and what is gone here and some list named: each is asked for by its id.

use std::collections::BTreeSet;

use clerk_axum::backend::MembershipList;
use serde_json::Value;
use store::copy::{self, Change, Status};

use super::{
    Difference, Parts,
    clerk::Found,
    walk::{Finding, Walk},
};
use app::kept;

/// So many may be gone without anybody being asked, or so many of a hundred.
const FEW: usize = 10;
const PERCENT: usize = 5;

const GONE: &str = "gone at Clerk";

/// Rows that no list named, those that others belong to first.
struct Absent {
    rows: Vec<(&'static str, String, Value)>,
    /// The organizations and people among them.
    roots: BTreeSet<String>,
}

impl Absent {
    fn of(walk: &Walk) -> Self {
        let mut rows: Vec<_> = walk
            .left
            .iter()
            .filter(|((kind, _), row)| may_be_absent(kind, row))
            .map(|((kind, id), row)| (*kind, id.clone(), row.clone()))
            .collect();
        rows.sort_by_key(|(kind, ..)| !is_root(kind));
        let roots = rows.iter().filter(|(kind, ..)| is_root(kind)).map(|(_, id, _)| id.clone()).collect();
        Self { rows, roots }
    }

    /// How many there are, not counting what goes along with others.
    fn count(&self) -> usize {
        self.rows.iter().filter(|(.., row)| !is_of(row, &self.roots)).count()
    }
}

fn is_root(kind: &str) -> bool {
    matches!(kind, "organizations" | "people")
}

/// Whether it belongs to one of these.
fn is_of(row: &Value, roots: &BTreeSet<String>) -> bool {
    ["organization", "person"].into_iter().any(|name| roots.contains(text(row, name)))
}

/// Of invitations the list had pending ones alone.
fn may_be_absent(kind: &str, row: &Value) -> bool {
    kind != "invitations" || text(row, "status") == "pending"
}

/// Whether so much is gone that somebody has to say that it may be.
///
/// # Errors
/// When it is.
pub(super) fn must_be_few(walk: &Walk) -> anyhow::Result<()> {
    let left = Absent::of(walk).count();
    let all = left + usize::try_from(walk.checked).unwrap_or(usize::MAX);
    anyhow::ensure!(
        left <= FEW || left * 100 <= all * PERCENT,
        "{left} of {all} things in the copy are not at Clerk any more: nothing was changed. If that is so, and the keys are the right \
         instance's, run `server reconcile --allow-mass-removal`"
    );
    Ok(())
}

/// Asks for what is gone here, and for what was not met, and notes what Clerk says.
pub(super) async fn ask(parts: &Parts<'_>, walk: &mut Walk) -> anyhow::Result<()> {
    let mut lifted = BTreeSet::new();
    for found in std::mem::take(&mut walk.buried) {
        let is_gone = |id: &String| walk.gone.contains(id) && !lifted.contains(id);
        if found.of.iter().any(is_gone) {
            continue;
        }
        if !walk.gone.contains(&found.id) {
            walk.note(found, "missing", false);
        } else if is_there(parts, &found).await? {
            lifted.insert(found.id.clone());
            walk.note(found, "deleted here, still at Clerk", true);
        }
    }
    let (absent, mut gone) = (Absent::of(walk), BTreeSet::new());
    for (kind, id, row) in absent.rows {
        if is_of(&row, &gone) {
            continue;
        }
        if let Some((what, change)) = asked(parts, kind, &id, &row).await? {
            if is_root(kind) {
                gone.insert(id.clone());
            }
            walk.findings.push(Finding { difference: Difference { kind, id, what }, lifts: false, change });
        }
    }
    Ok(())
}

/// Whether Clerk says by its id that it is there: a list may be older than what is known here.
async fn is_there(parts: &Parts<'_>, found: &Found) -> anyhow::Result<bool> {
    Ok(match (found.kind, found.of.as_slice()) {
        ("organizations", _) => parts.ask(parts.clerk.organizations().get(&found.id)).await?.is_some(),
        ("people", _) => parts.ask(parts.clerk.users().get(&found.id)).await?.is_some(),
        (_, [organization, person]) => is_member(parts, organization, person, &found.id).await?,
        _ => false,
    })
}

/// Clerk has no call for a membership by its id.
async fn is_member(parts: &Parts<'_>, organization: &str, person: &str, id: &str) -> anyhow::Result<bool> {
    let parameters = MembershipList { user_id: vec![person.to_owned()], limit: Some(1), ..MembershipList::default() };
    let page = parts.ask(parts.clerk.organizations().list_memberships(organization, &parameters)).await?;
    Ok(page.is_some_and(|page| page.data.iter().any(|it| it.id == id)))
}

/// What Clerk says of it; `None`: it is there after all.
async fn asked(
    parts: &Parts<'_>,
    kind: &str,
    id: &str,
    row: &Value,
) -> anyhow::Result<Option<(&'static str, Option<Change>)>> {
    let clerk = parts.clerk;
    Ok(match kind {
        "people" => {
            let is_gone = parts.ask(clerk.users().get(id)).await?.is_none();
            is_gone.then(|| (GONE, id.parse().ok().map(Change::PersonGone)))
        }
        "organizations" => {
            let is_gone = parts.ask(clerk.organizations().get(id)).await?.is_none();
            is_gone.then(|| (GONE, id.parse().ok().map(Change::OrganizationGone)))
        }
        "memberships" => {
            let is_gone = !is_member(parts, text(row, "organization"), text(row, "person"), id).await?;
            is_gone.then(|| (GONE, membership(id, row).map(|it| Change::MembershipGone(Box::new(it)))))
        }
        _ => match parts.ask(clerk.organizations().get_invitation(text(row, "organization"), id)).await? {
            Some(found) => kept::invitation(&found)
                .filter(|found| found.status != Status::Pending)
                .map(|found| ("no longer pending", Some(Change::Invitation(found)))),
            None => Some((GONE, revoked(id, row).map(Change::Invitation))),
        },
    })
}

fn text<'r>(row: &'r Value, name: &str) -> &'r str {
    row.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn number(row: &Value, name: &str) -> i64 {
    row.get(name).and_then(Value::as_i64).unwrap_or_default()
}

/// The membership as the copy has it. Of organization and person nothing is said by that: they have no time.
fn membership(id: &str, row: &Value) -> Option<copy::Membership> {
    let organization = copy::Organization {
        id: text(row, "organization").parse().ok()?,
        name: String::new(),
        slug: None,
        image_url: None,
        created_at: 0,
        updated_at: i64::MIN,
    };
    let person = copy::Person { updated_at: i64::MIN, ..kept::nobody_yet(text(row, "person").parse().ok()?) };
    Some(copy::Membership {
        id: id.to_owned(),
        role: text(row, "role").to_owned(),
        permissions: Vec::new(),
        organization,
        person,
        created_at: number(row, "created_at"),
        updated_at: number(row, "updated_at"),
    })
}

fn revoked(id: &str, row: &Value) -> Option<copy::Invitation> {
    Some(copy::Invitation {
        id: id.to_owned(),
        organization: text(row, "organization").parse().ok()?,
        email: String::new(),
        role: text(row, "role").to_owned(),
        status: Status::Revoked,
        inviter_id: None,
        expires_at: None,
        created_at: number(row, "created_at"),
        updated_at: number(row, "updated_at").saturating_add(1),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// An organization that is not there, its members, and as many others that are.
    fn walk(members: usize, checked: u64) -> Walk {
        let rows =
            (0..members).map(|n| json!({"id": format!("orgmem_{n}"), "organization": "org_1", "person": "user_1"}));
        let dump = json!({"organizations": [{"id": "org_1"}], "memberships": rows.collect::<Vec<_>>()});
        Walk { checked, ..Walk::of(&dump) }
    }

    #[test]
    fn members_of_one_organization_are_no_mass() {
        let walk = walk(1_000, 100);
        assert_eq!(Absent::of(&walk).count(), 1);
        assert!(must_be_few(&walk).is_ok());
    }

    #[test]
    fn ten_may_go_and_of_many_five_in_a_hundred() {
        let people = |count: usize, checked| {
            let rows: Vec<_> = (0..count).map(|n| json!({"id": format!("user_{n}")})).collect();
            must_be_few(&Walk { checked, ..Walk::of(&json!({ "people": rows })) }).is_ok()
        };
        assert_eq!([people(10, 0), people(11, 0), people(11, 208), people(11, 209)], [true, false, false, true]);
    }
}
