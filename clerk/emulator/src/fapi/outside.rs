//! Strategies that somebody else proves: `oauth_…`, `enterprise_sso` and `google_one_tap`, for sign-ins and sign-ups.

use super::visit::Visit;
use crate::{
    error::{Code, Problem},
    state::{
        attempt::{SignIn, SignUp},
        code::Verification,
        detour::{Detour, Errand},
        external_account::Identity,
        settlement::{default_scopes, not_for_this_account},
        social::{ENTERPRISE, ONE_TAP},
    },
};

pub(crate) fn is_outside(strategy: &str) -> bool {
    strategy.starts_with("oauth_") || strategy == ENTERPRISE || strategy == ONE_TAP
}

/// Whose company vouches for them can prove nothing here; who came from a provider that had not verified their address
/// proves that address.
pub(crate) fn check_proof(visit: &Visit<'_>, attempt: &SignIn, address: Option<&str>) -> Result<(), Problem> {
    if attempt.identifier.as_deref().is_some_and(|own| visit.state.settings.connection_for(own).is_some()) {
        return Err(not_for_this_account());
    }
    let unproven = attempt.identity.as_ref().map(|identity| identity.email.as_deref());
    if unproven.is_none_or(|wanted| wanted.is_some() && wanted == address) {
        Ok(())
    } else {
        Err(not_for_this_account())
    }
}

pub(super) fn prepare_sign_in(visit: &mut Visit<'_>, attempt: &mut SignIn, strategy: &str) -> Result<(), Problem> {
    if strategy == ONE_TAP {
        let identity = one_tap(visit)?;
        let client_id = visit.ensure_client();
        visit.state.settle_sign_in(&client_id, attempt, identity)?;
        let now = visit.state.now_ms();
        if attempt.verification.as_ref().is_some_and(|proof| proof.is_transferable(now)) {
            return Err(Problem::new(Code::ExternalAccountNotFound, "The external account was not found."));
        }
        visit.state.spend_identity_token(visit.call.form.get("token").unwrap_or_default());
        visit.announce();
        return Ok(());
    }
    let missing = Code::EnterpriseSsoSignInConnectionMissing;
    let connection_id = connection(visit, strategy, attempt.identifier.as_deref(), missing)?;
    let hint = attempt.identifier.clone();
    let errand = Errand::SignIn(attempt.id.clone());
    let asked = begin(visit, strategy, errand, connection_id, hint)?;
    attempt.begin_as(attempt.user_id.clone());
    attempt.verification = Some(asked);
    Ok(())
}

pub(super) fn prepare_sign_up(visit: &mut Visit<'_>, attempt: &mut SignUp, strategy: &str) -> Result<(), Problem> {
    if strategy == ONE_TAP {
        let identity = one_tap(visit)?;
        visit.state.spend_identity_token(visit.call.form.get("token").unwrap_or_default());
        return settle_sign_up(visit, attempt, identity);
    }
    let missing = Code::EnterpriseSsoSignUpConnectionMissing;
    let connection_id = connection(visit, strategy, attempt.address.as_deref(), missing)?;
    let (hint, errand) = (attempt.address.clone(), Errand::SignUp(attempt.id.clone()));
    attempt.external = Some(begin(visit, strategy, errand, connection_id, hint)?);
    Ok(())
}

/// Takes what a provider said to a sign-up for a sign-in.
pub(super) fn transfer_to_sign_in(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let client = visit.client_id.as_deref().and_then(|id| visit.state.data.clients.get_mut(id));
    let other = client.and_then(|client| client.sign_up_id.take());
    let found = other.and_then(|id| visit.state.data.sign_ups.get(&id).cloned());
    let now = visit.state.now_ms();
    let found = found.filter(|other| other.external.as_ref().is_some_and(|proof| proof.is_transferable(now)));
    let identity = found.and_then(|other| other.identity).ok_or_else(nothing_to_transfer)?;
    let client_id = visit.ensure_client();
    visit.state.settle_sign_in(&client_id, attempt, identity)?;
    visit.announce();
    Ok(())
}

