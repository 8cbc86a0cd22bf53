//! A resource for tests alone, of the plainest kind, with a table below its own: isolation, row-level security, the pool,
//! backups and whatever else is not about one resource is shown on it. It has no permissions: whoever has a scope may.

use async_trait::async_trait;
use domain::{Id, Object, TenantScope};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Backed, StoreError,
    audit::{Event, Stamp},
    data::Sent,
    engine::{Failure, FromRow, Row, values},
    resource::Resource,
    sql::statements,
    unit::{End, Unit, Work},
};

statements! {
    /// tenant, id, name, now
    CREATE = "
        INSERT INTO things (tenant_id, id, name, created_at, updated_at, version) VALUES ($1, $2, $3, $4, $4, 1)
        RETURNING id, name, created_at, updated_at, version";

    /// tenant, id
    GET = "SELECT id, name, created_at, updated_at, version FROM things WHERE tenant_id = $1 AND id = $2";

    /// tenant, id: it stays as it is until the transaction ends
    LOCK [locks] = "SELECT id, name, created_at, updated_at, version FROM things WHERE tenant_id = $1 AND id = $2";

    /// tenant, rows: the newest first
    LIST = "
        SELECT id, name, created_at, updated_at, version FROM things
        WHERE tenant_id = $1
        ORDER BY created_at DESC, id DESC
        LIMIT +$2";

    /// tenant, id, name, now
    UPDATE = "
        UPDATE things SET name = $3, updated_at = $4, version = version + 1 WHERE tenant_id = $1 AND id = $2
        RETURNING id, name, created_at, updated_at, version";

    /// tenant, id
    DELETE = "DELETE FROM things WHERE tenant_id = $1 AND id = $2";

    /// tenant, id, thing, name, now: of a thing that is there
    CREATE_PART = "
        INSERT INTO parts (tenant_id, id, thing_id, name, created_at, updated_at, version)
        SELECT $1, $2, id, $4, $5, $5, 1 FROM things WHERE tenant_id = $1 AND id = $3";

    /// tenant, thing, rows
    LIST_PARTS = "SELECT name FROM parts WHERE tenant_id = $1 AND thing_id = $2 ORDER BY id LIMIT +$3";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = "
        DELETE FROM things
        WHERE tenant_id = $1 AND id IN (SELECT id FROM things WHERE tenant_id = $1 ORDER BY id LIMIT +$2)",
        Postgres => "
        DELETE FROM things
        WHERE tenant_id = $1 AND id = ANY (ARRAY(SELECT id FROM things WHERE tenant_id = $1 ORDER BY id LIMIT $2))";
}

pub(crate) const RESOURCE: Resource = Resource { statements: &[ALL], removal: Some((REMOVE_ALL, 100)) };

/// Most that a list tells of.
const LISTED_MAX: u32 = 10_000;

/// The id of a thing.
pub type ThingId = Id<Thing>;

/// A thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Thing {
    /// UUIDv7.
    pub id: ThingId,
    /// Up to 2,000 characters.
    pub name: String,
    /// Milliseconds since the epoch.
    pub created_at: i64,
    /// Milliseconds since the epoch.
    pub updated_at: i64,
    /// Counts changes.
    pub version: i64,
}

impl Object for Thing {
    const NOUN: &'static str = "thing";

