//! Invitations into organizations.

use serde::{Deserialize, Serialize};

use super::{
    State,
    table::{Key, Row},
};
use crate::{
    error::{Code, Problem},
    roles::Role,
};

/// An address that may join an organization.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) organization_id: String,
    pub(crate) address: String,
    pub(crate) role: String,
    /// `pending`, `accepted` or `revoked`.
    pub(crate) status: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for Invitation {
    fn keys(&self) -> Vec<Key> {
        vec![("organization", self.organization_id.clone()), ("email", self.address.clone())]
    }
}

impl State {
    /// Those of an organization in the statuses given, or in any when none are; oldest first.
    pub(crate) fn invitations_to(&self, organization_id: &str, statuses: &[&str]) -> Vec<&Invitation> {
        let is_wanted = |row: &&Invitation| statuses.is_empty() || statuses.contains(&row.status.as_str());
        let its = self.data.invitations.with("organization", organization_id);
        let mut rows: Vec<&Invitation> = its.filter(is_wanted).collect();
        rows.sort_by_key(|row| row.created_at);
        rows
    }

    /// Invites an address; an invitation that is still pending is given again.
    pub(crate) fn invite(&mut self, organization_id: &str, address: &str, role: &Role) -> Result<Invitation, Problem> {
        let address = address.to_lowercase();
        let user = self.user_by_email(&address);
        if user.is_some_and(|user| self.membership(&user.id, organization_id).is_some()) {
            let message = "This person is a member of the organization already.";
            return Err(Problem::field("email_address", Code::AlreadyAMember, message));
        }
        if let Some(row) =
            self.invitations_to(organization_id, &["pending"]).into_iter().find(|row| row.address == address)
        {
            return Ok(row.clone());
        }
        let (id, now) = (self.random.id("orginv"), self.now_ms());
        let row = Invitation {
            id: id.clone(),
            organization_id: organization_id.to_owned(),
            address,
            role: role.key.clone(),
            status: "pending".to_owned(),
            created_at: now,
            updated_at: now,
        };
        self.data.invitations.insert(id, row.clone());
        Ok(row)
    }

    pub(crate) fn set_invitation_status(&mut self, id: &str, status: &str) -> Result<Invitation, Problem> {
        let now = self.now_ms();
        let row = self.data.invitations.get_mut(id).ok_or_else(|| Problem::not_found("The invitation"))?;
        row.status = status.to_owned();
        row.updated_at = now;
        Ok(row.clone())
    }
}
