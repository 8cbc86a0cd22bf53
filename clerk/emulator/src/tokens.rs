//! Session tokens of version 2, as Clerk packs them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// Category of session tokens. JWTs of other categories must not pass for a session.
const SESSION_CATEGORY: &str = "cl_B7d4PD111AAA";

/// What a session token says.
#[derive(Clone, Debug, Default)]
pub struct SessionToken {
    /// `sub`, `user_…`.
    pub user_id: String,
    /// `sid`, `sess_…`.
    pub session_id: String,
    /// `azp`: the origin of the app.
    pub authorized_party: Option<String>,
    /// `o`: the active organization.
    pub organization: Option<TokenOrganization>,
    /// `sts`: whether the session has tasks left.
    pub pending: bool,
    /// `fva`: minutes since the first and second factor were verified; -1: never.
    pub factor_verification_age: [i64; 2],
    /// `act`: who impersonates the user, `{ "sub": … }`.
    pub actor: Option<Value>,
    /// Further claims. Those of Clerk win.
    pub custom_claims: Map<String, Value>,
}

/// The organization of a session token.
#[derive(Clone, Debug, Default)]
pub struct TokenOrganization {
    /// `org_…`.
    pub id: String,
    /// Absent where an instance has slugs switched off.
    pub slug: Option<String>,
    /// With or without its prefix: `org:admin`.
    pub role: String,
    /// `org:<feature>:<permission>`. Others, and system permissions, are left out as Clerk does.
    pub permissions: Vec<String>,
}

impl SessionToken {
    pub(crate) fn header(kid: &str, issued_at: i64) -> Value {
        json!({ "alg": "RS256", "cat": SESSION_CATEGORY, "kid": kid, "oiat": issued_at, "typ": "JWT" })
    }

    /// The claims; times are Unix seconds.
    pub(crate) fn payload(&self, issuer: &str, token_id: &str, issued_at: i64, expires_at: i64) -> Value {
        let mut claims = self.custom_claims.clone();
        let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        put("exp", json!(expires_at));
        put("fva", json!(self.factor_verification_age));
        put("iat", json!(issued_at));
        put("iss", json!(issuer));
        put("jti", json!(token_id));
        put("nbf", json!(issued_at - 10));
        put("sid", json!(self.session_id));
        put("sts", json!(if self.pending { "pending" } else { "active" }));
        put("sub", json!(self.user_id));
        put("v", json!(2));
        if let Some(origin) = &self.authorized_party {
            put("azp", json!(origin));
        }
        if let Some(actor) = &self.actor {
            put("act", actor.clone());
        }
        if let Some(organization) = &self.organization {
            let packed = Packed::new(&organization.permissions);
            put("o", organization.claim(&packed));
            if !packed.features.is_empty() {
                put("fea", json!(packed.features));
            }
        }
        Value::Object(claims)
    }
}

impl TokenOrganization {
    fn claim(&self, packed: &Packed) -> Value {
        let mut claim = Map::new();
        claim.insert("id".to_owned(), json!(self.id));
        claim.insert("rol".to_owned(), json!(self.role.trim_start_matches("org:")));
        if let Some(slug) = &self.slug {
            claim.insert("slg".to_owned(), json!(slug));
        }
        if !packed.names.is_empty() {
            claim.insert("per".to_owned(), json!(packed.names));
            claim.insert("fpm".to_owned(), json!(packed.masks));
        }
        Value::Object(claim)
    }
}

/// Permissions as a token has them: features, permission names, and for each feature a bitmap over the names.
struct Packed {
    features: String,
    names: String,
    masks: String,
}

impl Packed {
    fn new(permissions: &[String]) -> Self {
        let pairs = permissions.iter().filter_map(|permission| split(permission));
        let mut by_feature: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (feature, name) in pairs {
            by_feature.entry(feature).or_default().insert(name);
        }
        let names: BTreeSet<&str> = by_feature.values().flatten().copied().collect();
        let mask = |own: &BTreeSet<&str>| {
            names.iter().enumerate().filter(|(_, name)| own.contains(*name)).map(|(bit, _)| 1_u128 << bit).sum::<u128>()
        };
        Self {
            features: join(by_feature.keys().map(|feature| format!("o:{feature}"))),
            masks: join(by_feature.values().map(|own| mask(own).to_string())),
            names: join(names.iter().map(|name| (*name).to_owned())),
        }
    }
}

fn split(permission: &str) -> Option<(&str, &str)> {
    permission.strip_prefix("org:").filter(|rest| !rest.starts_with("sys_"))?.split_once(':')
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(permissions: &[&str]) -> (String, String, String) {
        let all: Vec<String> = permissions.iter().map(|permission| (*permission).to_owned()).collect();
        let packed = Packed::new(&all);
        (packed.features, packed.names, packed.masks)
    }

    #[test]
    fn permissions_are_packed_by_feature() {
        let (features, names, masks) =
            packed(&["org:teams:read", "org:dashboard:manage", "org:dashboard:read", "org:sys_profile:manage"]);
        assert_eq!((features.as_str(), names.as_str(), masks.as_str()), ("o:dashboard,o:teams", "manage,read", "3,2"));
    }

    #[test]
    fn no_permissions_pack_to_nothing() {
        assert_eq!(packed(&["org:sys_profile:manage"]), (String::new(), String::new(), String::new()));
    }

    #[test]
    fn custom_claims_do_not_replace_clerks() {
        let mut token = SessionToken { user_id: "user_1".to_owned(), ..SessionToken::default() };
        token.custom_claims.insert("sub".to_owned(), json!("user_2"));
        token.custom_claims.insert("plan".to_owned(), json!("gold"));
        let payload = token.payload("https://clerk.test", "jti", 100, 160);
        assert_eq!(payload.get("sub"), Some(&json!("user_1")));
        assert_eq!(payload.get("plan"), Some(&json!("gold")));
    }
}
