//! What changes projects: making one (registered tenant, free key, search terms, audit entry, and a place for it), changing
//! one that somebody looked at before, deleting one and bringing it back.

use async_trait::async_trait;
use domain::{Colour, NewProject, Object, Project, ProjectId, ProjectKey, ProjectStatus, UserId};

use super::{Create, ProjectQuota, lock, statements};
use crate::{
    Update,
    audit::{Event, Stamp},
    engine::{Failure, values},
    listing::name_sort,
    search::terms_of,
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
            add_terms(work, project).await?;
            let event = Event::of(Project::CREATED, None, Some(project))?.in_project(self.id);
            self.stamp.note(work, event).await?;
        }
        // Last: from here to the end other creates of this tenant wait.
        if !tenants::projects::count_new(work, 1, self.quota).await? {
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

/// The constraint on keys: its name, or its columns where it has none.
const KEY: [&str; 2] = ["projects_key", "projects.tenant_id, projects.key"];

pub(super) struct ChangeProject {
    pub(super) stamp: Stamp,
    pub(super) id: ProjectId,
    pub(super) version: i64,
    pub(super) change: NewProject,
}

#[async_trait]
impl Unit for ChangeProject {
    type Outcome = Update<Project>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Update<Project>>, Failure> {
        let Some(before) = lock(work, self.id).await?.filter(|project| project.deleted_at.is_none()) else {
            return Ok(End::RollBack(Update::NotFound));
        };
        if before.version != self.version {
            return Ok(End::RollBack(Update::Conflict(before)));
        }
        let after = match self.update(work).await {
            Err(failure) if failure.is_of_key(&KEY) => return Ok(End::RollBack(Update::KeyTaken)),
            outcome => outcome?,
        };
        let Some(after) = after else { return Ok(End::RollBack(Update::NotFound)) };
        update_terms(work, &before, &after).await?;
        let event = Event::of(Project::UPDATED, Some(&before), Some(&after))?.in_project(self.id);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(Update::Done(after)))
    }
}

impl ChangeProject {
    async fn update(&self, work: &mut Work<'_>) -> Result<Option<Project>, Failure> {
        let change = &self.change;
        let values = values![
            self.id,
            self.version,
            change.name(),
            name_sort(change.name()),
            change.description(),
            change.key().map(ProjectKey::as_str),
            change.status().map(ProjectStatus::as_str),
            change.colour().map(Colour::as_str),
            change.owner().map(UserId::as_str),
            self.stamp.now(),
        ];
        work.one(statements::UPDATE, values).await
    }
}

/// Takes a project out of the lists, or brings it back.
pub(super) struct MoveProject {
    pub(super) stamp: Stamp,
    pub(super) id: ProjectId,
    /// Who must have made it; `None`: anybody.
    pub(super) creator: Option<UserId>,
    /// Whether it comes back.
    pub(super) is_restored: bool,
}

#[async_trait]
impl Unit for MoveProject {
    type Outcome = Option<Project>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Project>>, Failure> {
        let Some(before) = lock(work, self.id).await?.filter(|project| self.may_move(project)) else {
            return Ok(End::RollBack(None));
        };
        let now = self.stamp.now();
        let (statement, action) = match self.is_restored {
            true => (statements::RESTORE, Project::RESTORED),
            false => (statements::DELETE, Project::DELETED),
        };
        let after: Option<Project> = work.one(statement, values![self.id, now]).await?;
        // It is locked.
        let after = after.ok_or_else(|| Failure::internal("the project is not there any more"))?;
        if !self.is_restored {
            tenants::projects::note_deleted(work, now).await?;
        }
        let event = Event::of(action, Some(&before), Some(&after))?.in_project(self.id);
        self.stamp.note(work, event).await?;
        Ok(End::Commit(Some(after)))
    }
}

impl MoveProject {
    fn may_move(&self, project: &Project) -> bool {
        let is_theirs = self.creator.as_ref().is_none_or(|creator| *creator == project.created_by);
        is_theirs && project.deleted_at.is_some() == self.is_restored
    }
}

// The search terms of a project, kept in step with it.

/// Stores the terms of a project that has none yet.
pub(crate) async fn add_terms(work: &mut Work<'_>, project: &Project) -> Result<(), Failure> {
    let terms: Vec<String> = terms_of(project).into_iter().collect();
    work.execute(statements::ADD_TERMS, values![project.id, terms]).await?;
    Ok(())
}

/// Keeps them in step after a change.
async fn update_terms(work: &mut Work<'_>, before: &Project, after: &Project) -> Result<(), Failure> {
    if terms_of(before) == terms_of(after) {
        return Ok(());
    }
    renew_terms(work, after).await
}

/// Replaces whatever it has now, made by whichever rules.
pub(crate) async fn renew_terms(work: &mut Work<'_>, project: &Project) -> Result<(), Failure> {
    let terms: Vec<String> = terms_of(project).into_iter().collect();
    work.execute(statements::REMOVE_OLD_TERMS, values![project.id, terms]).await?;
    add_terms(work, project).await
}
