//! A statement comes from `statements!`, and every one of those is read by tests.

use store::Sql;

fn forge(sql: Sql) -> Sql {
    Sql { ..sql }
}

fn main() {}
