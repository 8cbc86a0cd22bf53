//! The addresses of organizations: noted in the database as sessions show them. Who belongs to which organization,
//! Clerk is asked.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::context::address_book::AddressBook;
use async_trait::async_trait;
use clerk_axum::{BackendClient, backend::ListOfUser};
use clerk_protocol::Session;
use domain::{Clock, Tenant, TenantPath, TenantScope};
use store::SystemStore;

/// What is kept in memory of each kind; then it starts over.
const KEPT: usize = 10_000;
/// How long an answer of Clerk counts: a person causes one question a minute, whatever they open.
const ANSWER_LASTS_MS: i64 = 60_000;
/// More organizations than anybody belongs to.
const MEMBERSHIPS: u64 = 100;

/// The address book.
pub(crate) struct Addresses {
    system: Arc<dyn SystemStore>,
    backend: BackendClient,
    clock: Arc<dyn Clock>,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// Organization and slug: is in the database.
    noted: HashSet<(String, String)>,
    /// Of a person: since when it is known, and where they belong.
    homes: HashMap<String, (i64, Homes)>,
}

/// Id and address of each organization that somebody belongs to.
type Homes = Arc<[(String, TenantPath)]>;

impl Addresses {
    pub(crate) fn new(system: Arc<dyn SystemStore>, backend: BackendClient, clock: Arc<dyn Clock>) -> Self {
        Self { system, backend, clock, memory: Mutex::default() }
    }

    /// Asks Clerk, at most once in a while for each person; a failure counts as belonging nowhere.
    async fn homes_of(&self, person: &str) -> Homes {
        let now = self.clock.monotonic_ms();
        if let Some((since, homes)) = self.memory().homes.get(person)
            && now.saturating_sub(*since) < ANSWER_LASTS_MS
        {
            return Arc::clone(homes);
        }
        let parameters = ListOfUser { limit: Some(MEMBERSHIPS), ..ListOfUser::default() };
        let homes: Homes = match self.backend.users().list_organization_memberships(person, &parameters).await {
            Ok(page) => {
                let organizations = page.data.into_iter().filter_map(|membership| membership.organization);
                organizations.map(|it| (it.id.clone(), path(it.slug, it.id))).collect()
            }
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, person, "Clerk does not tell the memberships");
                Arc::default()
            }
        };
        let mut memory = self.memory();
        if memory.homes.len() >= KEPT {
            memory.homes.clear();
        }
        memory.homes.insert(person.to_owned(), (now, Arc::clone(&homes)));
        homes
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl AddressBook for Addresses {
    async fn note(&self, scope: &TenantScope) {
        let (Tenant::Organization(id), TenantPath::Organization(slug)) = (scope.tenant(), scope.path()) else { return };
        let entry = (id.as_str().to_owned(), slug);
        // Without a slug of its own an organization is at its id, which never changes.
        if entry.0 == entry.1 || self.memory().noted.contains(&entry) {
            return;
        }
        if let Err(error) = self.system.note_address(id, &entry.1).await {
            return tracing::warn!(error = &error as &dyn std::error::Error, "an address could not be noted");
        }
        let mut memory = self.memory();
        if memory.noted.len() >= KEPT {
            memory.noted.clear();
        }
        memory.noted.insert(entry);
    }

    async fn lead_on(&self, session: &Session, slug: &str) -> Option<TenantPath> {
        let known = self.system.organizations_at(slug).await.unwrap_or_else(|error| {
            tracing::warn!(error = &error as &dyn std::error::Error, "an address could not be looked up");
            Vec::new()
        });
        if known.is_empty() {
            return None;
        }
        let active = session.organization().map(|it| (it.id.clone(), path(it.slug.clone(), it.id.clone())));
        if let Some((_, path)) = active.filter(|(id, path)| known == [id.as_str()] && !is_at(path, slug)) {
            return Some(path);
        }
        let homes = self.homes_of(session.user_id()).await;
        // Another organization has taken the address, and it is theirs too.
        if homes.iter().any(|(_, path)| is_at(path, slug)) {
            return None;
        }
        homes.iter().find(|(id, _)| known.contains(id)).map(|(_, path)| path.clone())
    }
}

fn path(slug: Option<String>, id: String) -> TenantPath {
    TenantPath::Organization(slug.unwrap_or(id))
}

fn is_at(path: &TenantPath, slug: &str) -> bool {
    matches!(path, TenantPath::Organization(name) if name == slug)
}
