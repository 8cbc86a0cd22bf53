//! All of the copy as one text, to be compared with another one's.

use std::collections::BTreeSet;

use async_trait::async_trait;
use serde_json::{Value, json};

use crate::{
    Sql,
    copy::statements,
    engine::{Failure, Row, values},
    unit::{End, Read, Unit, Work},
};

/// Rows read at once.
const PAGE: u32 = 500;

/// What belongs to no tenant; then the rows of each are added.
#[derive(Default)]
pub(in crate::copy) struct Dump {
    people: Vec<Value>,
    tombstones: BTreeSet<String>,
    rows: OfTenant,
}

/// Reads the rows of a tenant.
pub(in crate::copy) struct Rows;

/// Organizations, memberships, invitations.
#[derive(Default)]
pub(in crate::copy) struct OfTenant {
    organizations: Vec<Value>,
    memberships: Vec<Value>,
    invitations: Vec<Value>,
}

#[async_trait]
impl Unit for Dump {
    type Outcome = Self;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Self>, Failure> {
        work.execute(statements::SEE_ALL, values![]).await?;
        let people = all(work, statements::LIST_PEOPLE, person).await?;
        let tombstones = all(work, statements::LIST_TOMBSTONES, |row| Ok(json!({"id": row.string("id")?}))).await?;
        let tombstones = tombstones.iter().filter_map(|row| Some(row.get("id")?.as_str()?.to_owned())).collect();
        Ok(End::Commit(Self { people, tombstones, rows: OfTenant::default() }))
    }
}

#[async_trait]
impl Unit for Rows {
    type Outcome = OfTenant;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<OfTenant>, Failure> {
        Ok(End::Commit(OfTenant {
            organizations: all(work, statements::organizations::LIST, organization).await?,
            memberships: all(work, statements::memberships::LIST, membership).await?,
            invitations: all(work, statements::invitations::LIST, invitation).await?,
        }))
    }
}

/// Page by page.
async fn all(work: &mut Work<'_>, list: Sql, read: Read<Value>) -> Result<Vec<Value>, Failure> {
    let (mut after, mut rows) = (String::new(), Vec::new());
    loop {
        let page = work.all_as(list, values![&after, PAGE], read).await?;
        let last = page.last().and_then(|row| row.get("id")?.as_str()).map(str::to_owned);
        let Some(last) = last else { return Ok(rows) };
        after = last;
        rows.extend(page);
    }
}

impl Dump {
    pub(in crate::copy) fn add(&mut self, tenant: &str, rows: OfTenant) {
        let of_tenant = |mut row: Value| {
            if let Some(fields) = row.as_object_mut() {
                fields.insert("organization".to_owned(), tenant.into());
            }
            row
        };
        self.rows.organizations.extend(rows.organizations);
        self.rows.memberships.extend(rows.memberships.into_iter().map(of_tenant));
        self.rows.invitations.extend(rows.invitations.into_iter().map(of_tenant));
    }

    /// A membership of somebody who is gone is none, whether or not its row is still there.
    pub(in crate::copy) fn into_json(mut self) -> Value {
        let is_gone =
            |row: &Value| row.get("person").and_then(Value::as_str).is_some_and(|id| self.tombstones.contains(id));
        self.rows.memberships.retain(|row| !is_gone(row));
        let sorted = |mut rows: Vec<Value>| {
            rows.sort_by_key(|row| row.get("id").map(Value::to_string));
            rows
        };
        json!({
            "people": sorted(self.people),
            "organizations": sorted(self.rows.organizations),
            "memberships": sorted(self.rows.memberships),
            "invitations": sorted(self.rows.invitations),
            "tombstones": self.tombstones,
        })
    }
}

pub(in crate::copy) fn person(row: &dyn Row) -> Result<Value, Failure> {
    Ok(json!({
        "id": row.string("id")?,
        "first_name": row.string_if_any("first_name")?,
        "last_name": row.string_if_any("last_name")?,
        "image_url": row.string_if_any("image_url")?,
        "email": row.string_if_any("email")?,
        "banned": row.is_set("banned")?,
        "created_at": row.int("created_at")?,
        "signed_in_at": row.int("signed_in_at")?,
        "updated_at": row.number("updated_at")?,
    }))
}

fn organization(row: &dyn Row) -> Result<Value, Failure> {
    Ok(json!({
        "id": row.string("id")?,
        "name": row.string("name")?,
        "slug": row.string_if_any("slug")?,
        "image_url": row.string_if_any("image_url")?,
        "created_at": row.number("created_at")?,
        "updated_at": row.number("updated_at")?,
    }))
}

pub(in crate::copy) fn membership(row: &dyn Row) -> Result<Value, Failure> {
    let permissions: Vec<String> = serde_json::from_str(&row.string("permissions")?).map_err(Failure::internal)?;
    Ok(json!({
        "id": row.string("id")?,
        "person": row.string("person_id")?,
        "role": row.string("role")?,
        "permissions": permissions,
        "created_at": row.number("created_at")?,
        "updated_at": row.number("updated_at")?,
    }))
}

pub(in crate::copy) fn invitation(row: &dyn Row) -> Result<Value, Failure> {
    Ok(json!({
        "id": row.string("id")?,
        "email": row.string_if_any("email")?,
        "role": row.string("role")?,
        "status": row.string("status")?,
        "inviter": row.string_if_any("inviter_id")?,
        "expires_at": row.int("expires_at")?,
        "created_at": row.number("created_at")?,
        "updated_at": row.number("updated_at")?,
    }))
}
