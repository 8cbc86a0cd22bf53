//! Nothing answers without having said to whom.

use std::collections::BTreeSet;

use app::{
    RESOURCES,
    resource::{Function, Policy},
};
use http::Method;
use leptos::server_fn::axum::server_fn_paths;

use crate::harness::{Rows, TestServer, Who, matrix};
use crate::{content_security::reports, rendering, routes::ROUTES, webhooks};

#[test]
fn every_page_declares_a_policy() {
    let routes: BTreeSet<String> = rendering::listing().iter().map(|route| route.path().to_owned()).collect();
    let declared: BTreeSet<String> = RESOURCES.addresses().map(|page| page.path).collect();
    assert_eq!(routes, declared);
}

#[test]
fn every_server_function_declares_a_policy_and_none_answers_get() {
    let registered: Vec<_> = server_fn_paths().collect();
    let paths: BTreeSet<&str> = registered.iter().map(|(path, _)| *path).collect();
    let declared: BTreeSet<&str> = RESOURCES.functions().map(|function| function.path).collect();
    assert_eq!(paths, declared);
    for (path, method) in registered {
        assert_eq!(method, Method::POST, "{path}");
        assert!(path.starts_with("/api/fn/"), "{path}");
    }
}

#[test]
fn only_health_reports_and_webhooks_stand_outside() {
    assert_eq!(ROUTES.map(|route| route.path), ["/livez", "/readyz", reports::PATH, webhooks::PATH]);
    assert!(RESOURCES.endpoints().all(|endpoint| endpoint.policy != Policy::Public));
}

/// Every route of every table, asked by nobody: what is not public answers 401, or a page sends to sign-in.
#[tokio::test]
async fn nobody_gets_past_a_policy() -> anyhow::Result<()> {
    let (server, rows) = (TestServer::start().await?, Rows::default());
    for route in ROUTES {
        let answer = server.call(Who::Nobody, route.method.clone(), route.path, None).await?;
        // There is no report in this request, and no secret to check a webhook with.
        let expected = match route.path {
            reports::PATH => 415,
            webhooks::PATH => 503,
            _ => 200,
        };
        assert_eq!(answer.status.as_u16(), expected, "{}", route.path);
    }
    for endpoint in RESOURCES.endpoints() {
        let path = rows.fill(endpoint.path);
        let answer = server.call(Who::Nobody, endpoint.method.clone(), &path, None).await?;
        let expected = if endpoint.policy == Policy::Public { 200 } else { 401 };
        assert_eq!(answer.status.as_u16(), expected, "{} {path}", endpoint.method);
    }
    for Function { path, policy, .. } in RESOURCES.functions() {
        let answer = server.invoke(Who::Nobody, path, String::new()).await?;
        let expected: &[u16] = if policy == Policy::Public { &[200] } else { &[400, 401] };
        assert!(expected.contains(&answer.status.as_u16()), "{path} {}", answer.status);
    }
    for page in RESOURCES.addresses() {
        let path = rows.fill(&page.path);
        let answer = server.visit(Who::Nobody, &path).await?;
        let expected = if page.policy == Policy::Public { 200 } else { 307 };
        assert_eq!(answer.status.as_u16(), expected, "{path}");
    }
    Ok(())
}

/// Roles times routes are a table that people read: with the house's own resources here, with each other one in its tests.
#[test]
fn every_resource_has_tests_of_its_own() {
    for function in RESOURCES.functions() {
        let resource = matrix::module_of(function.path).unwrap_or_default();
        let is_the_houses = ["activity", "tenant"].contains(&resource);
        assert!(is_the_houses || matrix::has_own_tests(resource), "{resource} has no file in server/tests");
    }
}
