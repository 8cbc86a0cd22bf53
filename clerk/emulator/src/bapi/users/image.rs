//! Pictures of people.

use axum::extract::Path;

use super::keep;
use crate::{
    bapi::call::{Answer, Call},
    error::{Code, Problem},
    state::user::User,
};

pub(super) async fn set(Path(id): Path<String>, call: Call) -> Answer {
    let address = call.body.image()?;
    call.change(|state| {
        let user = User { image: Some(address), ..state.user(&id)?.clone() };
        keep(&call, state, user)
    })
}

pub(super) async fn unset(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let user = state.user(&id)?.clone();
        if user.image.is_none() {
            return Err(Problem::new(Code::ImageNotFound, "This person has no picture."));
        }
        keep(&call, state, User { image: None, ..user })
    })
}
