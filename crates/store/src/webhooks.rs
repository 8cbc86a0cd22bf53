//! The ledger of Clerk's deliveries: which were taken in, and what became of each. Nothing of their bodies stands in it: what
//! is still needed of one is the payload of its job, until it was done.

pub(crate) mod statements;

use async_trait::async_trait;
use domain::UserId;
use uuid::Uuid;

use crate::{
    Backed, StoreError,
    copy::Heard,
    data::Sent,
    engine::{Failure, FromRow, Row, values},
    queue::{self, Job, NewJob},
    unit::{End, Unit, Work},
};

/// The kind of the jobs that apply deliveries.
pub const WEBHOOK: &str = "webhook";

/// Jobs looked through at once.
const PAGE: u32 = 500;

/// A delivery whose signature was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The sender's id, the same each time it is sent.
    pub id: String,
    /// What happened.
    pub event_type: String,
    /// What it happened to.
    pub object_id: Option<String>,
    /// When, milliseconds since the epoch.
    pub occurred_at: i64,
    /// Of which Clerk instance; `None`: it does not say.
    pub instance_id: Option<String>,
    /// Of its body, SHA-256 in hexadecimal.
    pub digest: String,
    /// What is to be done for it.
    pub task: Task,
}

/// What a delivery is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// To be applied: the payload of the job, with no more in it than is needed.
    Apply(String),
    /// It is of no use here.
    Ignore(&'static str),
    /// It is not as it should be.
    Park(&'static str),
}

/// What became of taking one in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is durable.
    Now,
    /// It was taken in before.
    Before,
    /// Another body was taken in under its id: that one counts.
    WithAnotherBody,
}

/// How a delivery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is still to be applied.
    Waiting,
    /// It was.
    Applied,
    /// It is of no use here.
    Ignored,
    /// It is left until somebody looks after it.
    Parked,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Applied, Self::Ignored, Self::Parked];

    /// In a word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Applied => "applied",
            Self::Ignored => "ignored",
            Self::Parked => "parked",
        }
    }
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "as in a delivery, and in its job")]
pub struct Entry {
    pub id: String,
    pub event_type: String,
    pub object_id: Option<String>,
    pub occurred_at: i64,
    pub received_at: i64,
    pub standing: Standing,
    pub reason: Option<String>,
    pub settled_at: Option<i64>,
    pub attempts: Option<i64>,
    pub due_at: Option<i64>,
    pub error: Option<String>,
}

/// The ledger.
#[async_trait]
pub trait WebhookStore: Backed {
    /// Takes a delivery in. Once this answers, it is durable.
    async fn take_in(&self, delivery: Delivery) -> Result<Taken, StoreError> {
        let data = self.behind().data();
        data.write("", TakeIn { delivery, job: data.ids().uuid_v7(), now: data.now() }).await
    }

    /// The newest deliveries before this place (when it came, and its id), of one standing or of all.
    async fn deliveries(
        &self,
        standing: Option<Standing>,
        before: Option<(i64, String)>,
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let (time, id) = before.unwrap_or((i64::MAX, String::new()));
        let data = self.behind().data();
        match standing {
            None => data.all("", statements::LIST, values![time, id, limit]).await,
            Some(standing) => data.all("", statements::LIST_OF, values![time, id, limit, standing.as_str()]).await,
        }
    }

    /// The newest deliveries before this place about what has this id.
    async fn deliveries_about(
        &self,
        object: &str,
        before: Option<(i64, String)>,
        limit: u32,
    ) -> Result<Vec<Entry>, StoreError> {
        let (time, id) = before.unwrap_or((i64::MAX, String::new()));
        self.behind().data().all("", statements::LIST_ABOUT, values![time, id, limit, object]).await
    }

    /// The jobs of deliveries behind this one that name a person, or their address; and which was looked at last.
    async fn jobs_about(
        &self,
        person: &UserId,
        address: Option<&str>,
        after: Option<Uuid>,
    ) -> Result<(Vec<Job>, Option<Uuid>), StoreError> {
        let values = values![after.unwrap_or_default(), PAGE];
        let mut jobs: Vec<Job> = self.behind().data().all("", queue::statements::LIST, values).await?;
        let last = jobs.last().map(|job| job.id);
        jobs.retain(|job| names(job, person, address));
        Ok((jobs, last))
    }

