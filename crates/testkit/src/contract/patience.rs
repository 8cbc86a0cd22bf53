//! Clients that hang up: their requests' futures are dropped anywhere.

use std::{fmt::Debug, future::Future};

use anyhow::Result;
use tokio::task::{JoinSet, yield_now};

const AT_ONCE: usize = 20;

/// Sends `count` requests, many at a time, from clients of all lengths of patience; returns the answers that were waited
/// for. `request` prepares the request of a number.
pub(super) async fn answers<T, R>(count: usize, request: impl AsyncFn(usize) -> Result<R>) -> Result<Vec<T>>
where
    T: Send + 'static,
    R: Future<Output = Result<T>> + Send + 'static,
{
    let mut answers = Vec::new();
    for batch in 0..count / AT_ONCE {
        let mut clients = JoinSet::new();
        for number in batch * AT_ONCE..(batch + 1) * AT_ONCE {
            clients.spawn(within(of_client(number), request(number).await?));
        }
        while let Some(answer) = clients.join_next().await {
            answers.extend(answer?.transpose()?);
        }
    }
    assert!(answers.len() > count / 6 && answers.len() < count, "{} of {count} waited", answers.len());
    Ok(answers)
}

/// From none at all to a while, in turns of the scheduler; every fifth client waits for as long as it takes.
fn of_client(number: usize) -> Option<usize> {
    (!number.is_multiple_of(5)).then_some((1 << (number % 16)) - 1)
}

/// The answer, unless it takes longer than the client's patience.
async fn within<T>(patience: Option<usize>, request: impl Future<Output = T>) -> Option<T> {
    let hang_up = async {
        for _ in 0..patience.unwrap_or(usize::MAX) {
            yield_now().await;
        }
    };
    tokio::select! {
        biased;
        answer = request => Some(answer),
        () = hang_up => None,
    }
}

/// Writes whose clients hung up may still be on their way: reads two things that must agree until they do.
pub(super) async fn agreed<T: PartialEq + Debug>(read: impl AsyncFn() -> Result<(T, T)>) -> Result<T> {
    for _ in 0..1_000 {
        let (one, other) = read().await?;
        if one == other {
            return Ok(one);
        }
    }
    let (one, other) = read().await?;
    assert_eq!(one, other);
    Ok(one)
}
