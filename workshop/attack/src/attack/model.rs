//! What a tenant must look like: plain vectors, to which the same is done. Nothing in here knows of another tenant.

mod lists;
mod projects;
mod tasks;
mod trail;

use std::{collections::BTreeMap, sync::Arc};

use app::AppError;
use domain::{AuditAction, MissingPermission, Permission, Project, ProjectId, Task, UserId};
use uuid::Uuid;

pub(super) use self::{lists::Place, trail::Noted};
use super::{
    ask::{Ask, Operation},
    cast::{Seat, Somebody},
    step::Via,
};

/// One tenant.
pub(super) struct Model {
    pub(super) seat: Arc<Seat>,
    /// Deleted ones too, in the order in which they were made.
    pub(super) projects: Vec<Project>,
    /// In their order.
    pub(super) tasks: BTreeMap<ProjectId, Vec<Task>>,
    /// The oldest first.
    pub(super) trail: Vec<Noted>,
    /// The cursors this tenant was given, and where each goes on.
    pub(super) cursors: BTreeMap<String, Place>,
}

/// What a good answer shows.
#[derive(Clone, Debug)]
pub(super) enum Shown {
    Project(Project),
    Task(Task),
    TaskPage(Project, Task),
    ProjectPage(Project, Listed<Task>),
    Projects(Listed<Project>),
    Tasks(Listed<Task>),
    Events(Listed<Noted>),
    Tenant,
    Done,
}

/// A page of a list, and where the next one begins; `None` on the last.
#[derive(Clone, Debug)]
pub(super) struct Listed<T> {
    pub(super) items: Vec<T>,
    pub(super) next: Option<Place>,
}

/// The answer, as it must be.
pub(super) type Outcome = Result<Shown, AppError>;

/// What only the server can know beforehand.
pub(super) struct Learned {
    /// The time of the request.
    pub(super) now: i64,
    /// The id of what was made, as the answer says; nil when it does not.
    pub(super) id: Uuid,
    /// Which request it was.
    pub(super) request_id: String,
}

/// Somebody who does something on a request.
struct Doing<'a> {
    who: &'a Somebody,
    learned: &'a Learned,
}

impl Model {
    pub(super) fn of(seat: Arc<Seat>) -> Self {
        let (projects, trail) = (Vec::new(), Vec::new());
        Self { seat, projects, tasks: BTreeMap::new(), trail, cursors: BTreeMap::new() }
    }

    /// Does what is asked, and tells what must be answered.
    pub(super) fn apply(&mut self, ask: &Ask, learned: &Learned) -> Outcome {
        if ask.via != Via::Rest && ask.path != self.seat.path {
            return Err(AppError::TenantMismatch);
        }
        let seat = Arc::clone(&self.seat);
        let doing = Doing { who: &seat.people[ask.person], learned };
        match &ask.operation {
            Operation::List(query) => self.list(query).map(Shown::Projects),
            Operation::Show { id, tasks_after } => self.show(*id, tasks_after.clone(), ask.via),
            Operation::Create(draft) => self.create(&doing, draft.clone()).map(Shown::Project),
            Operation::Update { id, version, edit } => self.update(&doing, *id, *version, edit).map(Shown::Project),
            Operation::Delete(id) => self.delete(&doing, *id).map(|()| Shown::Done),
            Operation::Restore(id) => self.restore(&doing, *id).map(Shown::Project),
            Operation::Tasks { project, page } => self.tasks_of(*project, page).map(Shown::Tasks),
            Operation::ShowTask { project, id } => self.show_task(*project, *id, ask.via),
            Operation::AddTask { project, title, assignee } => {
                self.add_task(&doing, *project, title, assignee.clone()).map(Shown::Task)
            }
            Operation::ChangeTask { project, id, version, edit } => {
                let is_tick = ask.via != Via::Rest && !edit.is_of_words();
                let changed = self.change_task(&doing, *project, *id, *version, edit).map(Shown::Task);
                // Whoever ticks or moves a task sees it in its list anyway.
                changed.map_err(|error| match error {
                    AppError::Conflict(_) if is_tick => AppError::Stale,
                    error => error,
                })
            }
            Operation::DropTask { project, id } => self.drop_task(&doing, *project, *id).map(|()| Shown::Done),
            Operation::Activity(page) => self.activity(page).map(Shown::Events),
            Operation::Tenant => Ok(Shown::Tenant),
            Operation::Purge => Ok(Shown::Done),
        }
    }

    fn show(&self, id: ProjectId, tasks_after: Option<String>, via: Via) -> Outcome {
        let project = self.present(id).ok_or(AppError::NotFound)?.clone();
        if via == Via::Rest {
            return Ok(Shown::Project(project));
        }
        let tasks = self.tasks_of(id, &domain::PageRequest::after(tasks_after))?;
        Ok(Shown::ProjectPage(project, tasks))
    }

    /// Whether the person may do what they try; a refusal is noted.
    fn require(
        &mut self,
        doing: &Doing<'_>,
        permission: Permission,
        action: AuditAction,
        object: Option<Uuid>,
    ) -> Result<(), AppError> {
        if doing.who.role.may(permission) {
            return Ok(());
        }
        self.note_refusal(doing, action, object);
        Err(MissingPermission(permission).into())
    }

    /// Whether the person may be named here.
    fn check_person(&self, doing: &Doing<'_>, field: &str, person: &UserId) -> Result<(), AppError> {
        if *person == doing.who.id || self.seat.has(person) { Ok(()) } else { Err(wrong(field)) }
    }
}

/// An error of a field, whatever it says.
fn wrong(field: &str) -> AppError {
    AppError::Invalid(vec![domain::FieldError::new(field, "")])
}
