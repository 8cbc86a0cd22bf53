//! The port for projects.

use async_trait::async_trait;
use domain::{
    CreateProjects, DeleteProjects, Grant, NewProject, Page, PageRequest, Project, ProjectChange, ProjectId,
    ReadProjects, UpdateProjects,
};

use crate::StoreError;

/// Projects of the grant's tenant; another tenant's projects do not exist here.
#[async_trait]
pub trait ProjectStore: Send + Sync {
    /// A page, newest first.
    async fn list(&self, grant: &Grant<ReadProjects>, page: &PageRequest) -> Result<Page<Project>, StoreError>;

    /// One project; `None` when the tenant has none of that id.
    async fn get(&self, grant: &Grant<ReadProjects>, id: ProjectId) -> Result<Option<Project>, StoreError>;

    /// Makes a project, `created_by` the grant's actor.
    async fn create(&self, grant: &Grant<CreateProjects>, new: NewProject) -> Result<Project, StoreError>;

    /// Changes a project if it still is at `version`.
    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        id: ProjectId,
        version: i64,
        change: ProjectChange,
    ) -> Result<Update, StoreError>;

    /// Deletes a project; false when there is none that `by` may delete.
    async fn delete(&self, by: &DeleteBy, id: ProjectId) -> Result<bool, StoreError>;
}

/// The outcome of an update.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Update {
    /// Done; the new state.
    Done(Project),
    /// Somebody changed it in between; the state to look at.
    Conflict(Project),
    /// The tenant has no such project.
    NotFound,
}

/// The right under which a project is deleted.
#[derive(Clone, Debug)]
pub enum DeleteBy {
    /// Any project of the tenant.
    Any(Grant<DeleteProjects>),
    /// Only what the actor made, and only while they still may create.
    Own(Grant<CreateProjects>),
}
