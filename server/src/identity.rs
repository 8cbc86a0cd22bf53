//! From the configuration to a Clerk instance: the session check here, ClerkJS in the browser.

use std::{net::SocketAddr, sync::Arc};

use app::{context::ClerkOptions, local_person::LocalPerson};
use clerk_axum::{Clerk, ClerkConfig};
use clerk_protocol::{InstanceType, PublishableKey};
use domain::{Clock, Impersonation};
use secrecy::SecretString;

#[cfg(not(debug_assertions))]
use crate::config::LocalClerk;
use crate::config::{Config, Instance, Keys, Origin};
#[cfg(debug_assertions)]
use crate::local_clerk;

/// The Clerk instance this server works with.
pub(crate) struct Identity {
    /// The session check.
    pub(crate) clerk: Clerk,
    /// How the browser loads ClerkJS.
    pub(crate) browser: ClerkOptions,
    /// The Frontend API's host, where browsers talk to it directly.
    pub(crate) direct_host: Option<String>,
    /// The name of the instance in the database. Not the issuer of its tokens, which changes with a proxy.
    pub(crate) instance: String,
    /// The people of the local Clerk.
    pub(crate) people: Vec<LocalPerson>,
    /// What the local Clerk signs its webhooks with.
    pub(crate) webhook_secret: Option<SecretString>,
    #[cfg(debug_assertions)]
    _local: Option<local_clerk::Running>,
}

impl Identity {
    /// Starts the local Clerk when the configuration has no keys, and sets the session check up. `listens`: where this server
    /// takes the local Clerk's webhooks.
    #[cfg(debug_assertions)]
    pub(crate) async fn start(config: &Config, listens: SocketAddr, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        match &config.clerk.instance {
            Instance::Keys(keys) => Self::of(config, keys, clock),
            Instance::Local(local) => {
                let origin = &config.http.public_origin;
                let webhook = local_clerk::webhook(listens, config.clerk.webhooks.first.as_ref());
                let personal = config.clerk.personal_accounts;
                let running = local_clerk::Running::start(local, origin, personal, webhook).await?;
                running.introduce();
                let mut identity = Self::of(config, &running.keys(), clock)?;
                identity.people = running.people();
                identity.webhook_secret = running.webhook_secret();
                identity.browser.local = true;
                identity._local = Some(running);
                Ok(identity)
            }
        }
    }

    /// Sets the session check up.
    #[cfg(not(debug_assertions))]
    pub(crate) async fn start(config: &Config, _: SocketAddr, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        match &config.clerk.instance {
            Instance::Keys(keys) => Self::of(config, keys, clock),
            Instance::Local(LocalClerk { listen, state_dir }) => {
                anyhow::bail!("release builds have no local Clerk ({listen}, {})", state_dir.display())
            }
        }
    }

    /// With these keys.
    pub(crate) fn of(config: &Config, keys: &Keys, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let publishable = PublishableKey::parse(&keys.publishable)?;
        let direct = keys.proxy_url.is_none();
        Ok(Self {
            clerk: Clerk::new(session_check(config, keys, &publishable), clock)?,
            browser: browser(config, keys),
            direct_host: direct.then(|| frontend_api(config, &publishable)),
            instance: publishable.issuer(),
            people: Vec::new(),
            webhook_secret: None,
            #[cfg(debug_assertions)]
            _local: None,
        })
    }
}

/// `/orgs/{slug or id}` pages make their organization the active one on a document load; `/personal` pages, none.
fn session_check(config: &Config, keys: &Keys, publishable: &PublishableKey) -> ClerkConfig {
    let mut check = ClerkConfig::new(keys.publishable.clone(), keys.secret.clone());
    check.jwt_key.clone_from(&keys.jwt);
    check.api_url.clone_from(&keys.api_url);
    check.fapi_url.clone_from(&keys.fapi_url);
    check.proxy_url.clone_from(&keys.proxy_url);
    check.issuers = issuers(config, keys, publishable);
    check.authorized_parties.clone_from(&config.clerk.authorized_parties);
    check.sign_in_url = Some(config.clerk.sign_in_url.clone());
    check.sign_up_url = Some(config.clerk.sign_up_url.clone());
    check.domain.clone_from(&config.clerk.domain);
    check.is_satellite = config.clerk.is_satellite;
    check.organization_patterns = ["/orgs/:slug", "/orgs/:slug/(.*)"].map(str::to_owned).to_vec();
    if config.clerk.personal_accounts {
        check.personal_account_patterns = ["/personal", "/personal/(.*)"].map(str::to_owned).to_vec();
    }
    check.public_origin = Some(config.http.public_origin.to_string());
    check.impersonators_unlimited = config.clerk.impersonation == Impersonation::Full;
    check.trusted_proxies = config.http.trusted_proxies.clone();
    check.call_rates = config.rates.clerk;
    check
}

/// Where browsers find the Frontend API: in production a satellite's is at its own domain.
fn frontend_api(config: &Config, publishable: &PublishableKey) -> String {
    let own = config.clerk.domain.as_ref().filter(|_| publishable.instance_type() == InstanceType::Production);
    own.map_or_else(|| publishable.frontend_api().to_owned(), |domain| format!("clerk.{domain}"))
}

/// Behind a proxy, Clerk signs as the proxy's address; the local Clerk signs as the key's host all the same.
fn issuers(config: &Config, keys: &Keys, publishable: &PublishableKey) -> Vec<String> {
    let proxy = keys.proxy_url.as_ref().map(|path| format!("{}{path}", config.http.public_origin));
    std::iter::once(publishable.issuer()).chain(proxy).collect()
}

fn browser(config: &Config, keys: &Keys) -> ClerkOptions {
    let clerk = &config.clerk;
    let redirects = clerk.redirects.clone();
    let options = ClerkOptions {
        domain: clerk.domain.clone(),
        localization_url: clerk.locale.as_ref().map(|locale| format!("/clerk-locales/{locale}.json")),
        allowed_redirect_origins: redirect_origins(config),
        publishable_key: keys.publishable.clone(),
        proxy_url: keys.proxy_url.clone(),
        sign_in_url: clerk.sign_in_url.clone(),
        sign_up_url: clerk.sign_up_url.clone(),
        sign_in_fallback_redirect_url: Some(redirects.sign_in_fallback),
        sign_up_fallback_redirect_url: Some(redirects.sign_up_fallback),
        sign_in_force_redirect_url: redirects.sign_in_force,
        sign_up_force_redirect_url: redirects.sign_up_force,
        ..ClerkOptions::default()
    };
    if clerk.is_satellite { options.with_is_satellite(true) } else { options }
}

/// Where an address may ask ClerkJS to go: this origin, and those the configuration sends people to itself.
fn redirect_origins(config: &Config) -> Vec<String> {
    let redirects = &config.clerk.redirects;
    let configured = [Some(&redirects.sign_in_fallback), Some(&redirects.sign_up_fallback)]
        .into_iter()
        .chain([redirects.sign_in_force.as_ref(), redirects.sign_up_force.as_ref()])
        .flatten();
    let mut origins = vec![config.http.public_origin.to_string()];
    for origin in configured.filter_map(|url| Origin::of_url(url)).map(|origin| origin.to_string()) {
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    origins
}
