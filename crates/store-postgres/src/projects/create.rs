//! Making a project: registered tenant, free key, search terms, audit entry, and a place for it.

use async_trait::async_trait;
use domain::{AuditAction, Colour, NewProject, Project, ProjectId, ProjectKey, ProjectStatus};
use store::{Create, ProjectQuota, listing::name_sort};

use super::{row::Found, terms};
use crate::{
    audit::{Event, Stamp, count_new},
    error::Failure,
    sql,
    unit_of_work::{End, Unit},
    work::Work,
};

pub(super) struct CreateProject {
    pub(super) stamp: Stamp,
    pub(super) id: ProjectId,
    pub(super) new: NewProject,
    pub(super) quota: ProjectQuota,
}

#[async_trait]
impl Unit for CreateProject {
    type Outcome = Create;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Create>, Failure> {
        self.stamp.register(work).await?;
        let made = self.under_a_free_key(work).await?;
        if let Some(project) = &made {
            terms::begin(work, project).await?;
            self.stamp.note(work, Event::of_project(AuditAction::ProjectCreated, None, Some(project))?).await?;
        }
        // Last: from here to the end other creates of this tenant wait.
        if !count_new(work, 1, self.quota).await? {
            return Ok(End::RollBack(Create::Full(self.quota.most())));
        }
        Ok(made.map_or(End::RollBack(Create::KeyTaken), |project| End::Commit(Create::Done(project))))
    }
}

impl CreateProject {
    async fn under_a_free_key(&self, work: &mut Work<'_>) -> Result<Option<Project>, sqlx::Error> {
        if let Some(key) = self.new.key() {
            return self.insert(work, key).await;
        }
        for key in ProjectKey::candidates(self.new.name(), self.id) {
            if let Some(project) = self.insert(work, &key).await? {
                return Ok(Some(project));
            }
        }
        Ok(None)
    }

    /// `None`: the key is taken.
    async fn insert(&self, work: &mut Work<'_>, key: &ProjectKey) -> Result<Option<Project>, sqlx::Error> {
        let new = &self.new;
        let statement = work
            .query(sql::projects::CREATE)
            .bind(self.id.uuid())
            .bind(key.as_str())
            .bind(new.name())
            .bind(name_sort(new.name()))
            .bind(new.description())
            .bind(new.status().unwrap_or(ProjectStatus::Active).as_str())
            .bind(new.colour().unwrap_or(Colour::Slate).as_str())
            .bind(new.owner().unwrap_or_else(|| self.stamp.actor()).as_str())
            .bind(self.stamp.actor().as_str())
            .bind(self.stamp.now());
        let made: Option<Found> = work.row(statement).await?;
        Ok(made.map(Project::from))
    }
}
