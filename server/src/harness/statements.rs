//! What each page asks of the database, as a table that people read.

use std::{fmt::Write, sync::Arc};

use app::RESOURCES;
use axum::{Router, body::Body};
use http::{Method, header};
use http_body_util::BodyExt;
use testkit::witness::{Sent, Witness};
use tower::ServiceExt;

use super::{On, Rows, TestServer, Who};

/// The statements of a page.
#[derive(Debug)]
pub struct Asked {
    /// Its path, in axum's syntax.
    pub path: String,
    /// In their order.
    pub statements: Vec<Sent>,
}

/// What every page asks for that has been shown before: what a server notes at first sight it has noted then.
///
/// # Errors
/// When a page is not answered.
pub async fn of_each_page(on: On) -> anyhow::Result<Vec<Asked>> {
    let server = TestServer::on(on).await?;
    let (node, witness) = server.watched().await?;
    let (ours, theirs) = (server.rows(Who::Admin).await?, server.rows(Who::Alone).await?);
    let mut pages = Vec::new();
    for page in RESOURCES.addresses() {
        let (who, rows) = if page.path.starts_with("/personal") { (Who::Alone, &theirs) } else { (Who::Admin, &ours) };
        if !rows.lead_to(&page.path) {
            continue;
        }
        let watched = Watched { server: &server, node: &node, witness: &witness };
        pages.push(watched.second_visit(who, rows, page.path).await?);
    }
    Ok(pages)
}

/// A line for each of these pages: its path, how many statements, and which.
#[must_use]
pub fn table(pages: &[Asked], is_shown: impl Fn(&str) -> bool) -> String {
    let mut table = String::new();
    for Asked { path, statements } in pages.iter().filter(|page| is_shown(&page.path)) {
        let names: Vec<_> = statements.iter().map(|sent| sent.name.as_str()).collect();
        let line = format!("{path:<48} {} {}", names.len(), names.join(", "));
        let _ = writeln!(table, "{}", line.trim_end());
    }
    table
}

struct Watched<'a> {
    server: &'a TestServer,
    node: &'a Router,
    witness: &'a Arc<Witness>,
}

impl Watched<'_> {
    async fn second_visit(&self, who: Who, rows: &Rows, path: String) -> anyhow::Result<Asked> {
        self.visit(who, &rows.fill(&path)).await?;
        self.witness.sent();
        self.visit(who, &rows.fill(&path)).await?;
        Ok(Asked { path, statements: self.witness.sent() })
    }

    async fn visit(&self, who: Who, path: &str) -> anyhow::Result<()> {
        let request = self.server.request(who, Method::GET, path).header(header::ACCEPT, "text/html");
        let request = request.header("sec-fetch-dest", "empty").body(Body::empty())?;
        let answer = self.node.clone().oneshot(request).await?;
        let status = answer.status();
        answer.into_body().collect().await?;
        anyhow::ensure!(!status.is_client_error() && !status.is_server_error(), "{path}: {status}");
        Ok(())
    }
}
