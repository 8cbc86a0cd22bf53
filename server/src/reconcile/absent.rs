//! What the copy has and no list of Clerk's named: each is asked for.

use clerk_axum::{BackendClient, BackendError, backend::MembershipList};
use serde_json::Value;
use store::copy::{self, Change, Status};

use super::{Walk, clerk::invitation};

/// So many may be gone without anybody being asked, or so many of a hundred.
const FEW: usize = 10;
const PERCENT: usize = 5;

/// Asks for what was not met, and removes what is gone.
pub(super) async fn heal(clerk: &BackendClient, walk: &mut Walk<'_>) -> anyhow::Result<()> {
    let left: Vec<_> = walk.left.clone().into_iter().filter(|((kind, _), row)| may_be_absent(kind, row)).collect();
    let all = left.len() + usize::try_from(walk.outcome.checked).unwrap_or(usize::MAX);
    let is_mass = left.len() > FEW && left.len() * 100 > all * PERCENT;
    let may_go_on = !is_mass || walk.options.allow_mass_removal || walk.options.dry_run;
    anyhow::ensure!(
        may_go_on,
        "{} of {all} things in the copy are not at Clerk any more: nothing was removed. If that is so, and the keys are the right \
         instance's, run `server reconcile --allow-mass-removal`",
        left.len()
    );
    for ((kind, id), row) in left {
        if let Some((what, change)) = asked(clerk, kind, &id, &row).await? {
            walk.differs(kind, id, what, change).await?;
        }
    }
    Ok(())
}

/// Of invitations the list had pending ones alone.
fn may_be_absent(kind: &str, row: &Value) -> bool {
    kind != "invitations" || text(row, "status") == "pending"
}

/// What Clerk says of it; `None`: it is there after all.
async fn asked(
    clerk: &BackendClient,
    kind: &str,
    id: &str,
    row: &Value,
) -> Result<Option<(&'static str, Option<Change>)>, BackendError> {
    const GONE: &str = "gone at Clerk";
    Ok(match kind {
        "people" => is_gone(clerk.users().get(id).await)?.then(|| (GONE, id.parse().ok().map(Change::PersonGone))),
        "organizations" => {
            is_gone(clerk.organizations().get(id).await)?.then(|| (GONE, id.parse().ok().map(Change::OrganizationGone)))
        }
        "memberships" => {
            let user_id = vec![text(row, "person").to_owned()];
            let parameters = MembershipList { user_id, limit: Some(1), ..MembershipList::default() };
            match clerk.organizations().list_memberships(text(row, "organization"), &parameters).await {
                Ok(page) if page.data.iter().any(|it| it.id == id) => None,
                Err(error) if !error.is_resource_not_found() => return Err(error),
                _ => Some((GONE, membership(id, row).map(|it| Change::MembershipGone(Box::new(it))))),
            }
        }
        _ => match clerk.organizations().get_invitation(text(row, "organization"), id).await {
            Ok(found) => invitation(&found).map(|found| ("no longer pending", Some(Change::Invitation(found)))),
            Err(error) if error.is_resource_not_found() => Some((GONE, revoked(id, row).map(Change::Invitation))),
            Err(error) => return Err(error),
        },
    })
}

/// Only Clerk's own word that there is none counts.
fn is_gone<T>(found: Result<T, BackendError>) -> Result<bool, BackendError> {
    match found {
        Ok(_) => Ok(false),
        Err(error) if error.is_resource_not_found() => Ok(true),
        Err(error) => Err(error),
    }
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
    let (first_name, last_name, image_url, email) = (None, None, None, None);
    let (created_at, updated_at) = (None, i64::MIN);
    let id_of_person = text(row, "person").parse().ok()?;
    let person = copy::Person {
        id: id_of_person,
        first_name,
        last_name,
        image_url,
        email,
        banned: false,
        created_at,
        updated_at,
    };
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
