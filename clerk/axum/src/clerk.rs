//! [`Clerk`]: one Clerk instance as this app sees it, made once at start and cloned cheaply.

use std::{fmt, sync::Arc};

use clerk_protocol::{Clock, KeySet, Options};

use crate::{
    backend::{BackendClient, BackendConfig},
    calls::Calls,
    config::{ClerkConfig, ConfigError, filled, upstream},
    jwks::{KeyCache, source::BackendKeys},
    nonces::{Claim, Nonces},
    peer::Peer,
    proxy::FrontendProxy,
    trusted_proxies::TrustedProxies,
};

/// The handle. Holds the configuration, the key cache, the Backend API client and the Frontend API proxy.
#[derive(Clone)]
pub struct Clerk(Arc<Inner>);

struct Inner {
    options: Options,
    sign_up_url: Option<String>,
    trusted_proxies: TrustedProxies,
    clock: Arc<dyn Clock>,
    backend: BackendClient,
    calls: Calls,
    proxy: FrontendProxy,
    keys: Arc<KeyCache<Arc<KeySet>>>,
    nonces: Nonces,
}

impl Clerk {
    /// Checks the configuration and prepares everything. Nothing is fetched before the first token arrives.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn new(config: ClerkConfig, clock: Arc<dyn Clock>) -> Result<Self, ConfigError> {
        let options = Options::new(config.protocol())?;
        options.ready()?;
        let key = options.publishable_key();
        config.check_keys(key)?;
        let api_url = upstream("CLERK_API_URL", filled(&config.api_url), key.api_url())?;
        let fapi_url = upstream("CLERK_FAPI_URL", filled(&config.fapi_url), key.proxy_upstream())?;
        let backend = BackendClient::new(BackendConfig {
            api_url: api_url.into(),
            rate: config.call_rates.total,
            clock: Arc::clone(&clock),
            ..BackendConfig::new(config.secret_key.clone())
        })?;
        let proxy = FrontendProxy::new(fapi_url, &config)?;
        let source = BackendKeys::new(backend.clone(), options.strict());
        Ok(Self(Arc::new(Inner {
            keys: KeyCache::new(Box::new(source), Arc::clone(&clock)),
            nonces: Nonces::new(),
            calls: Calls::new(config.call_rates, Arc::clone(&clock)),
            sign_up_url: config.sign_up_url,
            trusted_proxies: config.trusted_proxies,
            options,
            clock,
            backend,
            proxy,
        })))
    }

    /// The Backend API.
    pub fn backend(&self) -> &BackendClient {
        &self.0.backend
    }

    /// The prepared settings of the protocol.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Where [`proxy::router`](crate::proxy::router) is to be mounted: `/__clerk` unless configured otherwise.
    pub fn proxy_path(&self) -> &str {
        self.0.proxy.path()
    }

    /// Forgets the cached keys, so that a key withdrawn at Clerk is refused from the next request on.
    pub fn flush_keys(&self) {
        self.0.keys.flush();
    }

    pub(crate) fn keys(&self) -> &Arc<KeyCache<Arc<KeySet>>> {
        &self.0.keys
    }

    pub(crate) fn proxy(&self) -> &FrontendProxy {
        &self.0.proxy
    }

    pub(crate) fn calls(&self) -> &Calls {
        &self.0.calls
    }

    pub(crate) fn trusted_proxies(&self) -> &TrustedProxies {
        &self.0.trusted_proxies
    }

    pub(crate) fn sign_up_url(&self) -> Option<&str> {
        self.0.sign_up_url.as_deref()
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.0.clock.now_ms()
    }

    /// The app's origin as the visitor sees it: configured, else from the request.
    pub(crate) fn origin_for(&self, peer: &Peer) -> Option<String> {
        filled(&self.0.options.config().public_origin).map(str::to_owned).or_else(|| peer.origin())
    }

    /// The right to look this nonce up, where nobody has done so.
    pub(crate) fn claim_nonce<'a>(&'a self, nonce: &'a str) -> Option<Claim<'a>> {
        self.0.nonces.claim(nonce, self.now_ms())
    }
}

impl fmt::Debug for Clerk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Clerk")
            .field("publishable_key", &self.0.options.publishable_key().as_str())
            .finish_non_exhaustive()
    }
}
