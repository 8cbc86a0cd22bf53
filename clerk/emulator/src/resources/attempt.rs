//! Attempts to sign in and to sign up.

use serde_json::{Value, json};

use super::{View, put, user::verification};
use crate::state::{
    attempt::{SignIn, SignUp},
    code::Verification,
    factor::Presence,
    passkey::PASSKEY,
    settings::{Factor, Settings},
    sign_in::{SecondStep, Target, Way},
    social::ENTERPRISE,
    user::User,
};

impl View<'_> {
    pub(crate) fn sign_in(self, attempt: &SignIn) -> Value {
        let user = attempt.user_id.as_deref().and_then(|id| self.state.user(id).ok());
        let second: Vec<Value> = self.state.second_ways(attempt).iter().map(way).collect();
        let mut view = json!({
            "object": "sign_in",
            "id": attempt.id,
            "status": attempt.status(),
            "supported_identifiers": self.state.settings.identifiers(),
            "identifier": attempt.identifier,
            "supported_first_factors": self.first_factors_for(attempt, user),
            "supported_second_factors": (!second.is_empty()).then_some(second),
            "first_factor_verification": attempt.verification.as_ref().map(proof),
            "second_factor_verification": attempt.second.as_ref().map(proof),
            "user_data": user.map(|user| self.public_user(user)),
            "created_session_id": attempt.created_session_id,
            "abandon_at": attempt.abandon_at,
        });
        if self.state.settings.device_trust {
            put(&mut view, "client_trust_state", json!(self.trust(attempt)));
        }
        view
    }

    /// Whether the browser is one where the person was before; it is not told before the first factor is right.
    fn trust(self, attempt: &SignIn) -> &'static str {
        let is_proven = attempt.verification.as_ref().is_some_and(|first| first.verified);
        match attempt.waits_for {
            Some(SecondStep::ClientTrust) => "new",
            _ if is_proven => "known",
            _ => "pending",
        }
    }

    pub(crate) fn sign_up(self, attempt: &SignUp) -> Value {
        let complete = attempt.created_session_id.is_some();
        let fields = self.state.settings.sign_up_fields();
        let with =
            |wanted: Presence| fields.iter().filter(move |(_, presence)| *presence == wanted).map(|(name, _)| name);
        let missing = attempt.missing_fields(&self.state.settings);
        // A company proves the address that it is asked for.
        let unverified = if missing == [ENTERPRISE] { Vec::new() } else { attempt.unverified_fields() };
        json!({
            "object": "sign_up",
            "id": attempt.id,
            "status": if complete { "complete" } else { "missing_requirements" },
            "required_fields": with(Presence::Required).collect::<Vec<_>>(),
            "optional_fields": with(Presence::Optional).collect::<Vec<_>>(),
            "missing_fields": missing,
            "unverified_fields": unverified,
            "verifications": {
                "email_address": sign_up_verification(attempt.verification.as_ref(), "email_code"),
                "phone_number": attempt.phone.as_ref().map(|_| sign_up_verification(attempt.phone_verification.as_ref(), "phone_code")),
                "web3_wallet": null,
                "external_account": attempt.external.as_ref().map(verification),
            },
            "email_address": attempt.address,
            "username": attempt.username,
            "phone_number": attempt.phone,
            "web3_wallet": null,
            "first_name": attempt.first_name,
            "last_name": attempt.last_name,
            "has_password": attempt.password.is_some(),
            "unsafe_metadata": attempt.unsafe_metadata,
            "created_session_id": attempt.created_session_id,
            "created_user_id": attempt.created_user_id,
            "abandon_at": attempt.abandon_at,
            "legal_accepted_at": attempt.legal_accepted_at,
            "locale": null,
            "external_account": attempt.identity.as_ref().map(|identity| json!({
                "provider": identity.strategy,
                "email_address": identity.email,
                "first_name": identity.first_name,
                "last_name": identity.last_name,
            })),
            "external_account_strategy": attempt.identity.as_ref().map(|identity| &identity.strategy),
        })
    }
}

