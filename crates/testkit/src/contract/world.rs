//! A database, a clock in hand, and people with their grants.

use std::sync::Arc;

use anyhow::{Context, Result};
use domain::{Grant, NewProject, Page, PageRequest, Project, ProjectId, ReadProjects, TenantScope};
use store::{DeleteBy, IdGenerator, ProjectStore, Update};

use super::{Open, Opened};
use crate::{HandClock, LocalClerk, Person, Place, SeededIds};

pub(super) struct World {
    pub(super) opened: Opened,
    pub(super) clock: Arc<HandClock>,
}

impl World {
    pub(super) async fn new(open: impl Open) -> Result<Self> {
        let clock = HandClock::new();
        let ids = SeededIds::new(clock.clone(), 7);
        Self::with(open, clock, ids).await
    }

    pub(super) async fn with(open: impl Open, clock: Arc<HandClock>, ids: Arc<dyn IdGenerator>) -> Result<Self> {
        let opened = open(clock.clone(), ids).await?;
        Ok(Self { opened, clock })
    }

    pub(super) fn projects(&self) -> &dyn ProjectStore {
        self.opened.projects.as_ref()
    }

    pub(super) async fn create(&self, scope: &TenantScope, name: &str) -> Result<Project> {
        Ok(self.projects().create(&scope.require()?, fields(name, "")?).await?)
    }

    pub(super) async fn get(&self, scope: &TenantScope, id: ProjectId) -> Result<Option<Project>> {
        Ok(self.projects().get(&scope.require()?, id).await?)
    }

    pub(super) async fn rename(&self, scope: &TenantScope, seen: &Project, name: &str) -> Result<Update> {
        let change = fields(name, &seen.description)?;
        Ok(self.projects().update(&scope.require()?, seen.id, seen.version, change).await?)
    }

    pub(super) async fn delete(&self, scope: &TenantScope, id: ProjectId) -> Result<bool> {
        Ok(self.projects().delete(&DeleteBy::of(scope)?, id).await?)
    }

    pub(super) async fn page(&self, scope: &TenantScope, after: Option<&str>, limit: u32) -> Result<Page<Project>> {
        let grant: Grant<ReadProjects> = scope.require()?;
        let request = PageRequest { after: after.map(str::to_owned), limit: Some(limit) };
        Ok(self.projects().list(&grant, &request).await?)
    }

    /// Every page, from the first to the last.
    pub(super) async fn pages(&self, scope: &TenantScope, limit: u32) -> Result<Vec<Vec<Project>>> {
        let mut page = self.page(scope, None, limit).await?;
        let mut pages = Vec::new();
        while let Some(next) = page.next.take() {
            pages.push(page.items);
            page = self.page(scope, Some(&next), limit).await?;
        }
        pages.push(page.items);
        Ok(pages)
    }

    /// Every project of the tenant, as listed.
    pub(super) async fn all(&self, scope: &TenantScope) -> Result<Vec<Project>> {
        Ok(self.pages(scope, 100).await?.concat())
    }
}

/// A seeded person in a tenant.
pub(super) fn scope(person: Person, place: Place) -> Result<TenantScope> {
    LocalClerk::shared()?.scope(person, place)
}

pub(super) fn fields(name: &str, description: &str) -> Result<NewProject> {
    NewProject::new(name, description).ok().with_context(|| format!("{name:?} or {description:?} was refused"))
}
