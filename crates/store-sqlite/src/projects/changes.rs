//! Changing, deleting and restoring a project: each reads what was, writes, and notes both.

use domain::{AuditAction, Project, ProjectChange, ProjectId, ProjectKey, UserId};
use sqlx::{SqliteConnection, query_as, query_scalar};
use store::{Update, listing::name_sort};

use super::{one, terms};
use crate::{audit::Author, error::Failure, row::Found, sql, tenants, unit_of_work::Work};

pub(super) struct Updating {
    pub(super) author: Author,
    pub(super) id: String,
    pub(super) version: i64,
    pub(super) change: ProjectChange,
}

impl Work for Updating {
    type Done = Update<Project>;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Update<Project>, Failure> {
        let Some(before) = one(connection, sql::projects::GET, &self.author.tenant, &self.id).await? else {
            return Ok(Update::NotFound);
        };
        if before.version != self.version {
            return Ok(Update::Conflict(before));
        }
        if self.takes_a_key(connection, &before).await? {
            return Ok(Update::KeyTaken);
        }
        let now = self.author.now();
        let after = self.write(connection, now).await?;
        terms::rewrite(connection, &self.author.tenant, &before, &after).await?;
        self.author.note(connection, AuditAction::ProjectUpdated, now, Some(&before), Some(&after)).await?;
        Ok(Update::Done(after))
    }
}

impl Updating {
    /// Whether the new key is another project's. There is one writer: nobody takes it before the update.
    async fn takes_a_key(&self, connection: &mut SqliteConnection, before: &Project) -> Result<bool, sqlx::Error> {
        let Some(key) = self.change.key().filter(|key| **key != before.key) else { return Ok(false) };
        let query = query_scalar(sql::projects::HAS_KEY).bind(&self.author.tenant).bind(key.as_str());
        let taken: Option<i64> = query.fetch_optional(connection).await?;
        Ok(taken.is_some())
    }

    async fn write(&self, connection: &mut SqliteConnection, now: i64) -> Result<Project, sqlx::Error> {
        let query = query_as(sql::projects::UPDATE)
            .bind(&self.author.tenant)
            .bind(&self.id)
            .bind(self.version)
            .bind(self.change.name())
            .bind(name_sort(self.change.name()))
            .bind(self.change.description())
            .bind(self.change.key().map(ProjectKey::as_str))
            .bind(self.change.status().map(domain::ProjectStatus::as_str))
            .bind(self.change.colour().map(domain::Colour::as_str))
            .bind(self.change.owner().map(UserId::as_str))
            .bind(now);
        let Found(project) = query.fetch_one(connection).await?;
        Ok(project)
    }
}

/// A deletion or its reverse; `None` where there is nothing of the id to change, or somebody else made it.
pub(super) struct Changing {
    author: Author,
    creator: Option<UserId>,
    id: String,
    read: &'static str,
    write: &'static str,
    action: AuditAction,
}

impl Changing {
    pub(super) fn deletion(author: Author, creator: Option<&UserId>, id: ProjectId) -> Self {
        let (read, write) = (sql::projects::GET, sql::projects::DELETE);
        let (id, action) = (id.to_string(), AuditAction::ProjectDeleted);
        Self { author, creator: creator.cloned(), id, read, write, action }
    }

    pub(super) fn restoration(author: Author, creator: Option<&UserId>, id: ProjectId) -> Self {
        let (read, write) = (sql::projects::GET_DELETED, sql::projects::RESTORE);
        let (id, action) = (id.to_string(), AuditAction::ProjectRestored);
        Self { author, creator: creator.cloned(), id, read, write, action }
    }
}

impl Work for Changing {
    type Done = Option<Project>;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Option<Project>, Failure> {
        let tenant = &self.author.tenant;
        let Some(before) = one(connection, self.read, tenant, &self.id).await? else { return Ok(None) };
        let now = self.author.now();
        let creator = self.creator.as_ref().map(UserId::as_str);
        let query = query_as(self.write).bind(tenant).bind(&self.id).bind(creator).bind(now);
        let changed: Option<Found<Project>> = query.fetch_optional(&mut *connection).await?;
        let Some(Found(after)) = changed else { return Ok(None) };
        if let Some(deleted) = after.deleted_at {
            tenants::note_deleted(connection, tenant, deleted).await?;
        }
        self.author.note(connection, self.action, now, Some(&before), Some(&after)).await?;
        Ok(Some(after))
    }
}
