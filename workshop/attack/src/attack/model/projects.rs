//! What becomes of projects.

use app::{AppError, error::Present};
use domain::{
    AuditAction, Colour, Draft, NewProject, Object, Permission, Project, ProjectId, ProjectKey, ProjectStatus, UserId,
};

use super::{Doing, Model, wrong};
use crate::attack::{ask::ProjectEdit, cast::Role};

impl Model {
    /// The project, unless it was deleted.
    pub(in crate::attack) fn present(&self, id: ProjectId) -> Option<&Project> {
        self.projects.iter().find(|project| project.id == id && project.deleted_at.is_none())
    }

    fn any(&mut self, id: ProjectId) -> Option<&mut Project> {
        self.projects.iter_mut().find(|project| project.id == id)
    }

    fn has_key(&self, key: &ProjectKey, except: Option<ProjectId>) -> bool {
        self.projects.iter().any(|project| project.key == *key && Some(project.id) != except)
    }

    pub(super) fn create(&mut self, doing: &Doing<'_>, draft: Draft) -> Result<Project, AppError> {
        self.require(doing, Permission::CreateProjects, Project::CREATED, None)?;
        let new = NewProject::read(&draft)?;
        if let Some(owner) = new.owner() {
            self.check_person(doing, "owner", owner)?;
        }
        let id = ProjectId::new(doing.learned.id);
        let key = match new.key() {
            Some(key) if self.has_key(key, None) => return Err(wrong("key")),
            Some(key) => key.clone(),
            None => self.free_key(new.name(), id),
        };
        let project = Project {
            id,
            key,
            name: new.name().to_owned(),
            description: new.description().to_owned(),
            status: new.status().unwrap_or(ProjectStatus::Active),
            colour: new.colour().unwrap_or(Colour::Slate),
            owner: new.owner().unwrap_or(&doing.who.id).clone(),
            created_by: doing.who.id.clone(),
            created_at: doing.learned.now,
            updated_at: doing.learned.now,
            deleted_at: None,
            version: 1,
        };
        self.note_project(doing, Project::CREATED, None, Some(&project));
        self.projects.push(project.clone());
        Ok(project)
    }

    fn free_key(&self, name: &str, id: ProjectId) -> ProjectKey {
        let [first, second, third, last] = ProjectKey::candidates(name, id);
        [first, second, third].into_iter().find(|key| !self.has_key(key, None)).unwrap_or(last)
    }

    pub(super) fn update(
        &mut self,
        doing: &Doing<'_>,
        id: ProjectId,
        version: i64,
        edit: &ProjectEdit,
    ) -> Result<Project, AppError> {
        self.require(doing, Permission::UpdateProjects, Project::UPDATED, Some(id.uuid()))?;
        let present = self.present(id).cloned();
        let change = NewProject::read(&draft(edit, present.as_ref())?)?;
        if let Some(owner) = change.owner() {
            let present = present.as_ref().ok_or(AppError::NotFound)?;
            if present.owner != *owner {
                self.check_person(doing, "owner", owner)?;
            }
        }
        let before = present.ok_or(AppError::NotFound)?;
        if before.version != version {
            return Err(AppError::Conflict(Present::of("project", &before)));
        }
        if change.key().is_some_and(|key| self.has_key(key, Some(id))) {
            return Err(wrong("key"));
        }
        let after = changed(before.clone(), &change);
        Ok(self.replace(doing, Project::UPDATED, before, after))
    }

    /// Puts a changed project into the place of the old one: one version later, now.
    fn replace(&mut self, doing: &Doing<'_>, action: AuditAction, before: Project, after: Project) -> Project {
        let after = Project { updated_at: doing.learned.now, version: before.version + 1, ..after };
        self.note_project(doing, action, Some(&before), Some(&after));
        if let Some(project) = self.any(after.id) {
            *project = after.clone();
        }
        after
    }

    pub(super) fn delete(&mut self, doing: &Doing<'_>, id: ProjectId) -> Result<(), AppError> {
        let refused = AppError::Forbidden(Permission::DeleteProjects);
        let present = self.present(id).cloned();
        if !may_delete_some(doing) {
            self.note_refusal(doing, Project::DELETED, Some(id.uuid()));
            return Err(refused);
        }
        let before = present.ok_or(AppError::NotFound)?;
        if !may_delete(doing, &before.created_by) {
            self.note_refusal(doing, Project::DELETED, Some(id.uuid()));
            return Err(refused);
        }
        let after = Project { deleted_at: Some(doing.learned.now), ..before.clone() };
        self.replace(doing, Project::DELETED, before, after);
        Ok(())
    }

    pub(super) fn restore(&mut self, doing: &Doing<'_>, id: ProjectId) -> Result<Project, AppError> {
        if !may_delete_some(doing) {
            self.note_refusal(doing, Project::RESTORED, Some(id.uuid()));
            return Err(AppError::Forbidden(Permission::DeleteProjects));
        }
        let deleted = self.projects.iter().find(|project| project.id == id && project.deleted_at.is_some());
        let Some(before) = deleted.filter(|project| may_delete(doing, &project.created_by)).cloned() else {
            if doing.who.role != Role::Admin && self.present(id).is_none() {
                self.note_refusal(doing, Project::RESTORED, Some(id.uuid()));
            }
            return Err(AppError::NotFound);
        };
        let after = Project { deleted_at: None, ..before.clone() };
        Ok(self.replace(doing, Project::RESTORED, before, after))
    }

    /// The one deleted project, if there is exactly one.
    pub(in crate::attack) fn to_purge(&self) -> Option<ProjectId> {
        let mut deleted = self.projects.iter().filter(|project| project.deleted_at.is_some());
        deleted.next().filter(|_| deleted.next().is_none()).map(|project| project.id)
    }

    /// It is gone, with its tasks.
    pub(in crate::attack) fn purge(&mut self, id: ProjectId, now: i64) {
        let Some(at) = self.projects.iter().position(|project| project.id == id) else { return };
        let gone = self.projects.remove(at);
        self.tasks.remove(&id);
        self.note_purge(&gone, now);
    }
}

fn changed(before: Project, change: &NewProject) -> Project {
    Project {
        key: change.key().unwrap_or(&before.key).clone(),
        name: change.name().to_owned(),
        description: change.description().to_owned(),
        status: change.status().unwrap_or(before.status),
        colour: change.colour().unwrap_or(before.colour),
        owner: change.owner().unwrap_or(&before.owner).clone(),
        ..before
    }
}

fn may_delete_some(doing: &Doing<'_>) -> bool {
    doing.who.role != Role::Viewer
}

/// Admins any, members what they made.
fn may_delete(doing: &Doing<'_>, created_by: &UserId) -> bool {
    doing.who.role == Role::Admin || *created_by == doing.who.id
}

/// What an edit makes of a project; where it leaves out what a draft must say, there must be one.
fn draft(edit: &ProjectEdit, present: Option<&Project>) -> Result<Draft, AppError> {
    let or_present = |said: &Option<String>, read: fn(&Project) -> &String| match (said, present) {
        (Some(said), _) => Ok(said.clone()),
        (None, Some(present)) => Ok(read(present).clone()),
        (None, None) => Err(AppError::NotFound),
    };
    Ok(Draft::default()
        .with("name", or_present(&edit.name, |project| &project.name)?)
        .with("description", or_present(&edit.description, |project| &project.description)?)
        .with("key", edit.key.clone().unwrap_or_default())
        .with("status", edit.status.clone().unwrap_or_default())
        .with("colour", edit.colour.clone().unwrap_or_default())
        .with("owner", edit.owner.clone().unwrap_or_default()))
}
