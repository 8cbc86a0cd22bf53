//! What Clerk has, in the words of the copy. Ordered by time of creation, so that what is new comes last.

use clerk_axum::backend::{
    Call, InstanceInvitationList, InstanceMembershipList, InvitationStatus, OrganizationList, Page, UserList,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::copy::{self, Change};

use super::{
    Parts, Walk,
    asking::{PAGE, is_last},
};
use app::kept;

/// A thing of Clerk's.
pub(super) struct Found {
    pub(super) kind: &'static str,
    pub(super) id: String,
    /// What the copy should have of it.
    pub(super) fields: Value,
    /// As of when.
    pub(super) updated_at: i64,
    /// Whose it is: without them it is nothing.
    pub(super) of: Vec<String>,
    /// What makes the copy so.
    pub(super) change: Change,
}

/// Looks at everything that Clerk lists.
pub(super) async fn list(parts: &Parts<'_>, walk: &mut Walk) -> anyhow::Result<()> {
    let (clerk, now, order_by) = (parts.clerk, parts.clock.now_ms(), Some("+created_at".to_owned()));
    let window = |offset| (Some(PAGE), Some(offset), order_by.clone());
    let organizations = |offset| {
        let (limit, offset, order_by) = window(offset);
        clerk.organizations().list(&OrganizationList { limit, offset, order_by, ..OrganizationList::default() })
    };
    each(parts, organizations, |it| kept::organization(it).map(of_organization), walk).await?;
    let people = |offset| {
        let (limit, offset, order_by) = window(offset);
        clerk.users().list(&UserList { limit, offset, order_by, ..UserList::default() })
    };
    each(parts, people, |it| kept::person(it, now).map(of_person), walk).await?;
    let memberships = |offset| {
        let (limit, offset, order_by) = window(offset);
        clerk.organizations().list_instance_memberships(&InstanceMembershipList { limit, offset, order_by })
    };
    each(parts, memberships, |it| kept::membership(it).map(of_membership), walk).await?;
    // Those that are pending: the copy has addresses of no others.
    let invitations = |offset| {
        let ((limit, offset, order_by), status) = (window(offset), vec![InvitationStatus::Pending]);
        let parameters =
            InstanceInvitationList { limit, offset, order_by, status, ..InstanceInvitationList::default() };
        clerk.organizations().list_instance_invitations(&parameters)
    };
    each(parts, invitations, |it| kept::invitation(it).map(of_invitation), walk).await
}

/// Page by page. What is not of Clerk's form is passed over.
async fn each<T: DeserializeOwned + Send + 'static>(
    parts: &Parts<'_>,
    list: impl Fn(u64) -> Call<Page<T>>,
    read: impl Fn(&T) -> Option<Found>,
    walk: &mut Walk,
) -> anyhow::Result<()> {
    let mut offset = 0;
    loop {
        let page = parts.ask(list(offset)).await?;
        let page = page.ok_or_else(|| anyhow::anyhow!("Clerk has no such list: is CLERK_API_URL right?"))?;
        page.data.iter().filter_map(&read).for_each(|found| walk.look(found));
        if is_last(&page, offset) {
            return Ok(());
        }
        offset += u64::try_from(page.data.len())?;
    }
}

pub(super) fn of_organization(it: copy::Organization) -> Found {
    let fields = json!({"name": it.name, "slug": it.slug, "image_url": it.image_url});
    let (id, updated_at) = (it.id.to_string(), it.updated_at);
    Found { kind: "organizations", id, fields, updated_at, of: Vec::new(), change: Change::Organization(it) }
}

pub(super) fn of_person(it: copy::Person) -> Found {
    let fields = json!({
        "first_name": it.first_name, "last_name": it.last_name, "image_url": it.image_url, "email": it.email,
        "banned": it.banned,
    });
    let (id, updated_at) = (it.id.to_string(), it.updated_at);
    Found { kind: "people", id, fields, updated_at, of: Vec::new(), change: Change::Person(it) }
}

pub(super) fn of_membership(it: copy::Membership) -> Found {
    let of = vec![it.organization.id.to_string(), it.person.id.to_string()];
    let fields = json!({
        "role": it.role, "permissions": it.permissions, "organization": it.organization.id.as_str(),
        "person": it.person.id.as_str(),
    });
    let (id, updated_at) = (it.id.clone(), it.updated_at);
    Found { kind: "memberships", id, fields, updated_at, of, change: Change::Membership(Box::new(it)) }
}

fn of_invitation(it: copy::Invitation) -> Found {
    let fields = json!({"email": it.email, "role": it.role, "status": it.status.as_str()});
    let (id, updated_at, of) = (it.id.clone(), it.updated_at, vec![it.organization.to_string()]);
    Found { kind: "invitations", id, fields, updated_at, of, change: Change::Invitation(it) }
}
