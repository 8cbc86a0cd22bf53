//! Where sequences run: one server, or two over one database, reached over loopback; one clock; and a Clerk that tells
//! each tenant its own people.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use app::server::members::MemberDirectory;
use async_trait::async_trait;
use axum::Router;
use domain::{Member, TenantScope};
use rand::{RngExt, rngs::StdRng};

use super::{cast::Seat, client::Client, scan::Owners};
use crate::tests::harness::{On, TestServer, listen};

/// Servers and what all sequences on them share.
pub(super) struct Arena {
    pub(super) server: TestServer,
    pub(super) nodes: Vec<Client>,
    pub(super) owners: Owners,
    people: Arc<People>,
    sequences: AtomicU32,
}

impl Arena {
    pub(super) async fn new(on: On, nodes: usize) -> anyhow::Result<Self> {
        Self::with(on, nodes, |router| router).await
    }

    /// With servers to which something is done.
    pub(super) async fn with(on: On, nodes: usize, change: impl Fn(Router) -> Router) -> anyhow::Result<Self> {
        let server = TestServer::on(on).await?;
        let people = Arc::new(People::default());
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
struct People(Mutex<HashMap<String, Vec<Member>>>);

#[async_trait]
impl MemberDirectory for People {
    async fn members(&self, scope: &TenantScope) -> Vec<Member> {
        let lists = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        lists.get(scope.tenant().id()).cloned().unwrap_or_default()
    }
}
