//! Where browsers report what the Content-Security-Policy stopped.

use axum::body::Body;
use http::{Request, header};
use serde_json::json;

use crate::harness::{TestServer, Who};

#[tokio::test]
async fn browsers_may_report_what_the_policy_stopped() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let report =
        json!({ "csp-report": { "document-uri": "http://localhost:3000/?a=b", "effective-directive": "img-src" } });
    for (content_type, body, status) in [
        ("application/csp-report", report.to_string(), 204),
        ("application/reports+json", "[]".to_owned(), 204),
        ("application/csp-report", "nonsense".to_owned(), 400),
        ("application/csp-report", "x".repeat(20_000), 413),
        ("text/plain", report.to_string(), 415),
    ] {
        // Browsers send it without cookies, and not as a request of the page's.
        let request = Request::post("/csp-reports").header(header::HOST, "localhost:3000");
        let request = request.header(header::CONTENT_TYPE, content_type).header("sec-fetch-site", "cross-site");
        let answer = server.send(request.body(Body::from(body))?).await?;
        assert_eq!(answer.status.as_u16(), status, "{content_type}: {}", answer.text);
    }
    let elsewhere = TestServer::with(&[("CSP_REPORT_URL", "https://reports.example.com/csp")]).await?;
    let answer = elsewhere.visit(Who::Nobody, "/").await?;
    assert!(answer.header(header::CONTENT_SECURITY_POLICY).contains("report-uri https://reports.example.com/csp;"));
    assert_eq!(answer.header("reporting-endpoints"), r#"csp="https://reports.example.com/csp""#);
    Ok(())
}
