//! Lists of projects: four statements for each order.
//!
//! Each has but one sensible plan, whatever a tenant holds, and is written so that the planner finds no other: a tenant of
//! 200,000 projects under row-level security is where others would hurt.
//!
//! Parameters: tenant, list (`active`, …), the value sorted by and the id of the last row of the page before, rows; then
//! the beginning and the end of each prefix asked for (NULL: no more).

use domain::ProjectSort;

/// The statements of one order.
pub(crate) struct Listing {
    /// Everything.
    pub(crate) whole: &'static str,
    /// What has the first prefix, which is rare, and the others.
    pub(crate) rare: &'static str,
    /// What has all prefixes, on a walk through the list of as many rows as the last parameter says.
    pub(crate) scan: &'static str,
    /// The row behind so many others: where a walk ends, if the list goes on that far.
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

/// Whether the project has a term with the prefix, where one is asked for: one look at the key of the terms. Not `EXISTS`,
/// of which the planner may make a table of all the terms that begin so; and the prefix inside of a `SELECT`, because
/// where the planner sees a rare one, it may read all of its terms for each project.
macro_rules! has_prefix {
    ($id:literal, $from:literal, $to:literal) => {
        concat!(
            "(",
            $from,
            " IS NULL OR (
                SELECT TRUE
                FROM project_terms AS t
                WHERE t.tenant_id = $1 AND t.project_id = ",
            $id,
            "
                    AND t.term >= (SELECT ",
            $from,
            ") AND t.term < (SELECT ",
            $to,
            ")
                LIMIT 1
            ))"
        )
    };
}

/// The second to the ninth prefix.
macro_rules! has_other_prefixes {
    ($id:literal) => {
        concat!(
            has_prefix!($id, "$8", "$9"),
            " AND ",
            has_prefix!($id, "$10", "$11"),
            " AND ",
            has_prefix!($id, "$12", "$13"),
            " AND ",
            has_prefix!($id, "$14", "$15"),
            " AND ",
            has_prefix!($id, "$16", "$17"),
            " AND ",
            has_prefix!($id, "$18", "$19"),
            " AND ",
            has_prefix!($id, "$20", "$21"),
            " AND ",
            has_prefix!($id, "$22", "$23")
        )
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
            // Each of the few ids is looked up, and they are in order before the other prefixes are looked for, so that a
            // full page ends that. The limits keep the planner from joining and from looking first.
            rare: concat!(
                "SELECT found.*
                FROM (
                    SELECT listed.*
                    FROM (
                        SELECT DISTINCT project_id
                        FROM project_terms
                        WHERE tenant_id = $1 AND term >= $6 AND term < $7
                    ) AS few
                    CROSS JOIN LATERAL (
                        SELECT ", project_columns!(), ", name_sort
                        FROM projects
                        WHERE tenant_id = $1 AND id = few.project_id AND listed_as = $2
                            AND (", $column, ", id) ", $after, " ($3, $4)
                        LIMIT 1
                    ) AS listed
                    ORDER BY listed.", $column, $way, ", listed.id", $way, "
                    LIMIT 1000000
                ) AS found
                WHERE ", has_other_prefixes!("found.id"), "
                ORDER BY found.", $column, $way, ", found.id", $way, "
                LIMIT $5"
            ),
            // The index alone says which rows match; only those are read from the table.
            scan: concat!(
                "SELECT found.*
                FROM (
                    SELECT walked.value, walked.id
                    FROM (
                        SELECT ", $column, " AS value, id
                        FROM projects
                        WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                        ORDER BY ", $column, $way, ", id", $way, "
                        LIMIT $24
                    ) AS walked
                    WHERE ", has_prefix!("walked.id", "$6", "$7"), " AND ", has_other_prefixes!("walked.id"), "
                    ORDER BY walked.value", $way, ", walked.id", $way, "
                    LIMIT $5
                ) AS matching
                CROSS JOIN LATERAL (
                    SELECT ", project_columns!(), " FROM projects WHERE tenant_id = $1 AND id = matching.id LIMIT 1
                ) AS found
                ORDER BY matching.value", $way, ", matching.id", $way
            ),
            edge: concat!(
                "SELECT ", $column, " AS value, id
                FROM projects
                WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                ORDER BY ", $column, $way, ", id", $way, "
                LIMIT 1 OFFSET $5"
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
