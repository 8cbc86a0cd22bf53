//! What an identity means for whoever brings it: they are signed in, their account is linked, they still have something to
//! prove, or it is the other kind of attempt that they need.

use super::{
    State,
    attempt::{SignIn, SignUp},
    code::Verification,
    external_account::Identity,
    outside::Fault,
};
use crate::error::{Code, Problem};

/// So long another attempt can take a proof.
const LIFE_MS: i64 = 10 * 60 * 1_000;

/// ClerkJS turns a sign-up with this into a sign-in.
const ACCOUNT_EXISTS: &str = "external_account_exists";

impl State {
    /// Signs in whom an identity belongs to; by the address, where the provider has verified it. Where it has not, the
    /// person proves the address first.
    pub(crate) fn settle_sign_in(
        &mut self,
        client_id: &str,
        attempt: &mut SignIn,
        identity: Identity,
    ) -> Result<(), Problem> {
        let (strategy, now) = (identity.strategy.clone(), self.now_ms());
        let known = self.user_by_identity(&identity).map(|user| user.id.clone());
        let by_email =
            identity.email.as_deref().and_then(|email| self.user_by_email(email)).map(|user| user.id.clone());
        let is_sure = known.is_some() || identity.email_verified;
        if !identity.is_enterprise()
            && identity.email.as_deref().is_some_and(|email| self.settings.connection_for(email).is_some())
        {
            return Err(not_for_this_account());
        }
        let Some(user_id) = known.or(by_email) else {
            attempt.begin_as(None);
            self.admit_newcomer(&identity)?;
            let missing = Problem::new(Code::ExternalAccountNotFound, "The external account was not found.");
            attempt.verification = Some(self.transferable(&strategy, Fault::from(missing)));
            attempt.identity = Some(identity);
            return Ok(());
        };
        self.admit(&user_id)?;
        identity.email.as_deref().map_or(Ok(()), |email| self.check_still_allowed(email))?;
        attempt.begin_as(Some(user_id));
        attempt.identifier = identity.email.clone().or(attempt.identifier.take());
        if !is_sure {
            (attempt.verification, attempt.identity) = (None, Some(identity));
            return Ok(());
        }
        attempt.verification = Some(Verification::from_page(&strategy, now));
        attempt.identity = Some(identity);
        self.complete_sign_in(client_id, attempt)
    }

    /// Connects what a finished attempt brought from a provider.
    pub(crate) fn keep_identity(&mut self, user_id: &str, identity: Option<Identity>) -> Result<(), Problem> {
        let Some(identity) = identity else { return Ok(()) };
        if self.user_by_identity(&identity).is_some_and(|owner| owner.id != user_id) {
            return Err(claimed());
        }
        // Whoever has come so far has proven the address that the provider had not.
        let is_owned = identity
            .email
            .as_deref()
            .and_then(|email| self.user_by_email(email))
            .is_some_and(|user| user.id == user_id);
        let email_verified = identity.email_verified || is_owned;
        self.connect(user_id, Identity { email_verified, ..identity }, &default_scopes())
    }

    /// Takes what a provider says into a sign-up; with everything that is needed there is a new person.
    pub(crate) fn settle_sign_up(
        &mut self,
        client_id: &str,
        attempt: &mut SignUp,
        identity: Identity,
    ) -> Result<(), Problem> {
        let (strategy, now) = (identity.strategy.clone(), self.now_ms());
        let by_email = identity.email.as_deref().is_some_and(|email| self.user_by_email(email).is_some());
        if self.user_by_identity(&identity).is_some() || by_email {
            let exists = Fault::new(ACCOUNT_EXISTS, "The external account already exists. Sign in with it.");
            attempt.external = Some(self.transferable(&strategy, exists));
            attempt.identity = Some(identity);
            return Ok(());
        }
        if attempt.ticket.is_none() {
            self.admit_newcomer(&identity)?;
        }
        attempt.external = Some(Verification::from_page(&strategy, now));
        if attempt.address.is_none() || attempt.address == identity.email {
            attempt.address.clone_from(&identity.email);
            let proof = identity.verified_email().map(|_| Verification::done(&format!("from_{strategy}"), now));
            attempt.verification = proof.or(attempt.verification.take());
        }
        attempt.first_name = attempt.first_name.take().or(identity.first_name.clone());
        attempt.last_name = attempt.last_name.take().or(identity.last_name.clone());
        attempt.identity = Some(identity);
        if attempt.is_ready(&self.settings) {
            self.complete_sign_up(client_id, attempt)?;
        }
        Ok(())
    }

    /// Connects an account to somebody who is signed in.
    pub(crate) fn settle_account(
        &mut self,
        user_id: &str,
        id: &str,
        identity: Identity,
        scopes: &[String],
    ) -> Result<(), Problem> {
        let owner = self.user_by_identity(&identity).map(|user| user.id.clone());
        if owner.is_some_and(|owner| owner != user_id) {
            return Err(claimed());
        }
        let claimed = identity.verified_email().and_then(|email| self.user_by_email(email));
        if claimed.is_some_and(|owner| owner.id != user_id) {
            return Err(Problem::new(Code::IdentificationClaimed, "The address of this account is somebody else's."));
        }
        let account = self.user_mut(user_id)?.external_account_mut(id)?;
        // A page can say another account than the one that it was asked for.
        if !account.is_verified() {
            account.identity = identity.clone();
        }
        self.connect(user_id, identity, scopes)
    }

    /// A proof that another kind of attempt can take, for ten minutes.
    fn transferable(&self, strategy: &str, fault: Fault) -> Verification {
        Verification::transferable(strategy, fault, self.now_ms() + LIFE_MS)
    }

    /// Whether somebody who is not known yet may come in at all.
    fn admit_newcomer(&self, identity: &Identity) -> Result<(), Problem> {
        self.check_open(false)?;
        identity.email.as_deref().map_or(Ok(()), |email| self.check_allowed(email))
    }
}

fn claimed() -> Problem {
    Problem::new(Code::OAuthIdentificationClaimed, "This account is connected to somebody else.")
}

/// What a password or a code cannot do for somebody whose company vouches for them.
pub(crate) fn not_for_this_account() -> Problem {
    Problem::new(Code::StrategyForUserInvalid, "The verification strategy is not valid for this account.")
}

/// What an app may read without asking for more.
pub(crate) fn default_scopes() -> Vec<String> {
    ["openid", "email", "profile"].map(str::to_owned).to_vec()
}
