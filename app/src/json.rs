//! JSON between server and browser. `serde_json` writes it; the browser reads it with its own parser, which it has anyway:
//! `serde_json`'s would be a tenth of the program.

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(not(target_arch = "wasm32"))]
mod native;

use std::marker::PhantomData;

use leptos::{
    server::codee::{Decoder, Encoder},
    server_fn::{Bytes, ContentType, Decodes, Encodes, Format, FormatType},
};
use serde::{Serialize, de::DeserializeOwned};

#[cfg(target_arch = "wasm32")]
use self::browser::Tree;
#[cfg(not(target_arch = "wasm32"))]
use self::native::Tree;

/// The encoding of what a page carries along, and of the errors of server functions.
#[derive(Clone, Copy, Debug)]
pub struct Json;

/// JSON that was parsed and not read into a type yet.
#[derive(Clone)]
pub(crate) struct Parsed(Tree);

impl Parsed {
    /// Parses a text.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Tree::parse(text).map(Self)
    }

    /// Reads it into a type.
    ///
    /// # Errors
    /// What does not fit.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, String> {
        self.0.read()
    }

    /// A member of an object.
    pub(crate) fn member(&self, name: &str) -> Option<Self> {
        self.0.member(name).map(Self)
    }
}

/// Reads a text into a type.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    Parsed::parse(text)?.read()
}

impl<T: Serialize> Encoder<T> for Json {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, serde_json::Error> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Json {
    type Error = String;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, String> {
        read(text)
    }
}

/// The same in the script of a page. Leptos writes it as a JavaScript string in double quotes, letter by letter and with a
/// backslash before each double quote: half of what it cost to write a page's data, and a sixth of its length. So the two
/// kinds of quotes change places on the way.
pub(crate) struct InScript<C>(PhantomData<C>);

impl<T, C: Encoder<T, Encoded = String>> Encoder<T> for InScript<C> {
    type Error = C::Error;
    type Encoded = String;

    fn encode(value: &T) -> Result<String, C::Error> {
        C::encode(value).map(exchanged)
    }
}

impl<T, C: Decoder<T, Encoded = str>> Decoder<T> for InScript<C> {
    type Error = C::Error;
    type Encoded = str;

    fn decode(text: &str) -> Result<T, C::Error> {
        C::decode(&exchanged(text.to_owned()))
    }
}

/// A text in which the two kinds of quotes have changed places.
fn exchanged(text: String) -> String {
    let mut bytes = text.into_bytes();
    for byte in &mut bytes {
        *byte = match *byte {
            b'"' => b'\'',
            b'\'' => b'"',
            other => other,
        };
    }
    // It still is UTF-8: one letter of ASCII stands for another.
    String::from_utf8(bytes).unwrap_or_default()
}

impl ContentType for Json {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Json {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Json {
    type Error = serde_json::Error;

    fn encode(value: &T) -> Result<Bytes, serde_json::Error> {
        serde_json::to_vec(value).map(Bytes::from)
    }
}

impl<T: DeserializeOwned> Decodes<T> for Json {
    type Error = String;

    fn decode(text: Bytes) -> Result<T, String> {
        read(str::from_utf8(&text).map_err(|problem| problem.to_string())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_becomes_what_it_says() {
        assert_eq!(read::<Vec<i64>>("[1, -9007199254740991]"), Ok(vec![1, -9_007_199_254_740_991]));
        assert!(read::<Vec<i64>>("[1").is_err());
        assert!(read::<Vec<i64>>(r#"["1"]"#).is_err());
    }

    #[test]
    fn what_is_in_a_script_needs_few_backslashes_and_comes_back_as_it_was() {
        let texts = ["it's \"quoted\" \\ </script>", "naïve 'é' 漢字 🙂", ""].map(str::to_owned).to_vec();
        let written = <InScript<Json> as Encoder<Vec<String>>>::encode(&texts).expect("a text");
        assert!(written.starts_with("['it") && !written.contains("','\""), "{written}");
        assert_eq!(<InScript<Json> as Decoder<Vec<String>>>::decode(&written), Ok(texts));
    }

    #[test]
    fn a_member_is_there_or_not() {
        let object = Parsed::parse(r#"{ "a": null }"#).expect("an object");
        assert_eq!(object.member("a").map(Parsed::read::<Option<u8>>), Some(Ok(None)));
        assert!(object.member("b").is_none());
        assert!(Parsed::parse("null").is_ok_and(|null| null.member("a").is_none()));
    }
}
