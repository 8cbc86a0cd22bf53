//! The people pages' port to the copy: who belongs to an organization, who is invited, and what a member may do with them.
//!
//! What Clerk answered to a change is applied to the copy in the transaction of its entry in the trail. The event that Clerk
//! sends of it says the same again and changes nothing.

mod asking;
mod rights;
pub(crate) mod statements;
mod tell;

use async_trait::async_trait;
use domain::{
    Headcount, InvitationQuery, MemberQuery, OrganizationInvitation, OrganizationMember, Page, PageRequest,
    PermissionSource, TenantScope, UserId,
};

use self::{
    asking::{Count, Found, IsLastManager, Member, Members, Place, Sent, newest},
    tell::Tell,
};
pub use self::{
    rights::{ManagePeople, MissingRight, PeopleRights, SeePeople},
    tell::{Note, Told},
};
use crate::{
    CopyStore, StoreError, copy::statements::organizations, cursor, data::Data, engine::values, listing,
    resource::Resource,
};

pub(crate) const RESOURCE: Resource = Resource { statements: &[statements::ALL], removal: None };

/// Rows that a search reads at once, and looks at before it asks to go on.
const SEARCHED_AT_ONCE: u32 = 500;
const SEARCHED: usize = 5_000;

/// What its cursors are bound to.
const MEMBERS: &str = "members";
const INVITATIONS: &str = "invitations";

/// The people of an organization.
#[async_trait]
pub trait MemberStore: CopyStore {
    /// What the person of a session may do with the people of its organization, by their membership; `None`: the copy knows
    /// of none.
    async fn people_rights(
        &self,
        scope: &TenantScope,
        source: PermissionSource,
    ) -> Result<Option<PeopleRights>, StoreError> {
        let known = self.known(scope, None).await?;
        let standing = known.membership.filter(|_| !known.has_ended);
        Ok(standing.map(|standing| PeopleRights::of(scope, standing, source)))
    }

    /// A page of the members, who joined last first. A search looks for a part of the name; a long list is not looked
    /// through at once.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or list, or a mangled one.
    async fn members(&self, by: &SeePeople, query: &MemberQuery) -> Result<Page<OrganizationMember>, StoreError> {
        let page = PageRequest { after: query.after.clone(), limit: query.limit };
        let search = query.search.trim().to_lowercase();
        let name = if search.is_empty() { MEMBERS.to_owned() } else { format!("{MEMBERS} like {search}") };
        let listed = listed(self.behind().data(), by.scope(), (&name, &search), &page).await?;
        Ok(Page { items: listed.items.into_iter().map(|found| found.member).collect(), next: listed.next })
    }

    /// One member.
    async fn member(&self, by: &SeePeople, person: &UserId) -> Result<Option<OrganizationMember>, StoreError> {
        self.behind().data().read(by.scope().tenant().id(), Member(person.clone())).await
    }

    /// How many there are; of very many, only that.
    async fn headcount(&self, by: &SeePeople) -> Result<Headcount, StoreError> {
        let data = self.behind().data();
        data.read(by.scope().tenant().id(), Count { now: data.now() }).await
    }

    /// What the organization is called, if Clerk told.
    async fn organization_name(&self, by: &SeePeople) -> Result<Option<String>, StoreError> {
        let data = self.behind().data();
        let first = values!["", 1_u32];
        data.one_as(by.scope().tenant().id(), organizations::LIST, first, |row| row.string("name")).await
    }

    /// Whether this person may manage the members, and nobody else may.
    async fn is_last_manager(&self, by: &SeePeople, person: &UserId) -> Result<bool, StoreError> {
        let question = IsLastManager { person: person.clone(), source: by.source() };
        self.behind().data().read(by.scope().tenant().id(), question).await
    }

    /// A page of the invitations that stand so, the newest first.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or list, or a mangled one.
    async fn invitations(
        &self,
        by: &ManagePeople,
        query: &InvitationQuery,
    ) -> Result<Page<OrganizationInvitation>, StoreError> {
        let (data, tenant) = (self.behind().data(), by.scope().tenant());
        let page = PageRequest { after: query.after.clone(), limit: query.limit };
        let status = if query.status.is_empty() { "pending" } else { &query.status };
        let name = format!("{INVITATIONS} {status}");
        let (since, id): Place = listing::decoded(tenant, &name, page.after.as_deref())?.unwrap_or_else(newest);
        let values = values![status, since, id, listing::rows_to_query(&page)];
        let found = data.all(tenant.id(), statements::INVITATIONS, values).await?;
        let mut listed = listing::page_by(tenant, &name, &page, found, |it: &OrganizationInvitation| {
            (it.created_at, it.id.clone())
        })?;
        listed.items.iter_mut().for_each(|it| expire(it, data.now()));
        Ok(listed)
    }

    /// One invitation.
    async fn invitation(&self, by: &ManagePeople, id: &str) -> Result<Option<OrganizationInvitation>, StoreError> {
        let data = self.behind().data();
        let found: Option<OrganizationInvitation> =
            data.one(by.scope().tenant().id(), statements::INVITATION, values![id]).await?;
        Ok(found.map(|mut it| {
            expire(&mut it, data.now());
            it
        }))
    }

    /// How many invitations were sent after a time, at most so many of each kind.
    async fn invited_since(&self, by: &ManagePeople, after: i64, most: u32) -> Result<usize, StoreError> {
        self.behind().data().read(by.scope().tenant().id(), Sent { after, most }).await
    }

    /// Applies what Clerk answered to changes that somebody made here, with an entry of the trail for each, or nothing.
    async fn tell(&self, scope: &TenantScope, told: Vec<Told>) -> Result<(), StoreError> {
        let data = self.behind().data();
        data.write(scope.tenant().id(), Tell::of(data, scope, told)).await
    }
}

impl<S: CopyStore> MemberStore for S {}

/// Pending ones are marked as expired by a job, some time after.
fn expire(invitation: &mut OrganizationInvitation, now: i64) {
    if invitation.status == "pending" && invitation.expires_at.is_some_and(|end| end <= now) {
        "expired".clone_into(&mut invitation.status);
        invitation.email_address = None;
    }
}

async fn listed(
    data: &Data,
    scope: &TenantScope,
    (name, search): (&str, &str),
    page: &PageRequest,
) -> Result<Page<Found>, StoreError> {
    let tenant = scope.tenant();
    let mut place: Place = listing::decoded(tenant, name, page.after.as_deref())?.unwrap_or_else(newest);
    let at_once = if search.is_empty() { listing::rows_to_query(page) } else { SEARCHED_AT_ONCE };
    let wanted = usize::try_from(listing::rows_to_query(page)).unwrap_or(usize::MAX);
    let (mut found, mut looked_at) = (Vec::new(), 0);
    loop {
        let rows = data.read(tenant.id(), Members { place: place.clone(), rows: at_once }).await?;
        let is_end = rows.len() < usize::try_from(at_once).unwrap_or(usize::MAX);
        looked_at += rows.len();
        place = rows.last().map_or(place, Found::place);
        found.extend(rows.into_iter().filter(|row| row.is_like(search)));
        if is_end || found.len() >= wanted {
            found.truncate(wanted);
            return listing::page_by(tenant, name, page, found, Found::place);
        }
        if looked_at >= SEARCHED {
            return Ok(Page { items: found, next: Some(cursor::encode(tenant, name, place)?) });
        }
    }
}
