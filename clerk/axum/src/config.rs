//! What a deployment writes about its Clerk instance, and what is wrong with it.

use clerk_protocol::{Config, InstanceType, PublishableKey, SecretKey};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::{calls::CallRates, http_client::is_loopback, path_filter, trusted_proxies::TrustedProxies};

/// Where the Frontend API proxy is mounted unless `CLERK_PROXY_URL` says otherwise.
pub const DEFAULT_PROXY_PATH: &str = "/__clerk";

/// Settings, named as in Clerk's documentation. Everything but the two keys may stay at its default.
#[derive(Clone, Debug, Default)]
pub struct ClerkConfig {
    /// `CLERK_PUBLISHABLE_KEY`.
    pub publishable_key: String,
    /// `CLERK_SECRET_KEY`.
    pub secret_key: SecretString,
    /// `CLERK_JWT_KEY`: the public key itself; the key set is then never fetched.
    pub jwt_key: Option<String>,
    /// `CLERK_API_URL`: origin of the Backend API. Default: by the publishable key.
    pub api_url: Option<String>,
    /// `CLERK_FAPI_URL`: where the proxy forwards to. Default: by the publishable key.
    pub fapi_url: Option<String>,
    /// `CLERK_PROXY_URL`: absolute, or a path on this app's origin.
    pub proxy_url: Option<String>,
    /// `CLERK_AUTHORIZED_PARTIES`: exact origins that sessions may come from.
    pub authorized_parties: Vec<String>,
    /// Accepted `iss`. Default: the key's own.
    pub issuers: Vec<String>,
    /// Accepted `aud`, where a token has one.
    pub audience: Vec<String>,
    /// `CLERK_SIGN_IN_URL`: absolute or a path. Default: the account portal.
    pub sign_in_url: Option<String>,
    /// `CLERK_SIGN_UP_URL`.
    pub sign_up_url: Option<String>,
    /// Paths that name an organization (`/orgs/:slug/(.*)`), kept equal to the active organization.
    pub organization_patterns: Vec<String>,
    /// Paths of the personal account.
    pub personal_account_patterns: Vec<String>,
    /// `PUBLIC_ORIGIN`: the app's origin as browsers see it.
    pub public_origin: Option<String>,
    /// Read handshake parameters from the query with a live key too.
    pub handshake_query_in_production: bool,
    /// `CLERK_DOMAIN`: a satellite's own domain.
    pub domain: Option<String>,
    /// `CLERK_IS_SATELLITE`.
    pub is_satellite: bool,
    /// A satellite asks its primary on the first visit already.
    pub satellite_auto_sync: bool,
    /// Origins of satellites that may be redirected to.
    pub satellite_origins: Vec<String>,
    /// Tolerated difference of clocks in milliseconds. Default: 5,000.
    pub clock_skew_ms: Option<f64>,
    /// Whether the proxy passes on what somebody who is signed in as somebody else must not do otherwise: changing who
    /// belongs to an organization, deleting organizations and accounts.
    pub impersonators_unlimited: bool,
    /// Whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: TrustedProxies,
    /// How many calls to Clerk requests may cause.
    pub call_rates: CallRates,
    /// Turns the strict rules off. For comparisons with upstream only.
    pub lenient: bool,
}

/// A configuration that does not work or is not safe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// What Clerk itself refuses, or its strict mode.
    #[error(transparent)]
    Protocol(#[from] clerk_protocol::ConfigError),
    /// One key is of a development instance, the other of a production instance.
    #[error("the publishable key is a {publishable} key and the secret key is not: both must be of one Clerk instance")]
    MixedKeys {
        /// `test` or `live`.
        publishable: &'static str,
    },
    /// Not an http(s) URL without credentials, query and fragment; or not https although it is another machine.
    #[error("{variable} is not a URL such as https://clerk.example.com (http only on this machine)")]
    Url {
        /// The variable.
        variable: &'static str,
    },
    /// Neither a path nor a URL with a path.
    #[error("CLERK_PROXY_URL is neither a path such as /__clerk nor a URL that ends in one")]
    ProxyUrl,
    /// The TLS library does not start.
    #[error("the HTTP client cannot be set up")]
    HttpClient,
}

impl ClerkConfig {
    /// Strict settings with the two keys and nothing else.
    pub fn new(publishable_key: impl Into<String>, secret_key: impl Into<SecretString>) -> Self {
        Self { publishable_key: publishable_key.into(), secret_key: secret_key.into(), ..Self::default() }
    }

    /// The protocol's part.
    pub(crate) fn protocol(&self) -> Config {
        let patterns = |patterns: &[String]| (!patterns.is_empty()).then(|| patterns.to_vec());
        Config {
            jwt_key: self.jwt_key.clone(),
            authorized_parties: self.authorized_parties.clone(),
            issuers: self.issuers.clone(),
            audience: self.audience.clone(),
            clock_skew_ms: self.clock_skew_ms,
            domain: self.domain.clone(),
            is_satellite: self.is_satellite,
            satellite_auto_sync: self.satellite_auto_sync,
            proxy_url: self.proxy_url.clone(),
            sign_in_url: self.sign_in_url.clone(),
            organization_patterns: patterns(&self.organization_patterns),
            personal_account_patterns: patterns(&self.personal_account_patterns),
            public_origin: self.public_origin.clone(),
            // The layer removes forwarded headers of everybody else before the protocol sees them.
            trust_forwarded: self.trusted_proxies != TrustedProxies::default(),
            handshake_query_in_production: self.handshake_query_in_production,
            satellite_origins: self.satellite_origins.clone(),
            strict: !self.lenient,
            ..Config::new(self.publishable_key.as_str(), self.secret_key.expose_secret())
        }
    }

    /// Keys of two instances: the session check would go in circles.
    pub(crate) fn check_keys(&self, publishable_key: &PublishableKey) -> Result<(), ConfigError> {
        let secret_key = SecretKey(self.secret_key.expose_secret());
        match publishable_key.instance_type() {
            InstanceType::Development if secret_key.is_production() => {
                Err(ConfigError::MixedKeys { publishable: "test" })
            }
            InstanceType::Production if secret_key.is_development() => {
                Err(ConfigError::MixedKeys { publishable: "live" })
            }
            InstanceType::Development | InstanceType::Production => Ok(()),
        }
    }

    /// The path part of the proxy URL, without a slash at the end.
    pub(crate) fn proxy_path(&self) -> Result<String, ConfigError> {
        let Some(proxy_url) = filled(&self.proxy_url) else { return Ok(DEFAULT_PROXY_PATH.to_owned()) };
        let path = if proxy_url.starts_with('/') {
            proxy_url.to_owned()
        } else {
            upstream("CLERK_PROXY_URL", Some(proxy_url), "")?.path().to_owned()
        };
        let path = path.trim_end_matches('/');
        path_filter::check_path(path).map_err(|_| ConfigError::ProxyUrl)?;
        Ok(path.to_owned())
    }
}

/// A URL to send the secret key to: the configured one or the default.
pub(crate) fn upstream(variable: &'static str, url: Option<&str>, default: &str) -> Result<Url, ConfigError> {
    let invalid = ConfigError::Url { variable };
    let url = Url::parse(url.unwrap_or(default)).map_err(|_| invalid.clone())?;
    let private = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
    let plain =
        url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    if private && plain && url.has_host() { Ok(url) } else { Err(invalid) }
}

pub(crate) fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}
