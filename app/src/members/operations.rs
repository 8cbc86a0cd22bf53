//! What server functions and REST do with the people of an organization: our own check first, then Clerk, then the copy with
//! the entry of the trail.

use clerk_axum::{
    BackendClient,
    backend::{CreateOrganizationInvitation, RevokeOrganizationInvitation, UpdateMembership},
};
use domain::{
    Attempt, AuditAction, FieldError, OrganizationInvitation, OrganizationMember, PermissionSource, Tenant,
    TenantScope, UserId,
    member::{INVITED_AT_ONCE, INVITED_PER_HOUR, MANAGE, is_address},
    role::ROLES,
};
use serde_json::{Value, json};
use store::{
    MemberStore,
    copy::Change,
    members::{ManagePeople, MissingRight, Note, PeopleRights, SeePeople, Told},
};

use super::{
    Copied, answers,
    refusals::{self, said},
};
use crate::{
    AppError,
    context::{AppContext, refused},
    kept,
};

const HOUR_MS: i64 = 60 * 60 * 1_000;

pub(super) fn members(context: &AppContext) -> &dyn MemberStore {
    &*context.store
}

/// What the person may do here, or why there is nothing to do.
pub(super) async fn rights(
    context: &AppContext,
    scope: &TenantScope,
) -> Result<Result<PeopleRights, Copied>, AppError> {
    if matches!(scope.tenant(), Tenant::Personal(_)) {
        return Ok(Err(Copied::Personal));
    }
    if !context.has_copy {
        return Ok(Err(Copied::No));
    }
    let rights = members(context).people_rights(scope, context.permissions).await?;
    Ok(rights.ok_or(Copied::NotYet))
}

/// The same where there has to be something.
pub(super) async fn must_have_rights(context: &AppContext, scope: &TenantScope) -> Result<PeopleRights, AppError> {
    rights(context, scope).await?.map_err(refusals::not_copied)
}

/// The right to change who belongs here. Asked for before anything is said about what was sent; a refusal is noted.
pub(super) async fn may_manage(
    context: &AppContext,
    scope: &TenantScope,
    attempt: Attempt,
) -> Result<ManagePeople, AppError> {
    let right = must_have_rights(context, scope).await?.to_manage();
    let right = right.map_err(refusals::missing).and_then(|right| may_act(scope).map(|()| right));
    if right.is_err() {
        refused(context, scope, noted(attempt)).await;
    }
    right
}

/// What somebody names stands in the trail where it can be an id of Clerk's, and so is no address.
fn noted(attempt: Attempt) -> Attempt {
    Attempt { object_id: attempt.object_id.and_then(|id| kept::id(&id)), ..attempt }
}

/// Whoever is signed in as somebody else changes nobody's membership, unless a setting allows it.
fn may_act(scope: &TenantScope) -> Result<(), AppError> {
    scope.may_remove().map_err(|_| said(403, "impersonating", refusals::IMPERSONATING))
}

fn organization(scope: &TenantScope) -> &str {
    scope.tenant().id()
}

/// Gives a member another role.
pub(super) async fn change_role(
    context: &AppContext,
    scope: &TenantScope,
    clerk: &BackendClient,
    person: &UserId,
    role: &str,
) -> Result<OrganizationMember, AppError> {
    let attempt = || Attempt::on(OrganizationMember::CHANGED, person);
    let by = may_manage(context, scope, attempt()).await?;
    let member = members(context).member(&by.to_see(), person).await?.ok_or(AppError::NotFound)?;
    let permissions = role_to_give(context, &by, clerk, role, attempt()).await?;
    must_not_be_own(person, scope)?;
    if !manages(by.source(), role, &permissions) {
        must_leave_a_manager(context, &by.to_see(), person).await?;
    }
    let change = UpdateMembership { role: role.to_owned() };
    let changed = clerk.organizations().update_membership(organization(scope), person.as_str(), &change).await;
    let changed = changed.map_err(|error| refusals::of(&error, ""))?;
    let heard = answers::membership(&changed, organization(scope), person).map(|it| Change::Membership(Box::new(it)));
    let note = noted_member(OrganizationMember::CHANGED, person, Some(&member.role), Some(&changed.role));
    tell(context, scope, vec![(heard, Some(note))]).await?;
    Ok(OrganizationMember { role: changed.role, ..member })
}

