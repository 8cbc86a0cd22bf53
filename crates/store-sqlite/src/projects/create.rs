//! Making a project.

use std::borrow::Cow;

use domain::{AuditAction, Colour, CreateProjects, Grant, NewProject, Project, ProjectId, ProjectKey, ProjectStatus};
use sqlx::{SqliteConnection, query_as};
use store::{Create, ProjectQuota, listing::name_sort};

use super::terms;
use crate::{audit::Author, error::Failure, row::Found, sql, tenants, unit_of_work::Work};

pub(super) struct Creating {
    pub(super) author: Author,
    pub(super) grant: Grant<CreateProjects>,
    pub(super) id: ProjectId,
    pub(super) new: NewProject,
    pub(super) quota: ProjectQuota,
}

impl Work for Creating {
    type Done = Create;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Create, Failure> {
        let tenant = &self.author.tenant;
        if tenants::is_full(connection, tenant, self.quota).await? {
            return Ok(Create::Full(self.quota.most()));
        }
        let now = self.author.now();
        for key in self.keys().iter() {
            let Some(project) = self.insert(connection, key, now).await? else { continue };
            tenants::register(connection, self.grant.tenant(), now).await?;
            tenants::count_new(connection, tenant, 1).await?;
            terms::add(connection, tenant, &project).await?;
            self.author.note(connection, AuditAction::ProjectCreated, now, None, Some(&project)).await?;
            return Ok(Create::Done(project));
        }
        Ok(Create::KeyTaken)
    }
}

impl Creating {
    fn keys(&self) -> Cow<'_, [ProjectKey]> {
        match self.new.key() {
            Some(key) => Cow::Borrowed(std::slice::from_ref(key)),
            None => Cow::Owned(ProjectKey::candidates(self.new.name(), self.id).into()),
        }
    }

    /// `None`: the key is taken.
    async fn insert(
        &self,
        connection: &mut SqliteConnection,
        key: &ProjectKey,
        now: i64,
    ) -> Result<Option<Project>, sqlx::Error> {
        let actor = self.grant.actor();
        let query = query_as(sql::projects::CREATE)
            .bind(&self.author.tenant)
            .bind(self.id.to_string())
            .bind(key.as_str())
            .bind(self.new.name())
            .bind(name_sort(self.new.name()))
            .bind(self.new.description())
            .bind(self.new.status().unwrap_or(ProjectStatus::Active).as_str())
            .bind(self.new.colour().unwrap_or(Colour::Slate).as_str())
            .bind(self.new.owner().unwrap_or(actor).as_str())
            .bind(actor.as_str())
            .bind(now);
        let created: Option<Found<Project>> = query.fetch_optional(connection).await?;
        Ok(created.map(|Found(project)| project))
    }
}
