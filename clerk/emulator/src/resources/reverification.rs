//! Proving again who one is, as ClerkJS asks for it.

use serde_json::{Value, json};

use super::{View, attempt::first_factors, user::verification};
use crate::state::{
    code::Verification, reverification::Reverification, session::Session, settings::Settings, user::User,
};

impl View<'_> {
    pub(crate) fn reverification(self, session: &Session, begun: &Reverification) -> Value {
        let user = self.state.user(&session.user_id).ok();
        json!({
            "object": "session_reverification",
            "status": begun.status(),
            "level": begun.level.name(),
            "session": self.session(session),
            "supported_first_factors": user.map(|user| first_factors_of(user, &self.state.settings)),
            "supported_second_factors": user.map(second_factors_of),
            "first_factor_verification": begun.first.as_ref().map(proof),
            "second_factor_verification": begun.second.as_ref().map(proof),
        })
    }
}

/// A password is not sent anywhere, so there is nothing that would run out.
fn proof(verified: &Verification) -> Value {
    let mut view = verification(verified);
    let object = match verified.strategy.as_str() {
        "password" => "verification_password",
        "totp" => "verification_totp",
        "backup_code" => "verification_backup_code",
        _ => "verification_otp",
    };
    super::put(&mut view, "object", json!(object));
    view
}

/// Whoever forgot the password is not the one who is asked here.
fn first_factors_of(user: &User, settings: &Settings) -> Vec<Value> {
    let codes = user.phones.iter().filter(|phone| phone.verified && !phone.second_factor).map(|phone| {
        json!({
            "strategy": "phone_code",
            "safe_identifier": phone.number,
            "phone_number_id": phone.id,
            "primary": Some(&phone.id) == user.primary_phone_id.as_ref(),
        })
    });
    let is_for_signing_in =
        |factor: &Value| factor.get("strategy").is_some_and(|name| name == "reset_password_email_code");
    first_factors(user, settings).into_iter().filter(|factor| !is_for_signing_in(factor)).chain(codes).collect()
}

fn second_factors_of(user: &User) -> Vec<Value> {
    let app = user.totp_secret.iter().map(|_| json!({ "strategy": "totp" }));
    let codes = user.phones.iter().filter(|phone| phone.verified && phone.second_factor).map(|phone| {
        json!({
            "strategy": "phone_code",
            "safe_identifier": phone.number,
            "phone_number_id": phone.id,
            "default": phone.default_second_factor,
        })
    });
    let spare = user.backup_codes.first().map(|_| json!({ "strategy": "backup_code" }));
    app.chain(codes).chain(spare).collect()
}
