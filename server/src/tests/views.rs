//! What a page shows is built once: Leptos would build it again for each time that it asks whether all data is there.

use std::collections::BTreeMap;

use app::RESOURCES;
use serde_json::Value;

use crate::harness::{Log, On, TestServer, Who};

/// How often each suspended view of a page was built, by where it is in the sources.
async fn built(server: &TestServer, who: Who, path: &str) -> anyhow::Result<BTreeMap<String, usize>> {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_env_filter("views=trace");
    let guard = tracing::subscriber::set_default(subscriber.with_writer(log.clone()).finish());
    let answer = server.visit(who, path).await?;
    drop(guard);
    anyhow::ensure!(!answer.status.is_client_error() && !answer.status.is_server_error(), "{path}: {}", answer.status);
    let mut built = BTreeMap::new();
    for line in log.lines().iter().filter_map(|line| serde_json::from_str::<Value>(line).ok()) {
        *built.entry(line["at"].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    Ok(built)
}

#[tokio::test]
async fn a_page_builds_each_view_once() -> anyhow::Result<()> {
    let server = TestServer::with_copy(On::ALL[0]).await?;
    let (ours, theirs) = (server.rows(Who::Admin).await?, server.rows(Who::Alone).await?);
    let mut most = 0;
    for page in RESOURCES.addresses() {
        let (who, rows) = if page.path.starts_with("/personal") { (Who::Alone, &theirs) } else { (Who::Admin, &ours) };
        if !rows.lead_to(&page.path) {
            continue;
        }
        let views = built(&server, who, &rows.fill(&page.path)).await?;
        // The menu; most pages have a view of their own beside it.
        let is_a_tenants = page.path.starts_with("/orgs/") || page.path.starts_with("/personal");
        assert_eq!(!views.is_empty(), is_a_tenants, "{}", page.path);
        most = most.max(views.len());
        assert!(views.values().all(|count| *count == 1), "{}: {views:#?}", page.path);
    }
    assert_eq!(most, 2, "the menu and the page");
    Ok(())
}
