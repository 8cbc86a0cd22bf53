//! Clients that hang up: their requests' futures are dropped anywhere.

use std::future::Future;

use anyhow::{Result, bail};
use domain::{AuditEvent, TenantScope};
use store::StoreError;
use tokio::task::{JoinSet, yield_now};

use super::world::World;

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
            if let Some(request) = unless_busy(request(number).await)? {
                clients.spawn(within(of_client(number), request));
            }
        }
        while let Some(answer) = clients.join_next().await {
            answers.extend(answer?.and_then(|answer| unless_busy(answer).transpose()).transpose()?);
        }
    }
    assert!(answers.len() > count / 6 && answers.len() < count, "{} of {count} were answered", answers.len());
    Ok(answers)
}

/// A database that is too busy for a moment says so: no answer, and nothing done.
fn unless_busy<T>(outcome: Result<T>) -> Result<Option<T>> {
    match outcome {
        Err(error) if matches!(error.downcast_ref(), Some(StoreError::Unavailable(_))) => Ok(None),
        outcome => outcome.map(Some),
    }
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

/// What is there, and what was noted of it, at one moment: writes whose clients hung up may still be on their way. No
/// change came between two looks at the same trail.
pub(super) async fn at_one_moment<T>(
    world: &World,
    scope: &TenantScope,
    read: impl AsyncFn() -> Result<T>,
) -> Result<(T, Vec<AuditEvent>)> {
    let mut noted = world.events(scope).await?;
    for _ in 0..1_000 {
        let found = read().await?;
        let noted_now = world.events(scope).await?;
        if noted_now.len() == noted.len() {
            return Ok((found, noted));
        }
        noted = noted_now;
    }
    bail!("work that nobody waits for does not end")
}
