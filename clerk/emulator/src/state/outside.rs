//! A proof that somebody else gives: a provider's page, or a key that a device keeps. What a browser is told of it until
//! it has come.

use serde::{Deserialize, Serialize};

use super::code::Verification;
use crate::error::Problem;

/// How far a proof from outside is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Outside {
    /// The page that the browser has to visit.
    pub(crate) page: Option<String>,
    /// What a device has to sign, as the options of the browser's call.
    pub(crate) nonce: Option<String>,
    /// Of the page that the device was asked on.
    pub(crate) origin: String,
    /// The proof is good for the other kind of attempt: a sign-up where this one is a sign-in.
    pub(crate) transferable: bool,
    pub(crate) fault: Option<Fault>,
}

/// Why there is no proof, or not for this kind of attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Fault {
    pub(crate) code: String,
    pub(crate) message: String,
    /// Of the session that somebody has already.
    pub(crate) session_id: Option<String>,
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        let session_id = problem.detail("session_id").map(str::to_owned);
        Self { code: problem.code.to_owned(), message: problem.message().to_owned(), session_id }
    }
}

impl Fault {
    /// Codes that are no answer of a call have no status, so they are in no list of errors.
    pub(crate) fn new(code: &str, message: &str) -> Self {
        Self { code: code.to_owned(), message: message.to_owned(), session_id: None }
    }
}

impl Verification {
    /// A proof that is to come from a page.
    pub(crate) fn at_page(strategy: &str, page: String, expire_at: i64) -> Self {
        let outside = Outside { page: Some(page), ..Outside::default() };
        Self { strategy: strategy.to_owned(), expire_at, outside: Some(Box::new(outside)), ..Self::default() }
    }

    /// A proof that came from a page.
    pub(crate) fn from_page(strategy: &str, now_ms: i64) -> Self {
        Self { outside: Some(Box::default()), ..Self::done(strategy, now_ms) }
    }

    /// A proof that another kind of attempt can take.
    pub(crate) fn transferable(strategy: &str, fault: Fault, expire_at: i64) -> Self {
        let outside = Outside { transferable: true, fault: Some(fault), ..Outside::default() };
        Self { verified: false, outside: Some(Box::new(outside)), ..Self::done(strategy, expire_at) }
    }

    /// No proof came.
    pub(crate) fn failed(strategy: &str, fault: Fault, now_ms: i64) -> Self {
        let outside = Outside { fault: Some(fault), ..Outside::default() };
        Self { verified: false, outside: Some(Box::new(outside)), ..Self::done(strategy, now_ms) }
    }

    /// Another proof is on its way; what was proven stays so until then.
    pub(crate) fn ask_again(&mut self, asked: Self) {
        *self = Self { verified: self.verified, ..asked };
    }

    pub(crate) fn is_transferable(&self, now_ms: i64) -> bool {
        now_ms < self.expire_at && self.outside.as_ref().is_some_and(|outside| outside.transferable)
    }

    /// Clerk's word for how far it is.
    pub(crate) fn status(&self, now_ms: i64) -> &'static str {
        let outside = self.outside.as_deref();
        match outside {
            _ if self.verified => "verified",
            Some(outside) if outside.transferable => "transferable",
            Some(outside) if outside.fault.is_some() => "failed",
            Some(_) if now_ms >= self.expire_at => "expired",
            _ => "unverified",
        }
    }
}