fn must_not_be_own(person: &UserId, scope: &TenantScope) -> Result<(), AppError> {
    if person != scope.actor() {
        return Ok(());
    }
    Err(said(403, "own_role", "Nobody changes their own role. Ask somebody else who manages the members."))
}

async fn must_leave_a_manager(context: &AppContext, see: &SeePeople, person: &UserId) -> Result<(), AppError> {
    if members(context).is_last_manager(see, person).await? { Err(refusals::last_manager()) } else { Ok(()) }
}

/// Removes a member, or leaves.
pub(super) async fn remove(
    context: &AppContext,
    scope: &TenantScope,
    clerk: &BackendClient,
    person: &UserId,
) -> Result<(), AppError> {
    let is_own = person == scope.actor();
    let action = if is_own { OrganizationMember::LEFT } else { OrganizationMember::REMOVED };
    let see = match is_own {
        true => may_leave(context, scope).await?,
        false => may_manage(context, scope, Attempt::on(action.clone(), person)).await?.to_see(),
    };
    let member = members(context).member(&see, person).await?.ok_or(AppError::NotFound)?;
    must_leave_a_manager(context, &see, person).await?;
    let gone = clerk.organizations().delete_membership(organization(scope), person.as_str()).await;
    let gone = gone.map_err(|error| refusals::of(&error, ""))?;
    let heard = answers::membership(&gone, organization(scope), person).map(|it| Change::MembershipGone(Box::new(it)));
    let note = noted_member(action, person, Some(&member.role), None);
    tell(context, scope, vec![(heard, Some(note))]).await
}

/// Everybody may leave, but nobody in another's place.
async fn may_leave(context: &AppContext, scope: &TenantScope) -> Result<SeePeople, AppError> {
    let rights = must_have_rights(context, scope).await?;
    if let Err(error) = may_act(scope) {
        refused(context, scope, Attempt::on(OrganizationMember::LEFT, scope.actor())).await;
        return Err(error);
    }
    Ok(rights.to_leave())
}

/// Invites addresses, all of them or none.
pub(super) async fn invite(
    context: &AppContext,
    scope: &TenantScope,
    clerk: &BackendClient,
    addresses: Vec<String>,
    role: &str,
) -> Result<Vec<OrganizationInvitation>, AppError> {
    let attempt = || Attempt { action: OrganizationInvitation::SENT, object_id: None };
    let by = may_manage(context, scope, attempt()).await?;
    check_addresses(&addresses)?;
    role_to_give(context, &by, clerk, role, attempt()).await?;
    check_quota(context, &by, addresses.len()).await?;
    let asked: Vec<_> = addresses.iter().map(|address| asked(context, scope, address, role)).collect();
    let sent = match asked.as_slice() {
        [one] => clerk.organizations().create_invitation(organization(scope), one).await.map(|sent| vec![sent]),
        many => clerk.organizations().create_invitation_bulk(organization(scope), many).await.map(|page| page.data),
    };
    let sent = sent.map_err(|error| refusals::of(&error, &addresses.join(", ")))?;
    let told = sent.iter().map(|sent| {
        let heard = kept::invitation(sent).map(Change::Invitation);
        (heard, Some(noted_invitation(OrganizationInvitation::SENT, &sent.id, &sent.role)))
    });
    tell(context, scope, told.collect()).await?;
    Ok(sent.iter().map(answers::shown).collect())
}

