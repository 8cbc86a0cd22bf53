//! What the pages show, read from the copy.

use domain::{InvitationQuery, MemberQuery, OrganizationInvitation, TenantScope, role::ROLES};
use store::members::{ManagePeople, SeePeople};

use super::{
    Copied, Part, PeoplePage,
    operations::{self, members, permissions_of},
};
use crate::{AppError, activity, context::AppContext, request::read_query};

/// Entries of the overview.
const LATELY: u32 = 5;

/// What a page shows. Where there is nothing to read it says why, with status 200: it is a page all the same.
pub(super) async fn read(
    context: &AppContext,
    scope: &TenantScope,
    part: Part,
    query: &str,
) -> Result<PeoplePage, AppError> {
    let rights = match operations::rights(context, scope).await? {
        Ok(rights) => rights,
        Err(Copied::Personal) if part == Part::Member => return Err(AppError::NotFound),
        Err(copied) => return Ok(PeoplePage { copied, ..PeoplePage::default() }),
    };
    let manager = rights.to_manage().ok();
    // Everybody may see themselves: from there one leaves.
    let is_own = part == Part::Member && query == scope.actor().as_str();
    let see = if is_own { rights.to_leave() } else { rights.to_see()? };
    let page = PeoplePage {
        may_manage: manager.is_some(),
        roles: manager.as_ref().map(roles).unwrap_or_default(),
        ..PeoplePage::default()
    };
    match part {
        Part::Overview => overview(context, scope, &see, page).await,
        Part::Members => {
            let listed = members(context).members(&see, &read_query::<MemberQuery>(query)?).await?;
            Ok(PeoplePage { members: listed.items, next: listed.next, ..page })
        }
        Part::Member => {
            let id = query.parse().map_err(|_| AppError::NotFound)?;
            let member = members(context).member(&see, &id).await?.ok_or(AppError::NotFound)?;
            Ok(PeoplePage { members: vec![member], ..page })
        }
        Part::Invitations => invitations(context, scope, query, rights.to_manage()?, page).await,
    }
}

async fn overview(
    context: &AppContext,
    scope: &TenantScope,
    see: &SeePeople,
    page: PeoplePage,
) -> Result<PeoplePage, AppError> {
    let headcount = members(context).headcount(see).await?;
    let name = members(context).organization_name(see).await?.unwrap_or_default();
    let entries = activity::lately(context, scope, LATELY).await?;
    Ok(PeoplePage { headcount, name, entries, ..page })
}

async fn invitations(
    context: &AppContext,
    scope: &TenantScope,
    query: &str,
    by: ManagePeople,
    page: PeoplePage,
) -> Result<PeoplePage, AppError> {
    let query = read_invitation_query(query)?;
    let listed = members(context).invitations(&by, &query).await?;
    let people = context.people(scope, listed.items.iter().filter_map(|it| it.inviter.as_ref())).await;
    Ok(PeoplePage { invitations: listed.items, next: listed.next, people, ..page })
}

/// A status that there is none of is no query.
pub(super) fn read_invitation_query(query: &str) -> Result<InvitationQuery, AppError> {
    checked(read_query(query)?)
}

pub(super) fn checked(query: InvitationQuery) -> Result<InvitationQuery, AppError> {
    let is_known = query.status.is_empty() || OrganizationInvitation::STATUSES.contains(&query.status.as_str());
    if is_known { Ok(query) } else { Err(AppError::Malformed) }
}

/// The product's roles that somebody may give: what they may not, is not offered.
fn roles(by: &ManagePeople) -> Vec<String> {
    let may = |role: &&domain::role::Role| by.may_grant(role.key, &permissions_of(role));
    ROLES.iter().filter(may).map(|role| role.key.to_owned()).collect()
}
