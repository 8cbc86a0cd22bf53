//! How much one person, one organization and one address may ask of this server: a bucket each, by kind of request.

use std::sync::Arc;

use app::resource::Kind;
use clerk_axum::{
    TrustedProxies,
    limiter::{Address, Exhausted, Limiter},
};
use clerk_protocol::Session;
use domain::Clock;
use http::{Extensions, HeaderMap};

use crate::config::Rates;

/// The buckets of everybody.
pub(crate) struct RateLimits {
    trusted_proxies: TrustedProxies,
    reads: Limiter<String>,
    writes: Limiter<String>,
    organization_writes: Limiter<String>,
    anonymous_reads: Limiter<Address>,
    anonymous_writes: Limiter<Address>,
}

impl RateLimits {
    /// Full buckets. Behind `trusted_proxies` the visitor's address is what they say.
    pub(crate) fn new(rates: &Rates, trusted_proxies: TrustedProxies, clock: &Arc<dyn Clock>) -> Self {
        let clock = || Arc::clone(clock);
        Self {
            trusted_proxies,
            reads: Limiter::new(rates.reads, clock()),
            writes: Limiter::new(rates.writes, clock()),
            organization_writes: Limiter::new(rates.organization_writes, clock()),
            anonymous_reads: Limiter::new(rates.anonymous_reads, clock()),
            anonymous_writes: Limiter::new(rates.anonymous_writes, clock()),
        }
    }

    /// Takes a token for somebody who is signed in, and for the organization they act in.
    ///
    /// # Errors
    /// A bucket is empty.
    pub(crate) fn take_for_person(&self, kind: Kind, session: &Session) -> Result<(), Exhausted> {
        let person = session.user_id().to_owned();
        match (kind, session.organization()) {
            (Kind::Reads, _) => self.reads.take(&person),
            (Kind::Writes, None) => self.writes.take(&person),
            (Kind::Writes, Some(organization)) => {
                self.writes.take(&person)?;
                self.organization_writes.take(&organization.id)
            }
        }
    }

    /// Takes a token for somebody who is not signed in, by their address.
    ///
    /// # Errors
    /// The bucket is empty.
    pub(crate) fn take_for_stranger(
        &self,
        kind: Kind,
        extensions: &Extensions,
        headers: &HeaderMap,
    ) -> Result<(), Exhausted> {
        let address = Address::of_request(extensions, headers, &self.trusted_proxies).unwrap_or(Address::UNKNOWN);
        match kind {
            Kind::Reads => self.anonymous_reads.take(&address),
            Kind::Writes => self.anonymous_writes.take(&address),
        }
    }
}
