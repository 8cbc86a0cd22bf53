//! One-time codes by e-mail: made, "sent" to the outbox, checked.

use serde::{Deserialize, Serialize};

use super::{State, outside::Outside, table::Row};
use crate::error::{Code, Problem};

/// The code that every `+clerk_test` address takes.
const TEST_CODE: &str = "424242";
const LIFE_MS: i64 = 10 * 60 * 1_000;
const OUTBOX_LIMIT: usize = 100;

/// The strategy of links.
pub(crate) const LINK: &str = "email_link";

/// An e-mail that a real Clerk would have sent.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Mail {
    pub(crate) to: String,
    /// `email` or `sms`.
    pub(crate) channel: String,
    pub(crate) code: Option<String>,
    pub(crate) link: Option<String>,
    /// Clerk's name of it: `verification_code`, `organization_invitation`.
    pub(crate) template: String,
    #[serde(default)]
    pub(crate) sent_at: i64,
}

impl Row for Mail {}

impl Mail {
    /// A message with a link in it.
    pub(crate) fn link(to: &str, template: &str, link: String) -> Self {
        Self {
            to: to.to_owned(),
            channel: "email".to_owned(),
            link: Some(link),
            template: template.to_owned(),
            ..Self::default()
        }
    }
}

/// A check of a code that belongs to no attempt of a browser's.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Check {
    pub(crate) id: String,
    /// The address or number.
    pub(crate) identifier_id: String,
    pub(crate) code: Verification,
}

impl Row for Check {}

/// A code on its way, and how far the check of it came.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Verification {
    /// `email_code` or `reset_password_email_code`.
    pub(crate) strategy: String,
    pub(super) code: String,
    pub(crate) verified: bool,
    pub(crate) attempts: u32,
    pub(crate) expire_at: i64,
    /// Where somebody else proves it: how far that is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outside: Option<Box<Outside>>,
}

impl Verification {
    /// What a ticket proves.
    pub(crate) fn by_ticket(now_ms: i64) -> Self {
        Self::done("ticket", now_ms)
    }

    /// Something proven without a code of ours.
    pub(crate) fn done(strategy: &str, now_ms: i64) -> Self {
        Self { strategy: strategy.to_owned(), verified: true, expire_at: now_ms, ..Self::default() }
    }

    /// A link on its way.
    pub(crate) fn by_link(token: String, expire_at: i64) -> Self {
        Self { strategy: LINK.to_owned(), code: token, expire_at, ..Self::default() }
    }

    /// Whether this is what a link was sent for, which is proven now.
    pub(crate) fn prove(&mut self, token: &str) -> bool {
        let is_it = self.strategy == LINK && !self.verified && self.code == token;
        self.verified |= is_it;
        is_it
    }

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
    /// Puts a message where the developer finds it: the log and the outbox, which keeps the newest ones.
    pub(crate) fn send(&mut self, mail: Mail) {
        let content = [&mail.code, &mail.link].into_iter().flatten().map(String::as_str).collect::<Vec<_>>();
        tracing::info!("{} to {}, {}: {}", mail.channel, mail.to, mail.template, content.join(" "));
        let number = self.data.mails.next_number();
        if self.data.mails.len() >= OUTBOX_LIMIT {
            self.data.mails.remove_first();
        }
        // Of one length, so that they sort as numbers do.
        let mail = Mail { sent_at: self.now_ms(), ..mail };
        self.data.mails.insert(format!("{number:012}"), mail);
    }

    /// Makes a code and sends it.
    pub(crate) fn send_code(&mut self, address: &str, strategy: &str) -> Verification {
        let template = if strategy.starts_with("reset_password") { "reset_password_code" } else { "verification_code" };
        self.send_code_as(address, strategy, template)
    }

    /// Makes a code and sends it in a message of that name.
    pub(crate) fn send_code_as(&mut self, address: &str, strategy: &str, template: &str) -> Verification {
        let code = if is_test_address(address) { TEST_CODE.to_owned() } else { self.random.code() };
        let now = self.now_ms();
        self.send(Mail {
            to: address.to_owned(),
            channel: if address.contains('@') { "email" } else { "sms" }.to_owned(),
            code: Some(code.clone()),
            template: template.to_owned(),
            ..Mail::default()
        });
        let strategy = strategy.to_owned();
        Verification { strategy, code, expire_at: now + LIFE_MS, ..Verification::default() }
    }
}

/// Numbers from 555-0100 to 555-0199 are nobody's: Clerk takes them for tests.
fn is_test_address(address: &str) -> bool {
    if address.starts_with('+') {
        return address.get(address.len().saturating_sub(7)..).is_some_and(|end| end.starts_with("55501"));
    }
    address.split_once('@').is_some_and(|(local, _)| local.ends_with("+clerk_test"))
}
