//! Roles, permissions, metadata and templates as guides to Clerk use them, from two files that an app could have: the local
//! Clerk's token is read as an app reads it, and `has()` decides.

use clerk_emulator::{Config, Profile, Seed, Settings, State};
use clerk_protocol::{AuthObject, Authorization};
use rand::{SeedableRng as _, rngs::StdRng};
use serde_json::{Value, json};

use crate::{
    browser::Browser,
    stage::{ManualClock, Stage},
    tokens,
};

fn stage() -> anyhow::Result<Stage> {
    let (settings, roles) =
        Settings::read("guide-settings.json", include_str!("seeds/guide-settings.json"), Profile::Ours)?;
    let roles = roles.unwrap_or_default();
    let seed = Seed::read("guide.json", include_str!("seeds/guide.json"), &roles)?;
    let (clock, config) = (ManualClock::new(), Config { seed: Some(seed), settings, roles, ..Config::default() });
    let state = State::of(&config, clock.clone(), StdRng::seed_from_u64(1))?;
    Stage::configured(state, clock, config)
}

/// Claims of somebody who acts in the organization.
async fn claims_in_acme(stage: &Stage, address: &str) -> anyhow::Result<Value> {
    let browser = Browser::signed_in(stage, address).await?;
    let session = browser.switch("acme").await?.at("/response/last_active_token/jwt");
    tokens::claims(stage, &session).await
}

const PERMISSIONS: [&str; 6] = [
    "org:admin:access",
    "org:billing:manage",
    "org:invoices:create",
    "org:invoices:read",
    "org:members:invite",
    "org:team:manage",
];

#[tokio::test]
async fn has_decides_by_role_and_permission() -> anyhow::Result<()> {
    let stage = stage()?;
    let people: [(&str, &str, &[&str]); 5] = [
        ("ann", "org:admin", &PERMISSIONS),
        ("ben", "org:billing", &["org:billing:manage", "org:invoices:create", "org:invoices:read"]),
        ("dee", "org:developer", &["org:invoices:read", "org:team:manage"]),
        ("max", "org:member", &["org:invoices:read"]),
        ("vic", "org:viewer", &["org:invoices:read"]),
    ];
    for (name, role, granted) in people {
        let claims = claims_in_acme(&stage, &format!("{name}@example.com")).await?;
        let session = AuthObject::from_claims(&claims)?.session_state(&claims);
        for other in people.map(|(_, role, _)| role) {
            assert_eq!(Authorization::role(other).allows(&session), other == role, "{name} as {other}");
        }
        for permission in PERMISSIONS {
            let may = Authorization::permission(permission).allows(&session);
            assert_eq!(may, granted.contains(&permission), "{name}: {permission}");
        }
        assert!(
            !Authorization::permission("org:sys_memberships:manage").allows(&session),
            "{name}: a token has none of Clerk's"
        );
    }
    Ok(())
}

#[tokio::test]
async fn metadata_reaches_the_token_and_the_server_alone_sees_what_is_private() -> anyhow::Result<()> {
    let stage = stage()?;
    let claims = claims_in_acme(&stage, "ann@example.com").await?;
    assert_eq!(claims["metadata"], json!({ "role": "admin", "plan": "pro" }));
    let organization = stage.backend("/v1/organizations/acme").await?.json();
    assert_eq!(organization["public_metadata"], json!({ "plan": "enterprise" }));
    assert_eq!(organization["private_metadata"], json!({ "stripe_customer": "cus_123" }));
    let browser = Browser::signed_in(&stage, "ann@example.com").await?;
    let client = browser.client().await?.to_string();
    assert!(client.contains("enterprise"), "{client}");
    assert!(!client.contains("cus_123"), "{client}");
    Ok(())
}

#[tokio::test]
async fn a_template_makes_the_token_of_another_service() -> anyhow::Result<()> {
    let stage = stage()?;
    let browser = Browser::signed_in(&stage, "dee@example.com").await?;
    let path = format!("/client/sessions/{}/tokens/supabase", browser.session_id);
    let claims = tokens::claims(&stage, &browser.post(&path, &[]).await?.at("/jwt")).await?;
    assert_eq!((&claims["aud"], &claims["email"]), (&json!("authenticated"), &json!("dee@example.com")));
    Ok(())
}

#[tokio::test]
async fn people_are_found_by_what_the_app_calls_them() -> anyhow::Result<()> {
    let stage = stage()?;
    for query in ["external_id=employee-7", "username=dee", "email_address=dee@example.com", "query=Developer"] {
        let found = stage.backend(&format!("/v1/users?{query}")).await?.json();
        assert_eq!((&found[0]["id"], &found[1]), (&json!("user_dee"), &Value::Null), "{query}");
    }
    let members = stage.backend("/v1/organizations/acme/memberships?role=org:billing").await?.json();
    assert_eq!(
        (&members["total_count"], &members["data"][0]["public_user_data"]["user_id"]),
        (&json!(1), &json!("user_ben"))
    );
    let pending = stage.backend("/v1/organizations/acme/invitations?status=pending").await?.json();
    assert_eq!(pending["data"][0]["email_address"], "newuser@example.com");
    Ok(())
}
