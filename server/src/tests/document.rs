//! Pages as documents: who is sent where, and what the head says.

use http::{StatusCode, header};

use crate::harness::{TestServer, Who};

#[tokio::test]
async fn signed_out_people_go_to_sign_in_and_come_back() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let answer = server.visit(Who::Nobody, "/orgs/acme/activity?after=x").await?;
    assert_eq!(answer.status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(
        answer.header(header::LOCATION),
        "http://localhost:3000/sign-in?redirect_url=http%3A%2F%2Flocalhost%3A3000%2Forgs%2Facme%2Factivity%3Fafter%3Dx"
    );
    Ok(())
}

#[tokio::test]
async fn scripts_carry_the_nonce_of_the_header_and_nothing_else_does() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let page = server.visit(Who::Admin, "/orgs/acme/activity").await?;
    let nonce = page.header(header::CONTENT_SECURITY_POLICY).split("'nonce-").nth(1).and_then(|rest| rest.get(..32));
    let nonce = nonce.unwrap_or_default();
    assert_eq!(
        page.text.matches("<script").count(),
        page.text.matches(&format!("nonce=\"{nonce}\"")).count() - links(&page.text, nonce)
    );
    assert_eq!(page.text.matches(nonce).count(), page.text.matches(&format!(" nonce=\"{nonce}\"")).count());
    Ok(())
}

/// Links that carry the nonce: module preloads.
fn links(page: &str, nonce: &str) -> usize {
    page.split("<link").skip(1).filter_map(|rest| rest.split('>').next()).filter(|link| link.contains(nonce)).count()
}

#[tokio::test]
async fn what_does_not_exist_says_so() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let page = server.visit(Who::Nobody, "/no/such/page").await?;
    assert_eq!((page.status, page.header(header::CONTENT_TYPE)), (StatusCode::NOT_FOUND, "text/html; charset=utf-8"));
    let program = server.call(Who::Nobody, http::Method::GET, "/api/nothing", None).await?;
    assert_eq!(
        (program.status, program.header(header::CONTENT_TYPE)),
        (StatusCode::NOT_FOUND, "application/problem+json")
    );
    Ok(())
}

#[tokio::test]
async fn personal_pages_go_when_personal_accounts_do() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    assert_eq!(server.visit(Who::Alone, "/personal/activity").await?.status, StatusCode::OK);
    let server = TestServer::with(&[("CLERK_PERSONAL_ACCOUNTS", "off")]).await?;
    assert_eq!(server.visit(Who::Alone, "/personal/activity").await?.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn the_forms_of_clerk_stand_where_the_configuration_says() -> anyhow::Result<()> {
    let moved = [("CLERK_SIGN_IN_URL", "/account/sign-in"), ("CLERK_SIGN_UP_URL", "/join"), ("CLERK_LOCALE", "de")];
    let server = TestServer::with(&moved).await?;
    for (path, form) in [("/account/sign-in", "SignIn"), ("/account/sign-in/factor-one", "SignIn"), ("/join", "SignUp")]
    {
        let page = server.visit(Who::Nobody, path).await?;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains(&format!("data-clerk-component=\"{form}\"")), "{path}: {}", page.text);
        assert!(page.text.contains(r#"data-clerk-localization="/clerk-locales/de.json""#), "{path}: {}", page.text);
    }
    assert_eq!(server.visit(Who::Nobody, "/sign-in").await?.status, StatusCode::NOT_FOUND);
    let sent = server.visit(Who::Nobody, "/dashboard").await?;
    assert!(sent.header(header::LOCATION).starts_with("http://localhost:3000/account/sign-in?redirect_url="));
    Ok(())
}

#[tokio::test]
async fn the_app_has_an_element_of_its_own_and_a_way_back_to_the_browser() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let page = server.visit(Who::Nobody, "/").await?;
    assert!(page.text.contains(r#"<body><div id="app">"#), "{}", page.text);
    let at = |what: &str| page.text.find(what).unwrap_or_default();
    let (way_back, program, clerk) = (at("addEventListener(\"program-failed\""), at("import("), at("clerk.browser.js"));
    assert!(0 < way_back && way_back < program && program < clerk, "{way_back} {program} {clerk}");
    Ok(())
}

#[tokio::test]
async fn wherever_clerk_would_be_there_is_a_sentence_and_a_way_out() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let pages = [
        (Who::Nobody, "/sign-in", 1),
        (Who::Nobody, "/sign-up", 1),
        (Who::Nobody, "/", 0),
        (Who::Admin, "/", 1),
        (Who::Admin, "/orgs/acme/activity", 2),
        (Who::Alone, "/personal/activity", 2),
        (Who::Alone, "/onboarding", 2),
    ];
    for (who, path, components) in pages {
        let text = server.visit(who, path).await?.text;
        assert_eq!(text.matches("data-clerk-component=").count(), components, "{path}");
        let sentences: Vec<&str> = text.split("data-clerk-meanwhile").skip(1).collect();
        assert_eq!(sentences.len(), components, "{path}");
        for sentence in sentences {
            let end = sentence.find("</p>").unwrap_or_default();
            assert!(
                sentence.get(..end).is_some_and(|sentence| sentence.contains(r#"<a href="""#)),
                "{path}: {sentence}"
            );
        }
    }
    Ok(())
}
