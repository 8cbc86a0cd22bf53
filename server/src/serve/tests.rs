//! The accept loop on a real socket.

use std::{
    future::pending,
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use axum::{
    Router,
    body::{Body, Bytes},
    middleware::from_fn,
    routing::{get, post},
};
use clerk_axum::TrustedProxies;
use http::StatusCode;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, Interest},
    net::{TcpListener, TcpSocket, TcpStream},
    sync::{Notify, Semaphore, oneshot},
    task::JoinHandle,
};

use super::{Bounds, Capacity, Patience, ahead, serve};
use crate::middleware::limits;

struct Running {
    client: TcpStream,
    end: oneshot::Sender<()>,
    now: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

const SHORT: Patience = Patience {
    head: Duration::from_millis(50),
    reading: Duration::from_millis(100),
    answer: Duration::from_secs(10),
    leftovers: Duration::from_secs(10),
    farewell: Duration::from_secs(2),
    drain: Duration::from_secs(10),
};

async fn start(router: Router) -> io::Result<Running> {
    start_within(router, SHORT, 100).await
}

async fn start_within(router: Router, patience: Patience, connections: usize) -> io::Result<Running> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let ((end, ended), (now, asked)) = (oneshot::channel(), oneshot::channel());
    let capacity = Capacity { all: connections, each: connections, proxies: TrustedProxies::default() };
    let bounds = Bounds { patience, capacity };
    let server = tokio::spawn(serve(listener, router, bounds, told(ended), told(asked)));
    Ok(Running { client: TcpStream::connect(address).await?, end, now, server })
}

/// Ready when something is said; a sender that is dropped says nothing.
async fn told(receiver: oneshot::Receiver<()>) {
    if receiver.await.is_err() {
        pending().await
    }
}

