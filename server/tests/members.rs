//! The people of an organization over the whole router: what each role is answered, what the house forbids, and what Clerk is
//! asked for.

use app::members::{ChangeRole, Invite, ReadPeople, RemoveMember, ResendInvitation, RevokeInvitation};
use http::{Method, StatusCode};
use insta::assert_snapshot;
use leptos::server_fn::ServerFn;
use serde_json::{Value, json};
use server::harness::{
    Answer, On, TestServer, Who,
    matrix::{Matrix, module_of},
    on_each_database,
};

const MEMBERS: &str = "/api/organization/members";
const INVITATIONS: &str = "/api/organization/invitations";
const HOUR_MS: u64 = 3_600_000;

/// What is asked about: somebody who can be removed, and a pending invitation. `{n}`: a number of its own for each question.
struct Acme {
    server: TestServer,
    asked: std::sync::atomic::AtomicUsize,
}

impl Acme {
    async fn new(on: On) -> anyhow::Result<Self> {
        let server = TestServer::with_copy(on).await?;
        server.control().set(&seats()).await?;
        server.control().crowd("acme", 100).await?;
        server.copy_everybody().await?;
        Ok(Self { server, asked: 0.into() })
    }

    /// A text with what it asks about.
    async fn fill(&self, text: &str) -> anyhow::Result<String> {
        let n = self.asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        // The quota of invitations has a test of its own.
        self.server.clock.advance(i64::try_from(HOUR_MS)?);
        let mut text = text.replace("{n}", &n.to_string());
        if text.contains("{invitation}") {
            text = text.replace("{invitation}", &invited(&self.server, &format!("asked{n}@example.com")).await?);
        }
        Ok(text)
    }
}

/// As many as there may be people.
fn seats() -> Value {
    json!({ "max_allowed_memberships": 0 })
}

async fn invited(server: &TestServer, address: &str) -> anyhow::Result<String> {
    let body = json!({ "email_addresses": [address], "role": "org:member" });
    let answer = server.call(Who::Admin, Method::POST, INVITATIONS, Some(body)).await?;
    anyhow::ensure!(answer.status == StatusCode::CREATED, "{}", answer.text);
    Ok(answer.json().pointer("/invitations/0/id").and_then(Value::as_str).unwrap_or_default().to_owned())
}

