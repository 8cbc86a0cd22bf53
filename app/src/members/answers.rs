//! What Clerk's Backend API answers, in the words of the copy.

use clerk_axum::backend::{InvitationStatus, Membership, Organization, OrganizationInvitation as Answered};
use domain::{OrganizationInvitation, UserId};
use store::copy::{self, Change, Heard, Status};

/// Said just now, in no delivery.
pub(super) fn heard(change: Change, at: i64) -> Heard {
    Heard { change, at, delivery: String::new() }
}

/// A membership of somebody in an organization; `None`: the answer is about others.
pub(super) fn membership(it: &Membership, organization: &str, person: &UserId) -> Option<copy::Membership> {
    let who = it.public_user_data.as_ref();
    let of = organization_in_passing(it.organization.as_ref(), organization)?;
    if who.is_some_and(|who| who.user_id != person.as_str()) {
        return None;
    }
    Some(copy::Membership {
        id: it.id.clone(),
        role: it.role.clone(),
        permissions: it.permissions.clone(),
        organization: of,
        person: copy::Person {
            id: person.clone(),
            first_name: who.and_then(|who| who.first_name.clone()),
            last_name: who.and_then(|who| who.last_name.clone()),
            image_url: who.and_then(|who| who.image_url.clone()),
            email: None,
            banned: false,
            locked_until: None,
            created_at: None,
            updated_at: it.updated_at,
        },
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

fn organization_in_passing(it: Option<&Organization>, id: &str) -> Option<copy::Organization> {
    let it = it.filter(|it| it.id == id)?;
    Some(copy::Organization {
        id: id.parse().ok()?,
        name: it.name.clone(),
        slug: it.slug.clone(),
        image_url: it.image_url.clone(),
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

/// An invitation.
pub(super) fn invitation(it: &Answered) -> Option<copy::Invitation> {
    Some(copy::Invitation {
        id: it.id.clone(),
        organization: it.organization_id.parse().ok()?,
        email: it.email_address.clone(),
        role: it.role.clone(),
        status: status(&it.status),
        inviter_id: it.inviter_id.clone(),
        expires_at: it.expires_at,
        created_at: it.created_at,
        updated_at: it.updated_at,
    })
}

fn status(status: &InvitationStatus) -> Status {
    match status {
        InvitationStatus::Pending => Status::Pending,
        InvitationStatus::Accepted => Status::Accepted,
        InvitationStatus::Expired => Status::Expired,
        _ => Status::Revoked,
    }
}

/// The same as pages and the API show it.
pub(super) fn shown(it: &Answered) -> OrganizationInvitation {
    let status = status(&it.status);
    OrganizationInvitation {
        id: it.id.clone(),
        email_address: Some(it.email_address.clone()).filter(|_| status == Status::Pending),
        role: it.role.clone(),
        status: status.as_str().to_owned(),
        inviter: it.inviter_id.as_ref().and_then(|id| id.parse().ok()),
        created_at: it.created_at,
        expires_at: it.expires_at,
    }
}
