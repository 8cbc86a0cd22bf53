//! Names and values of a query or a form. Clerk repeats a name for arrays, so a map would lose some.

use http::Uri;
use url::form_urlencoded;

use crate::error::{Code, Problem};

/// Pairs in the order they came.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Self(form_urlencoded::parse(encoded).into_owned().collect())
    }

    pub(crate) fn of_pairs(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    pub(crate) fn of_query(uri: &Uri) -> Self {
        Self::parse(uri.query().unwrap_or_default().as_bytes())
    }

    /// The first value of that name; it may be empty, which means null to Clerk.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The first value of that name if there is something in it.
    pub(crate) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|value| !value.is_empty())
    }

    /// All values of that name but empty ones; `name[]` is the same name.
    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let wanted =
            self.0.iter().filter(|(key, value)| key.strip_suffix("[]").unwrap_or(key) == name && !value.is_empty());
        wanted.map(|(_, value)| value.as_str()).collect()
    }

    /// All values of that name, each of them one of these.
    pub(crate) fn among(&self, name: &str, allowed: &[&str]) -> Result<Vec<&str>, Problem> {
        let values = self.all(name);
        match values.iter().all(|value| allowed.contains(value)) {
            true => Ok(values),
            false => {
                let message = format!("{name} must be one of {}.", allowed.join(", "));
                Err(Problem::field(name, Code::FormParamValueInvalid, message))
            }
        }
    }

    pub(crate) fn number(&self, name: &str, default: usize) -> usize {
        self.filled(name).and_then(|value| value.parse().ok()).unwrap_or(default)
    }
}
