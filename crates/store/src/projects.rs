//! The port for projects.

use async_trait::async_trait;
use domain::{
    CreateProjects, DeleteProjects, Grant, MissingPermission, NewProject, Page, PageRequest, Project, ProjectChange,
    ProjectId, ReadProjects, Tenant, TenantScope, UpdateProjects, UserId,
};

use crate::StoreError;

/// Projects of the grant's tenant; another tenant's projects do not exist here.
///
/// A write that was answered with `Ok` is durable. A caller that goes away while it waits (a dropped future) leaves the
/// write either wholly done or not done at all.
#[async_trait]
pub trait ProjectStore: Send + Sync {
    /// A page, newest first; projects of the same millisecond by id, greatest first.
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant or list, or a mangled one;
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database.
    async fn list(&self, grant: &Grant<ReadProjects>, page: &PageRequest) -> Result<Page<Project>, StoreError>;

    /// One project; `None` when the tenant has none of that id.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database.
    async fn get(&self, grant: &Grant<ReadProjects>, id: ProjectId) -> Result<Option<Project>, StoreError>;

    /// Makes a project at version 1, `created_by` the grant's actor.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database.
    async fn create(&self, grant: &Grant<CreateProjects>, new: NewProject) -> Result<Project, StoreError>;

    /// Changes a project if it still is at `version`, and counts the version up.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database. A conflict is no error.
    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        id: ProjectId,
        version: i64,
        change: ProjectChange,
    ) -> Result<Update, StoreError>;

    /// Deletes a project; false when there is none that `by` may delete.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Internal`] from the database.
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

impl DeleteBy {
    /// The widest right the person has here.
    ///
    /// # Errors
    /// [`MissingPermission`] (of `org:projects:delete`) for someone who may neither delete nor create.
    pub fn of(scope: &TenantScope) -> Result<Self, MissingPermission> {
        let refusal = match scope.require() {
            Ok(grant) => return Ok(Self::Any(grant)),
            Err(refusal) => refusal,
        };
        scope.require().map(Self::Own).map_err(|_| refusal)
    }

    /// The tenant the right is for.
    pub fn tenant(&self) -> &Tenant {
        match self {
            Self::Any(grant) => grant.tenant(),
            Self::Own(grant) => grant.tenant(),
        }
    }

    /// Who must have made the project; `None`: anybody.
    pub fn creator(&self) -> Option<&UserId> {
        match self {
            Self::Any(_) => None,
            Self::Own(grant) => Some(grant.actor()),
        }
    }
}
