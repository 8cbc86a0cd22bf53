//! The short name of a project, `MOON`, for people to say and write.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::ProjectId;
use crate::id::InvalidId;

/// Shortest key, in characters.
const SHORTEST: usize = 2;
/// Longest key, in characters.
const LONGEST: usize = 12;
/// Letters taken from a name.
const FROM_NAME: usize = 4;
/// For a name without a letter of the Latin alphabet.
const NAMELESS: &str = "PRJ";

/// 2 to 12 of `A`–`Z` and `0`–`9`, a letter first. Unique in its tenant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProjectKey(String);

impl ProjectKey {
    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Keys for a project that was given none, best first: `MOON`, `MOON2`, `MOON3`, and one that holds 32 bits of the id,
    /// so that it is free whatever else the tenant has.
    pub fn candidates(name: &str, id: ProjectId) -> [Self; 4] {
        let letters = name.chars().filter(char::is_ascii_alphanumeric).skip_while(char::is_ascii_digit);
        let mut stem: String = letters.take(FROM_NAME).map(|letter| letter.to_ascii_uppercase()).collect();
        if stem.len() < SHORTEST {
            stem = NAMELESS.to_owned();
        }
        let [.., a, b, c, d] = *id.uuid().as_bytes();
        let last = format!("{stem}{:08X}", u32::from_be_bytes([a, b, c, d]));
        [stem.clone(), format!("{stem}2"), format!("{stem}3"), last].map(Self)
    }
}

impl TryFrom<String> for ProjectKey {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        let valid = (SHORTEST..=LONGEST).contains(&text.len())
            && text.starts_with(|first: char| first.is_ascii_uppercase())
            && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        if valid { Ok(Self(text)) } else { Err(InvalidId { expected: "project key" }) }
    }
}

impl FromStr for ProjectKey {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::try_from(text.to_owned())
    }
}

impl From<ProjectKey> for String {
    fn from(key: ProjectKey) -> Self {
        key.0
    }
}

impl fmt::Display for ProjectKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_one_spelling() {
        for text in ["MO", "MOON", "M2", "ABCDEFGHIJKL"] {
            assert!(text.parse::<ProjectKey>().is_ok(), "{text}");
        }
        for text in ["", "M", "moon", "2M", "MO-ON", "MO ON", "MÖÖN", "ABCDEFGHIJKLM"] {
            assert!(text.parse::<ProjectKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn comes_from_the_name() -> Result<(), InvalidId> {
        let id: ProjectId = "01890a5d-ac96-774b-bcce-b302099a8057".parse()?;
        for (name, keys) in [
            ("Moon base", ["MOON", "MOON2", "MOON3", "MOON099A8057"]),
            ("42 is it", ["ISIT", "ISIT2", "ISIT3", "ISIT099A8057"]),
            ("日本", ["PRJ", "PRJ2", "PRJ3", "PRJ099A8057"]),
            ("é x", ["PRJ", "PRJ2", "PRJ3", "PRJ099A8057"]),
        ] {
            let candidates = ProjectKey::candidates(name, id);
            assert_eq!(candidates.clone().map(String::from), keys, "{name}");
            assert!(candidates.iter().all(|key| key.as_str().parse::<ProjectKey>().is_ok()));
        }
        Ok(())
    }
}
