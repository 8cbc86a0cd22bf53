//! Tickets: what the link of an invitation's mail carries. Whoever brings one has read the mail, so the address is theirs.

use super::State;
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

    /// Refuses what [`Self::accept_ticket`] would refuse, before anything is changed. `None`: somebody who is new.
    pub(crate) fn check_ticket(&self, ticket: &str, user_id: Option<&str>) -> Result<(), Problem> {
        self.invited_address(ticket)?;
        let Some(row) = self.data.invitations.with("ticket", ticket).next() else { return Ok(()) };
        if user_id.is_some_and(|id| self.membership(id, &row.organization_id).is_some()) {
            return Ok(());
        }
        self.roles.find(&row.role).ok_or_else(|| Problem::not_found("The role"))?;
        self.refuse_full(&row.organization_id, self.memberships_in(&row.organization_id).len() + 1)
    }

    /// Gives somebody what the invitation promised, and is used up. Answers the organization that they joined.
    pub(crate) fn accept_ticket(&mut self, ticket: &str, user_id: &str) -> Result<Option<String>, Problem> {
        self.invited_address(ticket)?;
        let now = self.now_ms();
        let row = self.data.invitations.with("ticket", ticket).next().cloned();
        if let Some(row) = row {
            return Ok(Some(self.accept_invitation(&row, user_id)?.organization_id));
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

    /// A refusal to sign in with an invitation of somebody who has no account.
    pub(crate) fn no_account(&self, ticket: &str) -> Problem {
        let code = match self.data.invitations.with("ticket", ticket).next() {
            Some(_) => Code::OrganizationInvitationAccountMissing,
            None => Code::InvitationAccountMissing,
        };
        Problem::new(code, "There is no account with the invited address yet. Sign up instead.")
    }

    /// Refuses to sign up with an invitation of somebody who has an account.
    pub(crate) fn refuse_account(&self, ticket: &str, address: &str) -> Result<(), Problem> {
        let code = match self.data.invitations.with("ticket", ticket).next() {
            Some(_) => Code::OrganizationInvitationAccountExists,
            None => Code::InvitationAccountExists,
        };
        let message = "There is an account with the invited address already. Sign in instead.";
        if self.user_by_email(address).is_some() { Err(Problem::new(code, message)) } else { Ok(()) }
    }

    /// Where the app wants whoever follows the link of a ticket; `None`: nowhere in particular.
    pub(crate) fn ticket_page(&self, ticket: &str) -> Option<String> {
        let of_organization = self.data.invitations.with("ticket", ticket).next().map(|row| row.redirect_url.clone());
        let of_app = || self.data.app_invitations.with("ticket", ticket).next().map(|row| row.redirect_url.clone());
        of_organization.or_else(of_app).flatten()
    }

    /// The address that a ticket of an invitation was sent to, whatever became of it.
    pub(crate) fn ticket_address(&self, ticket: &str) -> Option<&str> {
        let of_organization = self.data.invitations.with("ticket", ticket).next().map(|row| row.address.as_str());
        of_organization
            .or_else(|| self.data.app_invitations.with("ticket", ticket).next().map(|row| row.address.as_str()))
    }

    /// Whether a ticket signs somebody in by itself: an app's server or another person made it.
    pub(crate) fn is_sign_in_ticket(&self, ticket: &str) -> bool {
        self.data.sign_in_tokens.with("ticket", ticket).next().is_some()
            || self.data.actor_tokens.values().any(|token| token.ticket == ticket)
    }

    pub(crate) fn is_invitation(&self, ticket: &str) -> bool {
        self.data.invitations.with("ticket", ticket).next().is_some()
            || self.data.app_invitations.with("ticket", ticket).next().is_some()
    }
}
