//! Work of the system itself, without a person. Only `server` names this port.

pub(crate) mod addresses;
pub(crate) mod instance;
pub(crate) mod removal;
mod trail;
// begin examples
pub(crate) mod insert;
pub(crate) mod purge;
pub(crate) mod renewal;
// end examples

use async_trait::async_trait;
use domain::OrganizationId;
// begin examples
use domain::{Project, Tenant};
// end examples

use crate::{Backed, Data, Schema, StoreError, data::Sent, engine::values, tenants};

/// Most organizations that one address is looked up for: more than ever share one.
pub const ADDRESSES_MAX: u32 = 20;

/// The system's own calls. Each works for one tenant after the other.
#[async_trait]
pub trait SystemStore: Backed {
    /// Remembers the Clerk instance (issuer) that the rows belong to, if none is remembered yet; returns the remembered
    /// one. When that is not `issuer`, the rows belong to another instance's people: the server must not start.
    async fn claim_instance(&self, issuer: &str) -> Result<String, StoreError> {
        let data = self.behind().data();
        data.write("", instance::Claim { issuer: issuer.to_owned(), now: data.now() }).await
    }

    /// The remembered Clerk instance, if there is one.
    async fn instance(&self) -> Result<Option<String>, StoreError> {
        self.behind().data().one_as("", instance::GET, values![], |row| row.string("issuer")).await
    }

    /// A cheap query, for readiness.
    async fn ping(&self) -> Result<(), StoreError> {
        self.behind().data().one_as("", instance::PING, values![], |_| Ok(())).await?;
        Ok(())
    }

    /// Waits for running work, then closes.
    async fn close(&self) {
        for engine in self.behind().data().engines() {
            engine.close().await;
        }
    }

    /// What is installed.
    async fn schema(&self) -> Result<Schema, StoreError> {
        self.behind().data().engine().schema().await
    }

