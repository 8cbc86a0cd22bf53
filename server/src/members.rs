//! The people of a tenant: asked of Clerk and kept for a minute, because a page must not wait for another service.
//!
//! Whether somebody may know the others' names depends on their own membership, which no session token contains; so it
//! is as fresh as the names are, and after a minute without an answer nobody is named any more.
//!
//! Each question is asked once at a time, in a task of its own, so that the answer is kept even if nobody waited for
//! it. A request waits for it at most a second. After that, or when Clerk fails, there is no answer, and nothing more
//! is asked about that tenant for a while; after a few tenants in a row, about none.

mod answers;
mod clerk;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use app::context::member_directory::MemberDirectory;
use async_trait::async_trait;
use clerk_axum::BackendClient;
use domain::{Clock, Member, People, Tenant, TenantScope, UserId, people::CHOICES_MAX};
use tokio::sync::watch;
use tracing::Instrument;

use self::{
    answers::{Answer, Answers, Person, Turn},
    clerk::Whom,
};

/// How long a page waits for Clerk.
pub(crate) const PATIENCE: Duration = Duration::from_secs(1);

/// The directory.
pub(crate) struct ClerkMembers(Arc<Inner>);

struct Inner {
    backend: BackendClient,
    clock: Arc<dyn Clock>,
    patience: Duration,
    answers: Mutex<Answers>,
}

impl ClerkMembers {
    /// A directory that knows nobody yet.
    pub(crate) fn new(backend: BackendClient, clock: Arc<dyn Clock>, patience: Duration) -> Self {
        Self(Arc::new(Inner { backend, clock, patience, answers: Mutex::default() }))
    }

    /// Somebody in a tenant. `Some(None)`: they do not belong to it; `None`: Clerk does not tell.
    async fn person(&self, tenant: &Tenant, id: &UserId) -> Option<Option<Person>> {
        if let Tenant::Personal(owner) = tenant
            && owner != id
        {
            return Some(None);
        }
        if let Some(everybody) = self.0.answer(tenant, Whom::Everybody).await {
            match everybody.person(id) {
                Some(person) => return Some(Some(person.clone())),
                None if everybody.is_complete() => return Some(None),
                None => {}
            }
        }
        let answer = self.0.answer(tenant, Whom::These([id.clone()].into())).await?;
        Some(answer.person(id).cloned())
    }

    /// The people of a tenant whom its scope's person may know, and what is to be known of these.
    async fn known(&self, scope: &TenantScope, whom: Option<&BTreeSet<UserId>>) -> People {
        let (tenant, actor) = (scope.tenant(), scope.actor());
        let Some(Some(me)) = self.person(tenant, actor).await else { return People::default() };
        let mut people = People { members: me.name.iter().map(|_| me.member()).collect(), former: Vec::new() };
        if me.reads {
            let mut wanted = whom.cloned();
            if let Some(wanted) = &mut wanted {
                wanted.remove(actor);
            }
            people = people.and(self.others(tenant, wanted).await);
        }
        sorted(people)
    }

    async fn others(&self, tenant: &Tenant, whom: Option<BTreeSet<UserId>>) -> People {
        let everybody = self.0.answer(tenant, Whom::Everybody).await;
        let Some(whom) = whom else {
            let members = everybody.iter().flat_map(|answer| answer.people().map(Person::member)).collect();
            return People { members, former: Vec::new() };
        };
        let in_it = |id: &UserId| everybody.as_ref().and_then(|answer| answer.person(id)).map(Person::member);
        let members: Vec<Member> = whom.iter().filter_map(in_it).collect();
        let rest: BTreeSet<_> = whom.into_iter().filter(|id| in_it(id).is_none()).collect();
        let is_everybody = everybody.as_ref().is_some_and(|answer| answer.is_complete());
        let people = People { members, former: Vec::new() };
        if rest.is_empty() {
            people
        } else if is_everybody {
            People { former: rest.into_iter().collect(), ..people }
        } else {
            people.and(self.looked_up(tenant, rest).await)
        }
    }

    /// People of an organization that is too large to know everybody.
    async fn looked_up(&self, tenant: &Tenant, whom: BTreeSet<UserId>) -> People {
        let Some(answer) = self.0.answer(tenant, Whom::These(whom.clone())).await else { return People::default() };
        let members = answer.people().map(Person::member).collect();
        let former = whom.into_iter().filter(|id| answer.person(id).is_none()).collect();
        People { members, former }
    }
}

/// By name.
fn sorted(mut people: People) -> People {
    people.members.sort_by_cached_key(|member| (member.name.to_lowercase(), member.id.clone()));
    people
}

#[async_trait]
impl MemberDirectory for ClerkMembers {
    async fn people(&self, scope: &TenantScope, whom: &BTreeSet<UserId>) -> People {
        self.known(scope, Some(whom)).await
    }

    async fn choices(&self, scope: &TenantScope) -> People {
        let mut people = self.known(scope, None).await;
        people.members.truncate(CHOICES_MAX);
        people
    }

    async fn has(&self, scope: &TenantScope, person: &UserId) -> Option<bool> {
        Some(self.person(scope.tenant(), person).await?.is_some())
    }
}

impl Inner {
    /// Clerk's answer to a question, not older than a minute.
    async fn answer(self: &Arc<Self>, tenant: &Tenant, whom: Whom) -> Option<Arc<Answer>> {
        let question = question(tenant, &whom);
        if let Some(mut answered) = self.to_wait_for(&question, tenant, whom) {
            // The sender goes with its task, which ends the wait with an error: that too means there was an answer.
            let waited = tokio::time::timeout(self.patience, answered.changed()).await;
            if waited.is_err() {
                self.answers().is_slow(&question, self.clock.monotonic_ms());
            }
        }
        self.answers().fresh(&question, self.clock.monotonic_ms())
    }

    /// The answer to wait for: to a question that is on its way, or to a new one. `None`: there is nothing to wait for.
    fn to_wait_for(self: &Arc<Self>, question: &str, tenant: &Tenant, whom: Whom) -> Option<watch::Receiver<()>> {
        let (answered, answer) = watch::channel(());
        match self.answers().turn(question, &answer, self.clock.monotonic_ms()) {
            Turn::Known => None,
            Turn::Wait(answer) => Some(answer),
            Turn::Ask => {
                let (inner, question, tenant) = (Arc::clone(self), question.to_owned(), tenant.clone());
                let ask = async move {
                    inner.ask(&question, &tenant, &whom).await;
                    drop(answered);
                };
                tokio::spawn(ask.in_current_span());
                Some(answer)
            }
        }
    }

    async fn ask(&self, question: &str, tenant: &Tenant, whom: &Whom) {
        let answer = clerk::ask(&self.backend, tenant, whom).await;
        let now = self.clock.monotonic_ms();
        match answer {
            Ok(answer) => self.answers().learn(question, answer, now),
            Err(error) => {
                let tenant = tenant.id();
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    tenant,
                    "Clerk does not tell who the members are"
                );
                self.answers().give_up(question, clerk::is_outage(&error), now);
            }
        }
    }

    fn answers(&self) -> MutexGuard<'_, Answers> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The question's name: the tenant, and whom it is about.
fn question(tenant: &Tenant, whom: &Whom) -> String {
    let people = match whom {
        Whom::Everybody => Vec::new(),
        Whom::These(people) => people.iter().map(UserId::as_str).collect(),
    };
    std::iter::once(tenant.id()).chain(people).collect::<Vec<_>>().join(" ")
}
