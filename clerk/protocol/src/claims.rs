//! From the payload of a session token to what the product asks of it: versions 1 and 2.
//!
//! Section [Claims](crate#claims); from Clerk's session tokens guide and `src/tokens/authObjects.ts` of
//! `@clerk/backend`.

use serde::Serialize;
use serde_json::Value;

use crate::auth::{ActiveOrganization, Actor, SessionState, SessionStatus};
use crate::permissions::decode_permissions;
use crate::scope::split_by_scope;

/// The claims cannot be read: upstream throws on these (a `fea` element without a colon, a claim of the wrong kind). By
/// S10 such a session is signed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("session claims cannot be read: {0}")]
pub struct MalformedClaims(
    /// Which claim.
    pub &'static str,
);

/// Clerk's auth object, values as the token has them; absent is [`Value::Null`]. Names as in `@clerk/backend`
/// (`SignedInAuthObject`), section [Claims](crate#claims).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthObject {
    /// `sub`.
    pub user_id: Value,
    /// `sid`.
    pub session_id: Value,
    /// `sts`.
    #[serde(skip)]
    pub session_status: Value,
    /// `o.id`, in version 1 `org_id`.
    pub org_id: Value,
    /// `org:` and `o.rol`, in version 1 `org_role`.
    pub org_role: Value,
    /// `o.slg`, in version 1 `org_slug`.
    pub org_slug: Value,
    /// From `fea`, `o.per` and `o.fpm`; in version 1 `org_permissions`.
    pub org_permissions: Value,
    /// `act`.
    pub actor: Value,
    /// `fva`.
    #[serde(skip)]
    pub factor_verification_age: Value,
}

impl AuthObject {
    /// Reads the payload of a verified session token. `v` equal to the number 2 selects version 2, all else version 1.
    ///
    /// # Errors
    /// Where upstream throws.
    pub fn from_claims(claims: &Value) -> Result<Self, MalformedClaims> {
        let claim = |name: &str| claims.get(name).cloned().unwrap_or_default();
        let object = Self {
            user_id: claim("sub"),
            session_id: claim("sid"),
            session_status: claim("sts"),
            actor: claim("act"),
            factor_verification_age: claim("fva"),
            ..Self::default()
        };
        if claims.get("v").and_then(Value::as_f64) == Some(2.0) {
            return object.with_version_2(claims);
        }
        Ok(Self {
            org_id: claim("org_id"),
            org_role: claim("org_role"),
            org_slug: claim("org_slug"),
            org_permissions: claim("org_permissions"),
            ..object
        })
    }

    fn with_version_2(self, claims: &Value) -> Result<Self, MalformedClaims> {
        let Some(organization) = claims.get("o").filter(|organization| is_truthy(organization)) else {
            return Ok(self);
        };
        let claim = |name: &str| organization.get(name).cloned().unwrap_or_default();
        let role = claim("rol");
        let org_role = if is_truthy(&role) { Value::String(format!("org:{}", plain_text(&role))) } else { Value::Null };
        let org_permissions = version_2_permissions(claims, organization)?;
        Ok(Self { org_id: claim("id"), org_slug: claim("slg"), org_role, org_permissions, ..self })
    }

    /// The typed form that travels to the browser. Values of the wrong kind count as absent.
    pub fn session_state(&self, claims: &Value) -> SessionState {
        SessionState {
            user_id: self.user_id.as_str().unwrap_or_default().to_owned(),
            session_id: text(&self.session_id),
            status: self.session_status.as_str().map(SessionStatus::from_claim),
            organization: self.organization(),
            actor: actor(&self.actor),
            factor_verification_age: factor_ages(&self.factor_verification_age),
            features: claims.get("fea").and_then(text),
            plans: claims.get("pla").and_then(text),
        }
    }

    fn organization(&self) -> Option<ActiveOrganization> {
        let permissions = self.org_permissions.as_array().into_iter().flatten().filter_map(text).collect();
        is_truthy(&self.org_id).then(|| ActiveOrganization {
            id: plain_text(&self.org_id),
            slug: text(&self.org_slug),
            role: text(&self.org_role).filter(|role| !role.is_empty()),
            permissions,
        })
    }
}

impl SessionState {
    /// Reads the payload of a session token, version 1 or 2. Proves nothing: the verifier checks the signature.
    ///
    /// # Errors
    /// Where upstream throws.
    pub fn from_claims(claims: &Value) -> Result<Self, MalformedClaims> {
        AuthObject::from_claims(claims).map(|object| object.session_state(claims))
    }
}

impl SessionStatus {
    /// `sts` as a status. The values are those of the session tokens guide.
    pub fn from_claim(sts: &str) -> Self {
        match sts {
            "active" => Self::Active,
            "pending" => Self::Pending,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The claim's text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Active => "active",
            Self::Pending => "pending",
            Self::Other(other) => other,
        }
    }
}

