//! Invitations to the application, tickets, settings: against the local Clerk where it has them, else a stand-in.

use clerk_axum::backend::{
    AddDomain, CreateActorToken, CreateInvitation, CreateSignInToken, Done, EnrollmentMode, InvitationList,
    InvitationStatus, TokenStatus, UpdateCommunication, UpdateDomain, UpdateInstance, UpdateOrganizationSettings,
    UpdateProtect, UpdateRestrictions,
};
use http::StatusCode;
use serde_json::json;

use super::{Outcome, local, stand_in, user_id};
use crate::upstream::{Recorded, json};

#[tokio::test]
async fn invitations_to_the_application() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let new = |address: &str| CreateInvitation {
        email_address: address.to_owned(),
        redirect_url: Some("https://app.example/accept-invite".to_owned()),
        public_metadata: json!({ "a": 1 }).as_object().cloned(),
        ..CreateInvitation::default()
    };
    let made = clerk.invitations().create(&new("z@example.com")).await?;
    assert_eq!((&made.status, made.public_metadata.len()), (&InvitationStatus::Pending, 1));
    assert_eq!(clerk.invitations().create_bulk(&[new("v@example.com"), new("w@example.com")]).await?.len(), 2);
    let pending =
        InvitationList { status: Some(InvitationStatus::Pending), limit: Some(2), ..InvitationList::default() };
    let page = clerk.invitations().list(&pending).await?;
    assert_eq!((page.data.len(), page.total_count), (2, Some(3)));
    assert_eq!(clerk.invitations().revoke(&made.id).await?.status, InvitationStatus::Revoked);
    Ok(())
}

#[tokio::test]
async fn tickets_are_made_and_withdrawn() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let (ada, mel) = (user_id("Ada")?, user_id("Mel")?);
    let new = CreateSignInToken { user_id: mel.clone(), expires_in_seconds: Some(60), ..CreateSignInToken::default() };
    let made = clerk.sign_in_tokens().create(&new).await?;
    assert!(made.token.as_ref().is_some_and(|token| !token.expose().is_empty()));
    assert!(!format!("{made:?}").contains(made.token.as_ref().map_or("", |token| token.expose())));
    assert_eq!(clerk.sign_in_tokens().revoke(&made.id).await?.status, TokenStatus::Revoked);
    let new = CreateActorToken {
        user_id: mel,
        actor: json!({ "sub": ada }).as_object().cloned(),
        expires_in_seconds: Some(60),
        ..CreateActorToken::default()
    };
    let made = clerk.actor_tokens().create(&new).await?;
    assert_eq!(made.actor.get("sub"), Some(&json!(ada)));
    assert_eq!(clerk.actor_tokens().revoke(&made.id).await?.status, TokenStatus::Revoked);
    assert!(!clerk.testing_tokens().create().await?.token.expose().is_empty());
    Ok(())
}

#[tokio::test]
async fn settings_of_the_instance() -> Outcome {
    let (clerk, _emulator) = local().await?;
    let instance = clerk.instance();
    assert_eq!(instance.get().await?.environment_type, "development");
    let changed = UpdateInstance { allowed_origins: Some(vec!["app://x".to_owned()]), ..UpdateInstance::default() };
    assert_eq!(instance.update(&changed).await?, Done);
    assert_eq!(instance.get().await?.allowed_origins, ["app://x"]);
    let strict = UpdateRestrictions { block_email_subaddresses: Some(true), ..UpdateRestrictions::default() };
    assert!(instance.update_restrictions(&strict).await?.block_email_subaddresses);
    let few = UpdateOrganizationSettings { max_allowed_memberships: Some(9), ..UpdateOrganizationSettings::default() };
    assert_eq!(instance.update_organization_settings(&few).await?.max_allowed_memberships, 9);
    assert_eq!(instance.get_organization_settings().await?.max_allowed_memberships, 9);
    Ok(())
}

