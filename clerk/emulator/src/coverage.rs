//! Which of Clerk's published calls the local Clerk does. A test holds the table against the published lists and against
//! the router.

use serde::Serialize;

/// Written by the test `coverage`, but for the notes and `partly`.
const TABLE: &str = include_str!("coverage.tsv");

/// One call of a published list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// `bapi` or `fapi`.
    pub api: &'static str,
    /// `GET`, `POST`, …
    pub method: &'static str,
    /// As published: `/users/{user_id}`.
    pub path: &'static str,
    /// `built`, `partly` or `not_built`.
    pub state: &'static str,
    /// What is missing, where something is.
    pub note: &'static str,
}

/// Every published call, in the order of the lists.
pub fn coverage() -> impl Iterator<Item = Coverage> {
    TABLE.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let mut next = || cells.next();
        let (api, method, path, state) = (next()?, next()?, next()?, next()?);
        Some(Coverage { api, method, path, state, note: next().unwrap_or_default() })
    })
}
