//! The pages of projects as documents: what is shown to whom.

use http::StatusCode;

use server::harness::{TestServer, Who};

#[tokio::test]
async fn members_see_their_projects_and_what_they_may_do() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.project(Who::Admin, "Apollo").await?;
    server.project(Who::Stranger, "Gemini").await?;
    let page = server.visit(Who::Member, "/orgs/acme/projects").await?;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Apollo") && !page.text.contains("Gemini"));
    assert!(page.text.contains("/orgs/acme/projects/new"));
    let viewer = server.visit(Who::Viewer, "/orgs/acme/projects").await?;
    assert!(viewer.text.contains("Apollo") && !viewer.text.contains("/orgs/acme/projects/new"));
    Ok(())
}

#[tokio::test]
async fn text_stays_text() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let hostile = "</title></textarea></script><script>alert(1)</script>";
    let id = server.project(Who::Admin, hostile).await?;
    for page in ["", "/edit", "/delete"] {
        let answer = server.visit(Who::Admin, &format!("/orgs/acme/projects/{id}{page}")).await?;
        assert_eq!(answer.status, StatusCode::OK, "{page}");
        let at = answer.text.find("<script>alert").map(|at| answer.text.get(at.saturating_sub(200)..at + 20));
        assert_eq!(at, None, "{page}");
    }
    Ok(())
}
