//! Visitors on real sockets, each with its own habits.

use std::{future::poll_fn, io, net::Ipv4Addr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::*;

struct Door {
    listener: TcpListener,
    inside: TurnedAway,
}

impl Door {
    async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        Ok(Self { listener, inside: TurnedAway::new(Duration::from_secs(60)) })
    }

    /// A visitor that is turned away.
    async fn visit(&mut self) -> io::Result<TcpStream> {
        let client = TcpStream::connect(self.listener.local_addr()?).await?;
        self.inside.take(self.listener.accept().await?.0);
        Ok(client)
    }

    /// What a visitor does, while all are heard.
    async fn meanwhile<T>(&mut self, doing: impl Future<Output = T>) -> T {
        tokio::select! {
            done = doing => done,
            never = poll_fn(|context| self.inside.poll(context)) => match never {},
        }
    }
}

async fn answer_to(mut client: TcpStream, request: &[u8]) -> io::Result<String> {
    client.write_all(request).await?;
    let mut answer = String::new();
    client.read_to_string(&mut answer).await?;
    Ok(answer)
}

fn is_whole(answer: &str) -> bool {
    let body = answer.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
    let told = ["content-length: ", &body.len().to_string(), "\r\n"].concat();
    answer.starts_with("HTTP/1.1 503 ") && answer.contains("\r\nretry-after: 1\r\n") && answer.contains(&told)
}

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";

#[tokio::test]
async fn who_asks_is_answered_and_leaves() -> io::Result<()> {
    let mut door = Door::open().await?;
    let client = door.visit().await?;
    let answer = door.meanwhile(answer_to(client, GET)).await?;
    assert!(is_whole(&answer) && answer.contains(NO_PLACE), "{answer}");
    let everybody_left = poll_fn(|context| {
        let _ = door.inside.poll(context);
        if door.inside.len() == 0 { Poll::Ready(()) } else { Poll::Pending }
    });
    everybody_left.await;
    Ok(())
}

#[tokio::test]
async fn who_sends_much_is_heard_before_the_answer_is_looked_at() -> io::Result<()> {
    let mut door = Door::open().await?;
    let client = door.visit().await?;
    let request =
        [b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n".as_slice(), &[b'x'; 3_000_000]].concat();
    let answer = door.meanwhile(answer_to(client, &request)).await?;
    assert!(is_whole(&answer), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_crowd_that_says_nothing_is_told_unasked_and_bounded() -> io::Result<()> {
    let mut door = Door::open().await?;
    let mut crowd = Vec::new();
    for _ in 0..5 * KEPT {
        crowd.push(door.visit().await?);
        assert!(door.inside.len() <= KEPT);
    }
    drop(door);
    for client in crowd {
        let answer = answer_to(client, b"").await?;
        assert!(is_whole(&answer), "{answer}");
    }
    Ok(())
}

#[tokio::test]
async fn who_has_an_answer_leaves_before_who_has_none() -> io::Result<()> {
    let mut door = Door::open().await?;
    let silent = door.visit().await?;
    for _ in 0..5 * KEPT {
        let mut client = TcpStream::connect(door.listener.local_addr()?).await?;
        client.write_all(GET).await?;
        let accepted = door.listener.accept().await?.0;
        accepted.readable().await?;
        door.inside.take(accepted);
        let mut answer = String::new();
        let reading = client.read_to_string(&mut answer);
        // The answer is there before anybody is heard out.
        reading.await?;
        assert!(is_whole(&answer), "{answer}");
    }
    let answer = door.meanwhile(answer_to(silent, GET)).await?;
    assert!(is_whole(&answer), "{answer}");
    Ok(())
}

#[tokio::test]
async fn who_stays_too_long_is_told_and_sent_away() -> io::Result<()> {
    let mut door = Door::open().await?;
    door.inside.patience = Duration::from_millis(50);
    let client = door.visit().await?;
    let answer = door.meanwhile(answer_to(client, b"")).await?;
    assert!(is_whole(&answer), "{answer}");
    Ok(())
}
