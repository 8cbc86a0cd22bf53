//! Codes of authenticator apps, as RFC 6238 makes them: six digits, a new one every thirty seconds.

use aws_lc_rs::hmac;
use data_encoding::BASE32_NOPAD;
use url::Url;

use crate::random::Random;

/// Who an app says the codes are for.
const ISSUER: &str = "Local Clerk";

/// A new secret, as people type it.
pub(crate) fn secret(random: &Random) -> String {
    BASE32_NOPAD.encode(&random.bytes::<20>())
}

/// What an authenticator app reads from the picture.
pub(crate) fn uri(account: &str, secret: &str) -> String {
    let query = format!("algorithm=SHA1&digits=6&issuer=Local%20Clerk&period=30&secret={secret}");
    let Ok(mut uri) = Url::parse(&format!("otpauth://totp/?{query}")) else { return String::new() };
    uri.set_path(&format!("{ISSUER}:{account}"));
    uri.into()
}

const STEP_MS: i64 = 30_000;

/// Whether a code is of this moment, or of the step before or after it.
pub(crate) fn matches(secret: &str, typed: &str, now_ms: i64) -> bool {
    let secret = secret.replace(' ', "").trim_end_matches('=').to_ascii_uppercase();
    let Ok(secret) = BASE32_NOPAD.decode(secret.as_bytes()) else { return false };
    let step = now_ms.div_euclid(STEP_MS);
    [step - 1, step, step + 1].into_iter().filter_map(|step| code(&secret, step)).any(|code| code == typed)
}

fn code(secret: &[u8], step: i64) -> Option<String> {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let start = usize::from(tag.as_ref().last()? & 0x0f);
    let part: [u8; 4] = tag.as_ref().get(start..start + 4)?.try_into().ok()?;
    Some(format!("{:06}", (u32::from_be_bytes(part) & 0x7fff_ffff) % 1_000_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238's examples, "12345678901234567890".
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn an_app_reads_the_account_and_the_secret() {
        let uri = uri("ada+clerk_test@example.com", SECRET);
        let query = format!("algorithm=SHA1&digits=6&issuer=Local%20Clerk&period=30&secret={SECRET}");
        assert_eq!(uri, format!("otpauth://totp/Local%20Clerk:ada+clerk_test@example.com?{query}"));
    }

    #[test]
    fn the_examples_of_the_rfc_match() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (20_000_000_000, "353130")] {
            assert!(matches(SECRET, code, seconds * 1_000), "{seconds}");
            assert!(!matches(SECRET, code, (seconds + 90) * 1_000), "{seconds}, too late");
        }
        assert!(!matches("no base32!", "287082", 59_000));
    }
}
