//! Passkeys: keys that people keep on their devices, and what a device is asked to sign with one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::{State, code::Verification, outside::Outside, user::User};
use crate::{
    error::{Code, Problem},
    origin::is_trusted,
    resources::put,
    webauthn::{ALGORITHMS, Asked, Credential, Fault},
};

/// The strategy of passkeys.
pub(crate) const PASSKEY: &str = "passkey";

const LIFE_MS: i64 = 5 * 60 * 1_000;

/// So many keys somebody can have.
const QUOTA: usize = 10;

/// A person's key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Passkey {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Base64url; empty until the device has made the key.
    pub(crate) credential_id: String,
    pub(crate) public_key: String,
    pub(crate) sign_count: u32,
    pub(crate) transports: Vec<String>,
    pub(crate) backed_up: bool,
    pub(crate) verification: Verification,
    pub(crate) last_used_at: Option<i64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl User {
    /// Keys that are there.
    pub(crate) fn proven_passkeys(&self) -> impl Iterator<Item = &Passkey> {
        self.passkeys.iter().filter(|passkey| passkey.verification.verified)
    }

    pub(crate) fn passkey_mut(&mut self, id: &str) -> Result<&mut Passkey, Problem> {
        let found = self.passkeys.iter_mut().find(|passkey| passkey.id == id);
        found.ok_or_else(|| Problem::new(Code::PasskeyNotRegistered, "This passkey is not registered."))
    }
}

impl State {
    /// A key that a device is asked to make.
    pub(crate) fn new_passkey(&self, user: &User, origin: &str) -> Result<Passkey, Problem> {
        if user.proven_passkeys().count() >= QUOTA {
            return Err(Problem::new(Code::PasskeyQuotaExceeded, "You have as many passkeys as one can have."));
        }
        let known = user.proven_passkeys().map(descriptor).collect::<Vec<_>>();
        let algorithms = ALGORITHMS.map(|number| json!({ "type": "public-key", "alg": i64::try_from(number).ok() }));
        let options = json!({
            "rp": { "id": host(origin)?, "name": "Local Clerk" },
            "user": {
                "id": URL_SAFE_NO_PAD.encode(&user.id),
                "name": user.identifier(),
                "displayName": user.identifier(),
            },
            "pubKeyCredParams": algorithms,
            "excludeCredentials": known,
            "authenticatorSelection": {
                "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
            },
            "attestation": "none",
        });
        let (id, now) = (self.random.id("idn"), self.now_ms());
        let name = "Passkey".to_owned();
        let verification = self.ask_device(options, origin)?;
        Ok(Passkey { id, name, verification, created_at: now, updated_at: now, ..Passkey::default() })
    }

    /// Asks a device to prove that it has a key: one of somebody's, or any that is for this host.
    pub(crate) fn ask_for_passkey(&self, user_id: Option<&str>, origin: &str) -> Result<Verification, Problem> {
        let user = user_id.map(|id| self.user(id)).transpose()?;
        let own = user.map(|user| user.proven_passkeys().map(descriptor).collect::<Vec<_>>());
        if own.as_ref().is_some_and(Vec::is_empty) {
            return Err(Problem::new(Code::NoPasskeysFound, "There is no passkey of this account."));
        }
        let options = json!({
            "rpId": host(origin)?,
            "allowCredentials": own.unwrap_or_default(),
            "userVerification": "required",
        });
        self.ask_device(options, origin)
    }

    fn ask_device(&self, mut options: Value, origin: &str) -> Result<Verification, Problem> {
        if !is_trusted(origin, &self.app_origin) {
            return Err(no_page());
        }
        put(&mut options, "challenge", json!(URL_SAFE_NO_PAD.encode(self.random.bytes::<32>())));
        put(&mut options, "timeout", json!(LIFE_MS));
        let (nonce, origin) = (Some(options.to_string()), origin.to_owned());
        let outside = Some(Box::new(Outside { nonce, origin, ..Outside::default() }));
        let expire_at = self.now_ms() + LIFE_MS;
        Ok(Verification { strategy: PASSKEY.to_owned(), expire_at, outside, ..Verification::default() })
    }

