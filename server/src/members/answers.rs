//! What Clerk said of each tenant's people, and when it may be asked again.

use std::{collections::HashMap, sync::Arc};

use clerk_axum::limiter::Breaker;
use domain::{Member, UserId};
use tokio::sync::watch;

/// How long an answer counts as true, in milliseconds.
pub(super) const FRESH_MS: i64 = 60_000;
/// How long Clerk is left alone after it failed or was slow.
pub(super) const PAUSE_MS: i64 = 5_000;
/// Tenants in a row about whom Clerk failed or was slow, after which the next one's question would meet the same.
const TOLERANCE: u32 = 3;
/// Answers remembered at once; a table that grows without bound would be an attack of its own.
const ANSWERS_MAX: usize = 1_000;

/// A person of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: UserId,
    /// First and last name, where there is one.
    pub(super) name: Option<String>,
    /// Whether they may know who the others are.
    pub(super) reads: bool,
}

impl Person {
    /// As pages show them.
    pub(super) fn member(&self) -> Member {
        Member::new(self.id.clone(), self.name.as_deref().unwrap_or("Somebody without a name"))
    }
}

/// What Clerk said.
#[derive(Debug, Default)]
pub(super) struct Answer {
    people: HashMap<UserId, Person>,
    /// Whether that is everybody who was asked about.
    is_complete: bool,
}

impl Answer {
    /// These people, of so many.
    pub(super) fn of(people: impl IntoIterator<Item = Person>, total: u64) -> Self {
        let people: HashMap<_, _> = people.into_iter().map(|person| (person.id.clone(), person)).collect();
        Self { is_complete: u64::try_from(people.len()).is_ok_and(|known| total <= known), people }
    }

    /// Somebody in it.
    pub(super) fn person(&self, id: &UserId) -> Option<&Person> {
        self.people.get(id)
    }

    /// Everybody in it.
    pub(super) fn people(&self) -> impl Iterator<Item = &Person> {
        self.people.values()
    }

    /// Whether whoever is not in it does not belong to the tenant either.
    pub(super) fn is_complete(&self) -> bool {
        self.is_complete
    }
}

/// The answers to all questions.
pub(super) struct Answers {
    questions: HashMap<String, Question>,
    breaker: Breaker,
}

impl Default for Answers {
    fn default() -> Self {
        Self { questions: HashMap::new(), breaker: Breaker::new(TOLERANCE) }
    }
}

#[derive(Default)]
struct Question {
    answer: Option<Arc<Answer>>,
    /// Until when the answer counts.
    fresh_until: i64,
    /// Clerk is not asked before this.
    ask_at: i64,
    /// In a tenant's own question: nothing is asked about its people before this.
    quiet_until: i64,
    /// The last question took longer than anybody waits: nobody else waits for its answer.
    is_slow: bool,
    /// Closed as soon as the last question is answered.
    awaited: Option<watch::Receiver<()>>,
}

/// What to do before the answer is read.
pub(super) enum Turn {
    /// Nothing.
    Known,
    /// Wait for somebody else's question.
    Wait(watch::Receiver<()>),
    /// Ask.
    Ask,
}

impl Question {
    fn awaited(&self) -> Option<&watch::Receiver<()>> {
        self.awaited.as_ref().filter(|answer| answer.has_changed().is_ok())
    }
}

impl Answers {
    /// The answer, while it counts. One that is older is none: what somebody may know can be taken from them.
    pub(super) fn fresh(&self, question: &str, now: i64) -> Option<Arc<Answer>> {
        let question = self.questions.get(question).filter(|question| now < question.fresh_until)?;
        question.answer.clone()
    }

    /// What to do now. With [`Turn::Ask`] the question counts as asked, and `answer` as what others wait for.
    pub(super) fn turn(&mut self, question: &str, answer: &watch::Receiver<()>, now: i64) -> Turn {
        if self.questions.get(tenant_of(question)).is_some_and(|tenant| now < tenant.quiet_until) {
            return Turn::Known;
        }
        self.make_room_for(question, now);
        let question = self.questions.entry(question.to_owned()).or_default();
        if let Some(answer) = question.awaited() {
            return if question.is_slow { Turn::Known } else { Turn::Wait(answer.clone()) };
        }
        if now < question.ask_at || self.breaker.admit(now).is_err() {
            return Turn::Known;
        }
        question.awaited = Some(answer.clone());
        question.is_slow = false;
        Turn::Ask
    }

    /// Clerk answered.
    pub(super) fn learn(&mut self, question: &str, answer: Answer, now: i64) {
        let question = self.questions.entry(question.to_owned()).or_default();
        question.answer = Some(Arc::new(answer));
        (question.fresh_until, question.ask_at) = (now + FRESH_MS, now + FRESH_MS);
        if !question.is_slow {
            self.breaker.succeeded();
        }
    }

    /// Clerk failed: with this question alone, or with all about the tenant.
    pub(super) fn give_up(&mut self, question: &str, is_outage: bool, now: i64) {
        let asked = self.questions.entry(question.to_owned()).or_default();
        asked.ask_at = now + PAUSE_MS;
        if is_outage && !asked.is_slow {
            self.pause(question, now);
        }
    }

    /// The answer takes too long: nobody else in the tenant should wait. Counted once, however many waited.
    pub(super) fn is_slow(&mut self, question: &str, now: i64) {
        let asked = self.questions.entry(question.to_owned()).or_default();
        if !asked.is_slow {
            asked.is_slow = true;
            self.pause(question, now);
        }
    }

    fn pause(&mut self, question: &str, now: i64) {
        self.questions.entry(tenant_of(question).to_owned()).or_default().quiet_until = now + PAUSE_MS;
        self.breaker.failed(now);
    }

    /// Forgets answers that are no longer true; if that does not help, the oldest one.
    fn make_room_for(&mut self, question: &str, now: i64) {
        if self.questions.len() < ANSWERS_MAX || self.questions.contains_key(question) {
            return;
        }
        self.questions.retain(|_, question| now < question.ask_at || question.awaited().is_some());
        if self.questions.len() >= ANSWERS_MAX {
            let oldest = self.questions.iter().min_by_key(|(_, question)| question.ask_at);
            let oldest = oldest.map(|(question, _)| question.clone());
            oldest.and_then(|question| self.questions.remove(&question));
        }
    }
}

/// The tenant that a question is about; the question about everybody in it has this name and no more.
fn tenant_of(question: &str) -> &str {
    question.split(' ').next().unwrap_or(question)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_bounded_and_the_oldest_goes_first() {
        let mut answers = Answers::default();
        let answer = watch::channel(()).1;
        for number in 0..2 * ANSWERS_MAX {
            let (question, now) = (format!("org_{number}"), i64::try_from(number).unwrap_or(0));
            assert!(matches!(answers.turn(&question, &answer, now), Turn::Ask));
            answers.learn(&question, Answer::default(), now);
            assert!(answers.questions.len() <= ANSWERS_MAX);
        }
        assert!(answers.questions.contains_key(&format!("org_{}", 2 * ANSWERS_MAX - 1)));
        assert!(!answers.questions.contains_key("org_0"));
    }
}
