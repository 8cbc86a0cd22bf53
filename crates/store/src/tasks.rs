//! The port for the tasks of a project. They belong to it: reading them takes the right to read projects, every change
//! the right to change projects. In a deleted project there are none. Their places are 1 to n without gaps: whoever
//! changes them locks the project first.

mod changes;
mod statements;

use async_trait::async_trait;
use domain::{
    Grant, NewTask, Page, PageRequest, ProjectId, ReadProjects, Removing, Task, TaskChange, TaskId, UpdateProjects,
};
use uuid::Uuid;

use crate::{
    Backed, Data, StoreError, Update,
    engine::{Failure, FromRow, Row, Value, values},
    listing,
    resource::Resource,
    unit::{End, Unit, Work},
};

pub(crate) const RESOURCE: Resource = Resource { statements: &[statements::ALL], removal: None };

/// Tasks of a project of the grant's tenant; another tenant's do not exist here.
#[async_trait]
pub trait TaskStore: Backed {
    /// A page of a project's tasks by position; `None` when the tenant has no such project.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or project, or a mangled one.
    async fn list(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        page: &PageRequest,
    ) -> Result<Option<Page<Task>>, StoreError> {
        let (tenant, list) = (grant.tenant(), format!("tasks of {project}"));
        let after: Option<(i64, TaskId)> = listing::decoded(tenant, &list, page.after.as_deref())?;
        let after = after.unwrap_or((0, TaskId::new(Uuid::nil())));
        let found = read(self.behind().data(), tenant.id(), List { project, after, page: page.clone() }).await?;
        let page = found.map(|found| listing::page_by(tenant, &list, page, found, |task| (task.position, task.id)));
        page.transpose()
    }

    /// One task; `None` when the project has none of that id.
    async fn get(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        id: TaskId,
    ) -> Result<Option<Task>, StoreError> {
        self.behind().data().one(grant.tenant().id(), statements::GET, values![project, id]).await
    }

    /// Makes a task at version 1, the last of the project's.
    async fn create(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        new: NewTask,
    ) -> Result<NewTaskOutcome, StoreError> {
        let data = self.behind().data();
        let id = TaskId::new(data.ids().uuid_v7());
        data.write(grant.tenant().id(), changes::CreateTask { stamp: data.stamp(grant.scope()), project, id, new })
            .await
    }

    /// Changes a task if it still is at `version`, and counts the version up. A new place moves the others aside without
    /// changing their versions or times. Never answers [`Update::KeyTaken`].
    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        id: TaskId,
        version: i64,
        change: TaskChange,
    ) -> Result<Update<Task>, StoreError> {
        let data = self.behind().data();
        let unit = changes::ChangeTask { stamp: data.stamp(grant.scope()), project, id, version, change };
        data.write(grant.tenant().id(), unit).await
    }

    /// Deletes a task for good and closes the gap; false when the project has none of that id.
    async fn delete(&self, by: &Removing<UpdateProjects>, project: ProjectId, id: TaskId) -> Result<bool, StoreError> {
        let (data, grant) = (self.behind().data(), by.grant());
        data.write(grant.tenant().id(), changes::DeleteTask { stamp: data.stamp(grant.scope()), project, id }).await
    }
}

impl<S: Backed> TaskStore for S {}

/// The outcome of making a task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewTaskOutcome {
    /// Done.
    Done(Task),
    /// The project has [`domain::task::TASKS_MAX`] tasks.
    Full,
    /// The tenant has no such project.
    NotFound,
}

impl FromRow for Task {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: TaskId::new(row.uuid("id")?),
            project_id: ProjectId::new(row.uuid("project_id")?),
            title: row.string("title")?,
            done: row.is_set("done")?,
            position: row.number("position")?,
            assignee: row.parsed_if_any("assignee")?,
            created_by: row.parsed("created_by")?,
            created_at: row.number("created_at")?,
            updated_at: row.number("updated_at")?,
            version: row.number("version")?,
        })
    }
}

/// Makes the places of the project's tasks this transaction's to change; false: there is no such project.
async fn lock_project(work: &mut Work<'_>, project: ProjectId) -> Result<bool, Failure> {
    work.finds(statements::LOCK_PROJECT, values![project]).await
}

/// How many tasks the project has.
async fn count(work: &mut Work<'_>, project: ProjectId) -> Result<i64, Failure> {
    let counted = work.one_as(statements::COUNT, values![project], |row| row.number("tasks")).await?;
    Ok(counted.unwrap_or(0))
}

/// Moves the tasks from place `first` to place `last` by `step`.
async fn shift(work: &mut Work<'_>, project: ProjectId, first: i64, last: i64, step: i64) -> Result<(), Failure> {
    if first <= last {
        work.execute(statements::SHIFT, values![project, first, last, step]).await?;
    }
    Ok(())
}

/// A page of a project's tasks.
struct List {
    project: ProjectId,
    after: (i64, TaskId),
    page: PageRequest,
}

/// The rows of a page, and one more if there are; `None`: there is no such project. Only an empty page leaves that open,
/// and then it is asked together with the page, of one state.
async fn read(data: &Data, tenant: &str, list: List) -> Result<Option<Vec<Task>>, StoreError> {
    let found: Vec<Task> = data.all(tenant, statements::LIST, list.values()).await?;
    if found.is_empty() { data.read(tenant, list).await } else { Ok(Some(found)) }
}

impl List {
    fn values(&self) -> Vec<Value> {
        let (position, id) = self.after;
        values![self.project, position, id, listing::rows_to_query(&self.page)]
    }
}

#[async_trait]
impl Unit for List {
    type Outcome = Option<Vec<Task>>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Vec<Task>>>, Failure> {
        let exists = work.finds(statements::HAS_PROJECT, values![self.project]).await?;
        let found = work.all(statements::LIST, self.values()).await?;
        Ok(End::Commit(exists.then_some(found)))
    }
}

/// A task of a project that is not deleted.
async fn get(work: &mut Work<'_>, project: ProjectId, id: TaskId) -> Result<Option<Task>, Failure> {
    work.one(statements::GET, values![project, id]).await
}
