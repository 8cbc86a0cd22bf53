//! Tickets: what the link of an invitation's mail carries. Whoever brings one has read the mail, so the address is theirs.

use super::{State, organization::Membership};
use crate::error::{Code, Problem};

impl State {
    /// The address that a ticket of an invitation was sent to. Refuses what is over.
    pub(crate) fn invited_address(&self, ticket: &str) -> Result<String, Problem> {
        let now = self.now_ms();
        let over = |code, message: &str| Err(Problem::new(code, message));
        if let Some(row) = self.data.invitations.with("ticket", ticket).next() {
            return match row.standing(now) {
                "pending" => Ok(row.address.clone()),
                "accepted" => over(Code::OrganizationInvitationAccepted, "This invitation was accepted already."),
                "revoked" => over(Code::OrganizationInvitationRevoked, "This invitation was revoked."),
                _ => over(Code::TicketExpired, "This invitation has expired."),
            };
        }
        let row = self.data.app_invitations.with("ticket", ticket).next();
        let row = row.ok_or_else(|| Problem::new(Code::TicketInvalid, "This ticket is not valid."))?;
        match row.standing(now) {
            "pending" => Ok(row.address.clone()),
            "accepted" => over(Code::InvitationAlreadyAccepted, "This invitation was accepted already."),
            "revoked" => over(Code::RevokedInvitation, "This invitation was revoked."),
            _ => over(Code::TicketExpired, "This invitation has expired."),
        }
    }

    /// Gives somebody what the invitation promised, and is used up. Answers the organization that they joined.
    pub(crate) fn accept_ticket(&mut self, ticket: &str, user_id: &str) -> Result<Option<String>, Problem> {
        self.invited_address(ticket)?;
        let now = self.now_ms();
        let row = self.data.invitations.with("ticket", ticket).next().cloned();
        if let Some(row) = row {
            let role = self.roles.find(&row.role).cloned().ok_or_else(|| Problem::not_found("The role"))?;
            let joined = self.join(user_id, &row.organization_id, &role)?;
            let (public_metadata, private_metadata) = (row.public_metadata, row.private_metadata);
            let member = Membership { public_metadata, private_metadata, ..joined };
            self.data.memberships.insert(member.id.clone(), member);
            self.set_invitation_status(&row.id, "accepted")?;
            return Ok(Some(row.organization_id));
        }
        let row = self.data.app_invitations.with("ticket", ticket).next().cloned();
        if let Some(mut row) = row {
            self.user_mut(user_id)?.public_metadata.extend(row.public_metadata.clone());
            (row.status, row.updated_at) = ("accepted".to_owned(), now);
            self.data.app_invitations.insert(row.id.clone(), row.clone());
            self.complete_waitlist_entry(&row.id);
        }
        Ok(None)
    }

    /// Who waited and was invited is in.
    fn complete_waitlist_entry(&mut self, invitation_id: &str) {
        let now = self.now_ms();
        let entry =
            self.data.waitlist.values().find(|row| row.invitation_id.as_deref() == Some(invitation_id)).cloned();
        if let Some(mut entry) = entry {
            (entry.status, entry.updated_at) = ("completed".to_owned(), now);
            self.data.waitlist.insert(entry.id.clone(), entry);
        }
    }

    pub(crate) fn is_invitation(&self, ticket: &str) -> bool {
        self.data.invitations.with("ticket", ticket).next().is_some()
            || self.data.app_invitations.with("ticket", ticket).next().is_some()
    }
}
