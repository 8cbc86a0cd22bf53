//! Times of many calls.

#![expect(clippy::disallowed_methods, reason = "a bench measures time")]

use std::{sync::Arc, time::Instant};

use anyhow::{Context, Result};
use tokio::task::JoinSet;

use crate::engine::Engine;

/// Callers at once.
const CALLERS: u32 = 8;
/// What each of them calls.
const CALLS: u32 = 1_000;

/// Wall times in microseconds, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Half of the calls were faster.
    pub(crate) fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// 99 of 100 calls were faster.
    pub(crate) fn p99(&self) -> f64 {
        self.at(0.99)
    }

    fn at(&self, part: f64) -> f64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "an index"
        )]
        let index = (self.0.len().saturating_sub(1) as f64 * part) as usize;
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// Calls `one` and `other` in turns, `rounds` times each after a warm-up, so that whatever disturbs one disturbs both.
pub(crate) async fn in_turns(
    rounds: usize,
    one: impl AsyncFn() -> Result<()>,
    other: impl AsyncFn() -> Result<()>,
) -> Result<(Times, Times)> {
    let (mut ones, mut others) = (Vec::with_capacity(rounds), Vec::with_capacity(rounds));
    for round in 0..rounds + rounds / 10 {
        let (a, b) = (timed(&one).await?, timed(&other).await?);
        if round >= rounds / 10 {
            ones.push(a);
            others.push(b);
        }
    }
    Ok((sorted(ones), sorted(others)))
}

/// Calls `one`, `rounds` times after a warm-up.
pub(crate) async fn alone(rounds: usize, one: impl AsyncFn() -> Result<()>) -> Result<Times> {
    Ok(in_turns(rounds, one, async || Ok(())).await?.0)
}

/// Calls a second, of several callers at once.
pub(crate) async fn throughput<F>(engine: &Arc<Engine>, call: fn(Arc<Engine>) -> F) -> Result<f64>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    let start = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..CALLERS {
        let engine = Arc::clone(engine);
        callers.spawn(async move {
            for _ in 0..CALLS {
                call(Arc::clone(&engine)).await?;
            }
            anyhow::Ok(())
        });
    }
    while let Some(outcome) = callers.join_next().await {
        outcome.context("a caller broke")??;
    }
    Ok(f64::from(CALLERS * CALLS) / start.elapsed().as_secs_f64())
}

async fn timed(call: impl AsyncFn() -> Result<()>) -> Result<f64> {
    let start = Instant::now();
    call().await?;
    Ok(start.elapsed().as_secs_f64() * 1e6)
}

fn sorted(mut times: Vec<f64>) -> Times {
    times.sort_by(f64::total_cmp);
    Times(times)
}