/// What the local Clerk does not have: the request is as Clerk publishes it, and the answer of its published shape is read.
#[tokio::test]
async fn domains_webhooks_and_the_rest_of_the_settings() -> Outcome {
    let (clerk, upstream, _) = stand_in().await?;
    upstream.answers(|request| {
        let domain = r#"{"object":"domain","id":"dmn_1","name":"a.example","is_satellite":true,
            "frontend_api_url":"https://clerk.a.example","accounts_portal_url":null,"development_origin":"",
            "cname_targets":[{"host":"clerk.a.example","value":"frontend-api.clerk.services","required":true}]}"#;
        let body = match request.uri.path() {
            "/v1/domains" if request.method == http::Method::GET => format!(r#"{{"data":[{domain}],"total_count":1}}"#),
            path if path.starts_with("/v1/domains") && request.method == http::Method::DELETE => {
                r#"{"object":"domain","id":"dmn_1","deleted":true}"#.to_owned()
            }
            path if path.starts_with("/v1/domains") => domain.to_owned(),
            "/v1/instance/protect" => r#"{"object":"instance_protect","rules_enabled":true}"#.to_owned(),
            "/v1/instance/communication" => r#"{"blocked_country_codes":["XX"]}"#.to_owned(),
            "/v1/webhooks/svix" if request.method == http::Method::DELETE => return json(StatusCode::NO_CONTENT, ""),
            _ => r#"{"svix_url":"https://app.svix.com/login#key=secret"}"#.to_owned(),
        };
        json(StatusCode::OK, body)
    });
    let domains = clerk.domains();
    let listed = domains.list().await?;
    assert_eq!(listed.data.first().map(|domain| (domain.id.as_str(), domain.cname_targets.len())), Some(("dmn_1", 1)));
    let new = AddDomain { name: "a.example".to_owned(), is_satellite: Some(true), ..AddDomain::default() };
    assert!(domains.add(&new).await?.is_satellite);
    let proxied = UpdateDomain { proxy_url: Some("https://a.example/__clerk".to_owned()), ..UpdateDomain::default() };
    domains.update("dmn_1", &proxied).await?;
    assert!(domains.delete("dmn_1").await?.deleted);
    let url = clerk.webhooks().create_svix_app().await?;
    assert!(url.svix_url.expose().starts_with("https://app.svix.com") && !format!("{url:?}").contains("secret"));
    clerk.webhooks().generate_svix_auth_url().await?;
    assert_eq!(clerk.webhooks().delete_svix_app().await?, Done);
    assert!(clerk.instance().get_protect().await?.rules_enabled);
    clerk.instance().update_protect(&UpdateProtect { rules_enabled: Some(false), ..UpdateProtect::default() }).await?;
    let blocked = clerk.instance().get_communication().await?.blocked_country_codes;
    clerk.instance().update_communication(&UpdateCommunication { blocked_country_codes: Some(blocked) }).await?;
    let line = |seen: &Recorded| format!("{} {} {}", seen.method, seen.uri, String::from_utf8_lossy(&seen.body));
    let seen: Vec<_> = upstream.seen().iter().map(line).collect();
    assert_eq!(
        seen,
        [
            "GET /v1/domains ",
            r#"POST /v1/domains {"name":"a.example","is_satellite":true}"#,
            r#"PATCH /v1/domains/dmn_1 {"proxy_url":"https://a.example/__clerk"}"#,
            "DELETE /v1/domains/dmn_1 ",
            "POST /v1/webhooks/svix ",
            "POST /v1/webhooks/svix_url ",
            "DELETE /v1/webhooks/svix ",
            "GET /v1/instance/protect ",
            r#"PATCH /v1/instance/protect {"rules_enabled":false}"#,
            "GET /v1/instance/communication ",
            r#"PATCH /v1/instance/communication {"blocked_country_codes":["XX"]}"#,
        ]
    );
    assert_eq!(EnrollmentMode::from("later".to_owned()).as_str(), "later");
    Ok(())
}
