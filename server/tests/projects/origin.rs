//! A change comes from this origin.

use http::{Method, header};
use serde_json::json;

use server::harness::{ORIGIN, TestServer, Who};

#[tokio::test]
async fn changes_come_from_this_origin() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let cases: [(&[(&str, &str)], u16); 7] = [
        (&[("sec-fetch-site", "same-origin")], 201),
        (&[("sec-fetch-site", "none")], 201),
        (&[], 201),
        (&[("origin", ORIGIN)], 201),
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("origin", "https://evil.test")], 403),
    ];
    for (headers, status) in cases {
        let mut request =
            server.request(Who::Admin, Method::POST, "/api/projects").header(header::CONTENT_TYPE, "application/json");
        if let Some(map) = request.headers_mut() {
            map.remove("sec-fetch-site");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = server.send(request.body(json!({ "name": "x" }).to_string().into())?).await?;
        assert_eq!(answer.status.as_u16(), status, "{headers:?}");
    }
    Ok(())
}
