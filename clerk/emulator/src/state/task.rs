//! What a session has to do before it is active.

use super::{State, session::Session, user::User};

impl State {
    /// Clerk's names of what a session still has to do, in their order.
    pub(crate) fn tasks(&self, session: &Session) -> Vec<&'static str> {
        let user = self.user(&session.user_id).ok().filter(|_| session.actor.is_none());
        let all = [
            ("reset-password", user.is_some_and(|user| self.has_to_reset(user, session))),
            ("setup-mfa", user.is_some_and(|user| self.has_to_set_up(user))),
            ("choose-organization", self.settings.force_organization_selection && session.organization_id.is_none()),
        ];
        all.into_iter().filter_map(|(name, is_open)| is_open.then_some(name)).collect()
    }

    /// Whether a session still has something to do.
    pub(crate) fn is_pending(&self, session: &Session) -> bool {
        !self.tasks(session).is_empty()
    }

    /// From the sign-in on that follows the news of the password.
    fn has_to_reset(&self, user: &User, session: &Session) -> bool {
        let is_after = user.password_compromised_at.is_none_or(|since| session.created_at >= since);
        self.settings.reset_password_task && user.password_compromised && user.password.is_some() && is_after
    }

    /// Where there is a second factor that could be set up.
    fn has_to_set_up(&self, user: &User) -> bool {
        let settings = &self.settings;
        let can_be = settings.second_factors.iter().any(|factor| *factor != super::factor::SecondFactor::BackupCode);
        settings.second_factor_required && can_be && !self.uses_second_factor(user)
    }
}
