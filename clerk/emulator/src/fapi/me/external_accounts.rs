//! `/me/external_accounts`: connecting an account that one has elsewhere, asking its provider anew, letting go of it.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{delete, get, patch, post},
};
use serde_json::Value;

use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{
        call::Call,
        outside,
        visit::{Visit, answer},
    },
    resources::deleted,
    state::{code::Verification, detour::Errand, external_account::Identity, social::ENTERPRISE},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/external_accounts", post(create))
        .route("/me/external_accounts/{id}", get(show).delete(destroy))
        .route("/me/external_accounts/{id}/reauthorize", patch(reauthorize))
        .route("/me/external_accounts/{id}/tokens", delete(revoke_tokens))
        .route("/me/enterprise_accounts/{id}", get(show).delete(destroy))
}

/// Not connected before the provider has said whose it is.
async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.proven_session()?.user_id;
        let wanted = wanted(visit)?;
        let mut user = visit.state.user(&user_id)?.clone();
        let is_same = |identity: &Identity| {
            identity.strategy == wanted.strategy && identity.connection_id == wanted.connection_id
        };
        if user.proven_accounts().any(|account| is_same(&account.identity)) {
            return Err(match wanted.strategy.as_str() {
                ENTERPRISE => Problem::new(Code::EnterpriseSsoAccountAlreadyConnected, "You are connected already."),
                _ => Problem::new(
                    Code::OAuthAccountAlreadyConnected,
                    "An account of this provider is connected already.",
                ),
            });
        }
        let mut account = visit.state.new_external_account(wanted.clone(), Vec::new());
        let (errand, id) = (Errand::Account { user_id, id: account.id.clone() }, account.id.clone());
        account.verification = begin(visit, &wanted, errand)?;
        // What was begun before, and came to nothing, is over.
        user.external_accounts.retain(|other| other.is_verified() || !is_same(&other.identity));
        user.external_accounts.push(account);
        visit.state.keep_user(user);
        view(visit, &id)
    })
}

/// The provider or the company that the call names.
fn wanted(visit: &Visit<'_>) -> Result<Identity, Problem> {
    let (form, settings) = (&visit.call.form, &visit.state.settings);
    if let Some(id) = form.filled("enterprise_connection_id") {
        let company = settings.connection(id).filter(|company| company.active);
        let company = company.ok_or_else(|| Problem::not_found("The enterprise connection"))?;
        let (strategy, connection_id) = (ENTERPRISE.to_owned(), Some(company.id()));
        return Ok(Identity { strategy, connection_id, ..Identity::default() });
    }
    let strategy = form.filled("strategy").ok_or_else(|| Problem::missing("strategy"))?;
    let provider = settings.social_provider(strategy).ok_or_else(|| outside::provider_not_enabled(strategy))?;
    Ok(Identity { strategy: provider.strategy.clone(), ..Identity::default() })
}

fn begin(visit: &mut Visit<'_>, identity: &Identity, errand: Errand) -> Result<Verification, Problem> {
    let hint = visit.call.form.filled("oidc_login_hint").map(str::to_owned).or(identity.email.clone());
    outside::begin(visit, &identity.strategy, errand, identity.connection_id.clone(), hint)
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| view(visit, &id))
}

/// Asks the provider to let the app do more, or again what it did.
async fn reauthorize(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let mut user = visit.acting_user()?;
        let identity = user.external_account_mut(&id)?.identity.clone();
        if visit.state.settings.social_provider(&identity.strategy).is_none() && !identity.is_enterprise() {
            return Err(outside::provider_not_enabled(&identity.strategy));
        }
        let errand = Errand::Account { user_id: user.id.clone(), id: id.clone() };
        let asked = begin(visit, &identity, errand)?;
        user.external_account_mut(&id)?.verification.ask_again(asked);
        visit.state.keep_user(user);
        view(visit, &id)
    })
}

/// What the account was good for is over; the address that came with it stays.
async fn destroy(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let mut user = visit.acting_user()?;
        let object =
            if user.external_account_mut(&id)?.is_enterprise() { "enterprise_account" } else { "external_account" };
        user.external_accounts.retain(|account| account.id != id);
        if !visit.state.can_sign_in(&user) {
            let message = "You could not sign in any more: add another way first.";
            return Err(Problem::new(Code::LastIdentification, message));
        }
        visit.state.keep_user(user);
        Ok(deleted(object, &id))
    })
}

/// The account stays; the app's server can do nothing with it until the provider is asked anew.
async fn revoke_tokens(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let mut user = visit.acting_user()?;
        user.external_account_mut(&id)?.token = None;
        visit.state.keep_user(user);
        view(visit, &id)
    })
}

fn view(visit: &Visit<'_>, id: &str) -> Result<Value, Problem> {
    let mut user = visit.acting_user()?;
    Ok(visit.view().account(user.external_account_mut(id)?))
}
