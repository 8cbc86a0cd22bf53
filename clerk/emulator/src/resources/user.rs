//! Users, what identifies them, and the short form of a user that others see.

use serde_json::{Value, json};

use super::View;
use crate::state::{
    code::{LINK, Verification},
    phone::Phone,
    user::{Email, User},
};

impl View<'_> {
    pub(crate) fn user(self, user: &User) -> Value {
        let mut view = self.user_alone(user);
        let memberships = self.state.memberships_of_user(&user.id);
        super::put(
            &mut view,
            "organization_memberships",
            memberships.iter().map(|row| self.membership(row, false)).collect(),
        );
        // Nobody is offered what the instance does not have.
        let settings = &self.state.settings;
        super::put(&mut view, "delete_self_enabled", json!(user.delete_self_enabled && settings.delete_self));
        view
    }

    /// Without the organizations.
    pub(super) fn user_alone(self, user: &User) -> Value {
        let mut view = json!({
            "object": "user",
            "id": user.id,
            "external_id": user.external_id,
            "username": user.username,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "locale": user.locale,
            "image_url": self.image_url(&user.id),
            "has_image": user.image.is_some(),
            "primary_email_address_id": user.primary_email_id,
            "primary_phone_number_id": user.primary_phone_id,
            "primary_web3_wallet_id": null,
            "email_addresses": user.emails.iter().map(|row| linked_email(row, user)).collect::<Vec<_>>(),
            "phone_numbers": user.phones.iter().map(phone).collect::<Vec<_>>(),
            "web3_wallets": [],
            "external_accounts": self.external_accounts(user),
            "saml_accounts": self.saml_accounts(user),
            "enterprise_accounts": self.enterprise_accounts(user),
            "passkeys": user.passkeys.iter().map(|row| self.passkey(row)).collect::<Vec<_>>(),
            "public_metadata": user.public_metadata,
            "unsafe_metadata": user.unsafe_metadata,
            "create_organization_enabled": user.create_organization_enabled,
            "create_organizations_limit": user.create_organizations_limit,
            "delete_self_enabled": user.delete_self_enabled,
            "legal_accepted_at": user.legal_accepted_at,
            "last_sign_in_at": user.last_sign_in_at,
            "last_active_at": user.last_active_at.or(user.last_sign_in_at),
            "created_at": user.created_at,
            "updated_at": user.updated_at,
        });
        super::extend(&mut view, self.access(user));
        view
    }

    /// How somebody gets in, and what keeps them out.
    fn access(self, user: &User) -> Value {
        let locked_for = user.locked_for_ms(self.state.now_ms());
        json!({
            "password_enabled": user.password.is_some(),
            "password_last_updated_at": user.password_updated_at,
            "requires_password_reset": user.password_compromised,
            "two_factor_enabled": user.has_second_factor(),
            "totp_enabled": user.totp_secret.is_some(),
            "backup_code_enabled": !user.backup_codes.is_empty(),
            "mfa_enabled_at": user.mfa_enabled_at,
            "mfa_disabled_at": user.mfa_disabled_at,
            "banned": user.banned,
            "deprovisioned": false,
            "locked": locked_for.is_some(),
            "lockout_expires_in_seconds": locked_for.map(|left| left.div_euclid(1_000)),
            "verification_attempts_remaining": if locked_for.is_some() { Some(0) } else { self.state.attempts_left(&user.id) },
            "bypass_client_trust": user.bypass_client_trust,
        })
    }

    pub(crate) fn public_user(self, user: &User) -> Value {
        json!({
            "first_name": user.first_name,
            "last_name": user.last_name,
            "image_url": self.image_url(&user.id),
            "profile_image_url": self.image_url(&user.id),
            "has_image": user.image.is_some(),
            "identifier": user.identifier(),
            "user_id": user.id,
            "username": user.username,
            "banned": user.banned,
            "deprovisioned": false,
        })
    }
}

pub(crate) fn email(email: &Email) -> Value {
    json!({
        "object": "email_address",
        "id": email.id,
        "email_address": email.address,
        "reserved": email.reserved,
        "verification": verification_of(email.verification.as_ref(), email.verified, email.by_admin, ("email_code", email.created_at)),
        "linked_to": [],
        "matches_sso_connection": false,
        "created_at": email.created_at,
        "updated_at": email.created_at,
    })
}

/// An address with the accounts elsewhere that have it too.
fn linked_email(row: &Email, user: &User) -> Value {
    let linked = user.proven_accounts().filter(|account| account.identity.email.as_deref() == Some(&row.address));
    let links = linked.map(|account| json!({ "type": account.strategy(), "id": account.identification_id }));
    let mut view = email(row);
    super::put(&mut view, "linked_to", links.collect());
    view
}

pub(crate) fn phone(phone: &Phone) -> Value {
    json!({
        "object": "phone_number",
        "id": phone.id,
        "phone_number": phone.number,
        "reserved_for_second_factor": phone.second_factor,
        "default_second_factor": phone.default_second_factor,
        "reserved": phone.reserved,
        "verification": verification_of(phone.verification.as_ref(), phone.verified, phone.by_admin, ("phone_code", phone.created_at)),
        "linked_to": [],
        "backup_codes": null,
        "created_at": phone.created_at,
        "updated_at": phone.created_at,
    })
}

fn verification_of(
    code: Option<&Verification>,
    is_verified: bool,
    by_admin: bool,
    (strategy, created_at): (&str, i64),
) -> Value {
    match code {
        _ if is_verified && by_admin => json!({
            "object": "verification_admin",
            "status": "verified",
            "strategy": "admin",
            "attempts": null,
            "expire_at": null,
            "verified_at_client": null,
        }),
        Some(code) => verification(code),
        None if is_verified => json!({
            "object": "verification_otp",
            "status": "verified",
            "strategy": strategy,
            "attempts": 1,
            "expire_at": created_at,
            "error": null,
            "verified_at_client": null,
        }),
        None => Value::Null,
    }
}

pub(crate) fn verification(code: &Verification) -> Value {
    if let Some(view) = super::outside::verification(code) {
        return view;
    }
    json!({
        "object": if code.strategy == LINK { "verification_email_link" } else { "verification_otp" },
        "status": if code.verified { "verified" } else { "unverified" },
        "strategy": code.strategy,
        "attempts": code.attempts,
        "expire_at": code.expire_at,
        "error": null,
        "verified_at_client": null,
    })
}
