//! PostgreSQL for tests: a database of its own for each, with the two roles that a product has.
//!
//! They are made on the server of `TEST_POSTGRES_URL` (a superuser's address, of a server for nothing else), which
//! `bin/test` sets for all tests of a run; else on a server that the tests running at the same time share. It is lent by
//! `bin/lib/test-postgres.sh` and ends with the last of them. A test that freezes or kills its server has a [`Cluster`].

mod cluster;
mod database;
mod lender;

pub use self::{cluster::Cluster, database::Database, lender::shared_url};
