//! The addresses that organizations have or had. They belong to the system: none of these rows is a tenant's own.

use async_trait::async_trait;

use crate::{
    engine::{Failure, values},
    sql::statements,
    unit::{End, Unit, Work},
};

statements! {
    /// slug, organization, now
    NOTE [system] = "
        INSERT INTO addresses (slug, organization_id, seen_at) VALUES ($1, $2, $3)
        ON CONFLICT (slug, organization_id) DO NOTHING";

    /// slug, rows
    LIST [system] = "SELECT organization_id FROM addresses WHERE slug = $1 ORDER BY organization_id LIMIT +$2";

    /// organization: a tenant
    FORGET = "DELETE FROM addresses WHERE organization_id = $1";
}

/// Notes that an organization is at an address; it may be noted already.
pub(super) struct Note {
    pub(super) organization: String,
    pub(super) slug: String,
    pub(super) now: i64,
}

#[async_trait]
impl Unit for Note {
    type Outcome = ();

    async fn run(&self, work: &mut Work<'_>) -> Result<End<()>, Failure> {
        work.execute(NOTE, values![&self.slug, &self.organization, self.now]).await?;
        Ok(End::Commit(()))
    }
}
