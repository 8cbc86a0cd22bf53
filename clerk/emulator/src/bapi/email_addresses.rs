//! `/email_addresses`: addresses of people, made, proven and removed by an app's server.

use super::{
    call::{Answer, Call},
    list::one_of,
    verifications,
};
use crate::{
    context::Context,
    error::Problem,
    resources::{deleted, user::email},
    state::{
        State,
        user::{Email, User, check_address, check_address_form},
    },
};
use axum::{
    Router,
    extract::Path,
    routing::{get, post, put},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/email_addresses", post(create))
        .route("/email_addresses/{id}", get(show).patch(update).delete(destroy))
        .route("/email_addresses/{id}/prepare_verification", post(prepare))
        .route("/email_addresses/{id}/attempt_verification", post(attempt))
        .route("/users/{id}/email_address", put(replace))
}

async fn create(call: Call) -> Answer {
    call.body.only(&["user_id", "email_address", "verified", "primary", "notify_primary_email_address_changed"])?;
    let (user_id, address) = (call.body.required("user_id")?, call.body.required("email_address")?);
    let (verified, primary) = (call.body.is("verified")?, call.body.is("primary")?);
    call.change(|state| {
        let mut user = state.user(&user_id)?.clone();
        check_address(state, &address)?;
        let new = Email { by_admin: verified, ..state.new_email(&address, verified) };
        if primary || user.emails.is_empty() {
            user.primary_email_id = Some(new.id.clone());
        }
        user.emails.push(new.clone());
        state.keep_user(user);
        Ok(email(&new))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(|(_, found)| email(&found)))
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["verified", "primary", "notify_primary_email_address_changed"])?;
    let (verified, primary) = (call.body.flag("verified")?, call.body.is("primary")?);
    call.change(|state| {
        let (mut user, mut found) = find(state, &id)?;
        if let Some(verified) = verified {
            if verified && !found.verified && !found.reserved {
                check_address(state, &found.address)?;
            }
            (found.verified, found.by_admin) = (verified, verified);
        }
        if primary {
            user.primary_email_id = Some(id.clone());
        }
        *user.email_mut(&id)? = found.clone();
        state.keep_user(user);
        Ok(email(&found))
    })
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let (mut user, _) = find(state, &id)?;
        user.remove_email(&id);
        state.keep_user(user);
        Ok(deleted("email_address", &id))
    })
}

async fn prepare(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let (_, found) = find(state, &id)?;
        Ok(verifications::start(state, &id, &found.address, "email_code"))
    })
}

async fn attempt(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["verification_id", "code"])?;
    let (verification, code) = (call.body.required("verification_id")?, call.body.required("code")?);
    call.change(|state| {
        let (mut user, mut found) = find(state, &id)?;
        let check = verifications::attempt(state, &id, &verification, &code)?;
        if check.code.verified && !found.verified {
            check_address(state, &found.address)?;
            (found.verified, found.reserved) = (true, false);
            found.verification = Some(check.code.clone());
            *user.email_mut(&id)? = found;
            state.keep_user(user);
        }
        Ok(verifications::view(&check, state.now_ms()))
    })
}

/// One address in the place of all.
async fn replace(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["email_address", "identification_status", "notify_primary_email_address_changed"])?;
    let address = call.body.required("email_address")?;
    let status = call.body.text("identification_status")?;
    let (verified, reserved) = standing(status.as_deref())?;
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        check_address_form(&address)?;
        if state.user_by_email(&address).is_some_and(|other| other.id != id) {
            check_address(state, &address)?;
        }
        let new = Email { reserved, by_admin: verified, ..state.new_email(&address, verified) };
        (user.primary_email_id, user.emails) = (Some(new.id.clone()), vec![new.clone()]);
        state.keep_user(user);
        Ok(email(&new))
    })
}

/// What `identification_status` makes of an identifier: whether it is verified, whether it is reserved.
pub(super) fn standing(status: Option<&str>) -> Result<(bool, bool), Problem> {
    match status {
        None | Some("verified") => Ok((true, false)),
        Some("reserved") => Ok((false, true)),
        Some("unverified") => Ok((false, false)),
        Some(_) => Err(one_of("identification_status", &["verified", "reserved", "unverified"])),
    }
}

/// An address with the person it belongs to.
fn find(state: &State, id: &str) -> Result<(User, Email), Problem> {
    let user = state.data.users.with("identifier", id).next();
    let found = user
        .and_then(|user| user.emails.iter().find(|email| email.id == id).map(|email| (user.clone(), email.clone())));
    found.ok_or_else(|| Problem::not_found("The e-mail address"))
}