    /// Lets a delivery that is parked be tried again; false: there is none, or nothing of its body is left.
    async fn retry_delivery(&self, id: &str) -> Result<bool, StoreError> {
        queue::turn(self.behind().data(), WEBHOOK, id, Standing::Waiting).await
    }

    /// Parks a delivery that waits; false: there is none.
    async fn park_delivery(&self, id: &str) -> Result<bool, StoreError> {
        queue::turn(self.behind().data(), WEBHOOK, id, Standing::Parked).await
    }

    /// Drops what is still to be applied and holds the name or the address of somebody who is erased; how much.
    async fn forget_names(&self, person: &UserId, address: Option<&str>) -> Result<usize, StoreError> {
        let data = self.behind().data();
        let (mut after, mut dropped) = (Uuid::default(), 0);
        loop {
            let (person, address) = (person.clone(), address.map(str::to_owned));
            let page = data.maintain("", ForgetNames { person, address, after, now: data.now() }).await?;
            dropped += page.dropped;
            let Some(last) = page.last else { return Ok(dropped) };
            after = last;
        }
    }

    /// The Clerk instance whose deliveries were the first.
    async fn webhook_instance(&self) -> Result<Option<String>, StoreError> {
        self.behind().data().one_as("", statements::INSTANCE, values![], |row| row.string("instance_id")).await
    }

    /// How many stand so, and when the last one came at all.
    async fn count_deliveries(&self, standing: Standing) -> Result<(i64, Option<i64>), StoreError> {
        let data = self.behind().data();
        let count = data.one_as("", statements::COUNT, values![standing.as_str()], |row| row.number("count")).await?;
        let last = data.one_as("", statements::LAST, values![], |row| row.int("at")).await?;
        Ok((count.unwrap_or_default(), last.flatten()))
    }

    /// Removes at most so many lines that are older than that and need nobody any more; how many.
    async fn forget_deliveries(&self, received_before: i64, limit: u32) -> Result<u64, StoreError> {
        let sent = Sent { sql: statements::FORGET, values: values![received_before, limit] };
        self.behind().data().maintain("", sent).await
    }
}

impl<S: Backed> WebhookStore for S {}

struct TakeIn {
    delivery: Delivery,
    job: Uuid,
    now: i64,
}

#[async_trait]
impl Unit for TakeIn {
    type Outcome = Taken;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Taken>, Failure> {
        let is_foreign = self.is_foreign(work).await?;
        let (standing, reason) = match &self.delivery.task {
            _ if is_foreign => (Standing::Parked, Some("of another Clerk instance than the first")),
            Task::Apply(_) => (Standing::Waiting, None),
            Task::Ignore(why) => (Standing::Ignored, Some(*why)),
            Task::Park(why) => (Standing::Parked, Some(*why)),
        };
        if !self.note(work, standing, reason).await? {
            return self.again(work, standing, reason, is_foreign).await;
        }
        if !is_foreign {
            self.put(work).await?;
        }
        Ok(End::Commit(Taken::Now))
    }
}

impl TakeIn {
    /// The first one says which instance it is.
    async fn is_foreign(&self, work: &mut Work<'_>) -> Result<bool, Failure> {
        let Some(instance) = &self.delivery.instance_id else { return Ok(false) };
        work.execute(statements::CLAIM, values![instance, self.now]).await?;
        let known = work.one_as(statements::INSTANCE, values![], |row| row.string("instance_id")).await?;
        Ok(known.as_ref() != Some(instance))
    }

    async fn note(&self, work: &mut Work<'_>, standing: Standing, reason: Option<&str>) -> Result<bool, Failure> {
        let delivery = &self.delivery;
        let settled = (standing != Standing::Waiting).then_some(self.now);
        let values = values![
            &delivery.id,
            &delivery.event_type,
            delivery.object_id.as_deref(),
            delivery.occurred_at,
            self.now,
            &delivery.digest,
            standing.as_str(),
            reason,
            settled,
        ];
        Ok(work.execute(statements::NOTE, values).await? > 0)
    }

