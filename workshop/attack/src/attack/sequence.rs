//! A sequence from its beginning to its end: what is asked at the same time is asked in different tenants, so that each
//! tenant's model knows exactly what must come of it.

use std::{collections::BTreeSet, sync::Arc};

use domain::{Clock, Tenant};
use futures::future::try_join_all;
use rand::{SeedableRng, rngs::StdRng};
use server::harness::Answer;
use store::Removal;

use super::{
    arena::Arena,
    ask::{Ask, Operation},
    cast::cast,
    choose::Chooser,
    judge::{cursor, judge, learned_id},
    model::{Learned, Model, Outcome},
    report::{Failure, Tally},
    request::Draft,
    scan::Reader,
    step::{Step, Via},
};

/// A running sequence.
pub(super) struct Sequence<'a> {
    arena: &'a Arena,
    pub(super) models: Vec<Model>,
    /// Which server is asked is chance.
    pub(super) random: StdRng,
    serial: usize,
    tally: Tally,
}

/// Runs the steps with fresh tenants.
pub(super) async fn run(arena: &Arena, seed: u64, steps: &[Step]) -> Result<Tally, Failure> {
    let mut random = StdRng::seed_from_u64(seed);
    let seats: Vec<_> = cast(arena.number(), &mut random)?.into_iter().map(Arc::new).collect();
    arena.introduce(&seats);
    let models = seats.into_iter().map(Model::of).collect();
    let mut sequence = Sequence { arena, models, random, serial: 0, tally: Tally::default() };
    let mut rest = steps;
    while !rest.is_empty() {
        let (round, later) = rest.split_at(round(rest));
        sequence.round(round).await?;
        rest = later;
    }
    sequence.end().await?;
    Ok(sequence.tally)
}

/// How many of the first steps are of different tenants.
fn round(steps: &[Step]) -> usize {
    let mut tenants = BTreeSet::new();
    steps.iter().take_while(|step| tenants.insert(step.tenant)).count()
}

