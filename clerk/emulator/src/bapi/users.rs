//! `/users`: listing, making, changing, removing people.

mod access;
mod changes;
mod factors;
pub(super) mod filter;
mod image;

use axum::{
    Router,
    extract::Path,
    routing::{delete, get, post},
};
use serde_json::json;

use super::{
    call::{Answer, Call},
    list::Page,
    metadata,
};
use crate::{context::Context, resources::deleted, state::user::User};

/// Kinds of metadata that people have.
const METADATA: [&str; 3] = ["public_metadata", "private_metadata", "unsafe_metadata"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/users", get(list).post(create))
        .route("/users/count", get(count))
        .route("/users/{id}", get(show).patch(update).delete(destroy))
        .route("/users/{id}/metadata", axum::routing::patch(merge_metadata).put(replace_metadata))
        .route("/users/{id}/organization_memberships", get(list_memberships))
        .route("/users/{id}/organization_invitations", get(list_invitations))
        .route("/users/{id}/profile_image", post(image::set).delete(image::unset))
        .route("/users/ban", post(access::ban_many))
        .route("/users/unban", post(access::unban_many))
        .route("/users/{id}/ban", post(access::ban))
        .route("/users/{id}/unban", post(access::unban))
        .route("/users/{id}/lock", post(access::lock))
        .route("/users/{id}/unlock", post(access::unlock))
        .route("/users/{id}/remove_password", post(access::remove_password))
        .route("/users/{id}/verify_password", post(access::verify_password))
        .route("/users/{id}/password/set_compromised", post(access::set_compromised))
        .route("/users/{id}/password/unset_compromised", post(access::unset_compromised))
        .route("/users/{id}/verify_totp", post(factors::verify))
        .route("/users/{id}/mfa", delete(factors::disable))
        .route("/users/{id}/totp", delete(factors::delete_totp))
        .route("/users/{id}/backup_code", delete(factors::delete_backup_codes))
        .route("/users/{id}/passkeys/{item}", delete(factors::delete_passkey))
        .route("/users/{id}/web3_wallets/{item}", delete(factors::delete_wallet))
        .route("/users/{id}/external_accounts/{item}", delete(factors::delete_account))
        .route("/users/{id}/oauth_access_tokens/{provider}", get(factors::list_access_tokens))
        .route("/users/{id}/trusted_devices", get(factors::list_devices))
        .route("/users/{id}/trusted_devices/{item}", delete(factors::revoke_device))
}

/// A bare list, newest first unless `order_by` says otherwise.
async fn list(call: Call) -> Answer {
    call.look(|view| {
        let mut rows = filter::matching(view.state, &call.query)?;
        filter::order(&mut rows, &call.query)?;
        let rows = filter::after(rows, &call.query)?;
        Ok(Page::of(&call.query)?.bare(&rows, |user| view.backend_user(user)))
    })
}

async fn count(call: Call) -> Answer {
    call.look(|view| {
        let rows = filter::matching(view.state, &call.query)?;
        Ok(json!({ "object": "total_count", "total_count": rows.len() }))
    })
}

async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| view.state.user(&id).map(|user| view.backend_user(user)))
}

async fn create(call: Call) -> Answer {
    call.change(|state| {
        let user = changes::new_user(state, &call.body)?;
        state.data.users.insert(user.id.clone(), user.clone());
        Ok(call.view(state).backend_user(&user))
    })
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let mut user = state.user(&id)?.clone();
        let with_metadata = call.updates_metadata(&METADATA)?;
        changes::update(state, &mut user, &call.body, with_metadata)?;
        if call.body.is("sign_out_of_other_sessions")? {
            state.end_sessions_of_user(&id, None);
        }
        keep(&call, state, user)
    })
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        state.user(&id)?;
        state.delete_user(&id);
        Ok(deleted("user", &id))
    })
}

async fn merge_metadata(Path(id): Path<String>, call: Call) -> Answer {
    change_metadata(&call, &id, metadata::merge)
}

async fn replace_metadata(Path(id): Path<String>, call: Call) -> Answer {
    change_metadata(&call, &id, metadata::replace)
}

fn change_metadata(call: &Call, id: &str, change: metadata::Change) -> Answer {
    call.body.only(&METADATA)?;
    call.change(|state| {
        let mut user = state.user(id)?.clone();
        set_metadata(call, &mut user, change)?;
        keep(call, state, user)
    })
}

fn set_metadata(call: &Call, user: &mut User, change: metadata::Change) -> Result<(), crate::error::Problem> {
    change(&call.body, "public_metadata", &mut user.public_metadata)?;
    change(&call.body, "private_metadata", &mut user.private_metadata)?;
    change(&call.body, "unsafe_metadata", &mut user.unsafe_metadata)
}

/// Puts a changed person back and answers them.
fn keep(
    call: &Call,
    state: &mut crate::state::State,
    mut user: User,
) -> Result<serde_json::Value, crate::error::Problem> {
    user.updated_at = state.now_ms();
    state.data.users.insert(user.id.clone(), user.clone());
    Ok(call.view(state).backend_user(&user))
}

/// Changes one thing of a person.
fn edit(call: &Call, id: &str, change: impl FnOnce(&mut User, i64)) -> Answer {
    call.change(|state| {
        let (mut user, now) = (state.user(id)?.clone(), state.now_ms());
        change(&mut user, now);
        keep(call, state, user)
    })
}

async fn list_memberships(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        view.state.user(&id)?;
        let mut rows = view.state.memberships_of_user(&id);
        rows.reverse();
        let mut draw = view.backend_memberships();
        Ok(Page::of(&call.query)?.counted(&rows, |row| draw(row)))
    })
}

async fn list_invitations(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| {
        let user = view.state.user(&id)?;
        let addresses: Vec<&str> =
            user.emails.iter().filter(|email| email.verified).map(|email| email.address.as_str()).collect();
        let mut rows = super::organization_invitations::matching(view.state, &call.query, |row| {
            addresses.contains(&row.address.as_str())
        })?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.created_at));
        Ok(Page::of(&call.query)?.counted(&rows, |row| view.backend_invitation(row, true)))
    })
}
