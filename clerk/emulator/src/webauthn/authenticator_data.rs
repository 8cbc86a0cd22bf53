//! What an authenticator says beside its signature: for whom, whether somebody was there, how far it has counted, and the
//! key that it has made.

use aws_lc_rs::digest;
use cbor4ii::core::{
    Value,
    dec::{Decode as _, Read as _},
    utils::SliceReader,
};

use super::Fault;

const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 1 << 2;
const BACKED_UP: u8 = 1 << 4;
const HAS_KEY: u8 = 1 << 6;

/// Authenticator data, read to where it matters.
#[derive(Debug)]
pub(super) struct AuthenticatorData<'a> {
    rp_id_hash: &'a [u8],
    flags: u8,
    pub(super) sign_count: u32,
    pub(super) backed_up: bool,
    pub(super) made: Option<Made<'a>>,
}

/// A key that was made.
#[derive(Debug)]
pub(super) struct Made<'a> {
    pub(super) credential_id: &'a [u8],
    /// In COSE's form.
    pub(super) public_key: &'a [u8],
}

impl<'a> AuthenticatorData<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let (rp_id_hash, rest) = bytes.split_at_checked(32).ok_or(Fault::Malformed)?;
        let (&[flags, a, b, c, d], rest) = rest.split_first_chunk().ok_or(Fault::Malformed)?;
        let made = if flags & HAS_KEY == 0 { None } else { Some(Made::read(rest)?) };
        let sign_count = u32::from_be_bytes([a, b, c, d]);
        Ok(Self { rp_id_hash, flags, sign_count, backed_up: flags & BACKED_UP != 0, made })
    }

    /// It is for this host, and somebody was there and was asked who they are.
    pub(super) fn check(&self, rp_id: &str) -> Result<(), Fault> {
        if self.rp_id_hash != digest::digest(&digest::SHA256, rp_id.as_bytes()).as_ref() {
            return Err(Fault::Elsewhere);
        }
        let wanted = USER_PRESENT | USER_VERIFIED;
        if self.flags & wanted == wanted { Ok(()) } else { Err(Fault::Unattended) }
    }
}

impl<'a> Made<'a> {
    /// Behind the model of the authenticator, which is not looked at. Extensions may follow.
    fn read(bytes: &'a [u8]) -> Result<Self, Fault> {
        let (_, rest) = bytes.split_at_checked(16).ok_or(Fault::Malformed)?;
        let (length, rest) = rest.split_first_chunk().ok_or(Fault::Malformed)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (credential_id, rest) = rest.split_at_checked(length).ok_or(Fault::Malformed)?;
        let mut reader = SliceReader::new(rest);
        Value::decode(&mut reader).map_err(|_| Fault::Malformed)?;
        let left = reader.fill(rest.len()).map_err(|_| Fault::Malformed)?.as_ref().len();
        let (public_key, _) = rest.split_at_checked(rest.len() - left).ok_or(Fault::Malformed)?;
        if !(1..=1_023).contains(&credential_id.len()) {
            Err(Fault::Malformed)
        } else {
            Ok(Self { credential_id, public_key })
        }
    }
}
