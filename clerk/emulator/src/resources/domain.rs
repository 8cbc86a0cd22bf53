//! Domains of organizations, and who may come in through them.

use serde_json::{Value, json};

use super::View;
use crate::state::{domain::Domain, enrollment::Suggestion};

impl View<'_> {
    pub(crate) fn domain(self, domain: &Domain) -> Value {
        let (invited, suggested) = self.state.open_offers(domain);
        let affiliation = affiliation(domain);
        let ownership = domain.owned.then(|| proof(domain, "manual_override"));
        json!({
            "object": "organization_domain",
            "id": domain.id,
            "organization_id": domain.organization_id,
            "name": domain.name,
            "enrollment_mode": domain.enrollment_mode,
            "affiliation_email_address": domain.affiliation_address,
            "affiliation_verification": affiliation,
            "ownership_verification": ownership,
            "verification": affiliation,
            "total_pending_invitations": invited,
            "total_pending_suggestions": suggested,
            "public_organization_data": self.public_organization(&domain.organization_id),
            "created_at": domain.created_at,
            "updated_at": domain.updated_at,
        })
    }

    /// An organization that somebody may ask to join.
    pub(crate) fn suggestion(self, row: &Suggestion) -> Value {
        json!({
            "object": "organization_suggestion",
            "id": row.id,
            "status": row.status,
            "public_organization_data": self.public_organization(&row.organization_id),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        })
    }

    /// Somebody who asked to join.
    pub(crate) fn membership_request(self, row: &Suggestion) -> Value {
        json!({
            "object": "organization_membership_request",
            "id": row.request_id,
            "organization_id": row.organization_id,
            "status": row.request_status(),
            "public_user_data": self.state.user(&row.user_id).ok().map(|user| self.public_user(user)),
            "created_at": row.created_at,
            "updated_at": row.updated_at,
        })
    }
}

/// How it was proven that the domain belongs to the organization, or how far that is.
fn affiliation(domain: &Domain) -> Option<Value> {
    if domain.verified_at.is_some() {
        // One of the seed is somebody's word, as one of an app's server is.
        return Some(proof(domain, if domain.strategy.is_empty() { "admin" } else { &domain.strategy }));
    }
    domain.verification.as_ref().map(|code| {
        json!({
            "status": "unverified",
            "strategy": code.strategy,
            "attempts": code.attempts,
            "expire_at": code.expire_at,
            "verified_at": null,
        })
    })
}

fn proof(domain: &Domain, strategy: &str) -> Value {
    let code = domain.verification.as_ref();
    json!({
        "status": if domain.verified_at.is_some() { "verified" } else { "unverified" },
        "strategy": strategy,
        "attempts": code.map(|code| code.attempts),
        "expire_at": code.map(|code| code.expire_at),
        "verified_at": domain.verified_at,
    })
}
