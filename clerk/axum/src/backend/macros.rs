//! The three shapes of data that calls are made of: what Clerk answers, what is sent, and words that may become more.

use serde::{Deserialize, Deserializer};

/// A value that may be missing and may be `null`: Clerk leaves out what an instance has switched off.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(from: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

/// Whether a parameter was not given.
pub(super) trait Absent {
    fn is_absent(&self) -> bool;
}

impl<T> Absent for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Absent for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Absent for String {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// An object of Clerk's. The first field must be there; the others may be missing, and fields that are not named are
/// skipped.
macro_rules! resource {
    ($(#[$about:meta])* pub struct $name:ident {
        $(#[$about_first:meta])* pub $first:ident: $type_of_first:ty,
        $($(#[$about_field:meta])* pub $field:ident: $type:ty,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(#[$about_first])*
            pub $first: $type_of_first,
            $($(#[$about_field])*
            #[serde(default, deserialize_with = "crate::backend::macros::or_default")]
            pub $field: $type,)*
        }
    };
}

/// Parameters of a call, named as Clerk names them. What is not set is not sent.
macro_rules! params {
    ($(#[$about:meta])* pub struct $name:ident {
        $($(#[$about_field:meta])* pub $field:ident: $type:ty,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $($(#[$about_field])*
            #[serde(skip_serializing_if = "crate::backend::macros::Absent::is_absent")]
            pub $field: $type,)*
        }
    };
}

/// Words from a list of Clerk's. The list may grow: unknown words are kept as they are.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident {
        $($(#[$about_word:meta])* $word:ident = $text:literal,)*
    }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(from = "String", into = "String")]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about_word])* $word,)*
            /// A word that this crate does not know.
            Other(String),
        }

        impl $name {
            /// Clerk's word.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$word => $text,)*
                    Self::Other(word) => word,
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::Other(String::new())
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                match word.as_str() {
                    $($text => Self::$word,)*
                    _ => Self::Other(word),
                }
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.as_str().to_owned()
            }
        }
    };
}

pub(super) use {params, resource, words};
