//! What is kept of one person, for them to know: of the copy all, page by page, and no other person's rows.

use async_trait::async_trait;
use domain::UserId;
use serde_json::{Value, json};

use super::{
    fold::{ERASE, invitation, membership, person},
    statements,
};
use crate::{
    Data, StoreError,
    engine::{Failure, values},
    queue::{self, Job},
    tenants,
    unit::{End, Unit, Work},
};

/// Tenants looked up at once.
const TENANTS: u32 = 500;

/// Reads it.
pub(super) async fn of(data: &Data, id: &UserId) -> Result<Value, StoreError> {
    let themselves = data.read("", Themselves(id.clone())).await?;
    let address = themselves.address().map(str::to_owned);
    let (mut memberships, mut invitations, mut after) = (Vec::new(), Vec::new(), String::new());
    loop {
        let page = values![&after, TENANTS];
        let tenants = data.all_as("", tenants::LIST, page, |row| row.string("id")).await?;
        let Some(last) = tenants.last() else { break };
        after.clone_from(last);
        for tenant in &tenants {
            let rows = data.read(tenant, InTenant { id: id.clone(), address: address.clone() }).await?;
            memberships.extend(rows.memberships.into_iter().map(|row| in_tenant(row, tenant)));
            invitations.extend(rows.invitations.into_iter().map(|row| in_tenant(row, tenant)));
        }
    }
    Ok(json!({
        "id": id.as_str(),
        "person": themselves.row,
        "memberships": memberships,
        "invitations": invitations,
        "is_deleted": themselves.is_gone,
        "jobs": themselves.jobs(),
    }))
}

fn in_tenant(mut row: Value, tenant: &str) -> Value {
    if let Some(fields) = row.as_object_mut() {
        fields.insert("organization".to_owned(), tenant.into());
    }
    row
}

struct Themselves(UserId);

/// Their own row, whether they are gone, and what the job that erases them knows.
struct Found {
    row: Option<Value>,
    is_gone: bool,
    erasure: Option<Value>,
}

impl Found {
    /// Of whoever is gone, only that job has it.
    fn address(&self) -> Option<&str> {
        self.row
            .as_ref()
            .and_then(|row| row.get("email")?.as_str())
            .or_else(|| self.erasure.as_ref()?.pointer("/payload/address")?.as_str())
    }

    fn jobs(&self) -> Vec<Value> {
        self.erasure.iter().cloned().collect()
    }
}

#[async_trait]
impl Unit for Themselves {
    type Outcome = Found;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Found>, Failure> {
        work.execute(statements::SEE_ALL, values![]).await?;
        let row = work.one_as(statements::GET_PERSON, values![self.0.as_str()], person).await?;
        let is_gone = work.finds(statements::IS_GONE, values![self.0.as_str()]).await?;
        let erasure: Option<Job> = work.one(queue::statements::GET, values![ERASE, self.0.as_str()]).await?;
        let erasure = erasure.map(|job| job.shown()).transpose().map_err(Failure::internal)?;
        Ok(End::Commit(Found { row, is_gone, erasure }))
    }
}

struct InTenant {
    id: UserId,
    address: Option<String>,
}

/// What a tenant has of somebody.
struct Rows {
    memberships: Vec<Value>,
    invitations: Vec<Value>,
}

#[async_trait]
impl Unit for InTenant {
    type Outcome = Rows;

    async fn run(&self, work: &mut Work<'_>) -> Result<End<Rows>, Failure> {
        let of = values![self.id.as_str()];
        let memberships = work.all_as(statements::memberships::LIST_OF, of, membership).await?;
        let invitations = match &self.address {
            Some(address) => {
                let to = values![address];
                work.all_as(statements::invitations::LIST_TO, to, invitation).await?
            }
            None => Vec::new(),
        };
        Ok(End::Commit(Rows { memberships, invitations }))
    }
}
