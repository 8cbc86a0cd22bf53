//! Where browsers report what the policy stopped. A few of the reports are logged. Anybody may post here, so little is
//! read, and what is logged is bounded and has no queries.

use axum::{
    body::{self, Body},
    extract::Request,
};
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;

/// Where the sink is.
pub(crate) const PATH: &str = "/csp-reports";
/// Bytes of all that one post reports.
const LONGEST: usize = 16 * 1024;
/// Reports of one post that are looked at.
const MOST: usize = 5;
/// Letters of each text.
const LONGEST_TEXT: usize = 200;

/// One report, or a list of them: browsers have two forms, `report-uri`'s and the Reporting API's.
#[derive(Deserialize)]
#[serde(untagged)]
enum Post {
    Alone {
        #[serde(rename = "csp-report")]
        violation: Violation,
    },
    Several(Vec<Report>),
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "type")]
    kind: String,
    body: Violation,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Violation {
    #[serde(rename = "document-uri", alias = "documentURL")]
    page: String,
    #[serde(rename = "effective-directive", alias = "effectiveDirective")]
    directive: String,
    #[serde(rename = "blocked-uri", alias = "blockedURL")]
    blocked: String,
}

/// Takes reports: 204, whatever they say.
pub(crate) async fn take(request: Request) -> StatusCode {
    if !is_report(request.headers()) {
        return StatusCode::UNSUPPORTED_MEDIA_TYPE;
    }
    match read(request.into_body()).await {
        Ok(violations) => {
            violations.iter().take(MOST).for_each(Violation::write);
            StatusCode::NO_CONTENT
        }
        Err(status) => status,
    }
}

fn is_report(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    matches!(kind.as_str(), "application/csp-report" | "application/reports+json" | "application/json")
}

async fn read(body: Body) -> Result<Vec<Violation>, StatusCode> {
    let bytes = body::to_bytes(body, LONGEST).await.map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
    match serde_json::from_slice(&bytes).map_err(|_| StatusCode::BAD_REQUEST)? {
        Post::Alone { violation } => Ok(vec![violation]),
        Post::Several(reports) => {
            let violations = reports.into_iter().filter(|report| report.kind == "csp-violation");
            Ok(violations.map(|report| report.body).collect())
        }
    }
}

impl Violation {
    fn write(&self) {
        let (page, blocked) = (without_query(&self.page), without_query(&self.blocked));
        let directive: String = self.directive.chars().take(LONGEST_TEXT).collect();
        tracing::warn!(target: "security", directive, blocked, page, "a browser reports what the content policy stopped");
    }
}

/// A query may hold a token.
fn without_query(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or_default();
    address.chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn pages(text: &str) -> Result<Vec<String>, StatusCode> {
        let violations = read(Body::from(text.to_owned())).await?;
        Ok(violations.iter().map(|violation| without_query(&violation.page)).collect())
    }

    #[tokio::test]
    async fn both_forms_are_read_and_queries_are_not_kept() {
        let alone = r#"{"csp-report":{"document-uri":"https://a.example/x?token=1","violated-directive":"img-src","effective-directive":"img-src","blocked-uri":"inline"}}"#;
        assert_eq!(pages(alone).await, Ok(vec!["https://a.example/x".to_owned()]));
        let several = r##"[{"type":"csp-violation","age":1,"body":{"documentURL":"https://a.example/y#t","effectiveDirective":"img-src","statusCode":200}},{"type":"deprecation","body":{}}]"##;
        assert_eq!(pages(several).await, Ok(vec!["https://a.example/y".to_owned()]));
    }

    #[tokio::test]
    async fn what_is_no_report_is_refused() {
        assert_eq!(pages("{}").await, Err(StatusCode::BAD_REQUEST));
        assert_eq!(pages(&"x".repeat(LONGEST + 1)).await, Err(StatusCode::PAYLOAD_TOO_LARGE));
    }
}
