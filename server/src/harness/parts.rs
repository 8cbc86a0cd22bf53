//! What a server is made of, as at a start.

use std::{net::Ipv4Addr, sync::Arc};

use clerk_emulator::{Emulator, Roles};
use domain::Clock;
use rand::{SeedableRng, rngs::StdRng};
use testkit::HandClock;

use super::ORIGIN;
use crate::{
    assets::Site,
    config::{BuildKind, Config, Env, Instance},
    database,
    identity::Identity,
    layers, startup,
};

/// A server's parts, its database opened.
pub(super) async fn node(config: &Config, site: Arc<Site>, clock: Arc<HandClock>) -> anyhow::Result<layers::Wiring> {
    let Instance::Keys(keys) = &config.clerk.instance else { anyhow::bail!("the tests set keys") };
    let identity = Identity::of(config, keys, clock.clone())?;
    let ports = database::open(&config.database, clock.clone()).await?;
    startup::claim(&*ports.system, &identity.instance).await?;
    Ok(startup::parts(config, &identity, ports, site, clock))
}

/// A local Clerk on a port of its own, whose clock is the test's.
pub async fn emulator(clock: Arc<dyn Clock>) -> anyhow::Result<Emulator> {
    let config = clerk_emulator::Config {
        listen: (Ipv4Addr::LOCALHOST, 0).into(),
        app_origin: ORIGIN.to_owned(),
        state_dir: None,
        clerk_js_dir: "does-not-exist".into(),
        organization_required: false,
        roles: Roles::from_json(crate::local_clerk::ROLES)?,
        ..clerk_emulator::Config::default()
    };
    Emulator::start_with(config, clock, StdRng::seed_from_u64(1)).await
}

const MANY: &str = "1000000,1000000";

/// What an operator would set for it, and `more`.
pub(super) fn config(emulator: &Emulator, more: &[(&str, &str)]) -> anyhow::Result<Config> {
    let (publishable, secret) = (emulator.publishable_key(), emulator.secret_key());
    let (api, fapi) = (emulator.api_url(), emulator.fapi_url());
    let mut variables = vec![
        ("CLERK_PUBLISHABLE_KEY", publishable.as_str()),
        ("CLERK_SECRET_KEY", secret.as_str()),
        ("CLERK_API_URL", api.as_str()),
        ("CLERK_FAPI_URL", fapi.as_str()),
        ("CLERK_PROXY_URL", "/__clerk"),
        ("PUBLIC_ORIGIN", ORIGIN),
        // The tests' clock stands still, so no bucket fills again; those that are about limits set their own.
        ("RATE_LIMIT_READS", MANY),
        ("RATE_LIMIT_ORGANIZATION_WRITES", MANY),
        ("RATE_LIMIT_ANONYMOUS_READS", MANY),
        ("RATE_LIMIT_ANONYMOUS_WRITES", MANY),
    ];
    variables.extend_from_slice(more);
    Ok(Config::from_env(&Env::of(&variables), BuildKind::Debug)?)
}

/// A built site of two files.
pub(super) fn site(folder: &tempfile::TempDir) -> std::io::Result<Site> {
    let root = folder.path().join("site");
    std::fs::create_dir_all(root.join("pkg"))?;
    std::fs::write(root.join("pkg/app.js"), "export function hydrate() {}")?;
    std::fs::write(root.join("favicon.svg"), "<svg xmlns='http://www.w3.org/2000/svg'/>")?;
    Ok(Site::at(root))
}
