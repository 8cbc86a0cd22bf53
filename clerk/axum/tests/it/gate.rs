//! `protect()` and the route matcher in front of a router.

use std::sync::Arc;

use axum::{Router, body::Body, extract::Request, middleware::from_fn_with_state, response::Response};
use clerk_axum::{ClerkLayer, Gate, Protection, RouteMatcher, gate};
use clerk_emulator::Emulator;
use clerk_protocol::{Authorization, Condition};
use http::{Method, StatusCode, header};
use tower::ServiceExt;

use crate::{
    Outcome,
    local_clerk::{build, config_of, get, header_text, navigate, start, token_of},
};

fn routes(pattern: &str) -> Result<RouteMatcher, Box<dyn std::error::Error>> {
    Ok(RouteMatcher::new([pattern])?)
}

async fn send(emulator: &Emulator, gate: Gate, request: Request) -> Result<Response, Box<dyn std::error::Error>> {
    let (clerk, _, _) = build(config_of(emulator))?;
    let app = Router::new().fallback(|| async { "inside" });
    let app = app.layer(from_fn_with_state(Arc::new(gate), gate::enforce)).layer(ClerkLayer::new(clerk));
    Ok(app.oneshot(request).await?)
}

#[tokio::test]
async fn signed_out() -> Outcome {
    let emulator = start().await?;
    let gate = || Ok::<_, Box<dyn std::error::Error>>(Gate::closed_except(routes("/public(.*)")?));
    // With a dev browser and no session a navigation is simply signed out.
    let cookie = "__clerk_db_jwt=x";
    let page = send(&emulator, gate()?, navigate("/a?b=c").header(header::COOKIE, cookie).body(Body::empty())?).await?;
    assert_eq!(page.status(), StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(
        header_text(&page, "location"),
        "http://app.example/sign-in?redirect_url=http%3A%2F%2Fapp.example%2Fa%3Fb%3Dc"
    );
    assert_eq!(header_text(&page, "cache-control"), "private, no-store");

    let form = navigate("/a").method(Method::POST).header(header::COOKIE, cookie).body(Body::empty())?;
    let form = send(&emulator, gate()?, form).await?;
    assert_eq!((form.status(), header_text(&form, "location")), (StatusCode::SEE_OTHER, "http://app.example/sign-in"));

    let program = send(&emulator, gate()?, get("/a").body(Body::empty())?).await?;
    assert_eq!(program.status(), StatusCode::UNAUTHORIZED);
    let public = send(&emulator, gate()?, get("/public/x").body(Body::empty())?).await?;
    assert_eq!(public.status(), StatusCode::OK);
    let malformed = send(&emulator, gate()?, get("/public/%ff").body(Body::empty())?).await?;
    assert_eq!(malformed.status(), StatusCode::BAD_REQUEST);

    let elsewhere = Gate::open().protect(routes("/a(.*)")?, Protection::signed_in().unauthenticated_url("/welcome"));
    let elsewhere = send(&emulator, elsewhere, get("/a").body(Body::empty())?).await?;
    assert_eq!(header_text(&elsewhere, "location"), "/welcome");
    Ok(())
}

#[tokio::test]
async fn signed_in_with_and_without_the_permission() -> Outcome {
    let emulator = start().await?;
    let bearer = format!("Bearer {}", emulator.mint_session_token(&token_of("Vic Viewer")?));
    let as_vic = |request: http::request::Builder| request.header(header::AUTHORIZATION, &bearer).body(Body::empty());
    let needs = |permission: &str| Protection::having(Authorization::permission(permission));
    let gate = |protection: Protection| {
        Ok::<_, Box<dyn std::error::Error>>(Gate::open().protect(routes("/a(.*)")?, protection))
    };
    let update = || needs("org:notes:update");

    for (protection, page, expected) in [
        (Protection::signed_in(), false, StatusCode::OK),
        (needs("org:notes:read"), false, StatusCode::OK),
        (Protection::having(Authorization::role("org:viewer")), false, StatusCode::OK),
        (update(), false, StatusCode::FORBIDDEN),
        (update().hidden(), false, StatusCode::NOT_FOUND),
        (update(), true, StatusCode::NOT_FOUND),
        (update().unauthorized_url("/no"), true, StatusCode::TEMPORARY_REDIRECT),
        (Protection::having(Condition::check(|session| session.user_id.is_empty())), false, StatusCode::FORBIDDEN),
        (Protection::having(Condition::any([])), false, StatusCode::FORBIDDEN),
    ] {
        let request = if page { navigate("/a") } else { get("/a") };
        let described = format!("{protection:?}");
        let response = send(&emulator, gate(protection)?, as_vic(request)?).await?;
        assert_eq!(response.status(), expected, "{described}");
    }
    Ok(())
}

#[tokio::test]
async fn without_the_layer_nobody_gets_in() -> Outcome {
    let app = Router::new().fallback(|| async { "inside" });
    let app = app.layer(from_fn_with_state(Arc::new(Gate::open()), gate::enforce));
    let response = app.oneshot(get("/").body(Body::empty())?).await?;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    Ok(())
}