    fn id(&self) -> ThingId {
        self.id
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Things of the scope's tenant; another tenant's do not exist here. Every change is noted.
#[async_trait]
pub trait ThingStore: Backed {
    /// Makes one at version 1.
    async fn make_thing(&self, scope: &TenantScope, name: &str) -> Result<Thing, StoreError> {
        let (data, name) = (self.behind().data(), name.to_owned());
        data.write(scope.tenant().id(), Make { stamp: data.stamp(scope), id: data.ids().uuid_v7(), name }).await
    }

    /// One of them.
    async fn thing(&self, scope: &TenantScope, id: ThingId) -> Result<Option<Thing>, StoreError> {
        self.behind().data().one(scope.tenant().id(), GET, values![id]).await
    }

    /// All of them, the newest first.
    async fn things(&self, scope: &TenantScope) -> Result<Vec<Thing>, StoreError> {
        self.behind().data().all(scope.tenant().id(), LIST, values![LISTED_MAX]).await
    }

    /// Names it anew, if it still is at `version`.
    async fn rename_thing(
        &self,
        scope: &TenantScope,
        id: ThingId,
        version: i64,
        name: &str,
    ) -> Result<Option<Thing>, StoreError> {
        let (data, name) = (self.behind().data(), name.to_owned());
        data.write(scope.tenant().id(), Rename { stamp: data.stamp(scope), id, version, name }).await
    }

    /// Deletes it with its parts; false: there is none.
    async fn delete_thing(&self, scope: &TenantScope, id: ThingId) -> Result<bool, StoreError> {
        let data = self.behind().data();
        data.write(scope.tenant().id(), Delete { stamp: data.stamp(scope), id }).await
    }

    /// Adds a part to it; false: there is none.
    async fn add_part(&self, scope: &TenantScope, thing: ThingId, name: &str) -> Result<bool, StoreError> {
        let data = self.behind().data();
        let values = values![data.ids().uuid_v7(), thing, name, data.now()];
        Ok(data.write(scope.tenant().id(), Sent { sql: CREATE_PART, values }).await? > 0)
    }

    /// The names of its parts.
    async fn parts(&self, scope: &TenantScope, thing: ThingId) -> Result<Vec<String>, StoreError> {
        let values = values![thing, LISTED_MAX];
        self.behind().data().all_as(scope.tenant().id(), LIST_PARTS, values, |row| row.string("name")).await
    }

    /// Makes many in one transaction, by these ids and names, and notes none of them.
    async fn insert_things(&self, scope: &TenantScope, things: &[(Uuid, String)]) -> Result<(), StoreError> {
        let data = self.behind().data();
        data.maintain(scope.tenant().id(), Insert { stamp: data.stamp(scope), things: things.to_vec() }).await
    }
}

impl<S: Backed> ThingStore for S {}

struct Make {
    stamp: Stamp,
    id: Uuid,
    name: String,
}

#[async_trait]
impl Unit for Make {
    type Outcome = Thing;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Thing>, Failure> {
        self.stamp.register(work).await?;
        let made: Option<Thing> = work.one(CREATE, values![self.id, &self.name, self.stamp.now()]).await?;
        let made = made.ok_or_else(|| Failure::internal("no thing was made"))?;
        self.stamp.note(work, Event::of(Thing::CREATED, None, Some(&made))?).await?;
        Ok(End::Commit(made))
    }
}

struct Rename {
    stamp: Stamp,
    id: ThingId,
    version: i64,
    name: String,
}

#[async_trait]
impl Unit for Rename {
    type Outcome = Option<Thing>;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Option<Thing>>, Failure> {
        let before: Option<Thing> = work.one(LOCK, values![self.id]).await?;
        let Some(before) = before.filter(|thing| thing.version == self.version) else {
            return Ok(End::RollBack(None));
        };
        let after: Option<Thing> = work.one(UPDATE, values![self.id, &self.name, self.stamp.now()]).await?;
        self.stamp.note(work, Event::of(Thing::UPDATED, Some(&before), after.as_ref())?).await?;
        Ok(End::Commit(after))
    }
}

struct Delete {
    stamp: Stamp,
    id: ThingId,
}

#[async_trait]
impl Unit for Delete {
    type Outcome = bool;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<bool>, Failure> {
        let before: Option<Thing> = work.one(LOCK, values![self.id]).await?;
        let Some(before) = before else { return Ok(End::RollBack(false)) };
        self.stamp.now();
        work.execute(DELETE, values![self.id]).await?;
        self.stamp.note(work, Event::of(Thing::DELETED, Some(&before), None)?).await?;
        Ok(End::Commit(true))
    }
}

struct Insert {
    stamp: Stamp,
    things: Vec<(Uuid, String)>,
}

#[async_trait]
impl Unit for Insert {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        self.stamp.register(work).await?;
        for (id, name) in &self.things {
            work.execute(CREATE, values![*id, name, self.stamp.now()]).await?;
        }
        Ok(End::Commit(()))
    }
}

impl FromRow for Thing {
    fn from_row(row: &dyn Row) -> Result<Self, Failure> {
        Ok(Self {
            id: Id::new(row.uuid("id")?),
            name: row.string("name")?,
            created_at: row.number("created_at")?,
            updated_at: row.number("updated_at")?,
            version: row.number("version")?,
        })
    }
}
