//! Identifiers that were checked once, at the edge.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A text that is not the identifier it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {expected}")]
pub struct InvalidId {
    /// What was expected, in words.
    pub expected: &'static str,
}

macro_rules! clerk_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The id as Clerk writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                let tail = text.strip_prefix($prefix).unwrap_or_default();
                let valid = !tail.is_empty() && text.len() <= 64 && tail.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                if valid { Ok(Self(text)) } else { Err(InvalidId { expected: $expected }) }
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

clerk_id!(
    /// A Clerk user, `user_…`.
    UserId, "user_", "user id (user_…)"
);
clerk_id!(
    /// A Clerk organization, `org_…`.
    OrganizationId, "org_", "organization id (org_…)"
);

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident, $expected:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps a UUID made by an injected generator.
            pub fn new(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID.
            pub fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            /// Only the hyphenated lower-case form: one object, one spelling.
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                one_spelling(text).map(Self).ok_or(InvalidId { expected: $expected })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(formatter)
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

fn one_spelling(text: &str) -> Option<uuid::Uuid> {
    let uuid = uuid::Uuid::try_parse(text).ok()?;
    (uuid.hyphenated().to_string() == text).then_some(uuid)
}

uuid_id!(
    /// A project: a UUIDv7, made in the app so that ids sort by time and need no database sequence.
    ProjectId, "project id"
);
uuid_id!(
    /// A task of a project: a UUIDv7.
    TaskId, "task id"
);
uuid_id!(
    /// An entry of the audit trail: a UUIDv7.
    EventId, "event id"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clerk_ids_keep_their_kind() {
        assert!("user_2abcDEF".parse::<UserId>().is_ok());
        for text in ["", "user_", "org_2abc", "user-2abc", "user_2abc ", "user_2'--", "user_é", "mch_2abc"] {
            assert!(text.parse::<UserId>().is_err(), "{text:?}");
        }
        assert!(format!("org_{}", "a".repeat(60)).parse::<OrganizationId>().is_ok());
        assert!(format!("org_{}", "a".repeat(61)).parse::<OrganizationId>().is_err());
    }

    #[test]
    fn a_project_id_has_one_spelling() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(id.parse::<ProjectId>().map(|id| id.to_string()), Ok(id.to_owned()));
        let upper = id.to_uppercase();
        for text in ["", "1", &upper, "{01890a5d-ac96-774b-bcce-b302099a8057}", "01890a5dac96774bbcceb302099a8057"] {
            assert!(text.parse::<ProjectId>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn serde_checks_too() {
        assert!(serde_json::from_str::<UserId>("\"org_2abc\"").is_err());
        assert!(serde_json::from_str::<ProjectId>("\"nonsense\"").is_err());
    }
}
