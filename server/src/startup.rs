//! From the configuration to a running server.

mod leaving;

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use app::context::{AppContext, Shared};
use clerk_axum::SystemClock;
use domain::Clock;
use leptos::config::LeptosOptions;
use store::SystemStore;
use tokio::{net::TcpListener, runtime::Runtime};

use crate::{
    addresses::Addresses,
    assets::Site,
    config::{BuildKind, Config},
    content_security::{ContentSecurity, Sources},
    database::{self, Kept, Ports},
    health::Readiness,
    identity::Identity,
    jobs::{Jobs, erasure::Erasure, inbox::Workers},
    layers::{self, Wiring},
    members::{self, ClerkMembers},
    middleware::security_headers::SecurityHeaders,
    random::{Random, SystemRandom},
    rate_limits::RateLimits,
    reconcile,
    serve::{self, Bounds, Capacity, Patience, Signals},
    standing::Standings,
    state::AppState,
    telemetry::{self, Log},
    webhooks::Webhooks,
};

/// For what the runtime still does when all of that is over.
const LAST_MOMENT: Duration = Duration::from_secs(1);

/// Starts logging and the runtime, and serves until the process is asked to end.
pub(crate) fn run(config: &Config) -> anyhow::Result<()> {
    let log = telemetry::start(&config.telemetry)?;
    let runtime = runtime()?;
    let outcome = runtime.block_on(start(config, &log));
    runtime.shutdown_timeout(LAST_MOMENT);
    outcome
}

/// The runtime of everything here.
pub(crate) fn runtime() -> std::io::Result<Runtime> {
    // On a machine with one core, Tokio's default of one worker lets a page wait for its own data.
    let workers = std::thread::available_parallelism().map_or(2, |cores| cores.get().max(2));
    tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()
}

async fn start(config: &Config, log: &Log) -> anyhow::Result<()> {
    log.watch();
    for note in &config.notes {
        tracing::warn!("{note}");
    }
    let bounds = bounds(config)?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let site = Arc::new(Site::open()?);
    let listener = TcpListener::bind(config.http.listen).await;
    let listener = listener.with_context(|| format!("cannot listen on {} (LISTEN_ADDRESS)", config.http.listen))?;
    let identity = Identity::start(config, listener.local_addr()?, Arc::clone(&clock)).await?;
    let config = &config.clone().with_webhook_secret(identity.webhook_secret.as_ref());
    let ports = database::open_to_serve(&config.database, Arc::clone(&clock), BuildKind::CURRENT).await?;
    claim(&*ports.system, &identity.instance).await?;
    keep_trail(&*ports.system, config.database.audit_retention).await?;
    let parts = parts(config, &identity, ports.clone(), site, clock);
    let readiness = Arc::clone(&parts.state.readiness);
    let workers = workers(config, &identity, &ports, &parts);
    if identity.webhook_secret.is_some() {
        copy_everybody(&identity, &ports, &*workers.clock).await;
    }
    let router = layers::router(parts)?;
    let has_copy = !config.clerk.webhooks.secrets.is_empty();
    let compared = has_copy.then(|| identity.clerk.backend().patient());
    let jobs = Jobs::start(workers, compared, Arc::new(SystemRandom));
    let signals = Signals::listen();
    tracing::info!("open {}", config.http.public_origin);
    let end = leaving::announce(signals.clone(), &readiness, config.connections.shutdown_delay);
    serve::serve(listener, router, bounds, end, leaving::now(signals.clone())).await;
    let closing = async {
        jobs.stop().await;
        ports.system.close().await;
    };
    leaving::close(closing, leaving::now(signals)).await;
    Ok(())
}

/// The local Clerk has people already, of whom no webhook tells.
pub(crate) async fn copy_everybody(identity: &Identity, ports: &Ports, clock: &dyn Clock) {
    let (inbox, system, clerk) = (&*ports.inbox, &*ports.system, &identity.clerk.backend().patient());
    let parts = reconcile::Parts { clerk, inbox, system, pace: &reconcile::AtOnce, clock, holder: "start" };
    if let Err(error) = parts.reconcile(reconcile::Options::default()).await {
        tracing::warn!(%error, "the people of the local Clerk could not be copied");
    }
}

/// The bounds of this process.
fn bounds(config: &Config) -> anyhow::Result<Bounds> {
    let database_connections = config.database.adapter.connections(&config.database);
    let all = serve::make_room(config.connections.all, database_connections)?;
    let capacity = Capacity { all, each: config.connections.each(all), proxies: config.http.trusted_proxies.clone() };
    Ok(Bounds { patience: Patience::default(), capacity })
}

