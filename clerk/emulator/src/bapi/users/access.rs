//! Who gets in: bans, locks, passwords.

use axum::extract::Path;
use serde_json::json;

use super::{edit, keep};
use crate::{
    bapi::call::{Answer, Call},
    error::{Code, Problem},
    state::{State, user::User},
};

/// So many people are banned at once.
const MANY: usize = 50;

pub(super) async fn ban(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        state.ban(&id)?;
        Ok(call.view(state).backend_user(state.user(&id)?))
    })
}

pub(super) async fn unban(Path(id): Path<String>, call: Call) -> Answer {
    edit(&call, &id, |user, _| user.banned = false)
}

pub(super) async fn ban_many(call: Call) -> Answer {
    each(&call, |state, id| state.ban(id))
}

pub(super) async fn unban_many(call: Call) -> Answer {
    each(&call, |state, id| state.user_mut(id).map(|user| user.banned = false))
}

/// Does the same to several people, or to none when one of them is unknown.
fn each(call: &Call, act: impl Fn(&mut State, &str) -> Result<(), Problem>) -> Answer {
    call.body.only(&["user_ids"])?;
    let ids = call.body.texts("user_ids")?.ok_or_else(|| Problem::missing("user_ids"))?;
    if ids.len() > MANY {
        return Err(Problem::field("user_ids", Code::FormParamArraySizeExceeded, format!("At most {MANY} at once.")));
    }
    call.change(|state| {
        ids.iter().try_for_each(|id| state.user(id).map(|_| ()))?;
        ids.iter().try_for_each(|id| act(state, id))?;
        let view = call.view(state);
        ids.iter().map(|id| state.user(id).map(|user| view.backend_user(user))).collect()
    })
}

pub(super) async fn lock(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        state.lock(&id)?;
        Ok(call.view(state).backend_user(state.user(&id)?))
    })
}

pub(super) async fn unlock(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        state.data.failures.remove(&id);
        let user = User { locked_until: None, ..state.user(&id)?.clone() };
        keep(&call, state, user)
    })
}

pub(super) async fn remove_password(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["sign_out_of_other_sessions"])?;
    let ends_sessions = call.body.is("sign_out_of_other_sessions")?;
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        if ends_sessions {
            state.end_sessions_of_user(&id, None);
        }
        if user.password.is_none() {
            return Ok(call.view(state).backend_user(&user));
        }
        (user.password, user.password_compromised) = (None, false);
        keep(&call, state, user)
    })
}

pub(super) async fn verify_password(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["password"])?;
    let typed = call.body.required("password")?;
    call.look(|view| {
        let user = view.state.user(&id)?;
        let password = user.password.as_ref();
        let password = password.ok_or_else(|| Problem::new(Code::NoPasswordSet, "This person has no password."))?;
        match password.matches(&typed) {
            true => Ok(json!({ "verified": true })),
            false => Err(Problem::field("password", Code::IncorrectPassword, "The password is incorrect.")),
        }
    })
}

pub(super) async fn set_compromised(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["revoke_all_sessions"])?;
    let ends_sessions = call.body.is("revoke_all_sessions")?;
    call.change(|state| {
        let user = with_password(state, &id)?;
        if ends_sessions {
            state.end_sessions_of_user(&id, None);
        }
        let since = Some(state.now_ms());
        keep(&call, state, User { password_compromised: true, password_compromised_at: since, ..user })
    })
}

pub(super) async fn unset_compromised(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let user = with_password(state, &id)?;
        keep(&call, state, User { password_compromised: false, ..user })
    })
}

fn with_password(state: &State, id: &str) -> Result<User, Problem> {
    let user = state.user(id)?;
    match user.password {
        Some(_) => Ok(user.clone()),
        None => Err(Problem::new(Code::NoPasswordSet, "This person has no password.")),
    }
}
