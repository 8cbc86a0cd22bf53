//! Proving again who one is, as ClerkJS asks for it.

use serde_json::{Value, json};

use super::{
    View,
    attempt::{first_factors, proof, way},
};
use crate::state::{reverification::Reverification, session::Session, settings::Settings, user::User};

impl View<'_> {
    pub(crate) fn reverification(self, session: &Session, begun: &Reverification) -> Value {
        let user = self.state.user(&session.user_id).ok();
        json!({
            "object": "session_reverification",
            "status": begun.status(),
            "level": begun.level.name(),
            "session": self.session(session),
            "supported_first_factors": user.map(|user| first_factors_of(user, &self.state.settings)),
            "supported_second_factors": user.map(|user| self.state.second_factors(user).iter().map(way).collect::<Vec<_>>()),
            "first_factor_verification": begun.first.as_ref().map(proof),
            "second_factor_verification": begun.second.as_ref().map(proof),
        })
    }
}

/// Whoever forgot the password is not the one who is asked here, and no provider is.
fn first_factors_of(user: &User, settings: &Settings) -> Vec<Value> {
    let is_for_signing_in = |factor: &Value| {
        let strategy = factor.get("strategy").and_then(Value::as_str);
        strategy.is_some_and(|name| name.starts_with("reset_password") || name.starts_with("oauth_"))
    };
    first_factors(user, settings).into_iter().filter(|factor| !is_for_signing_in(factor)).collect()
}
