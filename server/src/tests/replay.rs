//! Every id that one tenant has seen, used by another: in the paths of the API, in forms, and in pages. The tables are
//! walked, so that a new resource is attacked on the day it is added.

use app::RESOURCES;
use axum::body::Body;
use clerk_emulator::SessionToken;
use http::{Method, StatusCode, header};
use serde_json::{Value, json};
use testkit::people::{Person, Place, claims};

use crate::harness::{Answer, On, Rows, TestServer, Who, on_each_database};

/// A session elsewhere, among them a person who is in both tenants.
struct Outsider<'a> {
    server: &'a TestServer,
    session: SessionToken,
    /// The path of their tenant's pages.
    page: &'static str,
}

impl<'a> Outsider<'a> {
    fn all(server: &'a TestServer) -> anyhow::Result<Vec<Self>> {
        let places = [
            (Person::Sam, Place::Globex, "/orgs/globex"),
            (Person::Ada, Place::Globex, "/orgs/globex"),
            (Person::Ada, Place::Personal, "/personal"),
        ];
        let outsider = |(person, place, page)| Ok(Self { server, session: claims(person, place)?, page });
        places.into_iter().map(outsider).collect()
    }

    async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> anyhow::Result<Answer> {
        // Nobody is in a hurry here: see the tests of the limits.
        self.server.clock.advance(500);
        let mut request = self.server.request(Who::Nobody, method, path);
        request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.server.mint(&self.session)));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.server.send(request.body(Body::from(body))?).await
    }

    async fn call(&self, method: Method, path: &str, body: &Value) -> anyhow::Result<Answer> {
        let headers = [("x-tenant", self.page), ("content-type", "application/json")];
        self.send(method, path, &headers, body.to_string()).await
    }

    async fn form(&self, path: &str, accept: &str, tenant: &str, fields: &str) -> anyhow::Result<Answer> {
        let headers = [("accept", accept), ("content-type", "application/x-www-form-urlencoded")];
        let form = format!("tenant={}&{fields}", tenant.replace('/', "%2F"));
        self.send(Method::POST, path, &headers, form).await
    }
}

/// An answer without a word of the other tenant.
fn shows_nothing(answer: &Answer, what: &str) {
    assert!(!answer.text.contains("Sample") && !answer.text.contains("Vic Viewer"), "{what}: {}", answer.text);
}

async fn over_rest(outsider: &Outsider<'_>, loot: &Rows) -> anyhow::Result<()> {
    for route in RESOURCES.endpoints().filter(|route| route.path.contains("{id}")) {
        let path = loot.fill(route.path);
        let answer = outsider.call(route.method.clone(), &path, &json!({ "version": 1 })).await?;
        let what = format!("{} {path}", route.method);
        // A body that is none of this resource's may be refused before anybody looks for the row.
        let is_refused = matches!(answer.status, StatusCode::NOT_FOUND | StatusCode::UNPROCESSABLE_ENTITY);
        // Nor may who lacks the permission: then the row is not looked for at all.
        let is_forbidden = answer.status == StatusCode::FORBIDDEN && {
            let never = Rows::default().fill(route.path);
            outsider.call(route.method.clone(), &never, &json!({ "version": 1 })).await?.text == answer.text
        };
        let is_refused = is_refused || is_forbidden || answer.status == StatusCode::BAD_REQUEST;
        assert!(is_refused, "{what}: {} {}", answer.status, answer.text);
        shows_nothing(&answer, &what);
    }
    Ok(())
}

/// At the other tenant's pages nothing is there; at one's own none of the other's rows are.
async fn over_server_functions(outsider: &Outsider<'_>, loot: &Rows) -> anyhow::Result<()> {
    for function in RESOURCES.functions() {
        let fields = format!("{}&version=1&name=taken&title=taken", loot.form(function.path));
        for tenant in [outsider.page, "/orgs/acme"] {
            let answer = outsider.form(function.path, "application/json", tenant, &fields).await?;
            let what = format!("{} at {tenant} with {fields}", function.path);
            let is_elsewhere = tenant != outsider.page;
            assert!(!is_elsewhere || answer.status.is_client_error(), "{what}: {} {}", answer.status, answer.text);
            shows_nothing(&answer, &what);
        }
    }
    Ok(())
}

async fn over_pages(outsider: &Outsider<'_>, loot: &Rows) -> anyhow::Result<()> {
    for page in RESOURCES.addresses().filter(|page| page.path.starts_with("/orgs/{slug}")) {
        for tenant in [outsider.page, "/orgs/acme"] {
            let path = loot.fill(&page.path.replace("/orgs/{slug}", "")).replace("//", "/");
            let path = format!("{tenant}{path}");
            let answer = outsider
                .send(Method::GET, &path, &[("accept", "text/html"), ("sec-fetch-dest", "empty")], String::new())
                .await?;
            let is_theirs = tenant != outsider.page || page.path.contains("{id}");
            // A tenant's own address, of whatever name, leads to the first page of its menu.
            let leads_on = answer.status == StatusCode::FOUND && answer.header(header::LOCATION).starts_with(&path);
            let is_not_there = answer.status == StatusCode::NOT_FOUND || leads_on;
            assert!(!is_theirs || is_not_there, "{path}: {}", answer.status);
            shows_nothing(&answer, &path);
            for function in page.forms {
                let fields = format!("function={function}&{}&version=1&title=taken", loot.form(function));
                let answer = outsider.form(&path, "text/html", tenant, &fields).await?;
                shows_nothing(&answer, &format!("{path} {fields}"));
            }
        }
    }
    Ok(())
}

/// What Acme's lists and objects say.
async fn everything(server: &TestServer, rows: &Rows) -> anyhow::Result<Vec<Value>> {
    let mut found = Vec::new();
    for endpoint in RESOURCES.endpoints().filter(|endpoint| endpoint.method.is_safe()) {
        found.push(server.call(Who::Admin, Method::GET, &rows.fill(endpoint.path), None).await?.json());
    }
    Ok(found)
}

async fn what_one_tenant_saw_is_of_no_use_to_another(on: On) -> anyhow::Result<()> {
    let server = TestServer::with_copy(on).await?;
    let loot = server.rows(Who::Admin).await?;
    server.refused(Who::Viewer, "a thing").await?;
    let before = everything(&server, &loot).await?;
    for outsider in Outsider::all(&server)? {
        over_rest(&outsider, &loot).await?;
        over_server_functions(&outsider, &loot).await?;
        over_pages(&outsider, &loot).await?;
    }
    assert_eq!(everything(&server, &loot).await?, before);
    Ok(())
}

on_each_database!(what_one_tenant_saw_is_of_no_use_to_another);
