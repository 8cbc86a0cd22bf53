//! An authenticator app: RFC 6238, with nothing of the local Clerk's in it.

use anyhow::Context as _;
use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;

/// The code of a moment.
pub(crate) fn code(secret: &str, now_ms: i64) -> anyhow::Result<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &BASE32_NOPAD.decode(secret.as_bytes())?);
    let tag = hmac::sign(&key, &now_ms.div_euclid(30_000).to_be_bytes());
    let start = usize::from(tag.as_ref().last().context("no tag")? & 0x0f);
    let part: [u8; 4] = tag.as_ref().get(start..start + 4).context("a short tag")?.try_into()?;
    Ok(format!("{:06}", (u32::from_be_bytes(part) & 0x7fff_ffff) % 1_000_000))
}