impl View<'_> {
    /// Whose company vouches for them can do nothing else; who came from a provider that had not verified their address
    /// proves that address.
    fn first_factors_for(self, attempt: &SignIn, user: Option<&User>) -> Option<Vec<Value>> {
        let settings = &self.state.settings;
        let address = attempt.identifier.as_deref().unwrap_or_default();
        if let Some(company) = settings.connection_for(address) {
            let (id, name) = (company.id(), &company.name);
            return Some(vec![json!({
                "strategy": ENTERPRISE, "enterprise_connection_id": id, "enterprise_connection_name": name,
            })]);
        }
        let mut factors = first_factors(user?, settings);
        if let Some(unproven) = attempt.identity.as_ref().and_then(|identity| identity.email.as_deref()) {
            let proves_it = |factor: &Value| {
                let strategy = factor.get("strategy").and_then(Value::as_str).unwrap_or_default();
                matches!(strategy, "email_code" | "email_link")
                    && factor.get("safe_identifier").is_some_and(|own| own == unproven)
            };
            factors.retain(proves_it);
        }
        Some(factors)
    }
}

/// How somebody can sign in, and how they can come by another password.
pub(super) fn first_factors(user: &User, settings: &Settings) -> Vec<Value> {
    let (emails, phones) = (user.email_targets(), user.phone_targets(false));
    let by_phone = settings.has(Factor::PhoneCode);
    let has_password = user.password.is_some() && settings.has(Factor::Password);
    let mut ways = Vec::new();
    if has_password {
        ways.push(Way { strategy: "password", target: None });
    }
    let all = [
        ("email_code", settings.has(Factor::EmailCode), &emails),
        ("email_link", settings.has(Factor::EmailLink), &emails),
        ("phone_code", by_phone, &phones),
        ("reset_password_email_code", has_password, &emails),
        ("reset_password_phone_code", has_password && by_phone, &phones),
    ];
    for (strategy, is_on, targets) in all {
        ways.extend(targets.iter().filter(|_| is_on).map(|target| Way { strategy, target: Some(target.clone()) }));
    }
    if settings.has(Factor::Passkey) && user.proven_passkeys().next().is_some() {
        ways.push(Way { strategy: PASSKEY, target: None });
    }
    let elsewhere = user.proven_accounts().map(|account| account.strategy());
    let providers = elsewhere.filter(|strategy| settings.signs_in_with(strategy));
    ways.iter().map(way).chain(providers.map(|strategy| json!({ "strategy": strategy }))).collect()
}

/// One way to prove something.
pub(super) fn way(way: &Way) -> Value {
    let mut view = json!({ "strategy": way.strategy });
    if let Some(Target { id, text, is_primary, is_default }) = &way.target {
        let (name, role, has_role) = match text.contains('@') {
            true => ("email_address_id", "primary", is_primary),
            false => ("phone_number_id", "default", is_default),
        };
        put(&mut view, "safe_identifier", json!(text));
        put(&mut view, name, json!(id));
        put(&mut view, role, json!(has_role));
        put(&mut view, "primary", json!(is_primary));
    }
    view
}

/// How far a proof is. A password is not sent anywhere, so there is nothing that would run out.
pub(super) fn proof(verified: &Verification) -> Value {
    let mut view = verification(verified);
    let object = match verified.strategy.as_str() {
        "password" => "verification_password",
        "totp" => "verification_totp",
        "backup_code" => "verification_backup_code",
        _ => return view,
    };
    put(&mut view, "object", json!(object));
    put(&mut view, "expire_at", Value::Null);
    view
}

fn sign_up_verification(known: Option<&Verification>, strategy: &str) -> Value {
    let next_action = match known {
        Some(code) if code.verified => "",
        Some(_) => "needs_attempt",
        None => "needs_prepare",
    };
    // With a strategy ClerkJS would take the code for sent.
    let unknown = || json!({ "object": "verification_otp", "status": "unverified" });
    let mut view = known.map_or_else(unknown, verification);
    put(&mut view, "next_action", json!(next_action));
    put(&mut view, "supported_strategies", json!([strategy]));
    view
}