/// Takes what a provider said to a sign-in for a sign-up.
pub(super) fn transfer_to_sign_up(visit: &mut Visit<'_>, attempt: &mut SignUp) -> Result<(), Problem> {
    let client = visit.client_id.as_deref().and_then(|id| visit.state.data.clients.get_mut(id));
    let other = client.and_then(|client| client.sign_in_id.take());
    let found = other.and_then(|id| visit.state.data.sign_ins.get(&id).cloned());
    let now = visit.state.now_ms();
    let found = found.filter(|other| other.verification.as_ref().is_some_and(|proof| proof.is_transferable(now)));
    let identity = found.and_then(|other| other.identity).ok_or_else(nothing_to_transfer)?;
    settle_sign_up(visit, attempt, identity)
}

fn settle_sign_up(visit: &mut Visit<'_>, attempt: &mut SignUp, identity: Identity) -> Result<(), Problem> {
    let client_id = visit.ensure_client();
    visit.state.settle_sign_up(&client_id, attempt, identity)?;
    if attempt.created_session_id.is_some() {
        visit.announce();
    }
    Ok(())
}

fn nothing_to_transfer() -> Problem {
    Problem::new(Code::AccountTransferInvalid, "There is no external account to transfer.")
}

/// Sends the browser to the provider's page; answers what waits for it to come back.
pub(super) fn begin(
    visit: &mut Visit<'_>,
    strategy: &str,
    errand: Errand,
    connection_id: Option<String>,
    hint: Option<String>,
) -> Result<Verification, Problem> {
    let name = "redirect_url";
    let redirect_url = visit.page(name)?.ok_or_else(|| Problem::missing(name))?;
    let complete_url = visit.page("action_complete_redirect_url")?;
    let client_id = visit.ensure_client();
    // The browser that comes back shows that it is the one that went.
    visit.keep_cookie();
    let asked = visit.call.form.all("additional_scope").into_iter().map(str::to_owned);
    let detour = Detour {
        token: visit.state.random.text(48),
        errand,
        client_id,
        strategy: strategy.to_owned(),
        connection_id,
        hint,
        scopes: default_scopes().into_iter().chain(asked).collect(),
        frontend: visit.frontend(),
        redirect_url,
        complete_url,
        expire_at: 0,
    };
    Ok(visit.state.begin_detour(detour))
}

/// The company of an address, for the strategy of companies; refuses providers that are switched off.
fn connection(
    visit: &Visit<'_>,
    strategy: &str,
    address: Option<&str>,
    missing: Code,
) -> Result<Option<String>, Problem> {
    let settings = &visit.state.settings;
    if strategy != ENTERPRISE {
        let provider = settings.social_provider(strategy).ok_or_else(|| provider_not_enabled(strategy))?;
        let message = "This provider connects accounts only. Nobody can sign in with it.";
        let refusal = || Problem::new(Code::OAuthNonAuthenticatableProvider, message);
        return provider.authenticatable.then_some(None).ok_or_else(refusal);
    }
    let named = visit.call.form.filled("enterprise_connection_id").and_then(|id| settings.connection(id));
    let company = named.or_else(|| settings.connection_for(address?)).filter(|company| company.active);
    let refusal = || Problem::new(missing, "No company vouches for this address.");
    company.map(|company| Some(company.id())).ok_or_else(refusal)
}

pub(super) fn provider_not_enabled(strategy: &str) -> Problem {
    Problem::new(Code::OAuthProviderNotEnabled, format!("{strategy} is not enabled for this instance."))
}

/// Whom the token of Google's own window names.
fn one_tap(visit: &Visit<'_>) -> Result<Identity, Problem> {
    if !visit.state.settings.google_one_tap {
        return Err(provider_not_enabled(ONE_TAP));
    }
    let token = visit.call.form.filled("token").ok_or_else(|| Problem::missing("token"))?;
    visit.state.open_identity_token(token, ONE_TAP).ok_or_else(|| Problem::invalid("token"))
}
