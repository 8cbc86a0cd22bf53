//! How resources are read from ClerkJS' objects, field by field, and how their methods reach back.

use std::fmt;

use serde_json::{Map, Value};

use crate::{
    ClerkApiError,
    js::{self, Argument, Place, Source},
};

/// What an app keeps with a user or an organization.
pub type Metadata = Map<String, Value>;

/// Read from a value of ClerkJS'; `None` where it is of another kind.
pub(crate) trait Read: Sized {
    fn read(source: &Source) -> Option<Self>;
}

/// A member; what is missing or of another kind is empty.
pub(crate) fn field<T: Read + Default>(source: &Source, name: &str) -> T {
    T::read(&source.member(name)).unwrap_or_default()
}

impl Read for () {
    fn read(_: &Source) -> Option<Self> {
        Some(())
    }
}

impl Read for String {
    fn read(source: &Source) -> Option<Self> {
        source.text()
    }
}

impl Read for bool {
    fn read(source: &Source) -> Option<Self> {
        source.flag()
    }
}

impl Read for f64 {
    fn read(source: &Source) -> Option<Self> {
        source.moment()
    }
}

macro_rules! whole {
    ($($number:ty)*) => {$(
        impl Read for $number {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count or a moment; JavaScript has no larger ones")]
            fn read(source: &Source) -> Option<Self> {
                source.moment().filter(|number| number.is_finite()).map(|number| number as Self)
            }
        }
    )*};
}
whole!(u16 u32);

/// A moment, in milliseconds since 1970, or another whole number.
impl Read for i64 {
    #[expect(clippy::cast_possible_truncation, reason = "JavaScript's whole numbers fit")]
    fn read(source: &Source) -> Option<Self> {
        source.moment().filter(|number| number.is_finite()).map(|number| number as Self)
    }
}

impl Read for Metadata {
    fn read(source: &Source) -> Option<Self> {
        match source.plain()? {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }
}

impl Read for [i64; 2] {
    fn read(source: &Source) -> Option<Self> {
        match source.items()?.as_slice() {
            [first, second] => Some([i64::read(first)?, i64::read(second)?]),
            _ => None,
        }
    }
}

impl<T: Read> Read for Option<T> {
    fn read(source: &Source) -> Option<Self> {
        Some(T::read(source))
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(source: &Source) -> Option<Self> {
        Some(source.items()?.iter().filter_map(T::read).collect())
    }
}

/// ClerkJS' own object behind a resource, for its methods. Made up resources, as in tests, have none.
#[derive(Clone, Default)]
pub(crate) struct Handle(Option<Source>);

impl Handle {
    pub(crate) fn of(source: &Source) -> Self {
        Self(Some(source.clone()))
    }

    #[cfg_attr(not(target_arch = "wasm32"), expect(dead_code, reason = "only the browser has ClerkJS' objects"))]
    pub(crate) fn source(&self) -> Option<&Source> {
        self.0.as_ref()
    }

    /// Calls a method and reads what it answers.
    pub(crate) async fn ask<T: Read>(
        &self,
        method: &'static str,
        arguments: impl Into<Arguments>,
    ) -> Result<T, ClerkApiError> {
        read_answer(js::ask(Place::Held(self.clone()), method, arguments.into().0).await?)
    }
}

/// Resources are equal when their fields are.
impl PartialEq for Handle {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.is_some() { "ClerkJS' own" } else { "none" })
    }
}

/// Reads what a method has answered.
pub(crate) fn read_answer<T: Read>(answer: Source) -> Result<T, ClerkApiError> {
    let misfit = || crate::ClerkError::new(crate::ClerkError::UNKNOWN, "ClerkJS' answer is of another kind.");
    T::read(&answer).ok_or_else(|| misfit().into())
}

/// What a method is given.
pub(crate) struct Arguments(pub(crate) Vec<Argument>);

impl From<()> for Arguments {
    fn from((): ()) -> Self {
        Self(Vec::new())
    }
}

impl From<Value> for Arguments {
    fn from(value: Value) -> Self {
        Self(vec![Argument::Plain(value)])
    }
}

impl From<crate::props::Props> for Arguments {
    fn from(props: crate::props::Props) -> Self {
        Self(vec![Argument::Props(props)])
    }
}

impl From<(Value, crate::props::Props)> for Arguments {
    fn from((value, props): (Value, crate::props::Props)) -> Self {
        Self(vec![Argument::Plain(value), Argument::Props(props)])
    }
}
