//! Users, their addresses, and the short form of a user that others see.

use serde_json::{Value, json};

use super::View;
use crate::state::{
    code::Verification,
    user::{Email, User},
};

impl View<'_> {
    pub(crate) fn user(self, user: &User) -> Value {
        let memberships = self.state.memberships_of_user(&user.id);
        let emails: Vec<Value> = user.emails.iter().map(email).collect();
        json!({
            "object": "user",
            "id": user.id,
            "external_id": null,
            "username": null,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "image_url": self.image_url(&user.id),
            "has_image": false,
            "primary_email_address_id": user.primary_email_id,
            "primary_phone_number_id": null,
            "primary_web3_wallet_id": null,
            "password_enabled": user.password.is_some(),
            "two_factor_enabled": false,
            "totp_enabled": false,
            "backup_code_enabled": false,
            "email_addresses": emails,
            "phone_numbers": [],
            "web3_wallets": [],
            "external_accounts": [],
            "enterprise_accounts": [],
            "passkeys": [],
            "organization_memberships": memberships.iter().map(|row| self.membership(row, false)).collect::<Vec<_>>(),
            "public_metadata": user.public_metadata,
            "unsafe_metadata": user.unsafe_metadata,
            "create_organization_enabled": true,
            "create_organizations_limit": null,
            "delete_self_enabled": true,
            "legal_accepted_at": null,
            "last_sign_in_at": user.last_sign_in_at,
            "created_at": user.created_at,
            "updated_at": user.updated_at,
        })
    }

    pub(crate) fn public_user(self, user: &User) -> Value {
        json!({
            "first_name": user.first_name,
            "last_name": user.last_name,
            "image_url": self.image_url(&user.id),
            "has_image": false,
            "identifier": user.identifier(),
            "user_id": user.id,
            "username": null,
        })
    }
}

pub(crate) fn email(email: &Email) -> Value {
    json!({
        "object": "email_address",
        "id": email.id,
        "email_address": email.address,
        "reserved": false,
        "verification": email_verification(email),
        "linked_to": [],
        "matches_sso_connection": false,
        "created_at": email.created_at,
        "updated_at": email.created_at,
    })
}

fn email_verification(email: &Email) -> Value {
    match &email.verification {
        Some(code) => verification(code),
        None if email.verified => {
            json!({ "object": "verification_email_code", "status": "verified", "strategy": "email_code", "attempts": 1, "expire_at": null })
        }
        None => Value::Null,
    }
}

pub(crate) fn verification(code: &Verification) -> Value {
    json!({
        "object": "verification_email_code",
        "status": if code.verified { "verified" } else { "unverified" },
        "strategy": code.strategy,
        "attempts": code.attempts,
        "expire_at": code.expire_at,
        "error": null,
        "verified_at_client": null,
    })
}