impl Sequence<'_> {
    async fn round(&mut self, steps: &[Step]) -> Result<(), Failure> {
        // Entries that two servers make in one millisecond stand in either order.
        let least = i64::from(self.arena.nodes.len() > 1);
        self.arena.server.clock.advance(steps.first().map_or(0, |step| step.wait).max(least));
        let asks: Vec<Ask> = steps.iter().map(|step| self.ask(step)).collect();
        let mut sent = Vec::new();
        for ask in &asks {
            let request = Draft::of(ask).request(ask.via, self.token(ask), self.tenant(ask))?;
            sent.push(self.arena.node(&mut self.random).send(request));
        }
        let answers: Vec<Answer> = try_join_all(sent).await?;
        for (ask, answer) in asks.iter().zip(answers) {
            self.check(ask, answer).await?;
        }
        for ask in asks.iter().filter(|ask| matches!(ask.operation, Operation::Purge)) {
            self.purge(ask.tenant).await?;
        }
        Ok(())
    }

    /// Asks, checks, and returns the cursor of the next page.
    pub(super) async fn ask_alone(&mut self, ask: &Ask) -> Result<Option<String>, Failure> {
        let request = Draft::of(ask).request(ask.via, self.token(ask), self.tenant(ask))?;
        let answer = self.arena.node(&mut self.random).send(request).await?;
        let next = answer.json()["next"].as_str().map(str::to_owned);
        self.check(ask, answer).await?;
        Ok(next)
    }

    fn ask(&mut self, step: &Step) -> Ask {
        self.serial += 1;
        Chooser::new(&self.models, step, self.serial).ask()
    }

    fn token(&self, ask: &Ask) -> &str {
        self.models[ask.tenant].seat.people[ask.person].token(&self.arena.server)
    }

    fn tenant(&self, ask: &Ask) -> &Tenant {
        &self.models[ask.tenant].seat.tenant
    }

    /// Compares an answer with the model, to which the same is done.
    async fn check(&mut self, ask: &Ask, answer: Answer) -> Result<(), Failure> {
        if matches!(ask.operation, Operation::Purge) {
            return Ok(());
        }
        let id = match (&ask.operation, ask.via) {
            (Operation::AddTask { .. }, Via::Page) => self.newest_task(ask).await?,
            _ => learned_id(ask, &answer),
        };
        let request_id = answer.header("x-request-id").to_owned();
        let learned = Learned { now: self.arena.server.clock.now_ms(), id, request_id };
        let model = &mut self.models[ask.tenant];
        let noted = model.trail.len();
        let outcome = model.apply(ask, &learned);
        self.count(ask.tenant, noted, &outcome);
        let verdict = judge(&self.models[ask.tenant], ask, &outcome, &answer).and_then(|()| self.scan(ask, &answer));
        verdict.map_err(|what| Failure { what, ask: format!("{ask:?}"), answer: answer.text.clone() })?;
        self.models[ask.tenant].cursors.extend(cursor(&outcome, &answer));
        Ok(())
    }

    fn count(&mut self, tenant: usize, noted: usize, outcome: &Outcome) {
        let new = &self.models[tenant].trail[noted..];
        self.tally.requests += 1;
        self.tally.changes += new.iter().filter(|event| event.outcome == domain::AuditOutcome::Done).count();
        self.tally.refusals += new.iter().filter(|event| event.outcome == domain::AuditOutcome::Refused).count();
        self.tally.errors += usize::from(outcome.is_err());
    }

    fn scan(&self, ask: &Ask, answer: &Answer) -> Result<(), String> {
        let model = &self.models[ask.tenant];
        let named = model.trail.iter().filter(|event| event.outcome == domain::AuditOutcome::Refused);
        let named = named.filter_map(|event| event.object_id.clone()).collect();
        let (seat, owners) = (&model.seat, &self.arena.owners);
        Reader { seat, owners, said: &Draft::of(ask).said(), named: &named }.read(answer)
    }

    /// A form that adds a task answers with its page: there the task is the last one.
    async fn newest_task(&mut self, ask: &Ask) -> Result<uuid::Uuid, Failure> {
        let Operation::AddTask { project, .. } = &ask.operation else { return Ok(uuid::Uuid::nil()) };
        let list = Draft::get(format!("/api/projects/{project}/tasks?limit=100"));
        let request = list.request(Via::Rest, self.token(ask), self.tenant(ask))?;
        let tasks = self.arena.node(&mut self.random).send(request).await?.json();
        let last = tasks["tasks"].as_array().and_then(|tasks| tasks.last());
        Ok(last.and_then(|task| task["id"].as_str()).and_then(|id| id.parse().ok()).unwrap_or_default())
    }

    /// The job that runs every hour, where its order does not matter. Alone in its milliseconds: it runs beside the servers
    /// that are asked, with ids of its own, and entries of one millisecond would stand in either order.
    async fn purge(&mut self, tenant: usize) -> anyhow::Result<()> {
        let now = self.arena.server.clock.advance(1);
        let model = &mut self.models[tenant];
        let Some(id) = model.to_purge() else { return Ok(()) };
        let purged = self.arena.server.system().purge(model.seat.tenant.id(), now + 1, 10).await?;
        anyhow::ensure!(purged == 1, "{purged} purged in the place of one");
        model.purge(id, now);
        self.arena.server.clock.advance(1);
        Ok(())
    }

    /// One tenant is removed; then everything that all others have is read once more.
    async fn end(&mut self) -> Result<(), Failure> {
        let removed = self.models.iter().position(|model| !model.trail.is_empty());
        if let Some(tenant) = removed {
            let model = &mut self.models[tenant];
            let outcome = self.arena.server.system().remove_tenant(model.seat.tenant.id()).await;
            let outcome = outcome.map_err(anyhow::Error::from)?;
            if outcome != Removal::Done {
                return Err(anyhow::anyhow!("not removed: {outcome:?}").into());
            }
            *model = Model::of(Arc::clone(&model.seat));
        }
        for tenant in 0..self.models.len() {
            self.read_everything(tenant).await?;
        }
        Ok(())
    }
}
