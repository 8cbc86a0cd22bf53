//! Lists of projects: four statements for each order.
//!
//! Parameters: tenant, list (`active`, …), the value sorted by and the id of the last row of the page before, rows; then
//! of the prefixes asked for the beginnings and the ends.

use domain::ProjectSort;

/// The statements of one order.
pub(crate) struct Listing {
    /// tenant, list, value, id, rows: everything.
    pub(crate) whole: &'static str,
    /// tenant, list, value, id, rows, beginning and end of the first prefix, which is rare, beginnings and ends of the
    /// others: what has all of them.
    pub(crate) rare: &'static str,
    /// tenant, list, value, id, rows, beginnings and ends of the prefixes, rows to walk: what has all prefixes, on a walk
    /// of so many rows.
    pub(crate) scan: &'static str,
    /// tenant, list, value, id, rows to walk: the row where such a walk ends, if the list goes on that far.
    pub(crate) edge: &'static str,
}

impl Listing {
    pub(crate) fn by(sort: ProjectSort) -> &'static Self {
        match sort {
            ProjectSort::Created => &CREATED,
            ProjectSort::Updated => &UPDATED,
            ProjectSort::Name => &NAME,
        }
    }
}

/// Whether the project has a term for each prefix. Counted, because the planner would turn an `EXISTS` into a join of
/// all terms that begin so.
macro_rules! has_prefixes {
    ($id:literal, $from:literal, $to:literal) => {
        concat!(
            "(
                SELECT COUNT(*)
                FROM UNNEST(", $from, "::text[], ", $to, "::text[]) AS asked (first, past)
                WHERE EXISTS (
                    SELECT 1
                    FROM project_terms AS t
                    WHERE t.tenant_id = $1 AND t.project_id = ", $id, " AND t.term >= asked.first AND t.term < asked.past
                )
            ) = CARDINALITY(", $from, "::text[])"
        )
    };
}

/// The columns of a project and what it is sorted by.
macro_rules! listed_columns {
    () => {
        concat!(project_columns!(), ", name_sort")
    };
}

macro_rules! listing {
    ($column:literal, $after:literal, $way:literal) => {
        Listing {
            whole: concat!(
                "SELECT ", project_columns!(), "
                FROM projects
                WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                ORDER BY ", $column, $way, ", id", $way, "
                LIMIT $5"
            ),
            // Each of the few ids is looked up: LIMIT keeps the planner from joining the whole list instead.
            rare: concat!(
                "SELECT found.*
                FROM (
                    SELECT DISTINCT project_id
                    FROM project_terms
                    WHERE tenant_id = $1 AND term >= $6 AND term < $7
                ) AS few
                CROSS JOIN LATERAL (
                    SELECT ", listed_columns!(), "
                    FROM projects
                    WHERE tenant_id = $1 AND id = few.project_id AND listed_as = $2
                        AND (", $column, ", id) ", $after, " ($3, $4)
                    LIMIT 1
                ) AS found
                WHERE ", has_prefixes!("found.id", "$8", "$9"), "
                ORDER BY found.", $column, $way, ", found.id", $way, "
                LIMIT $5"
            ),
            scan: concat!(
                "SELECT walked.*
                FROM (
                    SELECT ", listed_columns!(), "
                    FROM projects
                    WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                    ORDER BY ", $column, $way, ", id", $way, "
                    LIMIT $8
                ) AS walked
                WHERE ", has_prefixes!("walked.id", "$6", "$7"), "
                ORDER BY walked.", $column, $way, ", walked.id", $way, "
                LIMIT $5"
            ),
            edge: concat!(
                "SELECT value, id
                FROM (
                    SELECT ", $column, " AS value, id, ROW_NUMBER() OVER (ORDER BY ", $column, $way, ", id", $way, ") AS place
                    FROM projects
                    WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                    ORDER BY ", $column, $way, ", id", $way, "
                    LIMIT $5
                ) AS walked
                WHERE place = $5"
            ),
        }
    };
}

const CREATED: Listing = listing!("created_at", "<", " DESC");
const UPDATED: Listing = listing!("updated_at", "<", " DESC");
const NAME: Listing = listing!("name_sort", ">", "");

/// tenant, beginnings and ends of prefixes, rows: how many terms have each, no further than so many
pub(crate) const COUNT_PREFIXES: &str = "
    SELECT (
        SELECT COUNT(*)
        FROM (
            SELECT 1
            FROM project_terms AS t
            WHERE t.tenant_id = $1 AND t.term >= asked.first AND t.term < asked.past
            LIMIT $4
        ) AS counted
    ) AS terms
    FROM UNNEST($2::text[], $3::text[]) WITH ORDINALITY AS asked (first, past, place)
    ORDER BY asked.place";

#[cfg(test)]
pub(super) const ALL: &[(&str, &str)] = &[
    ("COUNT_PREFIXES", COUNT_PREFIXES),
    ("CREATED.whole", CREATED.whole),
    ("CREATED.rare", CREATED.rare),
    ("CREATED.scan", CREATED.scan),
    ("CREATED.edge", CREATED.edge),
    ("UPDATED.whole", UPDATED.whole),
    ("UPDATED.rare", UPDATED.rare),
    ("UPDATED.scan", UPDATED.scan),
    ("UPDATED.edge", UPDATED.edge),
    ("NAME.whole", NAME.whole),
    ("NAME.rare", NAME.rare),
    ("NAME.scan", NAME.scan),
    ("NAME.edge", NAME.edge),
];
