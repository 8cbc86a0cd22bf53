//! `/phone_numbers`: numbers of people, made, proven and removed by an app's server.

use axum::{
    Router,
    extract::Path,
    routing::{get, post, put},
};

use super::{
    call::{Answer, Call},
    email_addresses::standing,
    verifications,
};
use crate::{
    context::Context,
    error::Problem,
    resources::{deleted, user::phone},
    state::{State, phone::Phone, user::User},
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/phone_numbers", post(create))
        .route("/phone_numbers/{id}", get(show).patch(update).delete(destroy))
        .route("/phone_numbers/{id}/prepare_verification", post(prepare))
        .route("/phone_numbers/{id}/attempt_verification", post(attempt))
        .route("/users/{id}/phone_number", put(replace))
}

async fn create(call: Call) -> Answer {
    call.body.only(&["user_id", "phone_number", "verified", "primary", "reserved_for_second_factor"])?;
    let (user_id, number) = (call.body.required("user_id")?, call.body.required("phone_number")?);
    let (verified, primary) = (call.body.is("verified")?, call.body.is("primary")?);
    let second_factor = call.body.is("reserved_for_second_factor")?;
    call.change(|state| {
        let mut user = state.user(&user_id)?.clone();
        let number = state.check_phone(&number)?;
        let new = Phone { by_admin: verified, ..state.new_phone(&number, verified) };
        if primary || user.phones.is_empty() {
            user.primary_phone_id = Some(new.id.clone());
        }
        user.phones.push(new.clone());
        let new = reserve(state, &mut user, &new.id, Some(second_factor).filter(|wanted| *wanted))?;
        state.keep_user(user);
        Ok(phone(&new))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| find(view.state, &id).map(|(_, found)| phone(&found)))
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["verified", "primary", "reserved_for_second_factor"])?;
    let (verified, primary) = (call.body.flag("verified")?, call.body.is("primary")?);
    let second_factor = call.body.flag("reserved_for_second_factor")?;
    call.change(|state| {
        let (mut user, mut found) = find(state, &id)?;
        if let Some(verified) = verified {
            if verified && !found.verified && !found.reserved {
                state.check_phone(&found.number)?;
            }
            (found.verified, found.by_admin) = (verified, verified);
        }
        if primary {
            user.primary_phone_id = Some(id.clone());
        }
        *user.phone_mut(&id)? = found;
        let found = reserve(state, &mut user, &id, second_factor)?;
        state.keep_user(user);
        Ok(phone(&found))
    })
}

/// Makes a number a second factor, or no longer one. The first one is the default.
fn reserve(state: &State, user: &mut User, id: &str, wanted: Option<bool>) -> Result<Phone, Problem> {
    let had_one = user.has_second_factor();
    if let Some(wanted) = wanted {
        if wanted && !user.phone_mut(id)?.verified {
            return Err(Problem::invalid("reserved_for_second_factor"));
        }
        user.reserve_phone(id, wanted)?;
    }
    let found = user.phone_mut(id)?.clone();
    user.note_second_factor(had_one, state.now_ms());
    Ok(found)
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let (mut user, _) = find(state, &id)?;
        let had_one = user.has_second_factor();
        user.remove_phone(&id);
        user.note_second_factor(had_one, state.now_ms());
        state.keep_user(user);
        Ok(deleted("phone_number", &id))
    })
}

async fn prepare(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let (_, found) = find(state, &id)?;
        Ok(verifications::start(state, &id, &found.number, "phone_code"))
    })
}

async fn attempt(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["verification_id", "code"])?;
    let (verification, code) = (call.body.required("verification_id")?, call.body.required("code")?);
    call.change(|state| {
        let (mut user, mut found) = find(state, &id)?;
        let check = verifications::attempt(state, &id, &verification, &code)?;
        if check.code.verified && !found.verified {
            state.check_phone(&found.number)?;
            (found.verified, found.reserved) = (true, false);
            found.verification = Some(check.code.clone());
            *user.phone_mut(&id)? = found;
            state.keep_user(user);
        }
        Ok(verifications::view(&check, state.now_ms()))
    })
}

/// One number in the place of all.
async fn replace(Path(id): Path<String>, call: Call) -> Answer {
    call.body.only(&["phone_number", "identification_status"])?;
    let number = call.body.required("phone_number")?;
    let status = call.body.text("identification_status")?;
    let (verified, reserved) = standing(status.as_deref())?;
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        let had_one = user.has_second_factor();
        let is_own = user.phones.iter().any(|phone| phone.number == number);
        let number = if is_own { number.clone() } else { state.check_phone(&number)? };
        let new = Phone { reserved, by_admin: verified, ..state.new_phone(&number, verified) };
        (user.primary_phone_id, user.phones) = (Some(new.id.clone()), vec![new.clone()]);
        user.note_second_factor(had_one, state.now_ms());
        state.keep_user(user);
        Ok(phone(&new))
    })
}

/// A number with the person it belongs to.
fn find(state: &State, id: &str) -> Result<(User, Phone), Problem> {
    let user = state.data.users.with("identifier", id).next();
    let found = user
        .and_then(|user| user.phones.iter().find(|phone| phone.id == id).map(|phone| (user.clone(), phone.clone())));
    found.ok_or_else(|| Problem::not_found("The phone number"))
}
