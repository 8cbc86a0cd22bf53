//! An organization's slug was changed: old addresses lead its members on, and tell others nothing.

use axum::body::Body;
use clerk_emulator::{SessionToken, organization_id};
use http::{Request, StatusCode, header};
use testkit::people::{Person, Place, claims};

use crate::harness::{Answer, ORIGIN, TestServer};

/// A page, for a session of these claims, as a browser would that Clerk knows already.
async fn visit(server: &TestServer, claims: &SessionToken, path: &str) -> anyhow::Result<Answer> {
    let request = Request::builder()
        .uri(path)
        .header(header::HOST, "localhost:3000")
        .header(header::ACCEPT, "text/html")
        .header("sec-fetch-dest", "empty")
        .header("sec-fetch-site", "same-origin")
        .header(header::AUTHORIZATION, format!("Bearer {}", server.mint(claims)));
    server.send(request.body(Body::empty())?).await
}

/// What Ada's session says after the slug of Acme was changed.
fn renamed(slug: &str) -> anyhow::Result<SessionToken> {
    let mut claims = claims(Person::Ada, Place::Acme)?;
    if let Some(organization) = &mut claims.organization {
        organization.slug = Some(slug.to_owned());
    }
    Ok(claims)
}

#[tokio::test]
async fn an_old_address_leads_on_once_a_session_was_seen_there() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let never = visit(&server, &renamed("acme-two")?, "/orgs/acme/activity").await?;
    assert_eq!(never.status, StatusCode::NOT_FOUND);
    let before = visit(&server, &claims(Person::Ada, Place::Acme)?, "/orgs/acme/activity").await?;
    assert_eq!(before.status, StatusCode::OK);
    for (old, new) in [
        ("/orgs/acme/activity", "/orgs/acme-two/activity"),
        ("/orgs/acme/activity?after=x", "/orgs/acme-two/activity?after=x"),
    ] {
        let answer = visit(&server, &renamed("acme-two")?, old).await?;
        assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::FOUND, new), "{old}");
    }
    Ok(())
}

/// Wherever the session acts: Clerk says who is a member, and where the organization is now.
#[tokio::test]
async fn a_member_is_led_on_from_elsewhere_and_nobody_else() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.system().note_address(&organization_id("Acme").parse()?, "acme-before").await?;
    for place in [Place::Globex, Place::Personal] {
        let answer = visit(&server, &claims(Person::Ada, place)?, "/orgs/acme-before/activity").await?;
        let led = (answer.status, answer.header(header::LOCATION));
        assert_eq!(led, (StatusCode::FOUND, "/orgs/acme/activity"), "{place:?}");
    }
    for place in [Place::Globex, Place::Personal] {
        let stranger = claims(Person::Sam, place)?;
        let old = visit(&server, &stranger, "/orgs/acme-before/activity").await?;
        let none = visit(&server, &stranger, "/orgs/never-there-/activity").await?;
        assert_eq!((old.status, none.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{place:?}");
        assert_eq!(old.text.contains("acme-before"), none.text.contains("never-there-"), "{place:?}");
        assert!(!old.text.contains(&organization_id("Acme")), "{}", old.text);
    }
    Ok(())
}

/// Another organization took the old address. Who belongs to both is not led away from it; who belongs to the first alone is.
#[tokio::test]
async fn an_address_that_is_somebody_elses_now_is_theirs() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.system().note_address(&organization_id("Acme").parse()?, "globex").await?;
    let answer = visit(&server, &claims(Person::Sam, Place::Globex)?, "/orgs/globex/activity").await?;
    assert_eq!(answer.status, StatusCode::OK);
    let answer = visit(&server, &claims(Person::Ada, Place::Acme)?, "/orgs/globex/activity").await?;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let answer = visit(&server, &claims(Person::Mel, Place::Acme)?, "/orgs/globex/activity").await?;
    assert_eq!((answer.status, answer.header(header::LOCATION)), (StatusCode::FOUND, "/orgs/acme/activity"));
    Ok(())
}

/// A program that calls a page's function is told the new address, and who is no member is not.
#[tokio::test]
async fn the_function_of_a_page_says_where_it_is() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    server.system().note_address(&organization_id("Acme").parse()?, "acme-before").await?;
    for (person, place, expected) in [(Person::Ada, Place::Acme, true), (Person::Sam, Place::Globex, false)] {
        let request = Request::builder()
            .method("POST")
            .uri("/api/fn/app/tenant/get_tenant")
            .header(header::HOST, "localhost:3000")
            .header(header::ORIGIN, ORIGIN)
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::AUTHORIZATION, format!("Bearer {}", server.mint(&claims(person, place)?)));
        let answer = server.send(request.body(Body::from("tenant=%2Forgs%2Facme-before"))?).await?;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert_eq!(answer.text.contains("/orgs/acme"), expected, "{}", answer.text);
    }
    Ok(())
}
