//! Second factors, and the other things a person signs in with. Those that the local Clerk does not have yet nobody has,
//! so there is nothing to remove.

use axum::extract::Path;
use serde_json::{Value, json};

use super::keep;
use crate::{
    bapi::{
        call::{Answer, Call},
        list::{self, Page},
    },
    error::{Code, Problem},
    resources::deleted,
    state::{external_account::ExternalAccount, user::User},
    totp,
};

pub(super) async fn verify(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["code"])?;
    let code = call.body.required("code")?;
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        if user.totp_secret.is_none() && user.backup_codes.is_empty() {
            return Err(Problem::new(Code::TotpDisabled, "This person has no authenticator app."));
        }
        let now = state.now_ms();
        if user.totp_secret.as_deref().is_some_and(|secret| totp::matches(secret, &code, now)) {
            return Ok(json!({ "object": "totp", "verified": true, "code_type": "totp" }));
        }
        let Some(used) = user.backup_codes.iter().position(|own| *own == code) else {
            return Err(Problem::field("code", Code::TotpIncorrect, "The code is incorrect."));
        };
        user.backup_codes.remove(used);
        keep(&call, state, user)?;
        Ok(json!({ "object": "totp", "verified": true, "code_type": "backup_code" }))
    })
}

pub(super) async fn disable(Path(id): Path<String>, call: Call) -> Answer {
    change(&call, &id, |user| {
        (user.totp_secret, user.backup_codes) = (None, Vec::new());
        user.phones.iter_mut().for_each(|phone| (phone.second_factor, phone.default_second_factor) = (false, false));
    })
}

pub(super) async fn delete_totp(Path(id): Path<String>, call: Call) -> Answer {
    change(&call, &id, |user| user.totp_secret = None)
}

pub(super) async fn delete_backup_codes(Path(id): Path<String>, call: Call) -> Answer {
    change(&call, &id, |user| user.backup_codes.clear())
}

/// Answers only whose it was.
fn change(call: &Call, id: &str, act: impl FnOnce(&mut User)) -> Answer {
    call.change(|state| {
        let (mut user, now) = (state.user(id)?.clone(), state.now_ms());
        let had_one = user.has_second_factor();
        act(&mut user);
        user.note_second_factor(had_one, now);
        keep(call, state, user)?;
        Ok(json!({ "user_id": id }))
    })
}

pub(super) async fn delete_passkey(Path((id, passkey_id)): Path<(String, String)>, call: Call) -> Answer {
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        user.passkey_mut(&passkey_id).map_err(|_| Problem::not_found("The passkey"))?;
        user.passkeys.retain(|passkey| passkey.id != passkey_id);
        state.keep_user(user);
        Ok(deleted("passkey", &passkey_id))
    })
}

pub(super) async fn delete_wallet(Path((id, _)): Path<(String, String)>, call: Call) -> Answer {
    nothing(&call, &id, "The web3 wallet")
}

pub(super) async fn delete_account(Path((id, account_id)): Path<(String, String)>, call: Call) -> Answer {
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        user.external_account_mut(&account_id).map_err(|_| Problem::not_found("The external account"))?;
        user.external_accounts.retain(|account| account.id != account_id);
        state.keep_user(user);
        Ok(deleted("external_account", &account_id))
    })
}

pub(super) async fn revoke_device(Path((id, _)): Path<(String, String)>, call: Call) -> Answer {
    nothing(&call, &id, "The trusted device")
}

fn nothing(call: &Call, id: &str, what: &str) -> Answer {
    call.look(|view| view.state.user(id).and_then(|_| Err(Problem::not_found(what))))
}

pub(super) async fn list_devices(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        view.state.user(&id)?;
        Ok(Page::of(&call.query)?.counted(&[], |(): &()| Value::Null))
    })
}

/// What a person's providers let the app do; the provider is `google` or `oauth_google`.
pub(super) async fn list_access_tokens(Path((id, provider)): Path<(String, String)>, call: Call) -> Answer {
    call.look(|view| {
        let strategy = format!("oauth_{}", provider.trim_start_matches("oauth_"));
        let user = view.state.user(&id)?;
        let is_at = |account: &&ExternalAccount| account.strategy() == strategy;
        let accounts: Vec<_> = user.proven_accounts().filter(is_at).collect();
        if accounts.iter().any(|account| account.token.is_none()) {
            return Err(Problem::new(Code::OAuthMissingAccessToken, "The token was revoked. Ask the provider anew."));
        }
        list::either(&call.query, &accounts, |account| access_token(account))
    })
}

fn access_token(account: &ExternalAccount) -> Value {
    json!({
        "object": "oauth_access_token",
        "external_account_id": account.id,
        "provider_user_id": account.identity.subject,
        "token": account.token,
        "expires_at": null,
        "provider": account.strategy(),
        "public_metadata": {},
        "label": null,
        "scopes": account.scopes,
    })
}
