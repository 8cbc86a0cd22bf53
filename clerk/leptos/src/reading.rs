//! Reads plain values, as `JSON.parse` makes them, into types. It asks for members by name in the order of the type's fields,
//! so that serde compiles no search for names, and it writes no messages: together a quarter of what reading costs the
//! program otherwise.

use std::{fmt, slice, vec};

use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

/// A value like those of JSON.
pub(crate) trait Plain: Sized {
    /// What is read where there is nothing.
    const NOTHING: Self;

    /// What it is.
    fn kind(self) -> Kind<Self>;

    /// Whether it is nothing.
    fn is_nothing(&self) -> bool;

    /// A member of an object.
    fn member(&self, name: &str) -> Option<Self>;

    /// All members of an object.
    fn members(&self) -> Vec<(String, Self)>;
}

/// What a value is.
pub(crate) enum Kind<P> {
    Nothing,
    Flag(bool),
    Number(f64),
    Text(String),
    Items(Vec<P>),
    Object(P),
}

/// A value does not fit the type it was read into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Misfit {
    member: Option<&'static str>,
}

impl Misfit {
    fn within(self, name: &'static str) -> Self {
        Self { member: self.member.or(Some(name)) }
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.member.unwrap_or("the value"))?;
        formatter.write_str(" is not what was expected")
    }
}

impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::default()
    }
}

/// Reads a value.
///
/// # Errors
/// [`Misfit`] names the innermost member that does not fit.
pub(crate) fn read<T: DeserializeOwned>(value: impl Plain) -> Result<T, Misfit> {
    T::deserialize(Reader(value))
}

/// Reads a value of the browser's, as `JSON.parse` makes them.
///
/// # Errors
/// [`Misfit`] names the innermost member that does not fit.
#[cfg(target_arch = "wasm32")]
pub fn read_value<T: DeserializeOwned>(value: wasm_bindgen::JsValue) -> Result<T, Misfit> {
    read(value)
}

struct Reader<P>(P);

impl<P: Plain> Reader<P> {
    /// Integers are exact up to 2^53, as everywhere in JavaScript.
    fn integer(self) -> Result<i64, Misfit> {
        match self.0.kind() {
            Kind::Number(number) => whole(number).ok_or_else(Misfit::default),
            _ => Err(Misfit::default()),
        }
    }

    fn text(self) -> Result<String, Misfit> {
        match self.0.kind() {
            Kind::Text(text) => Ok(text),
            _ => Err(Misfit::default()),
        }
    }

    fn items(self) -> Result<Items<P>, Misfit> {
        match self.0.kind() {
            Kind::Items(items) => Ok(Items(items.into_iter())),
            _ => Err(Misfit::default()),
        }
    }

    fn object(self) -> Result<P, Misfit> {
        match self.0.kind() {
            Kind::Object(object) => Ok(object),
            _ => Err(Misfit::default()),
        }
    }

    /// A variant is its name, or an object with its name and what it holds.
    fn variant(self) -> Result<Variant<P>, Misfit> {
        match self.0.kind() {
            Kind::Text(name) => Ok(Variant { name, content: None }),
            Kind::Object(object) => {
                let mut members = object.members();
                let only = members.pop().filter(|_| members.is_empty()).ok_or_else(Misfit::default)?;
                Ok(Variant { name: only.0, content: Some(only.1) })
            }
            _ => Err(Misfit::default()),
        }
    }
}

fn whole(number: f64) -> Option<i64> {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    (number.trunc() == number && number.abs() <= LARGEST).then_some(number as i64)
}

/// Whatever is an integer is read as the widest one; serde checks what fits.
macro_rules! integers {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            visitor.visit_i64(self.integer()?)
        })*
    };
}

macro_rules! texts {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
            visitor.visit_string(self.text()?)
        })*
    };
}

impl<'de, P: Plain> Deserializer<'de> for Reader<P> {
    type Error = Misfit;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    texts! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    serde::forward_to_deserialize_any! { bool f32 f64 bytes byte_buf unit unit_struct ignored_any }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        match self.0.kind() {
            Kind::Nothing => visitor.visit_unit(),
            Kind::Flag(flag) => visitor.visit_bool(flag),
            Kind::Number(number) => match whole(number) {
                Some(integer) => visitor.visit_i64(integer),
                None => visitor.visit_f64(number),
            },
            Kind::Text(text) => visitor.visit_string(text),
            Kind::Items(items) => visitor.visit_seq(Items(items.into_iter())),
            Kind::Object(object) => visitor.visit_map(Entries { members: object.members().into_iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        if self.0.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_map(Entries { members: self.object()?.members().into_iter(), value: None })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_seq(Fields { object: self.object()?, names: fields.iter() })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Misfit> {
        visitor.visit_enum(self.variant()?)
    }
}

struct Items<P>(vec::IntoIter<P>);

impl<'de, P: Plain> SeqAccess<'de> for Items<P> {
    type Error = Misfit;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        self.0.next().map(|item| seed.deserialize(Reader(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

/// The members of an object in the order of a type's fields.
struct Fields<P> {
    object: P,
    names: slice::Iter<'static, &'static str>,
}

impl<'de, P: Plain> SeqAccess<'de> for Fields<P> {
    type Error = Misfit;

    /// Whatever is missing is nothing to those who can be nothing; for the others their type says what stands for it.
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some(name) = self.names.next() else { return Ok(None) };
        let member = self.object.member(name);
        let is_missing = member.is_none();
        match seed.deserialize(Reader(member.unwrap_or(P::NOTHING))) {
            Ok(value) => Ok(Some(value)),
            Err(_) if is_missing => Ok(None),
            Err(misfit) => Err(misfit.within(name)),
        }
    }
}

struct Entries<P> {
    members: vec::IntoIter<(String, P)>,
    value: Option<P>,
}

impl<'de, P: Plain> MapAccess<'de> for Entries<P> {
    type Error = Misfit;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Misfit> {
        let Some((name, value)) = self.members.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(name.into_deserializer()).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(Reader(self.value.take().unwrap_or(P::NOTHING)))
    }
}

struct Variant<P> {
    name: String,
    content: Option<P>,
}

impl<'de, P: Plain> EnumAccess<'de> for Variant<P> {
    type Error = Misfit;
    type Variant = Content<P>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content<P>), Misfit> {
        Ok((seed.deserialize(self.name.into_deserializer())?, Content(self.content)))
    }
}

/// What a variant holds.
struct Content<P>(Option<P>);

impl<P: Plain> Content<P> {
    fn reader(self) -> Result<Reader<P>, Misfit> {
        self.0.map(Reader).ok_or_else(Misfit::default)
    }
}

impl<'de, P: Plain> VariantAccess<'de> for Content<P> {
    type Error = Misfit;

    fn unit_variant(self) -> Result<(), Misfit> {
        if self.0.is_none() { Ok(()) } else { Err(Misfit::default()) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Misfit> {
        seed.deserialize(self.reader()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Misfit> {
        visitor.visit_seq(self.reader()?.items()?)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Misfit> {
        self.reader()?.deserialize_struct("", fields, visitor)
    }
}

#[cfg(test)]
mod tests;
