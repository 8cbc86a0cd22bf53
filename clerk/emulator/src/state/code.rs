//! One-time codes by e-mail: made, "sent" to the outbox, checked.

use serde::{Deserialize, Serialize};

use super::State;
use crate::error::{Code, Problem};

/// The code that every `+clerk_test` address takes.
const TEST_CODE: &str = "424242";
const LIFE_MS: i64 = 10 * 60 * 1_000;
const OUTBOX_LIMIT: usize = 100;

/// An e-mail that a real Clerk would have sent.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Mail {
    pub(crate) to: String,
    pub(crate) code: String,
    pub(crate) sent_at: i64,
}

/// A code on its way, and how far the check of it came.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Verification {
    /// `email_code` or `reset_password_email_code`.
    pub(crate) strategy: String,
    code: String,
    pub(crate) verified: bool,
    pub(crate) attempts: u32,
    pub(crate) expire_at: i64,
}

impl Verification {
    /// Compares what a person typed.
    pub(crate) fn attempt(&mut self, typed: &str, now_ms: i64) -> Result<(), Problem> {
        self.attempts += 1;
        if now_ms >= self.expire_at {
            return Err(Problem::field("code", Code::VerificationExpired, "This code has expired. Ask for a new one."));
        }
        if typed != self.code {
            return Err(Problem::field("code", Code::FormCodeIncorrect, "Incorrect code"));
        }
        self.verified = true;
        Ok(())
    }
}

impl State {
    /// Makes a code and puts it where the developer finds it: the log and the outbox.
    pub(crate) fn send_code(&mut self, address: &str, strategy: &str) -> Verification {
        let code = if is_test_address(address) { TEST_CODE.to_owned() } else { self.random.code() };
        let now = self.now_ms();
        tracing::info!("e-mail to {address}: your code is {code}");
        self.outbox.push(Mail { to: address.to_owned(), code: code.clone(), sent_at: now });
        if self.outbox.len() > OUTBOX_LIMIT {
            self.outbox.remove(0);
        }
        Verification { strategy: strategy.to_owned(), code, verified: false, attempts: 0, expire_at: now + LIFE_MS }
    }
}

fn is_test_address(address: &str) -> bool {
    address.split_once('@').is_some_and(|(local, _)| local.ends_with("+clerk_test"))
}