    /// Keeps the key that a device has made.
    pub(crate) fn register_passkey(&self, passkey: &mut Passkey, text: &str) -> Result<(), Problem> {
        let (options, origin) = self.take_challenge(&mut passkey.verification)?;
        let credential = Credential::read(text).map_err(problem)?;
        let made = credential.register(asked(&options, "/rp/id", &origin)).map_err(problem)?;
        if self.data.users.with("passkey", &made.credential_id).next().is_some() {
            return Err(Problem::new(Code::PasskeyInvalidVerification, "This passkey is registered already."));
        }
        let now = self.now_ms();
        *passkey = Passkey {
            credential_id: made.credential_id,
            public_key: made.public_key,
            sign_count: made.sign_count,
            transports: made.transports,
            backed_up: made.backed_up,
            verification: Verification { outside: Some(Box::default()), ..Verification::done(PASSKEY, now) },
            updated_at: now,
            ..passkey.clone()
        };
        Ok(())
    }

    /// Checks what a device has signed; answers whose key it was. A challenge is good once, whatever comes of it.
    pub(crate) fn check_passkey(
        &mut self,
        sent: &mut Verification,
        text: &str,
        user_id: Option<&str>,
    ) -> Result<String, Problem> {
        let (options, origin) = self.take_challenge(sent)?;
        let credential = Credential::read(text).map_err(problem)?;
        let id = credential.id.trim_end_matches('=').to_owned();
        let owner = self.data.users.with("passkey", &id).next().cloned();
        let unknown = || Problem::new(Code::PasskeyNotRegistered, "This passkey is not registered.");
        let mut owner = owner.filter(|owner| user_id.is_none_or(|wanted| owner.id == wanted)).ok_or_else(unknown)?;
        // Where nobody has said who they are, the device does.
        match credential.user_handle().map_err(problem)? {
            Some(handle) if handle == owner.id => {}
            None if user_id.is_some() => {}
            _ => return Err(unknown()),
        }
        let now = self.now_ms();
        let key = owner.passkeys.iter_mut().find(|key| key.verification.verified && key.credential_id == id);
        let key = key.ok_or_else(unknown)?;
        let asked = asked(&options, "/rpId", &origin);
        key.sign_count = credential.verify(asked, &key.public_key, key.sign_count).map_err(problem)?;
        (key.last_used_at, key.updated_at) = (Some(now), now);
        let id = owner.id.clone();
        self.keep_user(owner);
        *sent = Verification { outside: Some(Box::default()), ..Verification::done(PASSKEY, now) };
        Ok(id)
    }

    /// The options that a device was given, which are over now.
    fn take_challenge(&self, sent: &mut Verification) -> Result<(Value, String), Problem> {
        sent.attempts += 1;
        let missing = || Problem::new(Code::VerificationMissing, "Ask for a challenge first.");
        let outside = sent.outside.as_mut().filter(|_| !sent.verified).ok_or_else(missing)?;
        let options = outside.nonce.take().and_then(|nonce| serde_json::from_str(&nonce).ok()).ok_or_else(missing)?;
        match self.now_ms() < sent.expire_at {
            true => Ok((options, outside.origin.clone())),
            false => Err(Problem::new(Code::VerificationExpired, "This challenge has expired. Begin anew.")),
        }
    }
}

fn asked<'a>(options: &'a Value, rp_id: &str, origin: &'a str) -> Asked<'a> {
    let text = |pointer: &str| options.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    Asked { challenge: text("/challenge"), origin, rp_id: text(rp_id) }
}

fn descriptor(passkey: &Passkey) -> Value {
    json!({ "type": "public-key", "id": passkey.credential_id, "transports": passkey.transports })
}

/// Keys are for a host, whatever its port.
fn host(origin: &str) -> Result<String, Problem> {
    let url = Url::parse(origin).ok();
    let host = url.as_ref().and_then(Url::host_str).map(str::to_owned);
    host.ok_or_else(no_page)
}

fn no_page() -> Problem {
    Problem::new(Code::OriginInvalid, "Passkeys are for a page of the app.")
}

fn problem(fault: Fault) -> Problem {
    match fault {
        Fault::Malformed => {
            Problem::field("public_key_credential", Code::PasskeyInvalidCredential, "The credential cannot be read.")
        }
        Fault::Algorithm => Problem::new(Code::PasskeyInvalidVerification, "Keys of this kind are not supported."),
        Fault::Elsewhere | Fault::Unattended | Fault::Signature | Fault::Counter => {
            Problem::new(Code::PasskeyAuthenticationFailure, "The passkey could not be verified.")
        }
    }
}
