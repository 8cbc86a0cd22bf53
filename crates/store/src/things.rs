//! A resource for tests alone, of the plainest kind, with a table below its own: isolation, row-level security, the pool,
//! backups and whatever else is not about one resource is shown on it. It has no permissions: whoever has a scope may.

use async_trait::async_trait;
use domain::{Id, Object, TenantScope};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    Backed, StoreError, Update,
    audit::Stamp,
    data::Sent,
    engine::{Failure, FromRow, Row, Value, values},
    plain::{self, Plain},
    resource::Resource,
    sql::{Sql, page, remove_all, statements},
    unit::{End, Unit, Work},
};

/// The columns, as they are read.
macro_rules! columns {
    () => {
        "id, name, created_at, updated_at, version"
    };
}

statements! {
    /// tenant, id, creator, now, name
    CREATE = concat!(
        "INSERT INTO things (tenant_id, id, created_by, created_at, updated_at, version, name)
        VALUES ($1, $2, $3, $4, $4, 1, $5)
        RETURNING ", columns!()
    );

    /// tenant, id
    GET = concat!("SELECT ", columns!(), " FROM things WHERE tenant_id = $1 AND id = $2");

    /// tenant, id: it stays as it is until the transaction ends
    LOCK [locks] = concat!("SELECT ", columns!(), " FROM things WHERE tenant_id = $1 AND id = $2");

    /// tenant, time and id of the last row of the page before, rows: the newest first
    LIST = page!(down "things", "created_at", columns!());

    /// tenant, id, version seen, now, name
    UPDATE = concat!(
        "UPDATE things SET name = $5, updated_at = $4, version = version + 1
        WHERE tenant_id = $1 AND id = $2 AND version = $3
        RETURNING ", columns!()
    );

    /// tenant, id
    DELETE = "DELETE FROM things WHERE tenant_id = $1 AND id = $2";

    /// tenant, id, thing, name, now: of a thing that is there
    CREATE_PART = "
        INSERT INTO parts (tenant_id, id, thing_id, name, created_at, updated_at, version)
        SELECT $1, $2, id, $4, $5, $5, 1 FROM things WHERE tenant_id = $1 AND id = $3";

    /// tenant, thing, rows
    LIST_PARTS = "SELECT name FROM parts WHERE tenant_id = $1 AND thing_id = $2 ORDER BY id LIMIT +$3";

    /// tenant, rows: for the removal of the tenant
    REMOVE_ALL = remove_all!("things"), Postgres => remove_all!("things" postgres);
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
        plain::create(self.behind().data(), scope, name.to_owned()).await
    }

    /// One of them.
    async fn thing(&self, scope: &TenantScope, id: ThingId) -> Result<Option<Thing>, StoreError> {
        self.behind().data().one(scope.tenant().id(), GET, values![id]).await
    }

    /// All of them, the newest first.
    async fn things(&self, scope: &TenantScope) -> Result<Vec<Thing>, StoreError> {
        self.behind().data().all(scope.tenant().id(), LIST, values![i64::MAX, Uuid::max(), LISTED_MAX]).await
    }

    /// Names it anew, if it still is at `version`.
    async fn rename_thing(
        &self,
        scope: &TenantScope,
        id: ThingId,
        version: i64,
        name: &str,
    ) -> Result<Option<Thing>, StoreError> {
        match plain::update(self.behind().data(), scope, (id, version), name.to_owned()).await? {
            Update::Done(thing) => Ok(Some(thing)),
            Update::Conflict(_) | Update::KeyTaken | Update::NotFound => Ok(None),
        }
    }

    /// Deletes it with its parts; false: there is none.
    async fn delete_thing(&self, scope: &TenantScope, id: ThingId) -> Result<bool, StoreError> {
        plain::delete::<Thing>(self.behind().data(), scope, id).await
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

impl Plain for Thing {
    type New = String;

    const LOCK: Sql = LOCK;
    const CREATE: Sql = CREATE;
    const UPDATE: Sql = UPDATE;
    const DELETE: Sql = DELETE;

    fn values(name: &String) -> Vec<Value> {
        values![name]
    }

    fn version(&self) -> i64 {
        self.version
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
            work.execute(CREATE, values![*id, self.stamp.actor().as_str(), self.stamp.now(), name]).await?;
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