async fn answer_to(client: &mut TcpStream, request: &str) -> io::Result<String> {
    client.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    client.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn half_a_head_is_waited_for_only_so_long() -> io::Result<()> {
    let mut running = start(Router::new()).await?;
    let answer = answer_to(&mut running.client, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ").await?;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    Ok(())
}

fn head(headers: &str) -> String {
    format!("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n")
}

fn lines(count: usize) -> String {
    (0..count).map(|number| format!("X-{number}: x\r\n")).collect()
}

#[tokio::test]
async fn heads_are_bounded() -> io::Result<()> {
    let bounded = || Router::new().route("/", get(async || "")).layer(from_fn(limits::head));
    // Two lines are in `head` already. Beyond twice the limit the connection itself refuses, without words.
    for (headers, wordy) in [
        (format!("X-Long: {}\r\n", "x".repeat(40_000)), true),
        (format!("X-Long: {}\r\n", "x".repeat(70_000)), false),
        (lines(99), true),
        (lines(300), false),
    ] {
        let mut running = start(bounded()).await?;
        let answer = answer_to(&mut running.client, &head(&headers)).await?;
        assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
        assert_eq!(answer.contains("problem+json"), wordy, "{answer}");
    }
    let mut running = start(bounded()).await?;
    let answer = answer_to(&mut running.client, &head(&lines(98))).await?;
    assert!(answer.starts_with("HTTP/1.1 200"), "a hundred lines: {answer}");
    Ok(())
}

#[tokio::test]
async fn running_requests_end_before_the_server_does() -> anyhow::Result<()> {
    let (arrived, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (handler_arrived, handler_go_on) = (arrived.clone(), go_on.clone());
    let handler = move || async move {
        handler_arrived.notify_one();
        handler_go_on.notified().await;
        "done"
    };
    let Running { mut client, end, now: _now, server } = start(Router::new().route("/", get(handler))).await?;
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await?;
    arrived.notified().await;
    let _ = end.send(());
    go_on.notify_one();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await?;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"), "{answer}");
    server.await?;
    Ok(())
}

#[tokio::test]
async fn who_is_asked_twice_to_leave_waits_for_nobody() -> anyhow::Result<()> {
    let arrived = Arc::new(Notify::new());
    let handler_arrived = arrived.clone();
    let handler = move || async move {
        handler_arrived.notify_one();
        pending::<&str>().await
    };
    let patience = Patience { drain: Duration::from_secs(100_000), ..SHORT };
    let running = start_within(Router::new().route("/", get(handler)), patience, 10).await?;
    let Running { mut client, end, now, server } = running;
    client.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await?;
    arrived.notified().await;
    let _ = end.send(());
    let _ = now.send(());
    server.await?;
    Ok(())
}

/// An answer that no buffer of the system holds.
fn large() -> Router {
    Router::new()
        .route("/large", get(async || Bytes::from_static(&[0; 8 * 1024 * 1024])))
        .route("/", get(async || "well"))
}

const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn who_does_not_read_loses_the_place_to_others() -> io::Result<()> {
    const PLACES: usize = 30;
    let running = start_within(large(), Patience { head: Duration::from_secs(60), ..SHORT }, PLACES).await?;
    let address = running.client.peer_addr()?;
    let mut idle = vec![running.client];
    while idle.len() < PLACES {
        idle.push(TcpStream::connect(address).await?);
    }
    for client in &mut idle {
        // Many requests at once: their answers would fill any buffer.
        client.write_all("GET /large HTTP/1.1\r\nHost: a\r\n\r\n".repeat(60).as_bytes()).await?;
    }
    loop {
        let mut other = TcpStream::connect(address).await?;
        let answer = answer_to(&mut other, GET).await?;
        if answer.starts_with("HTTP/1.1 200") {
            break;
        }
        assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    }
    // They are all ended, not only the one whose place was given away, and what they had not read is gone.
    for client in idle {
        assert_eq!(hung_up_on(&client).await?, io::ErrorKind::ConnectionReset);
    }
    Ok(())
}

/// How a connection ends. Without reading, which would be to take the answers after all.
async fn hung_up_on(client: &TcpStream) -> io::Result<io::ErrorKind> {
    loop {
        client.ready(Interest::ERROR).await?;
        if let Some(error) = client.take_error()? {
            return Ok(error.kind());
        }
    }
}

/// A page that counts how often it was made.
fn counted() -> (Router, Arc<AtomicUsize>) {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let page = async move || {
        counter.fetch_add(1, SeqCst);
        vec![b'x'; 16 * 1024]
    };
    (Router::new().route("/", get(page)), made)
}

/// A client whose system takes little that is not read, and sixty requests of it.
async fn hurried(address: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(2048)?;
    let mut client = socket.connect(address).await?;
    client.write_all("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(60).as_bytes()).await?;
    Ok(client)
}

#[tokio::test]
async fn who_does_not_take_an_answer_has_no_other_made() -> io::Result<()> {
    let (router, made) = counted();
    let running = start_within(router, Patience { head: Duration::from_secs(60), ..SHORT }, 2).await?;
    let client = hurried(running.client.peer_addr()?).await?;
    assert_eq!(hung_up_on(&client).await?, io::ErrorKind::ConnectionReset);
    // Other systems hold more than one before they say that there is no room.
    let most = if cfg!(target_os = "linux") { 1 } else { 10 };
    let made = made.load(SeqCst);
    assert!(made <= most, "{made} were made");
    Ok(())
}

#[tokio::test]
async fn who_asks_for_much_at_once_and_reads_gets_everything() -> io::Result<()> {
    let (router, made) = counted();
    let running = start_within(router, SHORT, 2).await?;
    let mut client = hurried(running.client.peer_addr()?).await?;
    let answer = answer_to(&mut client, "").await?;
    assert_eq!((answer.matches("HTTP/1.1 200").count(), made.load(SeqCst)), (60, 60));
    assert!(answer.len() > 60 * 16 * 1024);
    Ok(())
}

/// A page that is not done before there is word, and the most that were in the making at once.
fn slow(word: &Arc<Semaphore>) -> (Router, Arc<AtomicUsize>) {
    let (going, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (word, highest) = (Arc::clone(word), Arc::clone(&most));
    let page = async move || {
        highest.fetch_max(going.fetch_add(1, SeqCst) + 1, SeqCst);
        drop(word.acquire().await);
        going.fetch_sub(1, SeqCst);
        "slow"
    };
    (large().route("/slow", get(page)), most)
}

#[tokio::test]
async fn who_asks_ahead_waits_for_few_others_who_do_and_nobody_waits_for_them() -> io::Result<()> {
    const CROWD: usize = 200;
    let word = Arc::new(Semaphore::new(0));
    let (router, most) = slow(&word);
    let patience = Patience { head: Duration::from_secs(60), reading: Duration::from_secs(60), ..SHORT };
    let running = start_within(router, patience, 2 * CROWD).await?;
    let address = running.client.peer_addr()?;
    let mut crowd = Vec::new();
    for _ in 0..CROWD {
        let mut client = TcpStream::connect(address).await?;
        client
            .write_all(format!("GET / HTTP/1.1\r\nHost: a\r\n\r\n{}", GET.replace("/ ", "/slow ")).as_bytes())
            .await?;
        crowd.push(client);
    }
    let mut answer = [0; 12];
    for client in &mut crowd {
        client.read_exact(&mut answer).await?;
        assert_eq!(&answer, b"HTTP/1.1 200");
    }
    let mut other = TcpStream::connect(address).await?;
    let answer = answer_to(&mut other, GET).await?;
    assert!(answer.ends_with("well"), "{answer}");
    word.add_permits(CROWD);
    let mut waited = 0;
    for mut client in crowd {
        let answers = answer_to(&mut client, "").await?;
        let is_refused = answers.contains("HTTP/1.1 503") && answers.contains("connection: close");
        assert!(answers.ends_with("slow") != is_refused, "{answers}");
        waited += usize::from(!is_refused);
    }
    assert_eq!((most.load(SeqCst), waited), (ahead::most().min(CROWD), ahead::places().min(CROWD)));
    Ok(())
}

#[tokio::test]
async fn who_finds_no_place_is_told_so() -> io::Result<()> {
    let patience = Patience { head: Duration::from_secs(60), ..SHORT };
    let running = start_within(large(), patience, 1).await?;
    let address = running.client.peer_addr()?;
    for (accept, form) in [("*/*", "application/problem+json"), ("text/html", "text/html")] {
        let mut other = TcpStream::connect(address).await?;
        let request = format!("GET / HTTP/1.1\r\nHost: a\r\nAccept: {accept}\r\n\r\n");
        let answer = answer_to(&mut other, &request).await?;
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains(form), "{answer}");
        assert!(answer.contains("connection: close") && answer.contains("retry-after: "), "{answer}");
    }
    Ok(())
}

/// More at once than are served, refused or kept together.
#[tokio::test]
async fn of_a_crowd_from_one_address_each_is_served_or_told_and_none_is_reset() -> anyhow::Result<()> {
    const CROWD: usize = 300;
    let patience = Patience { head: Duration::from_secs(60), farewell: Duration::from_secs(60), ..SHORT };
    let running = start_within(large(), patience, 4).await?;
    let address = running.client.peer_addr()?;
    let mut crowd = Vec::new();
    for _ in 0..CROWD {
        let mut client = TcpStream::connect(address).await?;
        client.write_all(GET.as_bytes()).await?;
        crowd.push(client);
    }
    let mut told = 0;
    for mut client in crowd {
        let answer = answer_to(&mut client, "").await?;
        assert!(answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.1 503"), "{answer}");
        assert!(answer.ends_with("well") || answer.contains("retry-after: 1\r\n"), "{answer}");
        told += usize::from(answer.starts_with("HTTP/1.1 503"));
    }
    assert!(told > 0, "nobody was too many");
    Ok(())
}

/// Refuses without looking at the body, and says so at once.
fn refusing() -> Router {
    let refuse = async |_: Body| (StatusCode::PAYLOAD_TOO_LARGE, "too large");
    Router::new().route("/", post(refuse)).route("/", get(async || "well"))
}

#[tokio::test]
async fn a_refusal_reaches_who_is_still_sending() -> io::Result<()> {
    let body = vec![b'x'; 8 * 1024 * 1024];
    let chunked = [format!("{:x}\r\n", body.len()).as_bytes(), &body, b"\r\n0\r\n\r\n"].concat();
    for (framing, body) in
        [(format!("Content-Length: {}", body.len()), &body), ("Transfer-Encoding: chunked".to_owned(), &chunked)]
    {
        let Running { mut client, .. } = start(refusing()).await?;
        client.write_all(format!("POST / HTTP/1.1\r\nHost: a\r\n{framing}\r\n\r\n").as_bytes()).await?;
        // As browsers do: all of it is sent before the answer is looked at.
        client.write_all(body).await?;
        // And the connection is still good for the next request.
        let answer = answer_to(&mut client, GET).await?;
        assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("too large"), "{framing}: {answer}");
        assert!(answer.contains("HTTP/1.1 200") && answer.ends_with("well"), "{framing}: {answer}");
    }
    Ok(())
}

#[tokio::test]
async fn who_sends_more_than_is_forgotten_hears_the_refusal_all_the_same() -> io::Result<()> {
    let Running { client, .. } = start(refusing()).await?;
    let (mut reading, mut writing) = client.into_split();
    writing.write_all(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000000\r\n\r\n").await?;
    let sending = tokio::spawn(async move { while writing.write_all(&[b'x'; 64 * 1024]).await.is_ok() {} });
    let mut answer = [0; 12];
    reading.read_exact(&mut answer).await?;
    assert_eq!(&answer, b"HTTP/1.1 413");
    sending.await?;
    Ok(())
}

#[tokio::test]
async fn who_waits_to_be_asked_for_a_body_is_not_asked_for_one_that_is_refused() -> io::Result<()> {
    let Running { mut client, .. } = start(refusing()).await?;
    let head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1000000\r\n\r\n";
    let answer = answer_to(&mut client, head).await?;
    assert!(answer.starts_with("HTTP/1.1 413") && !answer.contains("100 Continue"), "{answer}");
    Ok(())
}
