//! At the end of a sequence: each tenant's trail and one of its lists, from the first page to the last, as its admin reads
//! them.

use domain::{ListedAs, PageRequest, ProjectQuery};
use rand::seq::IndexedRandom;

use super::{
    ask::{Ask, Operation},
    report::Failure,
    sequence::Sequence,
    step::Via,
};

impl Sequence<'_> {
    pub(super) async fn read_everything(&mut self, tenant: usize) -> Result<(), Failure> {
        let status = ListedAs::ALL.choose(&mut self.random).copied().unwrap_or_default();
        let list = |after| Operation::List(ProjectQuery { status, after, limit: Some(100), ..ProjectQuery::default() });
        self.read(tenant, list).await?;
        self.read(tenant, |after| Operation::Activity(PageRequest { after, limit: Some(100) })).await
    }

    /// Every page of a list.
    async fn read(&mut self, tenant: usize, page: impl Fn(Option<String>) -> Operation) -> Result<(), Failure> {
        let seat = &self.models[tenant].seat;
        let (person, path) = (seat.admin(), seat.path.clone());
        let mut after = None;
        loop {
            let operation = page(after);
            let ask = Ask { tenant, person, via: Via::Rest, path: path.clone(), operation };
            after = self.ask_alone(&ask).await?;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}
