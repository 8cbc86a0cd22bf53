//! Cuts a failing sequence down: as long as leaving out some steps leaves a failing sequence, they are left out.

use super::{arena::Arena, sequence, step::Step};

/// Runs at most so many cuttings.
const TRIES: usize = 300;

/// The steps that are left.
pub(super) async fn shrink(arena: &Arena, seed: u64, steps: &[Step]) -> Vec<Step> {
    let mut steps = steps.to_vec();
    let mut size = steps.len().div_ceil(2);
    let mut tries = 0;
    while size > 0 && tries < TRIES {
        let mut at = 0;
        while at < steps.len() && tries < TRIES {
            tries += 1;
            let end = (at + size).min(steps.len());
            let shorter = [&steps[..at], &steps[end..]].concat();
            if sequence::run(arena, seed, &shorter).await.is_err() {
                steps = shorter;
            } else {
                at = end;
            }
        }
        size /= 2;
    }
    steps
}
