//! `/api/organization/members` and `/api/organization/invitations`: the people of the organization over REST.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use clerk_axum::BackendClient;
use domain::{InvitationQuery, MemberQuery, OrganizationInvitation, OrganizationMember, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    operations::{self, members as store, must_have_rights},
    reading,
};
use crate::{
    AppError,
    context::AppContext,
    rest::{AskedQuery, JsonBody, Scope, done, refuse},
};

#[derive(Debug, Serialize)]
struct MembersAnswer {
    members: Vec<OrganizationMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct InvitationsAnswer {
    invitations: Vec<OrganizationInvitation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// `GET /api/organization/members?search=&after=&limit=`
pub(super) async fn members(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    AskedQuery(query): AskedQuery<MemberQuery>,
) -> Result<Response, AppError> {
    let see = must_have_rights(&context, &scope).await?.to_see()?;
    let page = store(&context).members(&see, &query?).await?;
    Ok(Json(MembersAnswer { members: page.items, next: page.next }).into_response())
}

/// What is to change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleBody {
    role: String,
}

/// `PATCH /api/organization/members/{id}`
pub(super) async fn change_role(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    clerk: BackendClient,
    Path(id): Path<String>,
    body: Result<JsonBody<RoleBody>, Response>,
) -> Result<Response, Response> {
    let attempt = domain::Attempt::on(OrganizationMember::CHANGED, &id);
    let by = operations::may_manage(&context, &scope, attempt).await.map_err(refuse)?;
    let id = person(&id).map_err(refuse)?;
    // Whoever is not there is not there, whatever is sent.
    store(&context).member(&by.to_see(), &id).await.map_err(refuse)?.ok_or_else(|| refuse(AppError::NotFound))?;
    let JsonBody(RoleBody { role }) = body?;
    let member = operations::change_role(&context, &scope, &clerk, &id, &role).await.map_err(refuse)?;
    Ok(Json(json!({ "member": member })).into_response())
}

/// `DELETE /api/organization/members/{id}`: removes somebody, or leaves.
pub(super) async fn remove(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    clerk: BackendClient,
    Path(id): Path<String>,
) -> Result<Json<Value>, AppError> {
    let Ok(person) = person(&id) else {
        operations::may_manage(&context, &scope, domain::Attempt::on(OrganizationMember::REMOVED, &id)).await?;
        return Err(AppError::NotFound);
    };
    operations::remove(&context, &scope, &clerk, &person).await?;
    Ok(done())
}

/// `GET /api/organization/invitations?status=&after=&limit=`
pub(super) async fn invitations(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    AskedQuery(query): AskedQuery<InvitationQuery>,
) -> Result<Response, AppError> {
    let by = must_have_rights(&context, &scope).await?.to_manage()?;
    let page = store(&context).invitations(&by, &reading::checked(query?)?).await?;
    Ok(Json(InvitationsAnswer { invitations: page.items, next: page.next }).into_response())
}

/// Whom to invite, and as what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InviteBody {
    email_addresses: Vec<String>,
    role: String,
}

/// `POST /api/organization/invitations`: all of them or none.
pub(super) async fn invite(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    clerk: BackendClient,
    body: Result<JsonBody<InviteBody>, Response>,
) -> Result<Response, Response> {
    let attempt = domain::Attempt { action: OrganizationInvitation::SENT, object_id: None };
    operations::may_manage(&context, &scope, attempt).await.map_err(refuse)?;
    let JsonBody(InviteBody { email_addresses, role }) = body?;
    let addresses = domain::member::addresses(&email_addresses.join("\n"));
    let sent = operations::invite(&context, &scope, &clerk, addresses, &role).await.map_err(refuse)?;
    Ok((StatusCode::CREATED, Json(InvitationsAnswer { invitations: sent, next: None })).into_response())
}

/// `POST /api/organization/invitations/{id}/resend`
pub(super) async fn resend(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    clerk: BackendClient,
    Path(id): Path<String>,
) -> Result<Json<Value>, AppError> {
    let sent = operations::resend(&context, &scope, &clerk, &id).await?;
    Ok(Json(json!({ "invitation": sent })))
}

/// `DELETE /api/organization/invitations/{id}`: takes it back.
pub(super) async fn revoke(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    clerk: BackendClient,
    Path(id): Path<String>,
) -> Result<Json<Value>, AppError> {
    operations::revoke(&context, &scope, &clerk, &id).await?;
    Ok(done())
}

fn person(id: &str) -> Result<UserId, AppError> {
    id.parse().map_err(|_| AppError::NotFound)
}
