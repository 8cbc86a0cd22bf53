//! The only source of randomness here: request ids and nonces come from it, so tests can choose them.

use std::fmt::Write;

/// Makes unpredictable bytes.
pub(crate) trait Random: Send + Sync {
    /// 128 fresh bits.
    fn bytes(&self) -> [u8; 16];
}

/// The operating system's randomness.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SystemRandom;

impl Random for SystemRandom {
    fn bytes(&self) -> [u8; 16] {
        #[expect(clippy::disallowed_methods, reason = "everything else gets its randomness from this injected source")]
        rand::random()
    }
}

/// 32 hexadecimal digits of 128 fresh bits.
pub(crate) fn hexadecimal(random: &dyn Random) -> String {
    random.bytes().iter().fold(String::with_capacity(32), |mut text, byte| {
        // Writing to a String does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
