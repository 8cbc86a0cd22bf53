//! The Backend API: the secret key, users, organizations.

mod identifiers;
mod instance;
mod members;
mod organizations;
mod people;
mod protocol;
mod roles;
mod sessions;
pub(crate) mod shapes;
mod tickets;

use anyhow::ensure;
use clerk_emulator::PRIVATE_NOTE;
use http::Request;
use serde_json::{Value, json};

use crate::stage::{Answer, Stage};

/// The seeded people.
const ADA: &str = "user_localAdaAdmin";
const MEL: &str = "user_localMelMember";
const VIC: &str = "user_localVicViewer";
const SAM: &str = "user_localSamStranger";

impl Stage {
    /// A call of an app's server with a body.
    pub(crate) async fn ask(&self, method: &str, path: &str, body: Value) -> anyhow::Result<Answer> {
        let request = Request::builder().method(method).uri(format!("/v1{path}"));
        let request = request.header("authorization", format!("Bearer {}", self.secret_key));
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(request.header("content-type", "application/json").body(body.into())?).await
    }

    /// The answer to a call that must succeed.
    pub(crate) async fn done(&self, method: &str, path: &str, body: Value) -> anyhow::Result<Value> {
        let answer = self.ask(method, path, body).await?;
        ensure!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text);
        Ok(answer.json())
    }

    /// Status and code of a call that must be refused.
    pub(crate) async fn refused(&self, method: &str, path: &str, body: Value) -> anyhow::Result<(u16, String)> {
        let answer = self.ask(method, path, body).await?;
        ensure!(!answer.status.is_success(), "{method} {path} was not refused: {}", answer.text);
        Ok((answer.status.as_u16(), answer.code()))
    }

    /// Somebody new.
    pub(crate) async fn person(&self, address: &str) -> anyhow::Result<Value> {
        let wanted = json!({ "email_address": [address], "skip_password_requirement": true });
        self.done("POST", "/users", wanted).await
    }
}

/// A refusal, to compare with.
fn code(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

/// An id in an answer.
fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap_or_default()
}

/// One field of every row of a list, counted or bare.
fn column(list: &Value, name: &str) -> Vec<String> {
    let rows = list.as_array().or_else(|| list["data"].as_array()).cloned().unwrap_or_default();
    rows.iter().map(|row| row[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn the_secret_key_is_required() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let answer = stage.get("/v1/users").await?;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "authentication_invalid"));
    Ok(())
}

#[tokio::test]
async fn users_are_listed_counted_and_found() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let all = stage.backend("/v1/users?limit=2").await?;
    assert_eq!(all.header("content-type"), "application/json");
    assert_eq!(all.json().as_array().map(Vec::len), Some(2));
    assert_eq!(stage.backend("/v1/users/count").await?.json()["total_count"], 4);

    let ada = stage.backend("/v1/users?email_address=ada%2Bclerk_test%40example.com").await?.json()[0].clone();
    assert_eq!((&ada["id"], &ada["banned"]), (&json!("user_localAdaAdmin"), &json!(false)));
    assert_eq!(ada.get("organization_memberships"), None);
    let in_globex = stage.backend("/v1/users/count?organization_id=org_localGlobex").await?.json();
    assert_eq!(in_globex["total_count"], 2);
    assert_eq!(stage.backend("/v1/users?query=viewer").await?.json()[0]["last_name"], "Viewer");

    assert_eq!(stage.backend("/v1/users/user_localMelMember").await?.json()["first_name"], "Mel");
    let nobody = stage.backend("/v1/users/user_nobody").await?;
    assert_eq!((nobody.status.as_u16(), nobody.code().as_str()), (404, "resource_not_found"));
    let memberships = stage.backend("/v1/users/user_localAdaAdmin/organization_memberships").await?.json();
    assert_eq!(memberships["total_count"], 2);
    Ok(())
}

#[tokio::test]
async fn organizations_are_found_by_id_and_slug() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    assert_eq!(stage.backend("/v1/organizations").await?.json()["total_count"], 2);
    let acme = stage.backend("/v1/organizations/acme").await?.json();
    assert_eq!(acme, stage.backend("/v1/organizations/org_localAcme").await?.json());
    assert_eq!(acme["private_metadata"], json!({ "note": PRIVATE_NOTE }));
    let viewers = stage.backend("/v1/organizations/acme/memberships?role=org:viewer").await?.json();
    assert_eq!(viewers["data"][0]["public_user_data"]["user_id"], "user_localVicViewer");
    assert_eq!(stage.backend("/v1/organizations/acme/invitations").await?.json()["total_count"], 0);
    assert_eq!(stage.backend("/v1/organizations/nowhere").await?.status, 404);
    Ok(())
}
