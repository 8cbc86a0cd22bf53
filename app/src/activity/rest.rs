//! `/api/activity`: the tenant's audit trail over REST.

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{AuditAction, AuditEvent, AuditOutcome, EventId, Impersonator, PageRequest, UserId};
use serde::Serialize;
use serde_json::Value;

use super::read;
use crate::{
    AppError,
    context::AppContext,
    rest::{AskedQuery, Scope},
};

#[derive(Debug, Serialize)]
struct ListAnswer {
    events: Vec<Event>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An entry of the trail; the objects before and after are objects here, not texts.
#[derive(Debug, Serialize)]
struct Event {
    id: EventId,
    created_at: i64,
    actor: Option<UserId>,
    /// Who acted in the actor's place.
    impersonator: Option<Impersonator>,
    action: AuditAction,
    outcome: AuditOutcome,
    object_id: Option<String>,
    object_name: Option<String>,
    before: Option<Value>,
    after: Option<Value>,
    request_id: Option<String>,
}

impl Event {
    fn of(event: AuditEvent) -> Result<Self, serde_json::Error> {
        let object = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
        Ok(Self {
            id: event.id,
            created_at: event.created_at,
            actor: event.actor,
            impersonator: event.impersonator,
            action: event.action,
            outcome: event.outcome,
            object_id: event.object_id,
            object_name: event.object_name,
            before: object(event.before)?,
            after: object(event.after)?,
            request_id: event.request_id,
        })
    }
}

/// `GET /api/activity?after=&limit=`, newest first.
pub(super) async fn list(
    State(context): State<AppContext>,
    Scope(scope): Scope,
    AskedQuery(page): AskedQuery<PageRequest>,
) -> Result<Response, AppError> {
    scope.require::<domain::ReadActivity>()?;
    let page = read(&context, &scope, &page?).await?;
    let events: Result<_, _> = page.items.into_iter().map(Event::of).collect();
    let events = events.map_err(|error| AppError::internal(&error))?;
    Ok(Json(ListAnswer { events, next: page.next }).into_response())
}
