//! Making a project: registered tenant, free key, search terms, audit entry, and a place for it.

use async_trait::async_trait;
use domain::{Colour, NewProject, Object, Project, ProjectId, ProjectKey, ProjectStatus};

use super::{Create, ProjectQuota, statements, terms};
use crate::{
    audit::{Event, Stamp},
    engine::{Failure, values},
    listing::name_sort,
    tenants,
    unit::{End, Unit, Work},
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
            terms::add(work, project).await?;
            let event = Event::of(Project::CREATED, None, Some(project))?.in_project(self.id);
            self.stamp.note(work, event).await?;
        }
        // Last: from here to the end other creates of this tenant wait.
        if !tenants::count_new(work, 1, self.quota).await? {
            return Ok(End::RollBack(Create::Full(self.quota.most())));
        }
        Ok(made.map_or(End::RollBack(Create::KeyTaken), |project| End::Commit(Create::Done(project))))
    }
}

impl CreateProject {
    async fn under_a_free_key(&self, work: &mut Work<'_>) -> Result<Option<Project>, Failure> {
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
    async fn insert(&self, work: &mut Work<'_>, key: &ProjectKey) -> Result<Option<Project>, Failure> {
        let new = &self.new;
        let values = values![
            self.id,
            key.as_str(),
            new.name(),
            name_sort(new.name()),
            new.description(),
            new.status().unwrap_or(ProjectStatus::Active).as_str(),
            new.colour().unwrap_or(Colour::Slate).as_str(),
            new.owner().unwrap_or_else(|| self.stamp.actor()).as_str(),
            self.stamp.actor().as_str(),
            self.stamp.now(),
        ];
        work.one(statements::CREATE, values).await
    }
}
