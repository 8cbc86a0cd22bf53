//! A database by one of its roles.

use sqlx::PgPool;

use crate::{address::Address, connect};

/// A database, as one role sees it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) pool: PgPool,
    /// Whether the other end is known for certain.
    pub(crate) is_verified: bool,
    /// Whether the address of the tables' owner is known too.
    pub(crate) has_owner: bool,
}

impl Database {
    /// Has not connected yet.
    pub(crate) fn new(address: &Address, connections: u32) -> Self {
        Self { pool: connect::pool(address, connections), is_verified: address.is_verified(), has_owner: false }
    }
}
