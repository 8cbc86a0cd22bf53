//! A write that fails: the caller is told in Clerk's form, and nothing of the change is left.

use axum::{body::Body, extract::connect_info::MockConnectInfo};
use http::Request;
use http_body_util::BodyExt as _;
use rand::SeedableRng as _;
use tower::ServiceExt as _;

use super::*;
use crate::system::SystemClock;

/// One whose disk is full.
fn full(folder: &Path) -> anyhow::Result<axum::Router> {
    let mut state = State::open(folder, Arc::new(SystemClock), StdRng::seed_from_u64(1))?;
    state.folder.as_mut().unwrap().fill_up()?;
    let config = Config { roles: Roles::default(), ..Config::default() };
    let peer = MockConnectInfo(std::net::SocketAddr::from(([127, 0, 0, 1], 50_000)));
    Ok(crate::router(&config, state).layer(peer))
}

async fn ask(router: &axum::Router, method: &str, path: &str) -> anyhow::Result<(u16, Value)> {
    let request = Request::builder().method(method).uri(path).body(Body::empty())?;
    let response = router.clone().oneshot(request).await?;
    let status = response.status().as_u16();
    let body = response.into_body().collect().await?.to_bytes();
    Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_change_that_cannot_be_written_fails_and_is_undone() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let router = full(folder.path())?;
    let (_, before) = ask(&router, "GET", "/__control/users").await?;
    for _ in 0..2 {
        let (status, body) = ask(&router, "POST", "/__clerk/v1/dev_browser").await?;
        assert_eq!((status, &body["errors"][0]["code"]), (500, &Value::from("internal_clerk_error")));
        let (status, _) = ask(&router, "POST", "/__control/reset").await?;
        assert_eq!(status, 500);
    }
    assert_eq!(ask(&router, "GET", "/__control/users").await?, (200, before));
    Ok(())
}
