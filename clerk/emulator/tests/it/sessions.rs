//! Session tokens, switching organization, and sessions that end.

use std::sync::Arc;

use clerk_emulator::{SessionToken, State, TokenOrganization};
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::json;

use crate::{
    browser::Browser,
    stage::{APP, ManualClock, NOON, Stage},
    tokens,
};

const ADA: &str = "ada+clerk_test@example.com";

#[tokio::test]
async fn a_token_says_who_where_and_until_when() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    browser.switch("org_localAcme").await?;
    stage.clock.advance_seconds(150);
    let answer = browser.post(&format!("/client/sessions/{}/tokens", browser.session_id), &[]).await?.json();
    assert_eq!(answer["object"], "token");
    let jwks = stage.backend("/v1/jwks").await?.json();
    let (header, claims) = tokens::read(answer["jwt"].as_str().unwrap_or_default(), &jwks)?;
    let now = NOON / 1_000 + 150;
    assert_eq!(header["cat"], "cl_B7d4PD111AAA");
    assert_eq!(header["typ"], "JWT");
    assert_eq!(header["oiat"], now);
    let organization = json!({ "id": "org_localAcme", "slg": "acme", "rol": "admin", "per": "create,delete,read,update", "fpm": "15" });
    let expected = json!({
        "azp": APP, "exp": now + 60, "fea": "o:notes", "fva": [2, -1], "iat": now, "iss": stage.issuer,
        "jti": claims["jti"], "nbf": now - 10, "o": organization, "sid": browser.session_id, "sts": "active",
        "sub": "user_localAdaAdmin", "v": 2,
    });
    assert_eq!(claims, expected);
    Ok(())
}

#[tokio::test]
async fn roles_differ_in_their_permissions() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    for (email, names, mask) in
        [("mel+clerk_test@example.com", "create,read,update", "7"), ("vic+clerk_test@example.com", "read", "1")]
    {
        let browser = Browser::signed_in(&stage, email).await?;
        let session = browser.switch("acme").await?.json()["response"].clone();
        let claims = tokens::claims(&stage, &session["last_active_token"]["jwt"]).await?;
        assert_eq!((&claims["o"]["per"], &claims["o"]["fpm"]), (&json!(names), &json!(mask)), "{email}");
    }
    Ok(())
}

#[tokio::test]
async fn switching_brings_a_fresh_token() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    let before = browser.client().await?;
    stage.clock.advance_seconds(5);
    let globex = browser.switch("org_localGlobex").await?.json();
    assert_eq!(globex["response"]["last_active_organization_id"], "org_localGlobex");
    assert_eq!(globex["client"]["updated_at"], before["updated_at"], "a touch must not age the tokens");
    let claims = tokens::claims(&stage, &globex["response"]["last_active_token"]["jwt"]).await?;
    assert_eq!(claims["o"]["rol"], "member");

    let personal = browser.switch("").await?.json();
    let claims = tokens::claims(&stage, &personal["response"]["last_active_token"]["jwt"]).await?;
    assert_eq!((claims.get("o"), claims.get("fea")), (None, None));
    Ok(())
}

#[tokio::test]
async fn one_cannot_switch_to_a_foreign_organization() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, "sam+clerk_test@example.com").await?;
    let foreign = browser.switch("org_localAcme").await?;
    let unknown = browser.switch("org_nowhere").await?;
    assert_eq!((foreign.status.as_u16(), foreign.code()), (404, unknown.code()));
    let path = format!("/client/sessions/{}/tokens", browser.session_id);
    assert_eq!(browser.post(&path, &[("organization_id", "org_localAcme")]).await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn another_browser_has_no_part_in_a_session() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let ada = Browser::signed_in(&stage, ADA).await?;
    let mel = Browser::signed_in(&stage, "mel+clerk_test@example.com").await?;
    let answer = mel.post(&format!("/client/sessions/{}/tokens", ada.session_id), &[]).await?;
    assert_eq!((answer.status.as_u16(), answer.code().as_str()), (401, "authentication_invalid"));
    Ok(())
}

#[tokio::test]
async fn a_session_ends_after_a_week() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let browser = Browser::signed_in(&stage, ADA).await?;
    stage.clock.advance_seconds(7 * 24 * 3_600);
    assert_eq!(browser.client().await?["sessions"], json!([]));
    assert_eq!(browser.post(&format!("/client/sessions/{}/tokens", browser.session_id), &[]).await?.status, 401);
    Ok(())
}

#[test]
fn any_token_can_be_minted_without_a_socket() -> anyhow::Result<()> {
    let clock: Arc<ManualClock> = ManualClock::new();
    let state = State::seeded(clock, StdRng::seed_from_u64(7))?;
    let organization = TokenOrganization {
        id: "org_1".to_owned(),
        slug: None,
        role: "org:admin".to_owned(),
        permissions: vec!["org:notes:read".to_owned(), "org:billing:manage".to_owned()],
    };
    let token = state.mint_session_token(&SessionToken {
        user_id: "user_1".to_owned(),
        organization: Some(organization),
        ..SessionToken::default()
    });
    let (_, claims) = tokens::read(&token, &state.jwks())?;
    let packed = json!({ "id": "org_1", "rol": "admin", "per": "manage,read", "fpm": "1,2" });
    assert_eq!((&claims["o"], &claims["fea"]), (&packed, &json!("o:billing,o:notes")));
    Ok(())
}
