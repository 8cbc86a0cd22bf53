//! JWT templates: tokens of another form than the session token, for other services.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{State, session::Session, table::Row};
use crate::{
    custom_claims::{self, Subject},
    error::Problem,
    keys::BrowserKey,
};

/// Claims of such tokens that Clerk sets itself.
pub(crate) const RESERVED: [&str; 8] = ["azp", "exp", "iat", "iss", "jti", "nbf", "sid", "sub"];
/// Clerk's category of such tokens: they do not pass for a session.
const CATEGORY: &str = "cl_B7d4PD222AAA";

/// A template.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct JwtTemplate {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) claims: Map<String, Value>,
    /// Seconds.
    pub(crate) lifetime: i64,
    /// Seconds.
    pub(crate) allowed_clock_skew: i64,
    pub(crate) signing_algorithm: String,
    /// The secret of HS256, where the template has its own.
    pub(crate) signing_key: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl Row for JwtTemplate {}

impl State {
    pub(crate) fn jwt_template(&self, name: &str) -> Result<&JwtTemplate, Problem> {
        let found = self.data.jwt_templates.values().find(|template| template.name == name);
        found.ok_or_else(|| Problem::not_found("The JWT template"))
    }

    /// A token of a session in a template's form.
    pub(crate) fn template_token(
        &self,
        session: &Session,
        name: &str,
        life_seconds: Option<i64>,
        origin: Option<&str>,
    ) -> Result<String, Problem> {
        let (template, user) = (self.jwt_template(name)?, self.user(&session.user_id)?);
        let issued_at = self.now_ms().div_euclid(1_000);
        let active = session.organization_id.as_deref().and_then(|id| self.membership(&user.id, id));
        let subject = Subject { user, organization: active.and_then(|row| self.with_organization(row)) };
        let mut claims = custom_claims::render(&template.claims, subject);
        let mut put = |name: &str, value: Value| claims.insert(name.to_owned(), value);
        put("iss", json!(self.issuer()));
        put("sub", json!(user.id));
        put("iat", json!(issued_at));
        put("nbf", json!(issued_at - template.allowed_clock_skew));
        put("exp", json!(issued_at + life_seconds.unwrap_or(template.lifetime)));
        put("jti", json!(self.random.text(20)));
        if let Some(origin) = origin {
            put("azp", json!(origin));
        }
        let claims = Value::Object(claims);
        Ok(match &template.signing_key {
            Some(secret) => BrowserKey::new(secret).sign(&claims),
            None => {
                let header = json!({ "alg": "RS256", "cat": CATEGORY, "kid": self.signing.kid(), "typ": "JWT" });
                self.signing.sign(&header, &claims)
            }
        })
    }
}
