//! Invitations into organizations.

use serde::{Deserialize, Serialize};

use serde_json::{Map, Value};

use super::{
    State,
    table::{Key, Row},
};
use crate::{error::Problem, roles::Role};

/// So long an invitation can be accepted.
pub(crate) const LIFE_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// An address that may join an organization.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) address: String,
    pub(crate) role: String,
    /// `pending`, `accepted` or `revoked`.
    pub(crate) status: String,
    #[serde(default)]
    pub(crate) inviter_id: Option<String>,
    #[serde(default)]
    pub(crate) public_metadata: Map<String, Value>,
    #[serde(default)]
    pub(crate) private_metadata: Map<String, Value>,
    /// A page of the app that the mail leads to.
    #[serde(default)]
    pub(crate) redirect_url: Option<String>,
    /// What the mail's link carries.
    #[serde(default)]
    pub(crate) ticket: String,
    #[serde(default)]
    pub(crate) expires_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for Invitation {
    fn keys(&self) -> Vec<Key> {
        vec![
            ("organization", self.organization_id.clone()),
            ("email", self.address.clone()),
            ("ticket", self.ticket.clone()),
        ]
    }
}

impl Invitation {
    /// The status at a moment: what is pending may have expired.
    pub(crate) fn standing(&self, now_ms: i64) -> &str {
        let is_over = self.expires_at.is_some_and(|end| now_ms >= end);
        if is_over && self.status == "pending" { "expired" } else { &self.status }
    }
}

impl State {
    pub(crate) fn is_pending_invitation(&self, row: &Invitation) -> bool {
        row.standing(self.now_ms()) == "pending"
    }

    /// Those of an organization in the statuses given, or in any when none are; oldest first.
    pub(crate) fn invitations_to(&self, organization_id: &str, statuses: &[&str]) -> Vec<&Invitation> {
        let now = self.now_ms();
        let is_wanted = |row: &&Invitation| statuses.is_empty() || statuses.contains(&row.standing(now));
        let its = self.data.invitations.with("organization", organization_id);
        let mut rows: Vec<&Invitation> = its.filter(is_wanted).collect();
        rows.sort_by_key(|row| row.created_at);
        rows
    }

    /// Invites an address; an invitation that is still pending is given again.
    pub(crate) fn invite(&mut self, organization_id: &str, address: &str, role: &Role) -> Result<Invitation, Problem> {
        let address = address.to_lowercase();
        self.refuse_member(organization_id, &address)?;
        if let Some(row) =
            self.invitations_to(organization_id, &["pending"]).into_iter().find(|row| row.address == address)
        {
            return Ok(row.clone());
        }
        let row = self.new_invitation(organization_id, &address, role);
        self.data.invitations.insert(row.id.clone(), row.clone());
        Ok(row)
    }

    /// One that is not yet in the table.
    pub(crate) fn new_invitation(&self, organization_id: &str, address: &str, role: &Role) -> Invitation {
        let now = self.now_ms();
        Invitation {
            id: self.random.id("orginv"),
            organization_id: organization_id.to_owned(),
            address: address.to_owned(),
            role: role.key.clone(),
            status: "pending".to_owned(),
            inviter_id: None,
            public_metadata: Map::new(),
            private_metadata: Map::new(),
            redirect_url: None,
            ticket: self.random.text(48),
            expires_at: Some(now + LIFE_MS),
            created_at: now,
            updated_at: now,
        }
    }

    pub(crate) fn set_invitation_status(&mut self, id: &str, status: &str) -> Result<Invitation, Problem> {
        let now = self.now_ms();
        let row = self.data.invitations.get_mut(id).ok_or_else(|| Problem::not_found("The invitation"))?;
        row.status = status.to_owned();
        row.updated_at = now;
        Ok(row.clone())
    }
}