    /// It is there already. One that was parked because it could not be read may be readable to this server.
    async fn again(
        &self,
        work: &mut Work<'_>,
        standing: Standing,
        reason: Option<&str>,
        is_foreign: bool,
    ) -> Result<End<Taken>, Failure> {
        let id = &self.delivery.id;
        let digest = work.one_as(statements::DIGEST, values![id], |row| row.string("digest")).await?;
        if digest.as_ref() != Some(&self.delivery.digest) {
            return Ok(End::RollBack(Taken::WithAnotherBody));
        }
        let is_parked = work.finds(statements::IS_PARKED, values![id]).await?;
        if is_foreign || !is_parked || !self.put(work).await? {
            return Ok(End::RollBack(Taken::Before));
        }
        settle(work, id, (standing, reason), None).await?;
        Ok(End::Commit(Taken::Before))
    }

    /// Puts in what is to be done; false: nothing is, or it is there.
    async fn put(&self, work: &mut Work<'_>) -> Result<bool, Failure> {
        let Task::Apply(payload) = &self.delivery.task else { return Ok(false) };
        let (key, payload) = (self.delivery.id.clone(), payload.clone());
        queue::put(work, self.job, &NewJob { kind: WEBHOOK, key, payload, due_at: 0 }, self.now).await
    }
}

/// Notes how a delivery stands: why, and since when that is settled.
pub(crate) async fn settle(
    work: &mut Work<'_>,
    id: &str,
    (standing, reason): (Standing, Option<&str>),
    settled: Option<i64>,
) -> Result<(), Failure> {
    work.execute(statements::SETTLE, values![id, standing.as_str(), reason, settled]).await?;
    Ok(())
}

/// Drops jobs of one page that name somebody.
struct ForgetNames {
    person: UserId,
    address: Option<String>,
    after: Uuid,
    now: i64,
}

/// How many were dropped, and the last that was looked at; `None`: there are no more.
struct Forgotten {
    dropped: usize,
    last: Option<Uuid>,
}

#[async_trait]
impl Unit for ForgetNames {
    type Outcome = Forgotten;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Forgotten>, Failure> {
        let jobs: Vec<Job> = work.all(queue::statements::LIST, values![self.after, PAGE]).await?;
        let named: Vec<&Job> = jobs.iter().filter(|job| names(job, &self.person, self.address.as_deref())).collect();
        for job in &named {
            work.execute(queue::statements::DROP, values![job.id]).await?;
            let why = (Standing::Ignored, Some("whom it is about is erased"));
            settle(work, &job.key, why, Some(self.now)).await?;
        }
        Ok(End::Commit(Forgotten { dropped: named.len(), last: jobs.last().map(|job| job.id) }))
    }
}

/// Whether a delivery that is still to be applied names somebody. One that this server cannot read may say anything: there
/// the text is searched.
fn names(job: &Job, person: &UserId, address: Option<&str>) -> bool {
    job.kind == WEBHOOK
        && match serde_json::from_str::<Heard>(&job.payload) {
            Ok(heard) => heard.change.names(person, address),
            Err(_) => [Some(person.as_str()), address].into_iter().flatten().any(|it| job.payload.contains(it)),
        }
}

impl FromRow for Entry {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        let state = row.string("state")?;
        let standing = Standing::ALL.into_iter().find(|standing| standing.as_str() == state);
        Ok(Self {
            id: row.string("id")?,
            event_type: row.string("type")?,
            object_id: row.string_if_any("object_id")?,
            occurred_at: row.number("occurred_at")?,
            received_at: row.number("received_at")?,
            standing: standing.ok_or_else(|| Failure::internal("a delivery of an unknown standing"))?,
            reason: row.string_if_any("reason")?,
            settled_at: row.int("settled_at")?,
            attempts: row.int("attempts")?,
            due_at: row.int("due_at")?,
            error: row.string_if_any("error")?,
        })
    }
}
