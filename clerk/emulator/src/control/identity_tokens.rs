//! Tokens with which a provider names somebody to the page itself, without a page of its own: Google's one tap.

use axum::{Json, extract::State};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{
    context::Context,
    state::{external_account::Identity, social::ONE_TAP},
};

/// Whom a token names.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Named {
    #[serde(default = "one_tap")]
    strategy: String,
    email_address: String,
    #[serde(default)]
    first_name: Option<String>,
    #[serde(default)]
    last_name: Option<String>,
}

fn one_tap() -> String {
    ONE_TAP.to_owned()
}

pub(super) async fn mint(State(context): State<Context>, Json(named): Json<Named>) -> Json<Value> {
    let Named { strategy, email_address, first_name, last_name } = named;
    let email = email_address.to_lowercase();
    let subject = Identity::subject_of(&strategy, &email);
    let identity = Identity {
        strategy: strategy.clone(),
        subject,
        email: Some(email),
        email_verified: true,
        first_name,
        last_name,
        ..Identity::default()
    };
    Json(json!({ "token": context.look(|state| state.mint_identity_token(&identity)) }))
}