fn questions() -> [(Method, &'static str, &'static str); 7] {
    [
        (Method::GET, MEMBERS, ""),
        (Method::PATCH, "/api/organization/members/user_crowd{n}", r#"{"role":"org:viewer"}"#),
        (Method::DELETE, "/api/organization/members/user_crowd{n}", ""),
        (Method::GET, INVITATIONS, ""),
        (Method::POST, INVITATIONS, r#"{"email_addresses":["guest{n}@example.com"],"role":"org:member"}"#),
        (Method::DELETE, "/api/organization/invitations/{invitation}", ""),
        (Method::POST, "/api/organization/invitations/{invitation}/resend", ""),
    ]
}

const FUNCTIONS: [(&str, &str); 6] = [
    (ReadPeople::PATH, "&part=members&query="),
    (ChangeRole::PATH, "&id=user_crowd{n}&role=org%3Aviewer"),
    (RemoveMember::PATH, "&id=user_crowd{n}"),
    (Invite::PATH, "&email_addresses=form{n}%40example.com&role=org%3Amember"),
    (ResendInvitation::PATH, "&id={invitation}"),
    (RevokeInvitation::PATH, "&id={invitation}"),
];

async fn table(on: On) -> anyhow::Result<String> {
    let (acme, mut matrix) = (Acme::new(on).await?, Matrix::default());
    for (method, path, body) in questions() {
        let ask = async |who| {
            let filled = acme.fill(&format!("{path} {body}")).await?;
            let (path, body) = filled.split_once(' ').unwrap_or_default();
            acme.server.call(who, method.clone(), path, serde_json::from_str(body).ok()).await
        };
        matrix.row(&format!("{method} {}", path.trim_start_matches("/api/organization")), ask).await?;
    }
    for (path, form) in FUNCTIONS {
        let ask = async |who| {
            let form = acme.fill(form).await?;
            acme.server.invoke(who, path, format!("tenant=%2Forgs%2Facme{form}")).await
        };
        matrix.row(path.rsplit('/').next().unwrap_or_default(), ask).await?;
    }
    Ok(matrix.text().to_owned())
}

async fn each_role_may_do_what_it_is_for(on: On) -> anyhow::Result<()> {
    assert_snapshot!(table(on).await?, @r"
    GET /members                 200 200 200 200 400 401 401
    PATCH /members/user_crowd{n} 200 403 403 404 400 401 401
    DELETE /members/user_crowd{n} 200 403 403 404 400 401 401
    GET /invitations             200 403 403 200 400 401 401
    POST /invitations            201 403 403 201 400 401 401
    DELETE /invitations/{invitation} 200 403 403 404 400 401 401
    POST /invitations/{invitation}/resend 200 403 403 404 400 401 401
    read_people                  200 200 200 404 404 401 401
    change_role                  200 403 403 404 404 401 401
    remove_member                200 403 403 404 404 401 401
    invite                       200 403 403 404 404 401 401
    resend_invitation            200 403 403 404 404 401 401
    revoke_invitation            200 403 403 404 404 401 401
    ");
    Ok(())
}

on_each_database!(each_role_may_do_what_it_is_for);

#[test]
fn everything_is_asked() {
    let declared = app::RESOURCES.functions().filter(|function| module_of(function.path) == Some("members"));
    assert_eq!(declared.map(|function| function.path).collect::<Vec<_>>(), FUNCTIONS.map(|(path, _)| path));
    let below = |path: &str| path.starts_with("/api/organization/");
    assert_eq!(app::RESOURCES.endpoints().filter(|endpoint| below(endpoint.path)).count(), questions().len());
}

async fn role(server: &TestServer, who: Who, person: &str, role: &str) -> anyhow::Result<Answer> {
    server.call(who, Method::PATCH, &format!("{MEMBERS}/{person}"), Some(json!({ "role": role }))).await
}

fn code(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), text(&answer.json(), "/code"))
}

fn text(object: &Value, at: &str) -> String {
    object.pointer(at).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn coded(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

async fn ids(server: &TestServer, who: Who) -> anyhow::Result<Vec<(String, String)>> {
    let members = server.call(who, Method::GET, MEMBERS, None).await?.json();
    let members = members.pointer("/members").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(members.iter().map(|member| (text(member, "/name"), text(member, "/id"))).collect())
}

async fn id_of(server: &TestServer, who: Who, name: &str) -> anyhow::Result<String> {
    let found = ids(server, who).await?.into_iter().find(|(known, _)| known == name);
    found.map(|(_, id)| id).ok_or_else(|| anyhow::anyhow!("there is no {name}"))
}

/// What Clerk would do for anybody who has the secret key, it does here for those alone who may.
async fn nobody_gets_more_than_somebody_has(on: On) -> anyhow::Result<()> {
    let server = TestServer::with_copy(on).await?;
    let ada = id_of(&server, Who::Admin, "Ada Admin").await?;
    let vic = id_of(&server, Who::Admin, "Vic Viewer").await?;
    assert_eq!(code(&role(&server, Who::Admin, &ada, "org:member").await?), coded(403, "own_role"));
    assert_eq!(code(&role(&server, Who::Admin, &vic, "org:emperor").await?), coded(422, "invalid"));
    let left = server.call(Who::Admin, Method::DELETE, &format!("{MEMBERS}/{ada}"), None).await?;
    assert_eq!(code(&left), coded(409, "last_manager"));
    // No token has this permission; the membership does.
    assert_eq!(role(&server, Who::Member, &vic, "org:member").await?.status, StatusCode::FORBIDDEN);
    server.control().allow("org:member", "org:sys_memberships:manage").await?;
    // What is found later counts.
    server.clock.advance(1);
    server.copy_everybody().await?;
    assert_eq!(role(&server, Who::Member, &vic, "org:member").await?.status, StatusCode::OK);
    assert_eq!(code(&role(&server, Who::Member, &vic, "org:admin").await?), coded(403, "role_too_powerful"));
    let body = json!({ "email_addresses": ["a@example.com"], "role": "org:admin" });
    let invited = server.call(Who::Member, Method::POST, INVITATIONS, Some(body)).await?;
    assert_eq!(code(&invited), coded(403, "role_too_powerful"));
    Ok(())
}

on_each_database!(nobody_gets_more_than_somebody_has);

/// A removed member's token is good for a minute, and does nothing any more.
async fn who_is_removed_changes_nothing(on: On) -> anyhow::Result<()> {
    let server = TestServer::with_copy(on).await?;
    let mel = id_of(&server, Who::Admin, "Mel Member").await?;
    let removed = server.call(Who::Admin, Method::DELETE, &format!("{MEMBERS}/{mel}"), None).await?;
    assert_eq!(removed.status, StatusCode::OK, "{}", removed.text);
    let tries = server.call(Who::Member, Method::DELETE, &format!("{MEMBERS}/{mel}"), None).await?;
    assert_eq!(tries.status, StatusCode::FORBIDDEN);
    assert!(ids(&server, Who::Admin).await?.iter().all(|(_, id)| *id != mel));
    let trail = server.call(Who::Admin, Method::GET, "/api/activity", None).await?;
    let newest = ["action", "object_id"].map(|field| text(&trail.json(), &format!("/events/0/{field}")));
    assert_eq!(newest, ["member.removed", &mel]);
    assert!(!trail.text.contains("Mel Member") && !trail.text.contains('@'), "{}", trail.text);
    let page = server.visit(Who::Admin, "/orgs/acme/activity").await?;
    assert!(page.text.contains("removed the member"), "{}", page.text);
    Ok(())
}

on_each_database!(who_is_removed_changes_nothing);

/// A refusal is noted, and not what stood in the address where an id should.
async fn a_refusal_puts_no_address_into_the_trail(on: On) -> anyhow::Result<()> {
    let server = TestServer::with_copy(on).await?;
    for list in [INVITATIONS, MEMBERS] {
        let path = format!("{list}/victim@example.com");
        let refused = server.call(Who::Viewer, Method::DELETE, &path, None).await?;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{}", refused.text);
    }
    let trail = server.call(Who::Admin, Method::GET, "/api/activity", None).await?.text;
    assert!(trail.contains("invitation.revoked") && trail.contains("member.removed"), "{trail}");
    assert!(!trail.contains("victim"), "{trail}");
    Ok(())
}

on_each_database!(a_refusal_puts_no_address_into_the_trail);

async fn invitations_have_limits_in_words(on: On) -> anyhow::Result<()> {
    let server = TestServer::with_copy(on).await?;
    server.control().set(&seats()).await?;
    let invite = async |addresses: Vec<String>| {
        let body = json!({ "email_addresses": addresses, "role": "org:member" });
        server.call(Who::Admin, Method::POST, INVITATIONS, Some(body)).await
    };
    let some =
        |from: usize, count: usize| (from..from + count).map(|n| format!("p{n}@example.com")).collect::<Vec<_>>();
    assert_eq!(code(&invite(vec![]).await?), coded(422, "invalid"));
    assert_eq!(code(&invite(vec!["nobody".to_owned()]).await?), coded(422, "invalid"));
    assert_eq!(code(&invite(some(0, 11)).await?), coded(422, "invalid"));
    let ten = invite(some(0, 10)).await?;
    assert_eq!(ten.json().pointer("/invitations").and_then(Value::as_array).map(Vec::len), Some(10), "{}", ten.text);
    assert_eq!(code(&invite(some(9, 1)).await?), coded(409, "already_invited"));
    let ada = json!({ "email_addresses": ["ada+clerk_test@example.com"], "role": "org:member" });
    let member = server.call(Who::Admin, Method::POST, INVITATIONS, Some(ada)).await?;
    assert_eq!(code(&member), coded(409, "already_member"), "{}", member.text);
    assert_eq!(invite(some(10, 10)).await?.status, StatusCode::CREATED);
    let over = invite(some(20, 1)).await?;
    assert_eq!(code(&over), coded(429, "too_many_invitations"));
    assert!(over.headers.contains_key("retry-after") && over.text.contains("Try again in an hour"), "{}", over.text);
    server.clock.advance(i64::try_from(HOUR_MS)?);
    assert_eq!(invite(some(20, 1)).await?.status, StatusCode::CREATED);
    Ok(())
}

on_each_database!(invitations_have_limits_in_words);

/// The page for administrators alone, by the session.
#[tokio::test]
async fn the_page_for_administrators_is_for_them_alone() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let mut matrix = Matrix::default();
    matrix.row("/admin", async |who| server.visit(who, "/admin").await).await?;
    matrix.row("/accept-invite", async |who| server.visit(who, "/accept-invite").await).await?;
    assert_snapshot!(matrix.text(), @r"
    /admin                       200 403 403 200 403 307 307
    /accept-invite               200 200 200 200 200 200 200
    ");
    let page = server.visit(Who::Nobody, "/accept-invite?__clerk_status=sign_up&__clerk_ticket=t").await?;
    assert!(page.text.contains("Sign up and accept"), "{}", page.text);
    Ok(())
}

/// Without webhooks there is no copy: pages say so and stay, programs are told, and nothing is changed.
#[tokio::test]
async fn without_a_copy_nothing_is_guessed() -> anyhow::Result<()> {
    let server = TestServer::start().await?;
    let listed = server.call(Who::Admin, Method::GET, MEMBERS, None).await?;
    assert_eq!(code(&listed), coded(503, "no_copy"));
    let page = server.visit(Who::Admin, "/orgs/acme/organization/members").await?;
    assert!(page.status == StatusCode::OK && page.text.contains("CLERK_WEBHOOK_SIGNING_SECRET"), "{}", page.text);
    let page = server.visit(Who::Alone, "/personal/organization").await?;
    assert!(page.status == StatusCode::OK && page.text.contains("personal account"), "{}", page.text);
    Ok(())
}

/// Each page with what is on it, for whoever may see it.
#[tokio::test]
async fn pages_show_what_there_is() -> anyhow::Result<()> {
    let server = TestServer::with_copy(On::ALL[0]).await?;
    invited(&server, "guest@example.com").await?;
    for (who, path, shown, hidden) in [
        (Who::Admin, "", "Pending invitations", "zzz"),
        (Who::Viewer, "", "Vic Viewer", "Invitations</a>"),
        (Who::Member, "/members?search=vic", "Vic Viewer", "Ada Admin</a>"),
        (Who::Admin, "/invitations", "guest@example.com", "zzz"),
        (Who::Admin, "/invitations?status=revoked", "No invitation", "guest@example.com"),
    ] {
        let page = server.visit(who, &format!("/orgs/acme/organization{path}")).await?;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(page.text.contains(shown) && !page.text.contains(hidden), "{path}: {}", page.text);
    }
    let refused = server.visit(Who::Member, "/orgs/acme/organization/invitations").await?;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    Ok(())
}
