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
const LENGTH: std::ops::RangeInclusive<usize> = 8..=72;

/// A password as it is kept: salt and PBKDF2 digest, base64.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PasswordHash {
    salt: String,
    digest: String,
}

impl PasswordHash {
    pub(crate) fn new(password: &str, random: &Random) -> Self {
        let salt = random.bytes::<16>();
        let mut digest = [0; 32];
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ITERATIONS, &salt, password.as_bytes(), &mut digest);
        Self { salt: STANDARD_NO_PAD.encode(salt), digest: STANDARD_NO_PAD.encode(digest) }
    }

    /// Takes what a form sent, if it is long enough and not too long.
    pub(crate) fn accept(password: &str, random: &Random) -> Result<Self, Problem> {
        let length = password.chars().count();
        if length < *LENGTH.start() {
            let message = "Passwords must be 8 characters or more.";
            return Err(Problem::field("password", Code::FormPasswordLengthTooShort, message));
        }
        if length > *LENGTH.end() {
            let message = "Passwords must be 72 characters or fewer.";
            return Err(Problem::field("password", Code::FormPasswordLengthTooLong, message));
        }
        Ok(Self::new(password, random))
    }

    pub(crate) fn matches(&self, password: &str) -> bool {
        let (Ok(salt), Ok(digest)) = (STANDARD_NO_PAD.decode(&self.salt), STANDARD_NO_PAD.decode(&self.digest)) else {
            return false;
        };
        pbkdf2::verify(pbkdf2::PBKDF2_HMAC_SHA256, ITERATIONS, &salt, password.as_bytes(), &digest).is_ok()
    }
}