    /// What is well and what is not, for `server doctor`.
    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        self.behind().data().engine().findings().await
    }

    /// The registry of tenants by id, those after `after`: the ids to visit. A tenant is in it from its first row on.
    async fn tenants(&self, after: Option<&str>, limit: u32) -> Result<Vec<TenantRecord>, StoreError> {
        self.behind().data().all("", tenants::LIST, values![after.unwrap_or_default(), limit]).await
    }

    /// Takes or prolongs the right to do the work `name`, for so many milliseconds from now; false: another holder has it.
    async fn lease(&self, name: &str, holder: &str, milliseconds: i64) -> Result<bool, StoreError> {
        let data = self.behind().data();
        let now = data.now();
        let (name, holder, until) = (name.to_owned(), holder.to_owned(), now.saturating_add(milliseconds));
        data.write("", instance::Lease { name, holder, now, until }).await
    }

    /// Says for how many days entries of the audit trail are kept; `None`: for ever. From here on, what is older may go and
    /// nothing else, whoever asks the database.
    async fn keep_trail(&self, days: Option<u32>) -> Result<Keeping, StoreError> {
        trail::keep(self.behind().data(), days).await
    }

    /// The tenants by id, those after `after`, with entries that are kept no longer; none that is being removed.
    async fn tenants_to_trim(&self, after: Option<&str>, limit: u32) -> Result<Vec<String>, StoreError> {
        let values = values![after.unwrap_or_default(), limit];
        self.behind().data().all_as("", tenants::LIST_TO_TRIM, values, |row| row.string("id")).await
    }

    /// Removes at most `limit` of a tenant's entries that are kept no longer, the oldest first, by the database's clock;
    /// returns how many. 0: there are no more.
    async fn trim_trail(&self, tenant: &str, limit: u32) -> Result<u32, StoreError> {
        let data = self.behind().data();
        data.maintain(tenant, trail::Trim { limit, now: data.now() }).await
    }

    /// Notes that an organization is at an address of its own, `/orgs/{slug}`.
    async fn note_address(&self, organization: &OrganizationId, slug: &str) -> Result<(), StoreError> {
        let data = self.behind().data();
        let values = values![slug, organization.as_str(), data.now()];
        data.write("", Sent { sql: addresses::NOTE, values }).await?;
        Ok(())
    }

    /// The organizations that are or were at an address, at most [`ADDRESSES_MAX`]. To be told only to their members.
    async fn organizations_at(&self, slug: &str) -> Result<Vec<String>, StoreError> {
        let values = values![slug, ADDRESSES_MAX];
        self.behind().data().all_as("", addresses::LIST, values, |row| row.string("organization_id")).await
    }

    /// Removes everything of a tenant, its audit trail included: for an organization or a person that Clerk deleted.
    /// May be called again after an interruption.
    async fn remove_tenant(&self, tenant: &str) -> Result<Removal, StoreError> {
        let data = self.behind().data();
        removal::remove(data, tenant, data.now()).await
    }

    // begin examples
    /// The tenants by id, those after `after`, with projects that were deleted before `deleted_before` (milliseconds since
    /// the epoch); none that is being removed.
    async fn tenants_to_purge(
        &self,
        deleted_before: i64,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<String>, StoreError> {
        let values = values![deleted_before, after.unwrap_or_default(), limit];
        self.behind().data().all_as("", tenants::projects::LIST_WITH_DELETED, values, |row| row.string("id")).await
    }

    /// Removes for good at most `limit` of a tenant's projects that were deleted before `deleted_before` (milliseconds
    /// since the epoch), with their tasks and with all that the audit trail says of their contents, and notes each there;
    /// returns how many. 0: there are no more.
    async fn purge(&self, tenant: &str, deleted_before: i64, limit: u32) -> Result<u32, StoreError> {
        let data = self.behind().data();
        data.maintain(tenant, purge::Purge::new(data, deleted_before, limit)).await
    }

    /// Makes the search terms of some more projects anew, where the database holds terms of older rules than
    /// [`crate::search::VERSION`]: of at most `limit` projects of one tenant. To be called again until it is done.
    ///
    /// One server does it at a time, which `server` names; another one may go on where it was left when that is not heard
    /// of for [`RENEWAL_MS`]: it has the lease [`RENEWAL`]. Requests go on meanwhile: a project has the terms of before or the new ones.
    async fn renew_terms(&self, server: &str, limit: u32) -> Result<Renewal, StoreError> {
        renewal::go_on(self.behind().data(), server, limit).await
    }

    /// Adds ready-made projects of one tenant in one transaction, without audit: seeds and copies. None of them may exist.
    /// They count, but no [`crate::ProjectQuota`] keeps them out.
    async fn insert_projects(&self, tenant: &Tenant, projects: &[Project]) -> Result<(), StoreError> {
        if projects.is_empty() {
            return Ok(());
        }
        let data = self.behind().data();
        data.maintain(tenant.id(), insert::Insert::new(tenant, projects, data.now())?).await
    }
    // end examples
}

impl SystemStore for Data {}

/// A tenant in the registry. No data of the tenant's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRecord {
    /// `org_…` or `user_…`.
    pub id: String,
    /// Since when it has rows, milliseconds since the epoch.
    pub created_at: i64,
    /// Since when it is being removed.
    pub removed_at: Option<i64>,
}

/// What became of a removal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Nothing of the tenant is left.
    Done,
    /// No such tenant was registered.
    Unknown,
    /// The audit trail can only be removed by the owner of the tables, whose address is not known.
    NeedsOwner,
}

/// What became of saying how long the trail is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeping {
    /// It is kept for so long.
    Done,
    /// Only the owner of the tables says so, whose address is not known. It is kept as before: for so many days.
    NeedsOwner(Option<u32>),
}

// begin examples
/// How far the search terms are renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// All of them are, or were before.
    Done,
    /// Some more are; go on.
    Working,
    /// Another server does it.
    Elsewhere,
}

/// The name of the lease for making search terms again.
pub const RENEWAL: &str = "terms";

/// How long, in milliseconds, others wait for a server that makes terms again, before another one takes over.
pub const RENEWAL_MS: i64 = 60_000;
// end examples

/// Something `server doctor` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// What it is, and what to do about it.
    pub text: String,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// Works, but think about it.
    Warning,
    /// Must not stay so.
    Problem,
    /// What should keep tenants apart does not: a release build does not serve so, unless it is told to.
    Unsafe,
}
