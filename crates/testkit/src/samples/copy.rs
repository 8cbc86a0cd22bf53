//! What Clerk says of people and organizations, made up.

use anyhow::Result;
use domain::{Tenant, TenantScope, UserId};
use store::{
    Store,
    copy::{Change, Heard, Invitation, Membership, Organization, Person, Status},
};

/// An organization with one member and one invitation.
pub(crate) async fn sample(store: &dyn Store, scope: &TenantScope) -> Result<()> {
    let Tenant::Organization(id) = scope.tenant() else { return Ok(()) };
    let organization = organization(id.as_str(), "Sample", 1)?;
    let membership = membership(("orgmem_sample", 1, 1), &organization, &person(scope.actor().as_str(), "Sam", 1)?);
    let invitation = invitation("orginv_sample", id.as_str(), Status::Pending, 1)?;
    let changes =
        [Change::Organization(organization), Change::Membership(Box::new(membership)), Change::Invitation(invitation)];
    for change in changes {
        store.hear(heard(change, 1)).await?;
    }
    Ok(())
}

/// A change, said at this time in a delivery of that number.
pub(crate) fn heard(change: Change, at: i64) -> Heard {
    Heard { change, at, delivery: format!("msg_{at}") }
}

/// A person of this first name, as of a time.
pub(crate) fn person(id: &str, first_name: &str, updated_at: i64) -> Result<Person> {
    Ok(Person {
        id: id.parse::<UserId>()?,
        first_name: Some(first_name.to_owned()),
        last_name: Some("Nguyễn".to_owned()),
        image_url: Some("https://img.example/1".to_owned()),
        email: Some(format!("{id}@example.com")),
        banned: false,
        locked_until: None,
        created_at: Some(1),
        updated_at,
    })
}

/// An organization of this name, as of a time.
pub(crate) fn organization(id: &str, name: &str, updated_at: i64) -> Result<Organization> {
    let (slug, image_url) = (Some("slug".to_owned()), None);
    Ok(Organization { id: id.parse()?, name: name.to_owned(), slug, image_url, created_at: 1, updated_at })
}

/// A membership of this id, since then and as of then. The person is named in passing.
pub(crate) fn membership(
    (id, created_at, updated_at): (&str, i64, i64),
    organization: &Organization,
    person: &Person,
) -> Membership {
    let person = Person { email: None, created_at: None, updated_at, ..person.clone() };
    let (role, permissions) = ("org:admin".to_owned(), vec!["org:sys_memberships:manage".to_owned()]);
    Membership {
        id: id.to_owned(),
        role,
        permissions,
        organization: organization.clone(),
        person,
        created_at,
        updated_at,
    }
}

/// An invitation that stands so, as of a time.
pub(crate) fn invitation(id: &str, organization: &str, status: Status, updated_at: i64) -> Result<Invitation> {
    Ok(Invitation {
        id: id.to_owned(),
        organization: organization.parse()?,
        email: "guest@example.com".to_owned(),
        role: "org:member".to_owned(),
        status,
        inviter_id: None,
        expires_at: Some(9),
        created_at: 1,
        updated_at,
    })
}
