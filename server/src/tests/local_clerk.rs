//! A debug server without keys: its own local Clerk tells it what happens, and it has the people that were there before.

use std::{net::Ipv4Addr, path::Path, sync::Arc};

use clerk_axum::{BackendClient, SystemClock, backend::UpdateUser};
use serde_json::Value;
use store::Inbox;
use tokio::net::TcpListener;

use crate::{
    assets::Site,
    config::{BuildKind, Config, Env},
    database,
    harness::{Home, listen_on},
    identity::Identity,
    jobs::Jobs,
    layers,
    random::SystemRandom,
    startup,
};

const NAME: &str = "/people/0/first_name";

async fn config(home: &Home, folder: &Path) -> anyhow::Result<Config> {
    let state = folder.join("local-clerk").display().to_string();
    let variables = [home.variables(), vec![("LOCAL_CLERK_STATE_DIR", state.as_str())]].concat();
    Ok(Config::from_env(&Env::of(&variables), BuildKind::Debug)?)
}

#[tokio::test]
async fn a_debug_server_without_keys_knows_its_people() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let home = Home::any(folder.path()).await?;
    let config = config(&home, folder.path()).await?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let clock = Arc::new(SystemClock);
    let identity = Identity::start(&config, listener.local_addr()?, clock.clone()).await?;
    let config = config.with_webhook_secret(identity.webhook_secret.as_ref());
    let ports = database::open(&config.database, clock.clone()).await?;
    startup::copy_everybody(&identity, &ports, &*clock).await;
    let site = Arc::new(Site::at(folder.path().join("site")));
    let parts = startup::parts(&config, &identity, ports.clone(), site, clock);
    let jobs = Jobs::start(startup::workers(&config, &identity, &ports, &parts), None, Arc::new(SystemRandom));
    listen_on(listener, layers::router(parts)?);
    hears_of_a_change(&*ports.inbox, identity.clerk.backend()).await?;
    jobs.stop().await;
    ports.system.close().await;
    Ok(())
}

async fn hears_of_a_change(inbox: &dyn Inbox, clerk: &BackendClient) -> anyhow::Result<()> {
    let people = inbox.dump().await?;
    let first = people.pointer("/people/0/id").and_then(Value::as_str).unwrap_or_default().to_owned();
    anyhow::ensure!(first.starts_with("user_local"), "whoever was there before is in the copy: {people}");
    let another = UpdateUser { first_name: Some("Adelheid".to_owned()), ..UpdateUser::default() };
    clerk.users().update(&first, &another).await?;
    while inbox.dump().await?.pointer(NAME).and_then(Value::as_str) != Some("Adelheid") {
        tokio::task::yield_now().await;
    }
    Ok(())
}
