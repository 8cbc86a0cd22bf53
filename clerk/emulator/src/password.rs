//! Passwords at rest. A local tool with known sign-ins: salted and derived all the same, cheap on purpose, never logged.

use std::num::NonZeroU32;

use aws_lc_rs::pbkdf2;
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Serialize};

use crate::{
    error::{Code, Problem},
    random::Random,
};

const ITERATIONS: NonZeroU32 = NonZeroU32::new(1_000).expect("not zero");
pub(crate) const LENGTH: std::ops::RangeInclusive<usize> = 8..=72;

/// A password as it is kept: salt and PBKDF2 digest, base64.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PasswordHash {
    salt: String,
    digest: String,
    #[serde(default = "few")]
    iterations: NonZeroU32,
}

fn few() -> NonZeroU32 {
    ITERATIONS
}

/// Passwords that everybody tries first, of those that are long enough.
const LEAKED: &str = include_str!("leaked-passwords.txt");

/// Whether a password is one of those that everybody knows.
pub(crate) fn has_leaked(password: &str) -> bool {
    let password = password.to_lowercase();
    LEAKED.lines().any(|known| known == password)
}

/// The refusal of one.
pub(crate) fn leaked(parameter: &str) -> Problem {
    let message =
        "Password has been found in an online data breach. For account safety, please use a different password.";
    Problem::field(parameter, Code::FormPasswordPwned, message)
}

impl PasswordHash {
    pub(crate) fn new(password: &str, random: &Random) -> Self {
        let salt = random.bytes::<16>();
        let mut digest = [0; 32];
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ITERATIONS, &salt, password.as_bytes(), &mut digest);
        Self { salt: STANDARD_NO_PAD.encode(salt), digest: STANDARD_NO_PAD.encode(digest), iterations: ITERATIONS }
    }

    /// Takes what a form sent in a field, if it is long enough, not too long, and no other knows it.
    pub(crate) fn accept(parameter: &str, password: &str, is_secret: bool, random: &Random) -> Result<Self, Problem> {
        let length = password.chars().count();
        if length < *LENGTH.start() {
            let message = "Passwords must be 8 characters or more.";
            return Err(Problem::field(parameter, Code::FormPasswordLengthTooShort, message));
        }
        if length > *LENGTH.end() {
            let message = "Passwords must be 72 characters or fewer.";
            return Err(Problem::field(parameter, Code::FormPasswordLengthTooLong, message));
        }
        if is_secret && has_leaked(password) {
            return Err(leaked(parameter));
        }
        Ok(Self::new(password, random))
    }

    /// Takes a digest that another system made: `pbkdf2_sha256$iterations$salt$digest`, as Django writes it.
    pub(crate) fn foreign(hasher: &str, text: &str) -> Result<Self, Problem> {
        if hasher != "pbkdf2_sha256_django" {
            return Err(Problem::not_built(&format!("password_hasher {hasher}")));
        }
        let wrong = || {
            let message = "password_digest must be pbkdf2_sha256$iterations$salt$digest.";
            Problem::field("password_digest", Code::FormPasswordDigestInvalid, message)
        };
        let mut parts = text.split('$');
        let (Some("pbkdf2_sha256"), Some(iterations), Some(salt), Some(digest), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let digest = digest.trim_end_matches('=');
        let is_whole = STANDARD_NO_PAD.decode(digest).is_ok_and(|bytes| bytes.len() == 32);
        let iterations = iterations.parse().ok().filter(|_| is_whole).ok_or_else(wrong)?;
        Ok(Self { salt: STANDARD_NO_PAD.encode(salt), digest: digest.to_owned(), iterations })
    }

    pub(crate) fn matches(&self, password: &str) -> bool {
        let (Ok(salt), Ok(digest)) = (STANDARD_NO_PAD.decode(&self.salt), STANDARD_NO_PAD.decode(&self.digest)) else {
            return false;
        };
        pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, self.iterations, &salt, password.as_bytes(), &digest).is_ok()
    }
}
