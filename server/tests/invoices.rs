//! Invoices over the whole router: what each role is answered, what REST takes, and what stays another tenant's.

use std::collections::BTreeSet;

use app::invoices::{CreateInvoice, DeleteInvoice, GetInvoice, ListInvoices, UpdateInvoice};
use http::{Method, StatusCode};
use insta::assert_snapshot;
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};
use server::harness::{
    On, TestServer, Who,
    matrix::{Matrix, asks_all},
    on_each_database,
};

const LIST: &str = "/api/invoices";
const NEVER: &str = "0190a5d0-0000-7000-8000-000000000000";

/// What REST may be asked, with what is sent; `{id}` is an invoice of Acme's.
fn questions() -> [(Method, &'static str, Option<Value>); 5] {
    [
        (Method::GET, LIST, None),
        (Method::POST, LIST, Some(sent())),
        (Method::GET, "/api/invoices/{id}", None),
        (Method::PATCH, "/api/invoices/{id}", Some(json!({ "number": "Changed", "version": 1 }))),
        (Method::DELETE, "/api/invoices/{id}", None),
    ]
}

/// The server functions, with what their forms send; behind `&fields` come those of a form.
const FUNCTIONS: [(&str, &str); 5] = [
    (ListInvoices::PATH, ""),
    (GetInvoice::PATH, "&id={id}"),
    (CreateInvoice::PATH, "&fields"),
    (UpdateInvoice::PATH, "&id={id}&version=1&fields"),
    (DeleteInvoice::PATH, "&id={id}"),
];

/// The fields of a form.
const FIELDS: &[(&str, &str)] =
    &[("number", "Number"), ("amount", "1.00"), ("due", "2026-11-23"), ("paid", "true"), ("customer", "Customer")];

/// The same as a program sends it.
fn sent() -> Value {
    json!({
        "number": "Number",
        "amount": 100,
        "due": "2026-11-23",
        "paid": true,
        "customer": "Customer",
    })
}

async fn made(server: &TestServer) -> anyhow::Result<String> {
    // Nobody is in a hurry here: limits have their own tests.
    server.clock.advance(60_000);
    let answer = server.call(Who::Admin, Method::POST, LIST, Some(sent())).await?;
    anyhow::ensure!(answer.status == StatusCode::CREATED, "{}", answer.text);
    Ok(answer.json().pointer("/invoice/id").and_then(Value::as_str).unwrap_or_default().to_owned())
}

async fn table(on: On) -> anyhow::Result<String> {
    let (server, mut matrix) = (TestServer::on(on).await?, Matrix::default());
    for (method, path, body) in questions() {
        let ask = async |who| {
            let path = path.replace("{id}", &made(&server).await?);
            server.call(who, method.clone(), &path, body.clone()).await
        };
        matrix.row(&format!("{method} {path}"), ask).await?;
    }
    let fields: String = FIELDS.iter().map(|(name, value)| format!("&{name}={value}")).collect();
    for (path, form) in FUNCTIONS {
        let ask = async |who| {
            let form = form.replace("{id}", &made(&server).await?).replace("&fields", &fields);
            server.invoke(who, path, format!("tenant=%2Forgs%2Facme{form}")).await
        };
        matrix.row(path.rsplit('/').next().unwrap_or_default(), ask).await?;
    }
    Ok(matrix.text().to_owned())
}

async fn each_role_may_do_what_it_is_for(on: On) -> anyhow::Result<()> {
    assert_snapshot!(table(on).await?, @r"
    GET /api/invoices            200 200 200 200 200 401 401
    POST /api/invoices           201 201 403 201 201 401 401
    GET /api/invoices/{id}       200 200 200 404 404 401 401
    PATCH /api/invoices/{id}     200 200 403 404 404 401 401
    DELETE /api/invoices/{id}    200 403 403 404 404 401 401
    list_invoices                200 200 200 404 404 401 401
    get_invoice                  200 200 200 404 404 401 401
    create_invoice               200 200 403 404 404 401 401
    update_invoice               200 200 403 404 404 401 401
    delete_invoice               200 403 403 404 404 401 401
    ");
    Ok(())
}

on_each_database!(each_role_may_do_what_it_is_for);

#[test]
fn everything_is_asked() -> anyhow::Result<()> {
    let endpoints = questions().map(|(method, path, _)| (method, path));
    asks_all("invoices", &FUNCTIONS.map(|(path, _)| path), &endpoints)
}

#[tokio::test]
async fn an_invoice_is_made_changed_and_deleted() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let path = format!("{LIST}/{}", made(&server).await?);
    let read = server.call(Who::Member, Method::GET, &path, None).await?.json();
    for (name, value) in sent().as_object().into_iter().flatten() {
        assert_eq!(&read["invoice"][name], value);
    }
    let change = json!({ "number": "Changed", "customer": null, "version": 1 });
    let changed = server.call(Who::Member, Method::PATCH, &path, Some(change.clone())).await?.json();
    for (name, value) in change.as_object().into_iter().flatten().filter(|(name, _)| *name != "version") {
        assert_eq!(&changed["invoice"][name], value);
    }
    let stale = server.call(Who::Admin, Method::PATCH, &path, Some(change)).await?;
    assert_eq!((stale.status, &stale.json()["invoice"]), (StatusCode::CONFLICT, &changed["invoice"]));
    let list = server.call(Who::Viewer, Method::GET, &format!("{LIST}?sort=-number&limit=1"), None).await?.json();
    assert_eq!(list["invoices"], json!([changed["invoice"]]));
    assert_eq!(server.call(Who::Admin, Method::DELETE, &path, None).await?.status, StatusCode::OK);
    assert_eq!(server.call(Who::Admin, Method::GET, &path, None).await?.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_is_said_of_each_field() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let wrong = json!({
        "number": "",
        "amount": "1",
        "due": "2026-02-30",
        "paid": 1,
        "customer": "a\tb",
    });
    let answer = server.call(Who::Admin, Method::POST, LIST, Some(wrong.clone())).await?;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let errors = answer.json();
    let named: BTreeSet<&str> =
        errors["errors"].as_array().into_iter().flatten().filter_map(|error| error["field"].as_str()).collect();
    assert_eq!(named, wrong.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect());
    for (name, value) in [("created_by", json!("user_x")), ("version", json!(1))] {
        let mut body = sent();
        body[name] = value;
        let answer = server.call(Who::Admin, Method::POST, LIST, Some(body)).await?;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{name}");
    }
    let unversioned = server.call(Who::Admin, Method::PATCH, &format!("{LIST}/{NEVER}"), Some(sent())).await?;
    assert_eq!(unversioned.json()["errors"][0]["field"], "version");
    Ok(())
}

/// Answered like one that never was, by REST and by every page.
#[tokio::test]
async fn what_is_not_yours_is_not_there() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let theirs = made(&server).await?;
    for (method, path, body) in questions().into_iter().filter(|(_, path, _)| path.contains("{id}")) {
        let mut answers = Vec::new();
        for id in [&theirs, NEVER, "nonsense"] {
            let answer = server.call(Who::Stranger, method.clone(), &path.replace("{id}", id), body.clone()).await?;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {id}: {}", answer.text);
            answers.push(answer.text);
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{method}: {answers:?}");
    }
    let list = server.call(Who::Stranger, Method::GET, LIST, None).await?.json();
    assert_eq!(list["invoices"], json!([]));
    for page in app::RESOURCES.addresses().filter(|page| page.path.contains("/invoices/{id}")) {
        for tenant in ["acme", "globex"] {
            let path = page.path.replace("{slug}", tenant).replace("{id}", &theirs);
            let answer = server.visit(Who::Stranger, &path).await?;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    Ok(())
}
