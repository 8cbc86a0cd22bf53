//! The made-up projects in portions, each for one transaction, made only when they are wanted.

use std::{sync::Arc, vec};

use domain::Clock;
use domain::{InvalidId, Project, Tenant};
use store::TimeOrderedIds;

use super::{plan::Share, project::Maker};

/// Projects of one transaction.
pub(super) const BATCH: u64 = 1_000;

/// All portions of all tenants.
pub(super) struct Batches {
    shares: vec::IntoIter<Share>,
    /// The tenant that is being filled, and how many projects it still gets.
    current: Option<(Tenant, Maker, u64)>,
    ids: TimeOrderedIds,
    now: i64,
}

impl Batches {
    /// The portions of these shares.
    pub(super) fn new(shares: Vec<Share>, clock: Arc<dyn Clock>) -> Self {
        let now = clock.now_ms();
        Self { shares: shares.into_iter(), current: None, ids: TimeOrderedIds::new(clock), now }
    }

    /// The next tenant that gets any.
    fn next_tenant(&mut self) -> Option<(Tenant, Maker, u64)> {
        let Share { tenant, owners, projects, seed } = self.shares.find(|share| share.projects > 0)?;
        Some((tenant, Maker::new(seed, owners, projects, self.now), projects))
    }
}

impl Iterator for Batches {
    type Item = Result<(Tenant, Vec<Project>), InvalidId>;

    fn next(&mut self) -> Option<Self::Item> {
        let (tenant, mut maker, left) = self.current.take().or_else(|| self.next_tenant())?;
        let size = left.min(BATCH);
        let projects: Result<Vec<_>, _> = (0..size).map(|_| maker.project(&self.ids)).collect();
        if left > size {
            self.current = Some((tenant.clone(), maker, left - size));
        }
        Some(projects.map(|projects| (tenant, projects)))
    }
}
