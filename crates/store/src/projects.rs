//! The port for projects, and what is behind it.

pub(crate) mod changes;
mod list;
mod listing;
pub(crate) mod statements;

use async_trait::async_trait;
use domain::{
    CreateProjects, DeleteProjects, Grant, NewProject, NoRemoval, Page, Project, ProjectId, ProjectQuery, ReadProjects,
    Removing, Tenant, TenantScope, UpdateProjects, UserId,
};

use crate::{
    Backed, StoreError, Update,
    engine::{Failure, FromRow, Row, values},
    listing as pages,
    resource::Resource,
    search::Question,
    unit::Work,
};

/// A project takes its tasks and terms along.
pub(crate) const RESOURCE: Resource =
    Resource { statements: &[statements::ALL, listing::ALL], removal: Some((statements::REMOVE_ALL, 100)) };

/// Projects of the grant's tenant; another tenant's projects do not exist here.
#[async_trait]
pub trait ProjectStore: Backed {
    /// A page of a list. A search or an owner may give a page that is not full and still has a next one: see
    /// [`crate::listing`].
    ///
    /// # Errors
    /// [`StoreError::InvalidCursor`] for a cursor of another tenant, list or order, or a mangled one.
    async fn list(&self, grant: &Grant<ReadProjects>, query: &ProjectQuery) -> Result<Page<Project>, StoreError> {
        let tenant = grant.tenant();
        let list = list::List::new(tenant, query)?;
        // No project can have what is asked for, whoever owns it.
        if Question::of(&query.search).is_vain() {
            return Ok(Page { items: Vec::new(), next: None });
        }
        let found = list::read(self.behind().data(), tenant.id(), list).await?;
        pages::page(tenant, query, found.projects, found.walked_to)
    }

    /// One project; `None` when the tenant has none of that id, or it was deleted.
    async fn get(&self, grant: &Grant<ReadProjects>, id: ProjectId) -> Result<Option<Project>, StoreError> {
        self.behind().data().one(grant.tenant().id(), statements::GET, values![id]).await
    }

    /// Makes a project at version 1, `created_by` the grant's actor. Without a key it gets the first free one of
    /// [`domain::ProjectKey::candidates`]; without an owner, the actor. Never more than the store's [`ProjectQuota`].
    async fn create(&self, grant: &Grant<CreateProjects>, new: NewProject) -> Result<Create, StoreError> {
        let data = self.behind().data();
        let id = ProjectId::new(data.ids().uuid_v7());
        let unit = changes::CreateProject { stamp: data.stamp(grant.scope()), id, new, quota: data.quota() };
        data.write(grant.tenant().id(), unit).await
    }

    /// Changes a project if it still is at `version`, and counts the version up. Deleted ones are not there.
    async fn update(
        &self,
        grant: &Grant<UpdateProjects>,
        id: ProjectId,
        version: i64,
        change: NewProject,
    ) -> Result<Update<Project>, StoreError> {
        let data = self.behind().data();
        let unit = changes::ChangeProject { stamp: data.stamp(grant.scope()), id, version, change };
        data.write(grant.tenant().id(), unit).await
    }

    /// Deletes a project so that it can be restored for [`domain::project::RESTORABLE_MS`]; false when there is none
    /// that `by` may delete. Counts as a change.
    async fn delete(&self, by: &DeleteBy, id: ProjectId) -> Result<bool, StoreError> {
        let data = self.behind().data();
        let (stamp, creator) = (data.stamp(by.scope()), by.creator().cloned());
        let unit = changes::MoveProject { stamp, id, creator, is_restored: false };
        Ok(data.write(by.tenant().id(), unit).await?.is_some())
    }

    /// Brings a deleted project back as it was; `None` when there is none that `by` may restore: whoever may delete may
    /// restore. Counts as a change.
    async fn restore(&self, by: &DeleteBy, id: ProjectId) -> Result<Option<Project>, StoreError> {
        let data = self.behind().data();
        let (stamp, creator) = (data.stamp(by.scope()), by.creator().cloned());
        let unit = changes::MoveProject { stamp, id, creator, is_restored: true };
        data.write(by.tenant().id(), unit).await
    }
}

impl<S: Backed> ProjectStore for S {}

/// The outcome of making a project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Create {
    /// Done.
    Done(Project),
    /// Another project of the tenant has the key, maybe a deleted one.
    KeyTaken,
    /// The tenant has as many as it may: so many.
    Full(i64),
}

/// How many projects one tenant may have. Those that were deleted count until they are purged: they take as much room, and
/// may be restored at any moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProjectQuota(i64);

impl ProjectQuota {
    /// As many as it likes.
    pub const NONE: Self = Self(i64::MAX);

    /// So many; 0: as many as it likes.
    pub fn of(most: u32) -> Self {
        if most == 0 { Self::NONE } else { Self(i64::from(most)) }
    }

    /// The number.
    pub fn most(self) -> i64 {
        self.0
    }
}

/// The right under which a project is deleted or restored.
#[derive(Clone, Debug)]
pub enum DeleteBy {
    /// Any project of the tenant.
    Any(Grant<DeleteProjects>),
    /// Only what the actor made, and only while they still may create.
    Own(Removing<CreateProjects>),
}

impl DeleteBy {
    /// The widest right the person has here.
    ///
    /// # Errors
    /// [`NoRemoval`]: somebody else acts in the session, or the person may neither delete nor create (then the missing
    /// permission is `org:projects:delete`).
    pub fn of(scope: &TenantScope) -> Result<Self, NoRemoval> {
        scope.may_remove()?;
        let refusal = match scope.require() {
            Ok(grant) => return Ok(Self::Any(grant)),
            Err(refusal) => refusal,
        };
        let own: Grant<CreateProjects> = scope.require().map_err(|_| refusal)?;
        Ok(Self::Own(own.to_remove()?))
    }

    /// The scope of the right.
    pub fn scope(&self) -> &TenantScope {
        match self {
            Self::Any(grant) => grant.scope(),
            Self::Own(removing) => removing.grant().scope(),
        }
    }

    /// The tenant the right is for.
    pub fn tenant(&self) -> &Tenant {
        self.scope().tenant()
    }

    /// Who must have made the project; `None`: anybody.
    pub fn creator(&self) -> Option<&UserId> {
        match self {
            Self::Any(_) => None,
            Self::Own(removing) => Some(removing.grant().actor()),
        }
    }
}

impl FromRow for Project {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: ProjectId::new(row.uuid("id")?),
            key: row.parsed("key")?,
            name: row.string("name")?,
            description: row.string("description")?,
            status: row.parsed("status")?,
            colour: row.parsed("colour")?,
            owner: row.parsed("owner")?,
            created_by: row.parsed("created_by")?,
            created_at: row.number("created_at")?,
            updated_at: row.number("updated_at")?,
            deleted_at: row.int("deleted_at")?,
            version: row.number("version")?,
        })
    }
}

/// The project, deleted or not, which stays as it is until this transaction ends.
async fn lock(work: &mut Work<'_>, id: ProjectId) -> Result<Option<Project>, Failure> {
    work.one(statements::LOCK, values![id]).await
}
