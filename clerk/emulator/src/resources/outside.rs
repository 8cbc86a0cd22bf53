//! What others prove: accounts with providers and companies, and how far a proof is.

use serde_json::{Value, json};

use super::{View, put};
use crate::state::{
    code::Verification,
    external_account::ExternalAccount,
    outside::Fault,
    passkey::{PASSKEY, Passkey},
    social::{ENTERPRISE, ONE_TAP},
    user::User,
};

impl View<'_> {
    /// Those with providers.
    pub(super) fn external_accounts(self, user: &User) -> Vec<Value> {
        user.external_accounts.iter().filter(|row| !row.is_enterprise()).map(|row| self.external_account(row)).collect()
    }

    /// One, whoever it is with.
    pub(crate) fn account(self, account: &ExternalAccount) -> Value {
        if account.is_enterprise() { self.enterprise_account(account) } else { self.external_account(account) }
    }

    fn external_account(self, account: &ExternalAccount) -> Value {
        let identity = &account.identity;
        json!({
            "object": "external_account",
            "id": account.id,
            "provider": account.strategy(),
            "identification_id": account.identification_id,
            "provider_user_id": identity.subject,
            "approved_scopes": account.scopes.join(" "),
            "email_address": identity.email.as_deref().unwrap_or_default(),
            "email_address_verified": identity.email_verified,
            "first_name": identity.first_name.as_deref().unwrap_or_default(),
            "last_name": identity.last_name.as_deref().unwrap_or_default(),
            "avatar_url": "",
            "image_url": "",
            "username": identity.username,
            "phone_number": null,
            "public_metadata": {},
            "label": null,
            "created_at": account.created_at,
            "updated_at": account.updated_at,
            "verification": self.proof(&account.verification),
        })
    }

    pub(crate) fn passkey(self, passkey: &Passkey) -> Value {
        json!({
            "object": "passkey",
            "id": passkey.id,
            "name": passkey.name,
            "last_used_at": passkey.last_used_at,
            "verification": self.proof(&passkey.verification),
            "created_at": passkey.created_at,
            "updated_at": passkey.updated_at,
        })
    }

    /// A proof as it is now: what nobody gave in time has expired.
    fn proof(self, proof: &Verification) -> Value {
        let mut view = verification(proof).unwrap_or_default();
        put(&mut view, "status", json!(proof.status(self.state.now_ms())));
        view
    }

    /// Those with companies, in the form of their last name.
    pub(super) fn enterprise_accounts(self, user: &User) -> Vec<Value> {
        user.proven_accounts().filter(|row| row.is_enterprise()).map(|row| self.enterprise_account(row)).collect()
    }

    /// Those with companies, in the form of their first name.
    pub(super) fn saml_accounts(self, user: &User) -> Vec<Value> {
        let accounts = user.proven_accounts().filter(|row| row.is_enterprise());
        let draw = |row: &ExternalAccount| {
            let mut view = self.enterprise_account(row);
            let connection = view.get("enterprise_connection").cloned().unwrap_or_default();
            put(&mut view, "object", json!("saml_account"));
            put(&mut view, "saml_connection", connection);
            if let Some(fields) = view.as_object_mut() {
                fields.remove("enterprise_connection");
            }
            view
        };
        accounts.map(draw).collect()
    }

    fn enterprise_account(self, account: &ExternalAccount) -> Value {
        let identity = &account.identity;
        let id = identity.connection_id.as_deref().unwrap_or_default();
        let company = self.state.settings.connection(id);
        json!({
            "object": "enterprise_account",
            "id": account.id,
            "protocol": company.map_or("saml", |company| company.protocol()),
            "provider": company.map_or("saml_custom", |company| company.provider.as_str()),
            "active": company.is_some_and(|company| company.active),
            "email_address": identity.email.as_deref().unwrap_or_default(),
            "first_name": identity.first_name,
            "last_name": identity.last_name,
            "provider_user_id": identity.subject,
            "enterprise_connection_id": id,
            "last_authenticated_at": account.last_authenticated_at,
            "public_metadata": {},
            "verification": self.company_proof(&account.verification),
            "enterprise_connection": self.connection(id, account.created_at),
        })
    }

    /// What waits for a company's page is told where that is.
    fn company_proof(self, proof: &Verification) -> Value {
        let outside = proof.outside.as_deref();
        let mut view = json!({
            "object": "verification_saml",
            "status": proof.status(self.state.now_ms()),
            "strategy": "saml",
            "external_verification_redirect_url": outside.and_then(|outside| outside.page.as_deref()),
            "attempts": null,
            "expire_at": proof.expire_at,
        });
        if let Some(fault) = outside.and_then(|outside| outside.fault.as_ref()) {
            put(&mut view, "error", draw_fault(fault));
        }
        view
    }

    pub(crate) fn connection(self, id: &str, created_at: i64) -> Value {
        let Some(company) = self.state.settings.connection(id) else { return Value::Null };
        json!({
            "id": id,
            "name": company.name,
            "domain": company.domains.first(),
            "domains": company.domains,
            "active": company.active,
            "provider": company.provider,
            "protocol": company.protocol(),
            "logo_public_url": null,
            "sync_user_attributes": true,
            "allow_subdomains": false,
            "allow_idp_initiated": false,
            "disable_additional_identifications": false,
            "created_at": created_at,
            "updated_at": created_at,
        })
    }
}

/// A proof from outside; nothing for the others.
pub(super) fn verification(proof: &Verification) -> Option<Value> {
    if proof.strategy.starts_with("from_") {
        return Some(json!({
            "object": "verification_from_oauth",
            "status": if proof.verified { "verified" } else { "unverified" },
            "strategy": proof.strategy,
            "attempts": null,
            "expire_at": proof.expire_at,
        }));
    }
    let outside = proof.outside.as_deref()?;
    let object = match proof.strategy.as_str() {
        PASSKEY => "verification_passkey",
        ENTERPRISE => "verification_saml",
        ONE_TAP => "verification_google_one_tap",
        _ => "verification_oauth",
    };
    let mut view = json!({
        "object": object,
        "status": proof.status(i64::MIN),
        "strategy": proof.strategy,
        "attempts": null,
        "expire_at": proof.expire_at,
        "verified_at_client": null,
    });
    if let (PASSKEY, Some(nonce)) = (proof.strategy.as_str(), &outside.nonce) {
        put(&mut view, "nonce", json!(nonce));
    }
    if proof.strategy != PASSKEY && proof.strategy != ONE_TAP {
        put(&mut view, "external_verification_redirect_url", json!(outside.page));
    }
    if let Some(fault) = &outside.fault {
        put(&mut view, "error", draw_fault(fault));
    }
    Some(view)
}

fn draw_fault(fault: &Fault) -> Value {
    let meta = fault.session_id.as_ref().map_or_else(|| json!({}), |id| json!({ "session_id": id }));
    json!({ "code": fault.code, "message": fault.message, "long_message": fault.message, "meta": meta })
}
