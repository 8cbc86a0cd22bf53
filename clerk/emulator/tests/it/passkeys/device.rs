//! A device with one passkey, which can lie about anything.

use anyhow::Context as _;
use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use cbor4ii::core::{Value as Cbor, enc::Encode as _, utils::BufWriter};
use serde_json::{Value, json};

/// What is not as it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
    None,
    Challenge,
    Origin,
    Host,
    Kind,
    Absent,
    Unverified,
    Signature,
    Counter,
}

pub(crate) struct Device {
    key: EcdsaKeyPair,
    origin: String,
    user_handle: String,
    count: u32,
}

impl Device {
    pub(crate) fn new(origin: &str) -> anyhow::Result<Self> {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).ok().context("no key")?;
        Ok(Self { key, origin: origin.to_owned(), user_handle: String::new(), count: 0 })
    }

    /// Base64url of the key's id, which follows from the key.
    pub(crate) fn id(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.raw_id())
    }

    fn raw_id(&self) -> Vec<u8> {
        digest::digest(&digest::SHA256, self.key.public_key().as_ref()).as_ref().to_vec()
    }

    /// As `navigator.credentials.create` answers.
    pub(crate) fn create(&mut self, options: &Value, lie: Lie) -> anyhow::Result<String> {
        let host = options.pointer("/rp/id").and_then(Value::as_str).context("no host")?;
        self.user_handle = options.pointer("/user/id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let id = self.raw_id();
        let length = u16::try_from(id.len())?.to_be_bytes();
        let made = [&[0; 16][..], &length, &id, &self.cose_key()?].concat();
        let data = [self.head(host, 1 << 6, lie), made].concat();
        let text = |text: &str| Cbor::Text(text.to_owned());
        let object = encode(&Cbor::Map(vec![
            (text("fmt"), text("none")),
            (text("attStmt"), Cbor::Map(Vec::new())),
            (text("authData"), Cbor::Bytes(data)),
        ]))?;
        let client_data = self.client_data(options, "webauthn.create", lie);
        let response = json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
            "attestationObject": URL_SAFE_NO_PAD.encode(object),
            "transports": ["internal"],
        });
        Ok(json!({ "type": "public-key", "id": self.id(), "rawId": self.id(), "response": response }).to_string())
    }

    /// As `navigator.credentials.get` answers.
    pub(crate) fn get(&mut self, options: &Value, lie: Lie) -> anyhow::Result<String> {
        let host = options.get("rpId").and_then(Value::as_str).context("no host")?.to_owned();
        // The first one was taken.
        self.count = if lie == Lie::Counter { 1 } else { self.count + 1 };
        let data = self.head(&host, 0, lie);
        let client_data = self.client_data(options, "webauthn.get", lie);
        let message = [&data[..], digest::digest(&digest::SHA256, client_data.as_bytes()).as_ref()].concat();
        let message = if lie == Lie::Signature { b"something else".to_vec() } else { message };
        let signature = self.key.sign(&SystemRandom::new(), &message).ok().context("not signed")?;
        let response = json!({
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
            "authenticatorData": URL_SAFE_NO_PAD.encode(data),
            "signature": URL_SAFE_NO_PAD.encode(signature),
            "userHandle": self.user_handle,
        });
        Ok(json!({ "type": "public-key", "id": self.id(), "rawId": self.id(), "response": response }).to_string())
    }

    /// For whom it is, who was there, and how often.
    fn head(&self, host: &str, more: u8, lie: Lie) -> Vec<u8> {
        let host = if lie == Lie::Host { "evil.test" } else { host };
        let flags = match lie {
            Lie::Absent => 1 << 2,
            Lie::Unverified => 1,
            _ => 1 | 1 << 2,
        };
        let hash = digest::digest(&digest::SHA256, host.as_bytes());
        [hash.as_ref(), &[flags | more], &self.count.to_be_bytes()].concat()
    }

    fn client_data(&self, options: &Value, kind: &str, lie: Lie) -> String {
        let challenge = options.get("challenge").and_then(Value::as_str).unwrap_or_default();
        json!({
            "type": if lie == Lie::Kind { "payment.get" } else { kind },
            "challenge": if lie == Lie::Challenge { "AAAA" } else { challenge },
            "origin": if lie == Lie::Origin { "https://evil.test" } else { self.origin.as_str() },
            "crossOrigin": false,
        })
        .to_string()
    }

    fn cose_key(&self) -> anyhow::Result<Vec<u8>> {
        let point = self.key.public_key().as_ref();
        let (x, y) = (point.get(1..33).context("no x")?, point.get(33..65).context("no y")?);
        let number = Cbor::Integer;
        encode(&Cbor::Map(vec![
            (number(1), number(2)),
            (number(3), number(-7)),
            (number(-1), number(1)),
            (number(-2), Cbor::Bytes(x.to_vec())),
            (number(-3), Cbor::Bytes(y.to_vec())),
        ]))
    }
}

fn encode(value: &Cbor) -> anyhow::Result<Vec<u8>> {
    let mut writer = BufWriter::new(Vec::new());
    value.encode(&mut writer).ok().context("not encoded")?;
    Ok(writer.into_inner())
}
