//! The text of a page cursor: opaque to its holder, bound to one tenant and one list.
//!
//! Not a secret and not signed: a forged cursor can only name another place in the holder's own list, because every
//! query is scoped by tenant besides. The binding turns a cursor that went astray into an error instead of a wrong page.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Tenant;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::StoreError;

/// Goes up when a list changes its order: old cursors then end with an error.
const VERSION: u8 = 1;
/// Longer texts are refused unread.
const LENGTH_MAX: usize = 2_048;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Content<P> {
    version: u8,
    tenant: String,
    list: String,
    position: P,
}

/// The cursor for `position` in the tenant's list called `list` (its name holds what is listed and how it is sorted).
///
/// # Errors
/// [`StoreError::Internal`] when the position cannot be written as JSON.
pub fn encode<P: Serialize>(tenant: &Tenant, list: &str, position: P) -> Result<String, StoreError> {
    let content = Content { version: VERSION, tenant: tenant.id().to_owned(), list: list.to_owned(), position };
    let json = serde_json::to_vec(&content).map_err(StoreError::internal)?;
    Ok(URL_SAFE_NO_PAD.encode(json))
}

/// The position that [`encode`] wrote for the same tenant and list.
///
/// # Errors
/// [`StoreError::InvalidCursor`] for any other text.
pub fn decode<P: DeserializeOwned>(tenant: &Tenant, list: &str, text: &str) -> Result<P, StoreError> {
    let content = read::<P>(text).ok_or(StoreError::InvalidCursor)?;
    let ours = content.version == VERSION && content.tenant == tenant.id() && content.list == list;
    if ours { Ok(content.position) } else { Err(StoreError::InvalidCursor) }
}

fn read<P: DeserializeOwned>(text: &str) -> Option<Content<P>> {
    let short = (text.len() <= LENGTH_MAX).then_some(text)?;
    let json = URL_SAFE_NO_PAD.decode(short).ok()?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    type TestResult = Result<(), Box<dyn std::error::Error>>;

    const LIST: &str = "projects by created_at";

    fn tenant(id: &str) -> Result<Tenant, domain::InvalidId> {
        Ok(Tenant::Organization(id.parse()?))
    }

    #[test]
    fn reads_back_and_is_safe_in_a_url() -> TestResult {
        let position = (1_795_442_709_250_i64, "a'\"\0é🛰".to_owned());
        let text = encode(&tenant("org_a")?, LIST, &position)?;
        assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')), "{text}");
        assert_eq!(decode::<(i64, String)>(&tenant("org_a")?, LIST, &text)?, position);
        Ok(())
    }

    #[test]
    fn belongs_to_one_tenant_and_one_list() -> TestResult {
        let text = encode(&tenant("org_a")?, LIST, 7)?;
        for (other, list) in [("org_b", LIST), ("org_a", "projects by name"), ("org_a", "")] {
            let outcome = decode::<i64>(&tenant(other)?, list, &text);
            assert!(matches!(outcome, Err(StoreError::InvalidCursor)), "{other} {list}");
        }
        Ok(())
    }

    #[test]
    fn mangled_texts_are_refused() -> TestResult {
        let text = encode(&tenant("org_a")?, LIST, 7)?;
        let other_version =
            URL_SAFE_NO_PAD.encode(String::from_utf8(URL_SAFE_NO_PAD.decode(&text)?)?.replace(":1,", ":2,"));
        let long = "A".repeat(LENGTH_MAX + 1);
        let cut = &text[..text.len() - 1];
        for hostile in ["", "null", "é", "=", cut, &format!("{text}="), &format!("{text}A"), &long, &other_version] {
            let outcome = decode::<i64>(&tenant("org_a")?, LIST, hostile);
            assert!(matches!(outcome, Err(StoreError::InvalidCursor)), "{hostile}");
        }
        Ok(())
    }
}
