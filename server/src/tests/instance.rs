//! A database belongs to one Clerk instance.

use testkit::HandClock;

use crate::harness::TestServer;
use crate::{database, startup};

#[tokio::test]
async fn another_instance_is_told_what_to_do() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let ports = database::open(&server.config().database, HandClock::new()).await?;
    let refusal = startup::claim(&*ports.system, "https://clerk.other.example").await.err();
    let refusal = refusal.map(|error| error.to_string()).unwrap_or_default();
    assert!(refusal.contains("belongs to the Clerk instance https://"), "{refusal}");
    assert!(refusal.contains("DATABASE_URL"), "{refusal}");
    Ok(())
}