/// Takes an invitation back, if it is pending, and sends another one to the same address. Clerk has no other way.
pub(super) async fn resend(
    context: &AppContext,
    scope: &TenantScope,
    clerk: &BackendClient,
    id: &str,
) -> Result<OrganizationInvitation, AppError> {
    let attempt = || Attempt::on(OrganizationInvitation::RESENT, id);
    let by = may_manage(context, scope, attempt()).await?;
    let known = members(context).invitation(&by, id).await?.ok_or(AppError::NotFound)?;
    role_to_give(context, &by, clerk, &known.role, attempt()).await?;
    check_quota(context, &by, 1).await?;
    let (api, organization) = (clerk.organizations(), organization(scope));
    let old = api.get_invitation(organization, id).await.map_err(|error| refusals::of(&error, ""))?;
    let revoked = taken_back(scope, clerk, &old).await?;
    let sent = api.create_invitation(organization, &asked(context, scope, &old.email_address, &old.role)).await;
    let (note, outcome) = match sent {
        Ok(sent) => (noted_invitation(OrganizationInvitation::RESENT, &sent.id, &sent.role), Ok(sent)),
        // The old one is taken back all the same, and the trail says so.
        Err(error) => {
            let error = refusals::not_sent_again(&error, revoked.is_some());
            (noted_invitation(OrganizationInvitation::REVOKED, id, &old.role), Err(error))
        }
    };
    let mut told: Vec<_> =
        revoked.map(|revoked| (kept::invitation(&revoked).map(Change::Invitation), None)).into_iter().collect();
    told.extend(outcome.as_ref().ok().map(|sent| (kept::invitation(sent).map(Change::Invitation), None)));
    if let Some((_, last)) = told.last_mut() {
        *last = Some(note);
    }
    tell(context, scope, told).await?;
    outcome.map(|sent| answers::shown(&sent))
}

/// One that is pending is revoked; one that ran out or was revoked needs nothing; an accepted one is not sent again.
async fn taken_back(
    scope: &TenantScope,
    clerk: &BackendClient,
    old: &clerk_axum::backend::OrganizationInvitation,
) -> Result<Option<clerk_axum::backend::OrganizationInvitation>, AppError> {
    match answers::shown(old).status.as_str() {
        "accepted" => Err(AppError::Stale),
        "pending" => {
            let api = clerk.organizations();
            let revoked = api.revoke_invitation(organization(scope), &old.id, &requested(scope)).await;
            revoked.map(Some).map_err(|error| refusals::of(&error, ""))
        }
        _ => Ok(None),
    }
}

/// Takes an invitation back.
pub(super) async fn revoke(
    context: &AppContext,
    scope: &TenantScope,
    clerk: &BackendClient,
    id: &str,
) -> Result<(), AppError> {
    let by = may_manage(context, scope, Attempt::on(OrganizationInvitation::REVOKED, id)).await?;
    let known = members(context).invitation(&by, id).await?.ok_or(AppError::NotFound)?;
    let revoked = clerk.organizations().revoke_invitation(organization(scope), id, &requested(scope)).await;
    let revoked = revoked.map_err(|error| refusals::of(&error, ""))?;
    let note = noted_invitation(OrganizationInvitation::REVOKED, id, &known.role);
    tell(context, scope, vec![(kept::invitation(&revoked).map(Change::Invitation), Some(note))]).await
}

fn requested(scope: &TenantScope) -> RevokeOrganizationInvitation {
    RevokeOrganizationInvitation { requesting_user_id: Some(scope.actor().to_string()) }
}

/// What Clerk is asked for; the mail leads to our page for it.
fn asked(context: &AppContext, scope: &TenantScope, address: &str, role: &str) -> CreateOrganizationInvitation {
    let origin = context.clerk.allowed_redirect_origins.first();
    CreateOrganizationInvitation {
        email_address: address.to_owned(),
        role: role.to_owned(),
        inviter_user_id: Some(scope.actor().to_string()),
        redirect_url: origin.map(|origin| format!("{origin}/accept-invite")),
        ..CreateOrganizationInvitation::default()
    }
}

