//! No database: behind a system that answers what a test says, which is asked for nothing else.

use std::sync::Arc;

use async_trait::async_trait;
use store::{
    Backed, Behind, Data, Finding, Schema, StoreError,
    engine::{Bounds, Call, Connection, Dialect, Engine, Failure, Kind, Reader},
};

use crate::{HandClock, SeededIds};

/// A test's own [`store::SystemStore`] has this behind it and writes down what it answers. To be asked anything else is an
/// error.
pub struct NoDatabase(Data);

impl Default for NoDatabase {
    fn default() -> Self {
        let clock = HandClock::new();
        Self(Data::new(Arc::new(Nothing), None, clock.clone(), SeededIds::new(clock, 1)))
    }
}

impl Backed for NoDatabase {
    fn behind(&self) -> Behind<'_> {
        self.0.behind()
    }
}

struct Nothing;

fn unasked() -> StoreError {
    StoreError::internal("nobody should ask that here")
}

#[async_trait]
impl Engine for Nothing {
    #[expect(clippy::indexing_slicing, reason = "there is one at least")]
    fn dialect(&self) -> Dialect {
        Dialect::ALL[0]
    }

    fn bounds(&self, _: Kind) -> Bounds {
        Bounds { attempts: 1, patience: None, keeps_its_turn: false, ends_with_its_caller: true }
    }

    async fn connect(&self, _: Kind) -> Result<Box<dyn Connection>, Failure> {
        Err(unasked().into())
    }

    async fn read_bare(&self, _: Call<'_>, _: Reader<'_>) -> Option<Result<(), Failure>> {
        Some(Err(unasked().into()))
    }

    async fn schema(&self) -> Result<Schema, StoreError> {
        Err(unasked())
    }

    async fn findings(&self) -> Result<Vec<Finding>, StoreError> {
        Err(unasked())
    }

    async fn close(&self) {}
}
