//! The statements of lists: four for each order. Searches are worded so that the planner finds the right plan; each
//! database has its own wording.
//!
//! The parameters are the same in all of them: tenant, list (`active`, …), the value sorted by and the id of the last
//! row of the page before, rows, then the beginning and the end of each prefix asked for (NULL: no more), and for a
//! scan where to stop.

// begin postgres
mod postgres;
// end postgres
// begin sqlite
mod sqlite;
// end sqlite

use domain::ProjectSort;

use super::statements::project_columns;
use crate::sql::{Sql, statements};

/// The statements of one order.
pub(super) struct Listing {
    /// Everything.
    pub(super) whole: Sql,
    /// What has the first prefix, which is rare, and the others.
    pub(super) rare: Sql,
    /// What has all prefixes, on a walk through the list that ends somewhere.
    pub(super) scan: Sql,
    /// The row at this offset: where a walk ends, if the list is that long.
    pub(super) edge: Sql,
}

impl Listing {
    pub(super) fn by(sort: ProjectSort) -> Self {
        match sort {
            ProjectSort::Created => {
                Self { whole: CREATED_WHOLE, rare: CREATED_RARE, scan: CREATED_SCAN, edge: CREATED_EDGE }
            }
            ProjectSort::Updated => {
                Self { whole: UPDATED_WHOLE, rare: UPDATED_RARE, scan: UPDATED_SCAN, edge: UPDATED_EDGE }
            }
            ProjectSort::Name => Self { whole: NAME_WHOLE, rare: NAME_RARE, scan: NAME_SCAN, edge: NAME_EDGE },
        }
    }
}

#[rustfmt::skip]
macro_rules! whole {
    ($column:literal, $after:literal, $way:literal) => {
        concat!(
            "SELECT ", project_columns!(), "
            FROM projects
            WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
            ORDER BY ", $column, $way, ", id", $way, "
            LIMIT +$5"
        )
    };
}

#[rustfmt::skip]
macro_rules! edge {
    ($column:literal, $after:literal, $way:literal) => {
        concat!(
            "SELECT ", $column, " AS value, id
            FROM projects
            WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
            ORDER BY ", $column, $way, ", id", $way, "
            LIMIT 1 OFFSET $5"
        )
    };
}

statements! {
    CREATED_WHOLE = whole!("created_at", "<", " DESC");
    CREATED_RARE = sqlite::rare!("created_at", "<", " DESC"), Postgres => postgres::rare!("created_at", "<", " DESC");
    CREATED_SCAN = sqlite::scan!("created_at", "<", ">=", " DESC"), Postgres => postgres::scan!("created_at", "<", " DESC");
    CREATED_EDGE = edge!("created_at", "<", " DESC");

    UPDATED_WHOLE = whole!("updated_at", "<", " DESC");
    UPDATED_RARE = sqlite::rare!("updated_at", "<", " DESC"), Postgres => postgres::rare!("updated_at", "<", " DESC");
    UPDATED_SCAN = sqlite::scan!("updated_at", "<", ">=", " DESC"), Postgres => postgres::scan!("updated_at", "<", " DESC");
    UPDATED_EDGE = edge!("updated_at", "<", " DESC");

    NAME_WHOLE = whole!("name_sort", ">", "");
    NAME_RARE = sqlite::rare!("name_sort", ">", ""), Postgres => postgres::rare!("name_sort", ">", "");
    NAME_SCAN = sqlite::scan!("name_sort", ">", "<=", ""), Postgres => postgres::scan!("name_sort", ">", "");
    NAME_EDGE = edge!("name_sort", ">", "");

    /// tenant, beginnings and ends of prefixes, rows: how many terms have each, no further than so many
    COUNT_PREFIXES = "
        SELECT asked.value AS prefix, (
            SELECT COUNT(*)
            FROM (
                SELECT 1
                FROM project_terms AS t
                WHERE t.tenant_id = $1 AND t.term >= asked.value AND t.term < past.value
                LIMIT +$4
            ) AS counted
        ) AS terms
        FROM json_each($2) AS asked
        CROSS JOIN json_each($3) AS past
        WHERE past.key = asked.key",
        Postgres => "
        SELECT asked.first AS prefix, (
            SELECT COUNT(*)
            FROM (
                SELECT 1
                FROM project_terms AS t
                WHERE t.tenant_id = $1 AND t.term >= asked.first AND t.term < asked.past
                LIMIT +$4
            ) AS counted
        ) AS terms
        FROM UNNEST($2::text[], $3::text[]) AS asked (first, past)";
}
