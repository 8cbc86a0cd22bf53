//! Invitations into organizations.

use serde::{Deserialize, Serialize};

use serde_json::{Map, Value};

use super::{
    State,
    code::Mail,
    organization::Membership,
    table::{Key, Row},
};
use crate::{
    error::{Code, Problem},
    roles::Role,
};

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
    /// The domain through which it came by itself.
    #[serde(default)]
    pub(crate) domain_id: Option<String>,
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

    /// Refuses to invite an address that belongs to a member or is invited already, and where every seat is taken.
    pub(crate) fn check_invitation(&self, organization_id: &str, address: &str) -> Result<(), Problem> {
        self.refuse_member(organization_id, address)?;
        if self.invitations_to(organization_id, &["pending"]).iter().any(|row| row.address == address) {
            return Err(not_unique(address));
        }
        self.refuse_full_invited(organization_id, 1)
    }

    /// Refuses more members and invited people than an organization has seats.
    pub(crate) fn refuse_full_invited(&self, organization_id: &str, more: usize) -> Result<(), Problem> {
        let members = self.memberships_in(organization_id).len();
        let invited =
            self.invitations_to(organization_id, &["pending"]).iter().filter(|row| row.domain_id.is_none()).count();
        self.refuse_full(organization_id, members + invited + more)
    }

    /// Keeps an invitation, and mails its link where there is one.
    pub(crate) fn send_invitation(&mut self, row: &Invitation, link: Option<String>) {
        self.data.invitations.insert(row.id.clone(), row.clone());
        if let Some(link) = link {
            self.send(Mail::link(&row.address, "organization_invitation", link));
        }
    }

    /// Makes an invited person a member, and what was promised theirs.
    pub(crate) fn accept_invitation(&mut self, row: &Invitation, user_id: &str) -> Result<Invitation, Problem> {
        self.refuse_settled(row)?;
        if self.membership(user_id, &row.organization_id).is_none() {
            let role = self.roles.find(&row.role).cloned().ok_or_else(|| Problem::not_found("The role"))?;
            let joined = self.join(user_id, &row.organization_id, &role)?;
            let (public_metadata, private_metadata) = (row.public_metadata.clone(), row.private_metadata.clone());
            let member = Membership { public_metadata, private_metadata, ..joined };
            self.data.memberships.insert(member.id.clone(), member);
        }
        self.set_invitation_status(&row.id, "accepted")
    }

    /// Takes an invitation back.
    pub(crate) fn revoke_invitation(&mut self, row: &Invitation) -> Result<Invitation, Problem> {
        self.refuse_settled(row)?;
        self.set_invitation_status(&row.id, "revoked")
    }

    /// Refuses an invitation that waits for nobody any more.
    fn refuse_settled(&self, row: &Invitation) -> Result<(), Problem> {
        match row.standing(self.now_ms()) {
            "pending" => Ok(()),
            "accepted" => {
                Err(Problem::new(Code::OrganizationInvitationAccepted, "The invitation was accepted already."))
            }
            _ => Err(Problem::new(Code::OrganizationInvitationNotPending, "The invitation is not pending.")),
        }
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
            domain_id: None,
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

pub(crate) fn not_unique(address: &str) -> Problem {
    let message = format!("There already is a pending invitation for {address}.");
    Problem::field("email_address", Code::OrganizationInvitationNotUnique, message)
}
