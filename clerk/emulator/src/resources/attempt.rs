//! Attempts to sign in and to sign up.

use serde_json::{Value, json};

use super::{View, user::verification};
use crate::state::{
    attempt::{SignIn, SignUp},
    settings::{Factor, Settings},
    user::User,
};

impl View<'_> {
    pub(crate) fn sign_in(self, attempt: &SignIn) -> Value {
        let user = attempt.user_id.as_deref().and_then(|id| self.state.user(id).ok());
        let verification = attempt.verification.as_ref().map(verification);
        json!({
            "object": "sign_in",
            "id": attempt.id,
            "status": attempt.status(),
            "supported_identifiers": ["email_address"],
            "identifier": attempt.identifier,
            "supported_first_factors": user.map(|user| first_factors(user, &self.state.settings)),
            "supported_second_factors": null,
            "first_factor_verification": verification,
            "second_factor_verification": null,
            "user_data": user.map(|user| self.public_user(user)),
            "created_session_id": attempt.created_session_id,
            "abandon_at": attempt.abandon_at,
        })
    }

    pub(crate) fn sign_up(self, attempt: &SignUp) -> Value {
        let complete = attempt.created_session_id.is_some();
        let unverified: &[&str] =
            if attempt.is_verified() || attempt.address.is_none() { &[] } else { &["email_address"] };
        json!({
            "object": "sign_up",
            "id": attempt.id,
            "status": if complete { "complete" } else { "missing_requirements" },
            "required_fields": if self.state.settings.has(Factor::Password) { vec!["email_address", "password"] } else { vec!["email_address"] },
            "optional_fields": ["first_name", "last_name"],
            "missing_fields": attempt.missing_fields(&self.state.settings),
            "unverified_fields": unverified,
            "verifications": {
                "email_address": sign_up_verification(attempt),
                "phone_number": null,
                "web3_wallet": null,
                "external_account": null,
            },
            "email_address": attempt.address,
            "username": null,
            "phone_number": null,
            "web3_wallet": null,
            "first_name": attempt.first_name,
            "last_name": attempt.last_name,
            "has_password": attempt.password.is_some(),
            "unsafe_metadata": attempt.unsafe_metadata,
            "created_session_id": attempt.created_session_id,
            "created_user_id": attempt.created_user_id,
            "abandon_at": attempt.abandon_at,
            "legal_accepted_at": null,
            "locale": null,
            "external_account": null,
            "external_account_strategy": null,
        })
    }
}

pub(super) fn first_factors(user: &User, settings: &Settings) -> Vec<Value> {
    let by_code = |strategy: &str| {
        let strategy = strategy.to_owned();
        user.emails.iter().filter(|email| email.verified).map(move |email| {
            json!({
                "strategy": strategy,
                "safe_identifier": email.address,
                "email_address_id": email.id,
                "primary": Some(&email.id) == user.primary_email_id.as_ref(),
            })
        })
    };
    let has_password = user.password.is_some() && settings.has(Factor::Password);
    let password = has_password.then(|| json!({ "strategy": "password" })).into_iter();
    let codes = by_code("email_code").filter(|_| settings.has(Factor::EmailCode));
    let forgotten = by_code("reset_password_email_code").filter(|_| has_password);
    let links = by_code("email_link").filter(|_| settings.has(Factor::EmailLink));
    password.chain(codes).chain(links).chain(forgotten).collect()
}

fn sign_up_verification(attempt: &SignUp) -> Value {
    let next_action = match &attempt.verification {
        Some(code) if code.verified => "",
        Some(_) => "needs_attempt",
        None => "needs_prepare",
    };
    let known = attempt.verification.as_ref().map(verification);
    let mut view = known.unwrap_or_else(|| json!({ "object": "verification_email_code", "status": "unverified" }));
    if let Some(fields) = view.as_object_mut() {
        fields.insert("next_action".to_owned(), json!(next_action));
        fields.insert("supported_strategies".to_owned(), json!(["email_code"]));
    }
    view
}
