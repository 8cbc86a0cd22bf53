//! From a step to what is asked: of one's own objects mostly, of others' and of none often enough.

mod edits;
mod lists;
mod objects;

use super::{
    ask::{Ask, Operation},
    cast::Seat,
    model::Model,
    step::{Choices, Kind, Step, Via},
};

/// What is chosen from.
pub(super) struct Chooser<'a> {
    models: &'a [Model],
    step: &'a Step,
    choices: Choices<'a>,
    /// A number that no other text of the sequence holds.
    serial: usize,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(models: &'a [Model], step: &'a Step, serial: usize) -> Self {
        Self { models, step, choices: Choices::of(step), serial }
    }

    fn model(&self) -> &'a Model {
        &self.models[self.step.tenant]
    }

    fn seat(&self) -> &'a Seat {
        &self.model().seat
    }

    pub(super) fn ask(mut self) -> Ask {
        let kind = self.kind();
        let operation = self.operation(kind);
        let via = match (kind, self.step.via) {
            // Not everything has every way.
            (Kind::Tasks | Kind::Purge, _) => Via::Rest,
            (Kind::Tenant, _) => Via::Call,
            (_, via) => via,
        };
        let is_astray = via != Via::Rest && self.choices.chance(6);
        let path = if is_astray { self.other().seat.path.clone() } else { self.seat().path.clone() };
        let person = self.step.person % self.seat().people.len();
        Ask { tenant: self.step.tenant, person, via, path, operation }
    }

    /// Any other tenant of the sequence.
    fn other(&mut self) -> &'a Model {
        let at = (self.step.tenant + 1 + self.choices.below(self.models.len() - 1)) % self.models.len();
        &self.models[at]
    }

    /// What has nothing to be done to makes something instead, mostly.
    fn kind(&mut self) -> Kind {
        let (has_project, has_task) = (
            self.model().projects.iter().any(|project| project.deleted_at.is_none()),
            self.model().tasks.values().any(|tasks| !tasks.is_empty()),
        );
        let kind = self.step.kind;
        let of_task = matches!(kind, Kind::ShowTask | Kind::ChangeTask | Kind::DropTask | Kind::Tasks);
        let of_project = of_task || matches!(kind, Kind::Show | Kind::Update | Kind::Delete | Kind::AddTask);
        match (self.choices.chance(85), of_project && !has_project, of_task && !has_task) {
            (true, true, _) => Kind::Create,
            (true, _, true) => Kind::AddTask,
            _ => kind,
        }
    }

    fn operation(&mut self, kind: Kind) -> Operation {
        match kind {
            Kind::List => Operation::List(self.query()),
            Kind::Show => Operation::Show { id: self.project(), tasks_after: self.tasks_after() },
            Kind::Create => Operation::Create(self.draft()),
            Kind::Update => self.update(),
            Kind::Delete => Operation::Delete(self.project()),
            Kind::Restore => Operation::Restore(self.deleted_project()),
            Kind::Tasks => self.tasks(),
            Kind::ShowTask => {
                let (project, id) = self.task();
                Operation::ShowTask { project, id }
            }
            Kind::AddTask => {
                let title = if self.choices.chance(4) { " ".to_owned() } else { self.text('t') };
                let assignee = if self.choices.chance(50) { Some(self.somebody()) } else { None };
                Operation::AddTask { project: self.project(), title, assignee }
            }
            Kind::ChangeTask => self.change_task(),
            Kind::DropTask => {
                let (project, id) = self.task();
                Operation::DropTask { project, id }
            }
            Kind::Activity => Operation::Activity(self.page()),
            Kind::Tenant => Operation::Tenant,
            Kind::Purge => Operation::Purge,
        }
    }
}
