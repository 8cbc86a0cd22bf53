//! Where sequences run: one server, or two over one database, reached over loopback; one clock; and a Clerk that tells
//! each tenant its own people.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use app::context::member_directory::MemberDirectory;
use async_trait::async_trait;
use axum::Router;
use domain::{Member, People, TenantScope, UserId};
use rand::{RngExt, rngs::StdRng};
use server::harness::{On, TestServer, listen};

use super::{cast::Seat, client::Client, scan::Owners};

/// Servers and what all sequences on them share.
pub(super) struct Arena {
    pub(super) server: TestServer,
    pub(super) nodes: Vec<Client>,
    pub(super) owners: Owners,
    people: Arc<Directory>,
    sequences: AtomicU32,
}

impl Arena {
    pub(super) async fn new(on: On, nodes: usize) -> anyhow::Result<Self> {
        Self::with(on, nodes, |router| router).await
    }

    /// With servers to which something is done.
    pub(super) async fn with(on: On, nodes: usize, change: impl Fn(Router) -> Router) -> anyhow::Result<Self> {
        let server = TestServer::on(on).await?;
        let people = Arc::new(Directory::default());
        let mut clients = Vec::new();
        for _ in 0..nodes {
            let router = server.another_node_with(people.clone()).await?;
            clients.push(Client::of(listen(change(router)).await?));
        }
        Ok(Self { server, nodes: clients, owners: Owners::default(), people, sequences: AtomicU32::new(0) })
    }

    /// The number of a new sequence.
    pub(super) fn number(&self) -> u32 {
        self.sequences.fetch_add(1, Ordering::Relaxed)
    }

    /// Any of the servers.
    pub(super) fn node(&self, random: &mut StdRng) -> &Client {
        &self.nodes[random.random_range(0..self.nodes.len())]
    }

    /// Lets Clerk know the people of these tenants.
    pub(super) fn introduce(&self, seats: &[Arc<Seat>]) {
        let mut lists = self.people.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.extend(seats.iter().map(|seat| (seat.tenant.id().to_owned(), seat.members())));
    }
}

/// The people of each tenant.
#[derive(Default)]
struct Directory(Mutex<HashMap<String, Vec<Member>>>);

impl Directory {
    fn everybody(&self, scope: &TenantScope) -> Vec<Member> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.get(scope.tenant().id()).cloned().unwrap_or_default()
    }
}

#[async_trait]
impl MemberDirectory for Directory {
    async fn people(&self, scope: &TenantScope, whom: &BTreeSet<UserId>) -> People {
        let is_wanted = |member: &Member| whom.contains(&member.id) || member.id == *scope.actor();
        let members: Vec<_> = self.everybody(scope).into_iter().filter(is_wanted).collect();
        let is_former = |id: &&UserId| members.iter().all(|member| member.id != **id);
        let former = whom.iter().filter(is_former).cloned().collect();
        People { members, former }
    }

    async fn choices(&self, scope: &TenantScope) -> People {
        People { members: self.everybody(scope), former: Vec::new() }
    }

    async fn has(&self, scope: &TenantScope, person: &UserId) -> Option<bool> {
        Some(self.everybody(scope).iter().any(|member| member.id == *person))
    }
}
