//! How much may be asked of this server, and how much of Clerk because of it.

use clerk_axum::{CallRates, limiter::Rate};

use super::{Env, Problem, reader::Reader};

/// Buckets: so many in a row, then so many a minute.
#[derive(Clone, Debug)]
pub(crate) struct Rates {
    /// `RATE_LIMIT_READS`: pages and data, for each person who is signed in.
    pub(crate) reads: Rate,
    /// `RATE_LIMIT_WRITES`: changes, for each person.
    pub(crate) writes: Rate,
    /// `RATE_LIMIT_ORGANIZATION_WRITES`: changes by all people of an organization together.
    pub(crate) organization_writes: Rate,
    /// `RATE_LIMIT_ANONYMOUS_READS`: for each address, of whoever is not signed in.
    pub(crate) anonymous_reads: Rate,
    /// `RATE_LIMIT_ANONYMOUS_WRITES`: likewise, posts and other attempts.
    pub(crate) anonymous_writes: Rate,
    /// `RATE_LIMIT_CLERK_…`: calls to Clerk.
    pub(crate) clerk: CallRates,
}

impl Rates {
    /// Reads them.
    pub(crate) fn from_env(env: &Env) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let mut rate = |name, default| {
            let expected = "two numbers from 1 to 1000000, such as 40,120: so many in a row, then so many a minute";
            reader.parsed(name, default, expected)
        };
        let clerk = CallRates::default();
        let rates = Self {
            reads: rate("RATE_LIMIT_READS", Rate::new(300, 1_200)),
            writes: rate("RATE_LIMIT_WRITES", Rate::new(40, 120)),
            organization_writes: rate("RATE_LIMIT_ORGANIZATION_WRITES", Rate::new(400, 1_200)),
            anonymous_reads: rate("RATE_LIMIT_ANONYMOUS_READS", Rate::new(600, 1_200)),
            anonymous_writes: rate("RATE_LIMIT_ANONYMOUS_WRITES", Rate::new(20, 30)),
            clerk: CallRates {
                address: rate("RATE_LIMIT_CLERK_ADDRESS", clerk.address),
                session: rate("RATE_LIMIT_CLERK_SESSION", clerk.session),
                total: rate("RATE_LIMIT_CLERK_TOTAL", clerk.total),
                proxy: rate("RATE_LIMIT_CLERK_PROXY", clerk.proxy),
            },
        };
        reader.finish(rates)
    }
}
