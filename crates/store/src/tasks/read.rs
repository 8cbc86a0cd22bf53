//! Looking at tasks.

use async_trait::async_trait;
use domain::{PageRequest, ProjectId, Task, TaskId};

use super::statements;
use crate::{
    Data, StoreError,
    engine::{Failure, Value, all, values},
    listing,
    unit::{End, Unit, Work},
};

/// A page of a project's tasks.
pub(super) struct List {
    pub(super) project: ProjectId,
    pub(super) after: (i64, TaskId),
    pub(super) page: PageRequest,
}

/// The rows of a page, and one more if there are; `None`: there is no such project. Only an empty page leaves that open,
/// and then it is asked together with the page, of one state.
pub(super) async fn list(data: &Data, tenant: &str, list: List) -> Result<Option<Vec<Task>>, StoreError> {
    let found: Vec<Task> = all(&data.rows(tenant, statements::LIST, list.values()).await?)?;
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
        let exists = work.row(statements::HAS_PROJECT, values![self.project]).await?.is_some();
        let found = work.all(statements::LIST, self.values()).await?;
        Ok(End::Commit(exists.then_some(found)))
    }
}

/// A task of a project that is not deleted.
pub(super) async fn get(work: &mut Work<'_>, project: ProjectId, id: TaskId) -> Result<Option<Task>, Failure> {
    work.one(statements::GET, values![project, id]).await
}
