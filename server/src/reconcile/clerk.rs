//! What Clerk has, in the words of the copy. Ordered by time of creation, so that what is new comes last.

use clerk_axum::{
    BackendClient, BackendError,
    backend::{
        InstanceInvitationList, InstanceMembershipList, InvitationStatus, Membership, Organization,
        OrganizationInvitation, OrganizationList, User, UserList,
    },
};
use futures::{StreamExt, stream::BoxStream};
use serde_json::json;
use store::copy::{self, Change};

use super::Found;

type List = BoxStream<'static, Result<Option<Found>, BackendError>>;

fn oldest_first() -> Option<String> {
    Some("+created_at".to_owned())
}

pub(super) fn organizations(clerk: &BackendClient) -> List {
    let parameters = OrganizationList { order_by: oldest_first(), ..OrganizationList::default() };
    let all = clerk.organizations().list(&parameters).entries();
    all.map(|it| it.map(|it| organization(&it).map(of_organization))).boxed()
}

pub(super) fn people(clerk: &BackendClient) -> List {
    let parameters = UserList { order_by: oldest_first(), ..UserList::default() };
    let all = clerk.users().list(&parameters).entries();
    all.map(|it| it.map(|it| person(&it).map(of_person))).boxed()
}

pub(super) fn memberships(clerk: &BackendClient) -> List {
    let parameters = InstanceMembershipList { order_by: oldest_first(), ..InstanceMembershipList::default() };
    let all = clerk.organizations().list_instance_memberships(&parameters).entries();
    all.map(|it| it.map(|it| membership(&it).map(of_membership))).boxed()
}

/// Those that are pending: the copy has addresses of no others.
pub(super) fn invitations(clerk: &BackendClient) -> List {
    let status = vec![InvitationStatus::Pending];
    let parameters = InstanceInvitationList { status, order_by: oldest_first(), ..InstanceInvitationList::default() };
    let all = clerk.organizations().list_instance_invitations(&parameters).entries();
    all.map(|it| it.map(|it| invitation(&it).map(of_invitation))).boxed()
}

/// `None`: an id in it is not of Clerk's form; so in all of these.
fn organization(it: &Organization) -> Option<copy::Organization> {
    Some(copy::Organization {
        id: it.id.parse().ok()?,
        name: it.name.clone(),
        slug: it.slug.clone(),
        image_url: it.image_url.clone(),
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

fn of_organization(it: copy::Organization) -> Found {
    let fields = json!({"name": it.name, "slug": it.slug, "image_url": it.image_url});
    Found { kind: "organizations", id: it.id.to_string(), fields, change: Change::Organization(it) }
}

fn person(it: &User) -> Option<copy::Person> {
    let primary = it.primary_email_address_id.as_deref();
    let address = primary.and_then(|id| it.email_addresses.iter().find(|address| address.id == id));
    Some(copy::Person {
        id: it.id.parse().ok()?,
        first_name: it.first_name.clone(),
        last_name: it.last_name.clone(),
        image_url: it.image_url.clone(),
        email: address.map(|address| address.email_address.clone()),
        banned: it.banned || it.locked,
        created_at: Some(it.created_at),
        updated_at: it.updated_at,
    })
}

fn of_person(it: copy::Person) -> Found {
    let fields = json!({
        "first_name": it.first_name, "last_name": it.last_name, "image_url": it.image_url, "email": it.email,
        "banned": it.banned,
    });
    Found { kind: "people", id: it.id.to_string(), fields, change: Change::Person(it) }
}

/// The organization and the person are named in passing.
pub(super) fn membership(it: &Membership) -> Option<copy::Membership> {
    let who = it.public_user_data.as_ref()?;
    let person = copy::Person {
        id: who.user_id.parse().ok()?,
        first_name: who.first_name.clone(),
        last_name: who.last_name.clone(),
        image_url: who.image_url.clone(),
        email: None,
        banned: false,
        created_at: None,
        updated_at: it.updated_at,
    };
    Some(copy::Membership {
        id: it.id.clone(),
        role: it.role.clone(),
        permissions: it.permissions.clone(),
        organization: organization(it.organization.as_ref()?)?,
        person,
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

fn of_membership(it: copy::Membership) -> Found {
    let fields = json!({
        "role": it.role, "permissions": it.permissions, "organization": it.organization.id.as_str(),
        "person": it.person.id.as_str(),
    });
    Found { kind: "memberships", id: it.id.clone(), fields, change: Change::Membership(Box::new(it)) }
}

pub(super) fn invitation(it: &OrganizationInvitation) -> Option<copy::Invitation> {
    let status = match it.status {
        InvitationStatus::Pending => copy::Status::Pending,
        InvitationStatus::Accepted => copy::Status::Accepted,
        InvitationStatus::Expired => copy::Status::Expired,
        _ => copy::Status::Revoked,
    };
    Some(copy::Invitation {
        id: it.id.clone(),
        organization: it.organization_id.parse().ok()?,
        email: it.email_address.clone(),
        role: it.role.clone(),
        status,
        inviter_id: it.inviter_id.clone(),
        expires_at: it.expires_at,
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

fn of_invitation(it: copy::Invitation) -> Found {
    let fields = json!({"email": it.email, "role": it.role, "status": it.status.as_str()});
    Found { kind: "invitations", id: it.id.clone(), fields, change: Change::Invitation(it) }
}
