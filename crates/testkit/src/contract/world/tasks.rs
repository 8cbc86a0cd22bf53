//! Tasks, as the cases make and read them.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use domain::{NewTask, Page, PageRequest, Project, ProjectId, Task, TaskChange, TaskId, TenantScope, UserId};
use store::{NewTaskOutcome, TaskStore, Update};

use super::{World, every_page};
use crate::contract::Opened;

impl Opened {
    /// The tasks of the projects, for a task of its own.
    pub(in crate::contract) fn tasks(&self) -> Arc<dyn TaskStore> {
        self.store.clone()
    }
}

impl World {
    pub(in crate::contract) fn tasks(&self) -> &dyn TaskStore {
        &*self.opened.store
    }

    /// Makes a task in a project that has room.
    pub(in crate::contract) async fn task(&self, scope: &TenantScope, project: &Project, title: &str) -> Result<Task> {
        let new = NewTask::new(title, None).ok().with_context(|| format!("refused: {title:?}"))?;
        match self.tasks().create(&scope.require()?, project.id, new).await? {
            NewTaskOutcome::Done(task) => Ok(task),
            other => bail!("no task made: {other:?}"),
        }
    }

    pub(in crate::contract) async fn task_page(
        &self,
        scope: &TenantScope,
        project: ProjectId,
        page: &PageRequest,
    ) -> Result<Option<Page<Task>>> {
        Ok(self.tasks().list(&scope.require()?, project, page).await?)
    }

    /// Every page, from the first to the last.
    pub(in crate::contract) async fn task_pages(
        &self,
        scope: &TenantScope,
        project: &Project,
        limit: u32,
    ) -> Result<Vec<Vec<Task>>> {
        every_page(async |after| {
            let request = PageRequest { after, limit: Some(limit) };
            self.task_page(scope, project.id, &request).await?.context("no such project")
        })
        .await
    }

    /// Every task of the project, in order.
    pub(in crate::contract) async fn tasks_of(&self, scope: &TenantScope, project: &Project) -> Result<Vec<Task>> {
        Ok(self.task_pages(scope, project, 100).await?.concat())
    }

    pub(in crate::contract) async fn get_task(
        &self,
        scope: &TenantScope,
        project: ProjectId,
        id: TaskId,
    ) -> Result<Option<Task>> {
        Ok(self.tasks().get(&scope.require()?, project, id).await?)
    }

    pub(in crate::contract) async fn change_task(
        &self,
        scope: &TenantScope,
        seen: &Task,
        change: TaskChange,
    ) -> Result<Update<Task>> {
        Ok(self.tasks().update(&scope.require()?, seen.project_id, seen.id, seen.version, change).await?)
    }

    /// Changes a task that nobody changed in between.
    pub(in crate::contract) async fn changed_task(
        &self,
        scope: &TenantScope,
        seen: &Task,
        change: TaskChange,
    ) -> Result<Task> {
        match self.change_task(scope, seen, change).await? {
            Update::Done(task) => Ok(task),
            other => bail!("not changed: {other:?}"),
        }
    }

    pub(in crate::contract) async fn delete_task(&self, scope: &TenantScope, seen: &Task) -> Result<bool> {
        Ok(self.tasks().delete(&scope.require()?.to_remove()?, seen.project_id, seen.id).await?)
    }
}

pub(in crate::contract) fn moved_to(position: i64) -> Result<TaskChange> {
    TaskChange::default().with_position(position).ok().with_context(|| format!("refused: {position}"))
}

pub(in crate::contract) fn titled(title: &str) -> Result<TaskChange> {
    TaskChange::default().with_title(title).ok().with_context(|| format!("refused: {title:?}"))
}

pub(in crate::contract) fn ticked(done: bool) -> TaskChange {
    let mut change = TaskChange::default();
    change.done = Some(done);
    change
}

pub(in crate::contract) fn assigned(assignee: Option<UserId>) -> TaskChange {
    let mut change = TaskChange::default();
    change.assignee = Some(assignee);
    change
}
