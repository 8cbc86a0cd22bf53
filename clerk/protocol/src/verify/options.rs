//! Settings of one Clerk instance: what a deployment writes ([`Config`]) and what is prepared of it once ([`Options`]).
//!
//! From the options of Clerk's reference of `authenticateRequest`; the errors are section [Configuration
//! errors](crate#configuration-errors).

use crate::keys::{PublishableKey, PublishableKeyError, SecretKey};

use super::path_pattern::{InvalidPattern, PathPatterns};
use super::request::RequestParts;
use super::suffix::cookie_suffix;
use super::token::Verification;
use super::verifying_key::VerifyingKey;

/// Plain settings, named as in Clerk's documentation. Everything is optional but the two keys.
/// The options of `authenticateRequest`, from its reference; the strict ones are ours.
#[derive(Clone)]
pub struct Config {
    /// `CLERK_PUBLISHABLE_KEY`.
    pub publishable_key: String,
    /// `CLERK_SECRET_KEY`. Only its presence and its kind matter here.
    pub secret_key: String,
    /// `CLERK_JWT_KEY`: the public key itself; no key set is ever asked for then.
    pub jwt_key: Option<String>,
    /// Origins a token may have been made for (`azp`), exact, with scheme and port.
    pub authorized_parties: Vec<String>,
    /// Accepted `iss`; empty: none is asked for, in strict mode the key's own (S2).
    pub issuers: Vec<String>,
    /// Accepted `aud`, where the token has one.
    pub audience: Vec<String>,
    /// Tolerated difference of clocks in milliseconds; `None` or not finite: 5,000.
    pub clock_skew_ms: Option<f64>,
    /// `CLERK_DOMAIN`: the satellite's own domain.
    pub domain: Option<String>,
    /// `CLERK_IS_SATELLITE`.
    pub is_satellite: bool,
    /// A satellite asks its primary on the first visit already.
    pub satellite_auto_sync: bool,
    /// `CLERK_PROXY_URL`: absolute, or a path on the app's origin.
    pub proxy_url: Option<String>,
    /// `CLERK_SIGN_IN_URL`.
    pub sign_in_url: Option<String>,
    /// Paths that name an organization (`/orgs/:slug/(.*)`). Some but empty matches every path, as upstream; use
    /// `None`.
    pub organization_patterns: Option<Vec<String>>,
    /// Paths of the personal account.
    pub personal_account_patterns: Option<Vec<String>>,
    /// S1: the app's origin as browsers see it.
    pub public_origin: Option<String>,
    /// S1: a trusted proxy in front sets `X-Forwarded-Host` and `-Proto`.
    pub trust_forwarded: bool,
    /// S6: read handshake parameters from the query with a live key too.
    pub handshake_query_in_production: bool,
    /// S11: origins `__clerk_redirect_url` may lead to.
    pub satellite_origins: Vec<String>,
    /// The strict rules ([`super::strict`]). On, unless a comparison with upstream is wanted.
    pub strict: bool,
    /// Deepest JSON nesting where `strict` is off. Upstream has no limit; raise it only on a thread with a large stack.
    pub lenient_json_depth: usize,
}

impl Config {
    /// Strict settings with the two keys and nothing else.
    pub fn new(publishable_key: impl Into<String>, secret_key: impl Into<String>) -> Self {
        Self {
            publishable_key: publishable_key.into(),
            secret_key: secret_key.into(),
            jwt_key: None,
            authorized_parties: Vec::new(),
            issuers: Vec::new(),
            audience: Vec::new(),
            clock_skew_ms: None,
            domain: None,
            is_satellite: false,
            satellite_auto_sync: false,
            proxy_url: None,
            sign_in_url: None,
            organization_patterns: None,
            personal_account_patterns: None,
            public_origin: None,
            trust_forwarded: false,
            handshake_query_in_production: false,
            satellite_origins: Vec::new(),
            strict: true,
            lenient_json_depth: super::json::Limits::LENIENT.depth,
        }
    }
}

/// Never shows the secret key.
impl std::fmt::Debug for Config {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Config").field("publishable_key", &self.publishable_key).finish_non_exhaustive()
    }
}

/// A configuration upstream throws on (section [Configuration errors](crate#configuration-errors)), or that strict mode
/// does not start with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// Publishable key.
    #[error(transparent)]
    PublishableKey(#[from] PublishableKeyError),
    /// No secret key, even where a JWT key is set.
    #[error("Missing Clerk Secret Key. Go to https://dashboard.clerk.com and get your key for your instance.")]
    MissingSecretKey,
    /// A development satellite without a sign-in URL.
    #[error("Missing signInUrl. Pass a signInUrl for dev instances if an app is satellite")]
    MissingSignInUrl,
    /// A satellite's sign-in URL is a path.
    #[error("The signInUrl needs to have a absolute url format.")]
    SignInUrlNotAbsolute,
    /// A satellite's sign-in URL is on the satellite.
    #[error("The signInUrl needs to be on a different origin than your satellite application.")]
    SignInUrlOnSatellite,
    /// A satellite with neither domain nor proxy.
    #[error("Missing domain and proxyUrl. A satellite application needs to specify a domain or a proxyUrl")]
    MissingDomainAndProxyUrl,
    /// An organization or personal account pattern.
    #[error(transparent)]
    Pattern(#[from] InvalidPattern),
    /// S3, only from [`Options::ready`].
    #[error(
        "A live key needs authorized parties: set the origins your users sign in on, such as https://app.example.com."
    )]
    MissingAuthorizedParties,
    /// Only from [`Options::ready`].
    #[error(
        "The JWT key is not a public RSA key in PEM form, of 2048 to 4096 bits and with an exponent of 65537 or more."
    )]
    JwtKey,
    /// Only from [`Options::ready`].
    #[error("The public origin is not an origin such as https://app.example.com.")]
    PublicOrigin,
}

