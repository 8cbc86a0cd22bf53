//! The few steps of Web Authentication that a relying party takes, for keys whose makers are not asked about: attestation is
//! "none". The statement of an authenticator that sends one all the same is not looked at, and means nothing here.

mod authenticator_data;
mod public_key;

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use cbor4ii::core::{Value, dec::Decode as _, utils::SliceReader};
use serde::Deserialize;

pub(crate) use self::public_key::ALGORITHMS;
use self::{authenticator_data::AuthenticatorData, public_key::PublicKey};

/// No device says more than this.
const LARGEST: usize = 64 * 1_024;

const TRANSPORTS: [&str; 7] = ["usb", "nfc", "ble", "smart-card", "hybrid", "internal", "cable"];

/// What the browser was asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) challenge: &'a str,
    /// The page's origin.
    pub(crate) origin: &'a str,
    /// The host that the key is for.
    pub(crate) rp_id: &'a str,
}

/// A key that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Registered {
    /// Base64url.
    pub(crate) credential_id: String,
    /// Base64url of the key in COSE's form.
    pub(crate) public_key: String,
    pub(crate) sign_count: u32,
    pub(crate) transports: Vec<String>,
    /// Whether the key is kept in more than one place.
    pub(crate) backed_up: bool,
}

/// Why a key was not made, or does not prove anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It cannot be read.
    Malformed,
    /// It is for something else: another challenge, page or kind of call.
    Elsewhere,
    /// Nobody was there, or nobody was asked who they are.
    Unattended,
    /// Of a kind that was not asked for.
    Algorithm,
    Signature,
    /// The authenticator has counted less than it had before: there are two of it.
    Counter,
}

/// A credential as ClerkJS sends it, a JSON text.
#[derive(Debug, Deserialize)]
pub(crate) struct Credential {
    /// Base64url, of the raw id.
    #[serde(rename = "rawId")]
    pub(crate) id: String,
    response: Answer,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    #[serde(rename = "clientDataJSON")]
    client_data: String,
    #[serde(default)]
    attestation_object: Option<String>,
    #[serde(default)]
    transports: Vec<String>,
    #[serde(default)]
    authenticator_data: Option<String>,
    #[serde(default)]
    signature: Option<String>,
    #[serde(default)]
    user_handle: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    r#type: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
}

impl Credential {
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        if text.len() > LARGEST {
            return Err(Fault::Malformed);
        }
        serde_json::from_str(text).map_err(|_| Fault::Malformed)
    }

    /// The id that the key was made for, where the authenticator says it.
    pub(crate) fn user_handle(&self) -> Result<Option<String>, Fault> {
        let Some(text) = self.response.user_handle.as_deref().filter(|text| !text.is_empty()) else { return Ok(None) };
        String::from_utf8(bytes(text)?).map(Some).map_err(|_| Fault::Malformed)
    }

    /// Checks what `navigator.credentials.create` answered.
    pub(crate) fn register(&self, asked: Asked<'_>) -> Result<Registered, Fault> {
        self.check_client_data(asked, "webauthn.create")?;
        let object = bytes(self.response.attestation_object.as_deref().ok_or(Fault::Malformed)?)?;
        let object = Value::decode(&mut SliceReader::new(&object)).map_err(|_| Fault::Malformed)?;
        let data = AuthenticatorData::read(field(&object, "authData").ok_or(Fault::Malformed)?)?;
        data.check(asked.rp_id)?;
        let made = data.made.ok_or(Fault::Malformed)?;
        PublicKey::read(made.public_key)?;
        if bytes(&self.id)? != made.credential_id {
            return Err(Fault::Malformed);
        }
        Ok(Registered {
            credential_id: URL_SAFE_NO_PAD.encode(made.credential_id),
            public_key: URL_SAFE_NO_PAD.encode(made.public_key),
            sign_count: data.sign_count,
            transports: self
                .response
                .transports
                .iter()
                .filter(|name| TRANSPORTS.contains(&name.as_str()))
                .cloned()
                .collect(),
            backed_up: data.backed_up,
        })
    }

    /// Checks what `navigator.credentials.get` answered; answers how far the authenticator has counted.
    pub(crate) fn verify(&self, asked: Asked<'_>, public_key: &str, sign_count: u32) -> Result<u32, Fault> {
        let client_data = self.check_client_data(asked, "webauthn.get")?;
        let signed = bytes(self.response.authenticator_data.as_deref().ok_or(Fault::Malformed)?)?;
        let data = AuthenticatorData::read(&signed)?;
        data.check(asked.rp_id)?;
        let signature = bytes(self.response.signature.as_deref().ok_or(Fault::Malformed)?)?;
        let message = [&signed[..], digest::digest(&digest::SHA256, &client_data).as_ref()].concat();
        PublicKey::read(&bytes(public_key)?)?.verify(&message, &signature)?;
        // Many authenticators do not count; those say 0 all their life.
        let counts = data.sign_count != 0 || sign_count != 0;
        if counts && data.sign_count <= sign_count { Err(Fault::Counter) } else { Ok(data.sign_count) }
    }

    /// Answers the bytes, which are signed as they came.
    fn check_client_data(&self, asked: Asked<'_>, kind: &str) -> Result<Vec<u8>, Fault> {
        let text = bytes(&self.response.client_data)?;
        let data: ClientData = serde_json::from_slice(&text).map_err(|_| Fault::Malformed)?;
        let is_it = data.r#type == kind && data.challenge == asked.challenge && data.origin == asked.origin;
        if is_it && !data.cross_origin { Ok(text) } else { Err(Fault::Elsewhere) }
    }
}

/// Base64url, with or without its padding.
fn bytes(text: &str) -> Result<Vec<u8>, Fault> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| Fault::Malformed)
}

/// The bytes in a field of a map.
fn field<'a>(map: &'a Value, name: &str) -> Option<&'a [u8]> {
    let Value::Map(pairs) = map else { return None };
    pairs.iter().find_map(|(key, value)| match (key, value) {
        (Value::Text(key), Value::Bytes(value)) if key == name => Some(&value[..]),
        _ => None,
    })
}