fn version_2_permissions(claims: &Value, organization: &Value) -> Result<Value, MalformedClaims> {
    let fea = throwing_text(claims.get("fea"), "fea")?;
    let features = split_by_scope(fea).map_err(|_| MalformedClaims("fea"))?.organization;
    let (per, fpm) = (organization.get("per"), organization.get("fpm"));
    if !per.is_some_and(is_truthy) || !fpm.is_some_and(is_truthy) {
        return Ok(Value::Array(Vec::new()));
    }
    let permissions = decode_permissions(&features, throwing_text(per, "o.per")?, throwing_text(fpm, "o.fpm")?);
    Ok(Value::Array(permissions.into_iter().map(Value::String).collect()))
}

/// A string claim upstream calls `.split` on: falsy is empty, anything else that is no string throws.
fn throwing_text<'a>(value: Option<&'a Value>, claim: &'static str) -> Result<&'a str, MalformedClaims> {
    match value {
        Some(Value::String(text)) => Ok(text),
        Some(other) if is_truthy(other) => Err(MalformedClaims(claim)),
        _ => Ok(""),
    }
}

/// JavaScript's truth.
fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(boolean) => *boolean,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn plain_text(value: &Value) -> String {
    text(value).unwrap_or_else(|| value.to_string())
}

/// Any `act` is somebody: one that cannot be read must not pass for a session of the person themselves.
fn actor(value: &Value) -> Option<Actor> {
    let sub = value.get("sub").and_then(text).unwrap_or_default();
    is_truthy(value).then(|| Actor { sub, kind: value.get("type").and_then(text) })
}

/// Exactly two finite ages, each -1 or at least 0; a fraction of a minute rounds down, which keeps every comparison
/// with whole minutes.
#[expect(clippy::cast_possible_truncation, reason = "rounding down is meant, and `as` saturates")]
fn factor_ages(value: &Value) -> Option<[i64; 2]> {
    let age = |value: &Value| value.as_f64().filter(|age| *age == -1.0 || *age >= 0.0).map(|age| age as i64);
    match value.as_array()?.as_slice() {
        [first, second] => Some([age(first)?, age(second)?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthObject, MalformedClaims};
    use crate::auth::{SessionState, SessionStatus};
    use serde_json::json;

    #[test]
    fn version_1_is_taken_verbatim() -> Result<(), MalformedClaims> {
        let claims = json!({"sub": "user_1", "sid": "sess_1", "org_id": "org_1", "org_role": "org:admin", "org_slug": "acme", "org_permissions": ["org:a:read"]});
        let state = SessionState::from_claims(&claims)?;
        let organization = state.organization.unwrap_or_default();
        assert_eq!(
            (organization.id.as_str(), organization.role.as_deref(), organization.slug.as_deref()),
            ("org_1", Some("org:admin"), Some("acme"))
        );
        assert_eq!(organization.permissions, ["org:a:read"]);
        Ok(())
    }

    #[test]
    fn version_2_builds_role_and_permissions() -> Result<(), MalformedClaims> {
        let claims = json!({"v": 2, "sub": "user_1", "sts": "pending", "fea": "o:dashboard,u:x", "fva": [3, -1], "o": {"id": "org_1", "slg": "acme", "rol": "admin", "per": "manage,read", "fpm": "3"}});
        let state = SessionState::from_claims(&claims)?;
        assert_eq!(state.status, Some(SessionStatus::Pending));
        assert_eq!(state.factor_verification_age, Some([3, -1]));
        let organization = state.organization.unwrap_or_default();
        assert_eq!(organization.role.as_deref(), Some("org:admin"));
        assert_eq!(organization.permissions, ["org:dashboard:manage", "org:dashboard:read"]);
        Ok(())
    }

    #[test]
    fn version_2_without_organization_ignores_version_1_claims() -> Result<(), MalformedClaims> {
        let object = AuthObject::from_claims(&json!({"v": 2, "sub": "user_1", "org_id": "org_1"}))?;
        assert!(object.org_id.is_null() && object.org_permissions.is_null());
        Ok(())
    }

    #[test]
    fn malformed_features_throw_only_with_an_organization() {
        let claims = json!({"v": 2, "sub": "user_1", "fea": "nocolon", "o": {"id": "org_1"}});
        assert_eq!(AuthObject::from_claims(&claims), Err(MalformedClaims("fea")));
        assert!(AuthObject::from_claims(&json!({"v": 2, "sub": "user_1", "fea": "nocolon"})).is_ok());
    }

    #[test]
    fn whoever_acts_is_somebody_even_unnamed() -> Result<(), MalformedClaims> {
        for (act, sub) in [
            (json!({"sub": "user_2", "iss": "x"}), Some("user_2")),
            (json!({"sub": 7}), Some("")),
            (json!({}), Some("")),
            (json!("user_2"), Some("")),
            (json!(null), None),
        ] {
            let state = SessionState::from_claims(&json!({"sub": "user_1", "act": act.clone()}))?;
            assert_eq!(state.actor.map(|actor| actor.sub).as_deref(), sub, "{act}");
        }
        Ok(())
    }

    #[test]
    fn ages_of_another_shape_are_absent() -> Result<(), MalformedClaims> {
        for fva in [json!([1]), json!([1, 2, 3]), json!([1, -2]), json!(["1", 2]), json!("x"), json!(null)] {
            let state = SessionState::from_claims(&json!({"sub": "user_1", "fva": fva.clone()}))?;
            assert_eq!(state.factor_verification_age, None, "{fva}");
        }
        Ok(())
    }
}
