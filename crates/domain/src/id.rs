//! Identifiers that were checked once, at the edge.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    marker::PhantomData,
    str::FromStr,
};

use serde::{Deserialize, Serialize};

/// A text that is not the identifier it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {expected}")]
pub struct InvalidId {
    /// What was expected, in words.
    pub expected: &'static str,
}

/// What serde goes by, for a type with one spelling that `FromStr` reads and `Display` writes.
macro_rules! spelled {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = $crate::InvalidId;

            fn try_from(text: String) -> Result<Self, $crate::InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.to_string()
            }
        }
    };
}

pub(crate) use spelled;

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

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let tail = text.strip_prefix($prefix).unwrap_or_default();
                let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                let valid = !tail.is_empty() && text.len() <= 64 && tail.bytes().all(is_letter);
                if valid { Ok(Self(text.to_owned())) } else { Err(InvalidId { expected: $expected }) }
            }
        }

        spelled!($name);

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

/// The id of a `T` of ours: a UUIDv7, made in the app so that ids sort by time and need no database sequence. Each kind of
/// thing has its own type of id.
pub struct Id<T> {
    uuid: uuid::Uuid,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a UUID made by an injected generator.
    pub fn new(uuid: uuid::Uuid) -> Self {
        Self { uuid, of: PhantomData }
    }

    /// The UUID.
    pub fn uuid(self) -> uuid::Uuid {
        self.uuid
    }
}

impl<T> FromStr for Id<T> {
    type Err = InvalidId;

    /// Only the hyphenated lower-case form: one object, one spelling.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        one_spelling(text).map(Self::new).ok_or(InvalidId { expected: "id" })
    }
}

fn one_spelling(text: &str) -> Option<uuid::Uuid> {
    let uuid = uuid::Uuid::try_parse(text).ok()?;
    (uuid.hyphenated().to_string() == text).then_some(uuid)
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.uuid.hyphenated().fmt(formatter)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Id({self})")
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

// Derived, these would ask the same of `T`, which an id does not hold.

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type ThingId = Id<()>;

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
    fn an_id_of_ours_has_one_spelling() {
        let id = "01890a5d-ac96-774b-bcce-b302099a8057";
        assert_eq!(id.parse::<ThingId>().map(|id| id.to_string()), Ok(id.to_owned()));
        let upper = id.to_uppercase();
        for text in ["", "1", &upper, "{01890a5d-ac96-774b-bcce-b302099a8057}", "01890a5dac96774bbcceb302099a8057"] {
            assert!(text.parse::<ThingId>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn serde_checks_too() {
        assert!(serde_json::from_str::<UserId>("\"org_2abc\"").is_err());
        assert!(serde_json::from_str::<ThingId>("\"nonsense\"").is_err());
    }
}
