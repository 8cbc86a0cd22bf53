//! Spellings of protected paths that no browser and no HTTP library sends, over raw sockets, against the whole server.
//!
//! axum matches the raw path, Leptos renders the one a URL parser makes of it. Without the path filter in front,
//! `/x/../orgs/acme/activity` is no route, so nothing asks for a session; the app renders the trail all the same.

use std::net::SocketAddr;

use app::{RESOURCES, resource::Policy};
use clerk_axum::spellings::spellings;
use futures::{StreamExt, TryStreamExt, stream};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::harness::{On, Rows, TestServer, Who, listen};

/// On every page of Acme's that tells of anything: who was refused something there, and the names of samples.
const CANARIES: [&str; 2] = ["Vic Viewer", "Sample"];

fn has_canary(text: &str) -> bool {
    CANARIES.iter().any(|canary| text.contains(canary))
}

/// What a socket gave back.
struct Reply {
    status: u16,
    location: String,
    text: String,
}

/// Sends a target byte for byte.
async fn send(address: SocketAddr, method: &str, target: &[u8], token: Option<&str>) -> std::io::Result<Reply> {
    let body = "tenant=%2Forgs%2Facme&id=x";
    let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let headers = format!(
        "Host: localhost:3000\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: empty\r\n\
         Accept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{authorization}",
        body.len()
    );
    let head = [method.as_bytes(), b" ", target, b" HTTP/1.1\r\n", headers.as_bytes(), b"\r\n", body.as_bytes()];
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(&head.concat()).await?;
    let mut answer = Vec::new();
    // A server that refuses may reset; what it said before counts.
    let _ = socket.read_to_end(&mut answer).await;
    let text = String::from_utf8_lossy(&answer).into_owned();
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let location = text.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default().to_owned();
    Ok(Reply { status, location, text })
}

/// Every route and server function that is not everybody's, with rows that are there.
fn protected(rows: &Rows) -> Vec<(&'static str, String)> {
    let pages = RESOURCES.addresses().map(|page| ("GET", page.path, page.policy));
    let endpoints = RESOURCES.endpoints();
    let endpoints = endpoints.map(|endpoint| (method(&endpoint.method), endpoint.path.to_owned(), endpoint.policy));
    let functions = RESOURCES.functions().map(|function| ("POST", function.path.to_owned(), function.policy));
    let all = pages.chain(endpoints).chain(functions).filter(|(_, _, policy)| *policy != Policy::Public);
    all.map(|(method, path, _)| (method, rows.fill(&path))).collect()
}

fn method(method: &http::Method) -> &'static str {
    ["GET", "POST", "PATCH", "DELETE"].into_iter().find(|name| method == *name).unwrap_or("GET")
}

async fn server_with_canary() -> anyhow::Result<(TestServer, Rows)> {
    let server = TestServer::with_copy(On::ALL[0]).await?;
    server.refused(Who::Viewer, "a thing").await?;
    let rows = server.rows(Who::Admin).await?;
    Ok((server, rows))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_spelling_of_a_protected_path_gives_a_protected_byte_away() -> anyhow::Result<()> {
    let (server, rows) = server_with_canary().await?;
    let address = listen(server.router()).await?;
    let routes = protected(&rows);
    assert!(routes.len() >= 8, "{routes:?}");
    for (method, path) in &routes {
        let all: Vec<_> = spellings(path).into_iter().collect();
        assert!(all.len() >= 400, "{path}: {}", all.len());
        // In portions, so that nobody writes too much in a row.
        for portion in all.chunks(40) {
            server.clock.advance(60_000);
            let token = server.token_of(Who::Admin);
            for token in [None, Some(token.as_str())] {
                let replies = stream::iter(portion)
                    .map(async |target| Ok::<_, std::io::Error>((target, send(address, method, target, token).await?)));
                let replies: Vec<_> = replies.buffer_unordered(8).try_collect().await?;
                for (target, reply) in replies {
                    let shown = format!("{method} {} {}", String::from_utf8_lossy(target), token.is_some());
                    assert!(!has_canary(&reply.text), "{shown}: {}", reply.text);
                    assert!(is_refusal(&reply, target), "{shown}: {} {}", reply.status, reply.location);
                }
            }
        }
    }
    Ok(())
}

/// A refusal, the way to sign-in, or the way to the one spelling that is served.
fn is_refusal(reply: &Reply, target: &[u8]) -> bool {
    match reply.status {
        // A tenant's own address, of whatever name, leads to the first page of its menu.
        302 => reply.location.as_bytes().starts_with(&[target, b"/"].concat()),
        307 => reply.location.starts_with("http://localhost:3000/sign-in?"),
        308 => [reply.location.as_bytes(), b"/"].concat() == target,
        status => matches!(status, 400 | 401 | 403 | 404 | 405),
    }
}

/// Why the filter is there: the assertions of the test above fail without it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_the_filter_leptos_renders_what_was_not_routed() -> anyhow::Result<()> {
    let (server, _) = server_with_canary().await?;
    let filtered = listen(server.router()).await?;
    let open = listen(server.router_without_path_filter()?).await?;
    let token = server.token_of(Who::Admin);
    let spellings = ["/x/..", "/%2e", "/x/%2e%2e", "/.", "/.%2e", "/%09/.."];
    for spelling in spellings {
        // Signed in: a page with data under an address that is not its own, and with the status of no page.
        let list = format!("{spelling}/orgs/acme/activity");
        let reply = send(open, "GET", list.as_bytes(), Some(&token)).await?;
        assert!(reply.status == 404 && has_canary(&reply.text), "{list}: {} {}", reply.status, reply.text);
        let reply = send(filtered, "GET", list.as_bytes(), Some(&token)).await?;
        assert!(reply.status == 400 && !has_canary(&reply.text), "{list}: {}", reply.status);
        // Signed out: the page is rendered where its own address is not, past the gate in front of pages. Its data stays
        // where it is: the guard at the resource does not look at paths.
        let reply = send(open, "GET", list.as_bytes(), None).await?;
        let is_rendered = reply.text.contains("You are signed out") && !has_canary(&reply.text);
        assert!(reply.status != 307 && is_rendered, "{list}: {} {}", reply.status, reply.text);
    }
    let reply = send(open, "GET", b"/orgs/acme/activity", None).await?;
    assert!(reply.status == 307 && !reply.text.contains("You are signed out"), "{}", reply.text);
    Ok(())
}
