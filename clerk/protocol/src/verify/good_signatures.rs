//! Signatures that were found good: a browser sends the same token with each request, for a minute, and checking RSA is most of
//! what its check costs.
//!
//! What is remembered belongs to one parsed key and goes with it: another key of the same `kid`, or the same key fetched anew,
//! remembers nothing. It is the answer to one question, whether these bytes are signed by this key; the answer never changes.
//! Whoever asks decides everything else each time: whether the key is still the instance's, and every claim. What is no good is
//! not remembered.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::digest::{Context, SHA256, SHA256_OUTPUT_LEN};

use super::verifying_key::Algorithm;

/// How many are remembered of one key, 32 bytes each; then it begins anew.
const MOST: usize = 4096;

type Digest = [u8; SHA256_OUTPUT_LEN];

/// Digests of what was found good. No token is in it, and none can be made of it.
#[derive(Default)]
pub(super) struct GoodSignatures(Mutex<BTreeSet<Digest>>);

impl GoodSignatures {
    /// Whether the signature is right: known, or found out.
    pub(super) fn or_check(
        &self,
        algorithm: Algorithm,
        message: &[u8],
        signature: &[u8],
        check: impl FnOnce() -> Option<bool>,
    ) -> Option<bool> {
        let Some(digest) = digest(algorithm, message, signature) else { return check() };
        if self.with(|good| good.contains(&digest)) {
            return Some(true);
        }
        let outcome = check();
        if outcome == Some(true) {
            self.with(|good| {
                if good.len() >= MOST {
                    good.clear();
                }
                good.insert(digest);
            });
        }
        outcome
    }

    fn with<T>(&self, act: impl FnOnce(&mut BTreeSet<Digest>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Of all three; the lengths keep one from running into the next.
fn digest(algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Option<Digest> {
    let mut context = Context::new(&SHA256);
    context.update(&[algorithm as u8]);
    for part in [message, signature] {
        context.update(&u64::try_from(part.len()).ok()?.to_be_bytes());
        context.update(part);
    }
    context.finish().as_ref().try_into().ok()
}

impl fmt::Debug for GoodSignatures {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("GoodSignatures")
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// What is asked, and what the key says.
    type Question<'q> = (Algorithm, &'q [u8], &'q [u8], Option<bool>);

    /// How often it had to be found out, for these questions in turn.
    fn checks(questions: &[Question<'_>]) -> usize {
        let (good, count) = (GoodSignatures::default(), Cell::new(0));
        for (algorithm, message, signature, truth) in questions {
            let check = || {
                count.set(count.get() + 1);
                *truth
            };
            assert_eq!(good.or_check(*algorithm, message, signature, check), *truth);
        }
        count.get()
    }

    #[test]
    fn what_was_good_is_not_found_out_again() {
        let question = (Algorithm::Rs256, &b"a.b"[..], &b"s"[..], Some(true));
        assert_eq!(checks(&[question, question, question]), 1);
    }

    #[test]
    fn what_was_not_is_found_out_each_time() {
        for truth in [Some(false), None] {
            let question = (Algorithm::Rs256, &b"a.b"[..], &b"s"[..], truth);
            assert_eq!(checks(&[question, question]), 2);
        }
    }

    #[test]
    fn a_byte_that_moved_or_changed_makes_another_question() {
        let of = |algorithm, message: &'static [u8], signature: &'static [u8]| (algorithm, message, signature);
        let all = [
            of(Algorithm::Rs256, b"a.b", b"s"),
            of(Algorithm::Rs384, b"a.b", b"s"),
            of(Algorithm::Rs512, b"a.b", b"s"),
            of(Algorithm::Rs256, b"a.bs", b""),
            of(Algorithm::Rs256, b"a.c", b"s"),
            of(Algorithm::Rs256, b"a.b", b"t"),
            of(Algorithm::Rs256, b"", b"a.bs"),
        ];
        let questions: Vec<_> =
            all.iter().map(|(algorithm, message, signature)| (*algorithm, *message, *signature, Some(true))).collect();
        assert_eq!(checks(&questions), all.len());
    }

    #[test]
    fn no_more_are_remembered_than_there_is_room_for() {
        let good = GoodSignatures::default();
        for number in 0..3 * MOST {
            good.or_check(Algorithm::Rs256, &number.to_be_bytes(), b"s", || Some(true));
            assert!(good.with(|good| good.len()) <= MOST);
        }
    }
}
