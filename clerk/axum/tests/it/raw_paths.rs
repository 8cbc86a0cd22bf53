//! Spellings of protected paths that no browser and no HTTP library sends, over raw sockets: no protected byte may leave.
//!
//! The app below has the weakness of finding 1: a guard looks at the raw path, the page behind it is rendered from the
//! normalised one. The filter is what keeps the two equal, so the corpus must leak without it.

use std::{io, net::SocketAddr};

use axum::{
    Router,
    extract::Request,
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
    routing::get,
};
use clerk_axum::path_filter::PathFilterLayer;
use clerk_axum::spellings::spellings;
use http::StatusCode;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use url::Url;

const MARKER: &str = "PROTECTED-4f1d";
const PROTECTED: [&str; 4] = ["/app", "/app/admin", "/app/orgs/acme/projects", "/app/api/projects/1"];

async fn guard(request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/app") {
        StatusCode::UNAUTHORIZED.into_response()
    } else {
        next.run(request).await
    }
}

/// Renders what the URL means after normalisation, as a router on top of WHATWG URLs does.
async fn render(request: Request) -> Response {
    let url = Url::parse(&format!("http://app.example{}", request.uri().path()));
    let path = url.map(|url| url.path().replace("//", "/")).unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(&path).decode_utf8_lossy().into_owned();
    if [path, decoded].iter().any(|path| path.starts_with("/app")) {
        return (StatusCode::NOT_FOUND, MARKER).into_response();
    }
    StatusCode::NOT_FOUND.into_response()
}

fn app() -> Router {
    Router::new().route("/", get(|| async { "public" })).fallback(render).layer(from_fn(guard))
}

async fn serve(app: Router) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(address)
}

async fn send(address: SocketAddr, request: &[u8]) -> io::Result<(u16, String)> {
    let mut socket = TcpStream::connect(address).await?;
    socket.write_all(request).await?;
    let mut answer = Vec::new();
    // A server that refuses may reset; what it said before counts.
    let _ = socket.read_to_end(&mut answer).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Ok((status, answer))
}

fn get_request(target: &[u8], host_lines: &str) -> Vec<u8> {
    let mut request = b"GET ".to_vec();
    request.extend_from_slice(target);
    request.extend_from_slice(format!(" HTTP/1.1\r\n{host_lines}Connection: close\r\n\r\n").as_bytes());
    request
}

#[tokio::test]
async fn no_spelling_of_a_protected_path_leaks() -> io::Result<()> {
    let open = serve(app()).await?;
    let filtered = serve(app().layer(PathFilterLayer::default())).await?;
    let mut leaks = 0;
    for target in PROTECTED.iter().flat_map(|path| spellings(path)) {
        let request = get_request(&target, "Host: app.example\r\n");
        let (_, answer) = send(open, &request).await?;
        leaks += usize::from(answer.contains(MARKER));
        let (status, answer) = send(filtered, &request).await?;
        let shown = String::from_utf8_lossy(&target);
        assert!(!answer.contains(MARKER), "{shown}");
        assert!(matches!(status, 400 | 401 | 403 | 404), "{shown}: {status}");
    }
    assert!(leaks > 0, "without the filter the corpus must leak, else it proves nothing");
    Ok(())
}

#[tokio::test]
async fn hosts_that_are_missing_twice_there_or_strange_are_refused() -> io::Result<()> {
    let filtered = serve(app().layer(PathFilterLayer::default())).await?;
    let hosts = [
        "",
        "Host: a.example\r\nHost: a.example\r\n",
        "Host: a.example\r\nHost: b.example\r\n",
        "Host:\r\n",
        "Host: a/b\r\n",
        "Host: x@a\r\n",
    ];
    for host_lines in hosts {
        let (status, _) = send(filtered, &get_request(b"/", host_lines)).await?;
        assert_eq!(status, 400, "{host_lines:?}");
    }
    let (status, answer) = send(filtered, &get_request(b"/", "Host: app.example\r\n")).await?;
    assert_eq!(status, 200);
    assert!(answer.ends_with("public"), "{answer}");
    Ok(())
}