fn check_addresses(addresses: &[String]) -> Result<(), AppError> {
    let wrong: Vec<&str> = addresses.iter().map(String::as_str).filter(|address| !is_address(address)).collect();
    let words = match (addresses.len(), wrong.as_slice()) {
        (0, _) => "Write at least one e-mail address.".to_owned(),
        (count, _) if count > INVITED_AT_ONCE => {
            format!("At most {INVITED_AT_ONCE} people can be invited at once; these are {count}.")
        }
        (_, []) => return Ok(()),
        (_, wrong) => format!("Not an e-mail address: {}.", wrong.join(", ")),
    };
    Err(vec![FieldError::new("email_addresses", words)].into())
}

/// Clerk counts invitations for all organizations together: so that none uses up what the others need.
async fn check_quota(context: &AppContext, by: &ManagePeople, more: usize) -> Result<(), AppError> {
    let since = context.clock.now_ms().saturating_sub(HOUR_MS);
    let sent = members(context).invited_since(by, since, INVITED_PER_HOUR).await?;
    let left = usize::try_from(INVITED_PER_HOUR).unwrap_or_default().saturating_sub(sent);
    if more <= left { Ok(()) } else { Err(refusals::over_quota(left)) }
}

/// What a role allows that somebody is about to give; refused where that is more than the giver may do.
async fn role_to_give(
    context: &AppContext,
    by: &ManagePeople,
    clerk: &BackendClient,
    role: &str,
    attempt: Attempt,
) -> Result<Vec<String>, AppError> {
    let permissions = match by.source() {
        PermissionSource::Clerk => permissions_at_clerk(clerk, role).await?,
        PermissionSource::Roles => ROLES.iter().find(|known| known.key == role).map(permissions_of),
    };
    let unknown = || AppError::Invalid(vec![FieldError::new("role", "There is no such role.")]);
    let permissions = permissions.ok_or_else(unknown)?;
    if by.may_grant(role, &permissions) {
        return Ok(permissions);
    }
    refused(context, by.scope(), attempt).await;
    Err(said(403, "role_too_powerful", "This role may do more than you may, so you cannot give it to anybody."))
}

async fn permissions_at_clerk(clerk: &BackendClient, role: &str) -> Result<Option<Vec<String>>, AppError> {
    let parameters = clerk_axum::backend::RoleOrPermissionList { limit: Some(500), ..Default::default() };
    let roles = clerk.organization_roles().list(&parameters).await.map_err(|error| refusals::of(&error, ""))?;
    let role = roles.data.into_iter().find(|known| known.key == role);
    Ok(role.map(|role| role.permissions.into_iter().map(|permission| permission.key).collect()))
}

/// What the product's own set-up of a role allows.
pub(super) fn permissions_of(role: &domain::role::Role) -> Vec<String> {
    let own = role.permissions().map(domain::Permission::key);
    role.system.iter().copied().chain(own).map(str::to_owned).collect()
}

fn manages(source: PermissionSource, role: &str, permissions: &[String]) -> bool {
    match source {
        PermissionSource::Clerk => permissions.iter().any(|permission| permission == MANAGE),
        PermissionSource::Roles => role == "org:admin",
    }
}

fn noted_member(action: AuditAction, person: &UserId, before: Option<&str>, after: Option<&str>) -> Note {
    let state = |role: &str| json!({ "person": person, "role": role });
    Note { action, id: person.to_string(), name: None, before: before.map(state), after: after.map(state) }
}

fn noted_invitation(action: AuditAction, id: &str, role: &str) -> Note {
    let after: Value = json!({ "role": role });
    let name = format!("as {}", crate::fields::role(role));
    Note { action, id: id.to_owned(), name: Some(name), before: None, after: Some(after) }
}

/// An answer that the copy cannot hold is left to the event that tells of it; what was done is noted all the same.
async fn tell(
    context: &AppContext,
    scope: &TenantScope,
    told: Vec<(Option<Change>, Option<Note>)>,
) -> Result<(), AppError> {
    let at = context.clock.now_ms();
    let told = told.into_iter().map(|(change, note)| Told { heard: change.map(|it| answers::heard(it, at)), note });
    Ok(members(context).tell(scope, told.collect()).await?)
}

impl From<MissingRight> for AppError {
    fn from(right: MissingRight) -> Self {
        refusals::missing(right)
    }
}