/// Rows belong to people of one Clerk instance; under another one they would belong to nobody, or worse, to somebody else.
pub(crate) async fn claim(store: &dyn SystemStore, instance: &str) -> anyhow::Result<()> {
    let owner = store.claim_instance(instance).await?;
    anyhow::ensure!(
        owner == instance,
        "this database belongs to the Clerk instance {owner}, but the keys are of {instance}. Set the keys of {owner} \
         again, or choose another database with DATABASE_URL (the local Clerk's state and the database go together: \
         `cargo make db-reset` clears both)"
    );
    Ok(())
}

/// A process that is not told how long the trail is kept leaves that to whoever may say it.
async fn keep_trail(system: &dyn SystemStore, days: Option<u32>) -> anyhow::Result<()> {
    match database::keep_trail(system, days).await? {
        Kept::AsBefore(words) if days.is_some() => tracing::warn!("{words}"),
        _ => {}
    }
    Ok(())
}

/// Everything the router needs.
pub(crate) fn parts(
    config: &Config,
    identity: &Identity,
    ports: Ports,
    site: Arc<Site>,
    clock: Arc<dyn Clock>,
) -> Wiring {
    let Ports { store, system, inbox } = ports;
    let webhooks = Arc::new(Webhooks {
        config: config.clerk.webhooks.clone(),
        proxies: config.http.trusted_proxies.clone(),
        inbox: Arc::clone(&inbox),
        bell: Arc::default(),
        clock: Arc::clone(&clock),
    });
    let backend = identity.clerk.backend().clone();
    let standings = Arc::new(Standings {
        copy: (!config.clerk.webhooks.secrets.is_empty()).then_some(inbox),
        clerk: backend.clone(),
        source: config.clerk.permissions,
        personal_accounts: config.clerk.personal_accounts,
        clock: Arc::clone(&clock),
    });
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let context = AppContext::new(Shared {
        store,
        addresses: Arc::new(Addresses::new(Arc::clone(&system), backend.clone(), Arc::clone(&clock))),
        members: Arc::new(ClerkMembers::new(backend, Arc::clone(&clock), members::PATIENCE)),
        has_copy: standings.copy.is_some(),
        clock: Arc::clone(&clock),
        permissions: config.clerk.permissions,
        personal_accounts: config.clerk.personal_accounts,
        impersonation: config.clerk.impersonation,
        clerk: Arc::new(identity.browser.clone()),
        people: identity.people.clone(),
        assets: site.names(),
    });
    let sources = Sources {
        clerk_host: identity.direct_host.as_deref(),
        reload_port: config.http.reload_port,
        report_url: config.browsers.report_url.as_deref(),
    };
    let security = SecurityHeaders {
        content_security: Arc::new(ContentSecurity::new(sources)),
        strict_transport: config.http.public_origin.is_https().then_some(config.browsers.strict_transport),
        clerk_proxy: identity.direct_host.is_none(),
        random: Arc::clone(&random),
    };
    Wiring {
        state: AppState {
            context,
            leptos: Arc::new(leptos_options(config)),
            readiness: Readiness::new(Arc::clone(&clock)),
            system,
            webhooks,
        },
        clerk: identity.clerk.clone(),
        site,
        security,
        public_origin: config.http.public_origin.clone(),
        other_hosts: config.browsers.other_hosts.clone(),
        trusted_proxies: config.http.trusted_proxies.clone(),
        standings,
        rate_limits: Arc::new(RateLimits::new(&config.rates, config.http.trusted_proxies.clone(), &clock)),
        clock,
        random,
    }
}

/// What does the jobs of this server.
pub(crate) fn workers(config: &Config, identity: &Identity, ports: &Ports, parts: &Wiring) -> Workers {
    let clerk = Box::new(identity.clerk.backend().clone());
    Workers {
        inbox: Arc::clone(&ports.inbox),
        system: Arc::clone(&ports.system),
        erasure: Arc::new(Erasure { clerk, after_ms: config.clerk.webhooks.erase_after_ms }),
        bell: Arc::clone(&parts.state.webhooks.bell),
        clock: Arc::clone(&parts.clock),
    }
}

/// We name files and serve them ourselves; what is left is the live reload.
fn leptos_options(config: &Config) -> LeptosOptions {
    let reload_port = config.http.reload_port.unwrap_or_default();
    LeptosOptions::builder().output_name("app").reload_port(reload_port.into()).build()
}
