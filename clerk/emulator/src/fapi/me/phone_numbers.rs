//! `/me/phone_numbers`: adding a number, proving it, making it a second factor, removing it.

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::{get, post},
};
use serde_json::{Value, json};

use crate::{
    context::Context,
    error::{Code, Problem},
    fapi::{
        call::Call,
        visit::{Visit, answer},
    },
    resources::{deleted, put, user::phone},
    state::{
        factor::{Presence, SecondFactor},
        phone::Phone,
        user::User,
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/me/phone_numbers", get(list).post(create))
        .route("/me/phone_numbers/{id}", get(show).patch(update).delete(destroy))
        .route("/me/phone_numbers/{id}/prepare_verification", post(prepare_verification))
        .route("/me/phone_numbers/{id}/attempt_verification", post(attempt_verification))
}

/// A bare list.
async fn list(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| Ok(visit.acting_user()?.phones.iter().map(phone).collect()))
}

async fn create(State(context): State<Context>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let user_id = visit.proven_session()?.user_id;
        if !visit.state.settings.has_phones() {
            let message = "Phone numbers are not enabled on this instance.";
            return Err(Problem::new(Code::FeatureNotEnabled, message));
        }
        let number = call.form.filled("phone_number").ok_or_else(|| Problem::missing("phone_number"))?;
        let number = visit.state.check_phone(number)?;
        let new = visit.state.new_phone(&number, false);
        visit.state.user_mut(&user_id)?.phones.push(new.clone());
        Ok(phone(&new))
    })
}

async fn show(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| edit(visit, &id, |_, _| Ok(())))
}

async fn prepare_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        edit(visit, &id, |visit, phone| {
            phone.verification = Some(visit.state.send_code(&phone.number, "phone_code"));
            Ok(())
        })
    })
}

/// The first number that is proven is the primary one.
async fn attempt_verification(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        let proven = edit(visit, &id, |visit, phone| {
            let typed = call.form.filled("code").ok_or_else(|| Problem::missing("code"))?;
            let sent = phone.verification.as_mut();
            let sent = sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a code first."))?;
            sent.attempt(typed, visit.state.now_ms())?;
            if !phone.verified {
                visit.state.check_phone(&phone.number)?;
            }
            phone.verified = true;
            Ok(())
        })?;
        let user_id = visit.acting_user()?.id;
        visit.state.user_mut(&user_id)?.primary_phone_id.get_or_insert(id);
        Ok(proven)
    })
}

/// Whether codes to it are a second factor, and whether they go there when nobody chooses.
async fn update(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let mut user = visit.acting_user()?;
        let flag = |name: &str| call.form.filled(name).map(|value| value == "true");
        let is_verified = user.phone_mut(&id)?.verified;
        if flag("default_second_factor") == Some(false) {
            let message = "Make another number the default one instead.";
            return Err(Problem::field("default_second_factor", Code::FormDefaultSecondFactor, message));
        }
        let mut codes = None;
        match flag("reserved_for_second_factor") {
            Some(true) if !is_verified => {
                let message = "Prove the number before you make it a second factor.";
                return Err(Problem::new(Code::IdentificationSecondFactorUnverified, message));
            }
            Some(true) => codes = reserve(visit, &mut user, &id)?,
            Some(false) => visit.state.drop_second(&user.id, |user| drop(user.reserve_phone(&id, false)))?,
            None => {}
        }
        if flag("default_second_factor").is_some() {
            prefer(visit, &id)?;
        }
        let mut view = phone(visit.acting_user()?.phone_mut(&id)?);
        put(&mut view, "backup_codes", json!(codes));
        Ok(view)
    })
}

/// Answers the spare codes that come with the first second factor.
fn reserve(visit: &mut Visit<'_>, user: &mut User, id: &str) -> Result<Option<Vec<String>>, Problem> {
    visit.state.require_second(SecondFactor::PhoneCode)?;
    let had_one = user.has_second_factor();
    user.reserve_phone(id, true)?;
    user.note_second_factor(had_one, visit.state.now_ms());
    let codes = visit.state.first_backup_codes(user);
    visit.state.keep_user(user.clone());
    Ok(codes)
}

fn prefer(visit: &mut Visit<'_>, id: &str) -> Result<(), Problem> {
    let mut user = visit.acting_user()?;
    if !user.phone_mut(id)?.second_factor {
        return Err(Problem::invalid("default_second_factor"));
    }
    user.prefer_phone(id);
    visit.state.keep_user(user);
    Ok(())
}

/// The last number stays where everybody needs one, and the last thing that somebody is known by.
async fn destroy(State(context): State<Context>, Path(id): Path<String>, call: Call) -> Response {
    answer(&context, &call, |visit| {
        visit.proven_session()?;
        let mut user = visit.acting_user()?;
        let is_verified = user.phone_mut(&id)?.verified;
        let numbers = user.phones.iter().filter(|phone| phone.verified).count();
        let others = user.emails.iter().any(|email| email.verified) || user.username.is_some();
        let is_needed = visit.state.settings.phone() == Presence::Required || !others;
        if is_verified && numbers == 1 && is_needed {
            return Err(Problem::new(Code::LastIdentification, "This number is needed: add another one first."));
        }
        visit.state.drop_second(&user.id, |user| user.remove_phone(&id))?;
        Ok(deleted("phone_number", &id))
    })
}

/// Works on a number of the acting person and keeps it, whatever came of it: a wrong code counts.
fn edit(
    visit: &mut Visit<'_>,
    id: &str,
    act: impl FnOnce(&mut Visit<'_>, &mut Phone) -> Result<(), Problem>,
) -> Result<Value, Problem> {
    let mut user = visit.acting_user()?;
    let mut changed = user.phone_mut(id)?.clone();
    let outcome = act(visit, &mut changed);
    *visit.state.user_mut(&user.id)?.phone_mut(id)? = changed.clone();
    outcome.map(|()| phone(&changed))
}
