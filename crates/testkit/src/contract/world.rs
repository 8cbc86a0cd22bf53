//! A database, a clock in hand, and people with their grants.

mod audit;
// begin examples
mod projects;
mod tasks;
// end examples
mod things;

use std::sync::Arc;

use anyhow::{Result, bail};
use clerk_emulator::{SessionToken, TokenOrganization};
use domain::{Page, Permission, PermissionSource, TenantScope};
use store::{AuditStore, IdGenerator, SystemStore};

use super::{Open, Opened};
use crate::{HandClock, LocalClerk, Person, Place, SeededIds, people};

// begin examples
pub(super) use self::{
    projects::{checked, named, question, unknown_id},
    tasks::{assigned, moved_to, ticked, titled},
};
// end examples

pub(super) struct World {
    pub(super) opened: Opened,
    pub(super) clock: Arc<HandClock>,
}

impl World {
    pub(super) async fn new(open: impl Open) -> Result<Self> {
        let clock = HandClock::new();
        let ids = SeededIds::new(clock.clone(), 7);
        Self::with(open, clock, ids).await
    }

    pub(super) async fn with(open: impl Open, clock: Arc<HandClock>, ids: Arc<dyn IdGenerator>) -> Result<Self> {
        let opened = open(clock.clone(), ids).await?;
        Ok(Self { opened, clock })
    }

    pub(super) fn audit(&self) -> &dyn AuditStore {
        &*self.opened.store
    }

    pub(super) fn system(&self) -> &dyn SystemStore {
        self.opened.system.as_ref()
    }
}

/// A seeded person in a tenant.
pub(super) fn scope(person: Person, place: Place) -> Result<TenantScope> {
    LocalClerk::shared()?.scope(person, place)
}

/// Everybody who is not in the tenant Acme, among them people who are in both.
pub(super) fn outsiders() -> Result<[TenantScope; 4]> {
    Ok([
        sam()?,
        scope(Person::Ada, Place::Globex)?,
        scope(Person::Ada, Place::Personal)?,
        scope(Person::Mel, Place::Personal)?,
    ])
}

/// Ada, the admin of Acme.
pub(super) fn ada() -> Result<TenantScope> {
    scope(Person::Ada, Place::Acme)
}

/// Somebody who is signed in as Ada in Acme, with this claim `act`.
pub(super) fn impersonated(act: &str) -> Result<TenantScope> {
    let claims = people::claims(Person::Ada, Place::Acme)?;
    let session = LocalClerk::shared()?.session(&SessionToken { actor: Some(serde_json::from_str(act)?), ..claims })?;
    Ok(TenantScope::of(&session, PermissionSource::Clerk, true)?)
}

/// Mel, a member of Acme.
pub(super) fn mel() -> Result<TenantScope> {
    scope(Person::Mel, Place::Acme)
}

/// Vic, a viewer of Acme.
pub(super) fn vic() -> Result<TenantScope> {
    scope(Person::Vic, Place::Acme)
}

/// Sam, the admin of Globex: to Acme a stranger.
pub(super) fn sam() -> Result<TenantScope> {
    scope(Person::Sam, Place::Globex)
}

/// Ada as the admin of any organization.
pub(super) fn admin_of(organization: &str) -> Result<TenantScope> {
    let permissions = Permission::ALL.map(|permission| permission.key().to_owned());
    let organization = TokenOrganization {
        id: organization.to_owned(),
        slug: None,
        role: "org:admin".to_owned(),
        permissions: permissions.to_vec(),
    };
    let session = LocalClerk::shared()?.session(&people::token(Person::Ada.user_id(), Some(organization)))?;
    Ok(TenantScope::of(&session, PermissionSource::Clerk, true)?)
}

/// Every page of a list, from the first to the last, each by the cursor of the one before.
pub(super) async fn every_page<T>(ask: impl AsyncFn(Option<String>) -> Result<Page<T>>) -> Result<Vec<Vec<T>>> {
    let mut after = None;
    let mut pages = Vec::new();
    loop {
        let page = ask(after.clone()).await?;
        pages.push(page.items);
        match page.next {
            Some(next) if after.as_ref() == Some(&next) => bail!("the page after {next} is itself"),
            Some(next) => after = Some(next),
            None => return Ok(pages),
        }
    }
}
