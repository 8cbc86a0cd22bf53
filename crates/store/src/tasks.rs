//! The port for the tasks of a project. They belong to it: reading them takes the right to read projects, every change
//! the right to change projects. In a deleted project there are none.

use async_trait::async_trait;
use domain::{
    Grant, NewTask, Page, PageRequest, ProjectId, ReadProjects, Removing, Task, TaskChange, TaskId, UpdateProjects,
};

use crate::{StoreError, Update};

/// Tasks of a project of the grant's tenant; another tenant's do not exist here.
#[async_trait]
pub trait TaskStore: Send + Sync {
    /// A page of a project's tasks by position; `None` when the tenant has no such project.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or project, or a mangled one.
    async fn list(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        page: &PageRequest,
    ) -> Result<Option<Page<Task>>, StoreError>;

    /// One task; `None` when the project has none of that id.
    async fn get(
        &self,
        grant: &Grant<ReadProjects>,
        project: ProjectId,
        id: TaskId,
    ) -> Result<Option<Task>, StoreError>;

    /// Makes a task at version 1, the last of the project's.
    async fn create(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        new: NewTask,
    ) -> Result<NewTaskOutcome, StoreError>;

    /// Changes a task if it still is at `version`, and counts the version up. A new place moves the others aside without
    /// changing their versions or times. Never answers [`Update::KeyTaken`].
    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        project: ProjectId,
        id: TaskId,
        version: i64,
        change: TaskChange,
    ) -> Result<Update<Task>, StoreError>;

    /// Deletes a task for good and closes the gap; false when the project has none of that id.
    async fn delete(&self, by: &Removing<UpdateProjects>, project: ProjectId, id: TaskId) -> Result<bool, StoreError>;
}

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