/// Where keys come from.
#[derive(Clone, Debug)]
pub(super) enum KeySource {
    /// The instance's key set.
    Remote,
    /// `CLERK_JWT_KEY`; `None` where it cannot be read: then no token verifies.
    Local(Option<Box<VerifyingKey>>),
}

/// [`Config`] with everything prepared that does not depend on the request.
/// The options of `authenticateRequest`, from its reference.
#[derive(Clone, Debug)]
pub struct Options {
    config: Config,
    pub(super) key: PublishableKey,
    pub(super) suffix: String,
    /// S1; `None` also where it is not a URL, which [`ready`](Self::ready) refuses.
    pub(super) public_origin: Option<url::Url>,
    pub(super) key_source: KeySource,
    pub(super) verification: Verification,
    pub(super) organization_patterns: Option<PathPatterns>,
    pub(super) personal_account_patterns: Option<PathPatterns>,
}

impl Options {
    /// Checks and prepares.
    ///
    /// # Errors
    /// On what upstream throws for every request, in its order.
    pub fn new(config: Config) -> Result<Self, ConfigError> {
        let key = PublishableKey::parse(&config.publishable_key)?;
        check_satellite(&config)?;
        let compile = |patterns: &Option<Vec<String>>| {
            patterns.as_deref().map(PathPatterns::compile).transpose().map_err(ConfigError::Pattern)
        };
        let jwt_key = config.jwt_key.as_deref().filter(|key| !key.is_empty());
        Ok(Self {
            suffix: cookie_suffix(key.as_str()),
            public_origin: config.public_origin.as_deref().and_then(|origin| url::Url::parse(origin).ok()),
            key_source: jwt_key.map_or(KeySource::Remote, |pem| {
                KeySource::Local(VerifyingKey::from_pem(pem, config.strict).map(Box::new))
            }),
            verification: verification(&config, &key),
            organization_patterns: compile(&config.organization_patterns)?,
            personal_account_patterns: compile(&config.personal_account_patterns)?,
            key,
            config,
        })
    }

    /// What a server should check before it starts: a configuration that can let nobody in, or that strict mode
    /// refuses.
    ///
    /// # Errors
    /// The first problem.
    pub fn ready(&self) -> Result<(), ConfigError> {
        if matches!(self.key_source, KeySource::Local(None)) {
            return Err(ConfigError::JwtKey);
        }
        if self.verification.requires_authorized_parties && self.verification.authorized_parties.is_empty() {
            return Err(ConfigError::MissingAuthorizedParties);
        }
        let is_origin =
            |text: &String| url::Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == *text);
        if self.config.public_origin.as_ref().is_some_and(|origin| !is_origin(origin)) {
            return Err(ConfigError::PublicOrigin);
        }
        Ok(())
    }

    /// The settings it was made of.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The instance's key.
    pub fn publishable_key(&self) -> &PublishableKey {
        &self.key
    }

    /// The suffix of this instance's cookies.
    pub fn cookie_suffix(&self) -> &str {
        &self.suffix
    }

    /// Whether the strict rules are on.
    pub fn strict(&self) -> bool {
        self.config.strict
    }

    /// What tokens are checked against.
    pub fn verification(&self) -> &Verification {
        &self.verification
    }

    /// The errors that depend on the request: a satellite's sign-in URL against the `Origin` header.
    pub(super) fn check_request(&self, parts: &RequestParts<'_>) -> Result<(), ConfigError> {
        let Some(sign_in_url) = filled(&self.config.sign_in_url).filter(|_| self.config.is_satellite) else {
            return Ok(());
        };
        let Some(origin) = parts.filled_header("origin") else { return Ok(()) };
        let sign_in_url = url::Url::parse(sign_in_url).map_err(|_| ConfigError::SignInUrlNotAbsolute)?;
        if sign_in_url.origin().ascii_serialization() == origin {
            return Err(ConfigError::SignInUrlOnSatellite);
        }
        Ok(())
    }
}

pub(super) fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().filter(|text| !text.is_empty())
}

fn check_satellite(config: &Config) -> Result<(), ConfigError> {
    if config.secret_key.is_empty() {
        return Err(ConfigError::MissingSecretKey);
    }
    if !config.is_satellite {
        return Ok(());
    }
    if filled(&config.sign_in_url).is_none() && SecretKey(&config.secret_key).is_development() {
        return Err(ConfigError::MissingSignInUrl);
    }
    if filled(&config.proxy_url).is_none() && filled(&config.domain).is_none() {
        return Err(ConfigError::MissingDomainAndProxyUrl);
    }
    Ok(())
}

fn verification(config: &Config, key: &PublishableKey) -> Verification {
    let default_issuers = config.strict && config.issuers.is_empty();
    Verification {
        strict: config.strict,
        lenient_depth: config.lenient_json_depth,
        audience: config.audience.clone(),
        authorized_parties: config.authorized_parties.clone(),
        requires_authorized_parties: config.strict && !key.is_development(),
        issuers: if default_issuers { vec![key.issuer()] } else { config.issuers.clone() },
        clock_skew_ms: config.clock_skew_ms.filter(|skew| skew.is_finite()).unwrap_or(5_000.0),
    }
}
