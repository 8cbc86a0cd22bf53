//! Searches of lists, worded for PostgreSQL's planner.
//!
//! Each has only one sensible plan, whatever a tenant holds, and is written so that the planner finds no other: with
//! 200,000 projects of one tenant under row-level security, other plans would hurt.

/// Whether the project has a term with the prefix, where one is asked for: one look at the key of the terms. Not `EXISTS`,
/// of which the planner may make a table of all the terms that begin so; and the prefix inside of a `SELECT`, because
/// where the planner sees a rare one, it may read all of its terms for each project.
#[rustfmt::skip]
macro_rules! has_prefix {
    ($id:literal, $from:literal, $to:literal) => {
        concat!(
            "(", $from, " IS NULL OR (
                SELECT TRUE
                FROM project_terms AS t
                WHERE t.tenant_id = $1 AND t.project_id = ", $id, "
                    AND t.term >= (SELECT ", $from, ") AND t.term < (SELECT ", $to, ")
                LIMIT 1
            ))"
        )
    };
}

/// The second to the ninth prefix.
#[rustfmt::skip]
macro_rules! has_other_prefixes {
    ($id:literal) => {
        concat!(
            $crate::projects::listing::postgres::has_prefix!($id, "$8", "$9"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$10", "$11"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$12", "$13"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$14", "$15"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$16", "$17"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$18", "$19"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$20", "$21"), " AND ",
            $crate::projects::listing::postgres::has_prefix!($id, "$22", "$23")
        )
    };
}

/// Each of the few ids is looked up, and they are in order before the other prefixes are looked for, so that a full page
/// ends that. The limits keep the planner from joining and from looking first.
#[rustfmt::skip]
macro_rules! rare {
    ($column:literal, $after:literal, $way:literal) => {
        concat!(
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
            WHERE ", $crate::projects::listing::postgres::has_other_prefixes!("found.id"), "
            ORDER BY found.", $column, $way, ", found.id", $way, "
            LIMIT $5"
        )
    };
}

/// The index alone says which rows match; only those are read from the table.
#[rustfmt::skip]
macro_rules! scan {
    ($column:literal, $after:literal, $way:literal) => {
        concat!(
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
                WHERE ", $crate::projects::listing::postgres::has_prefix!("walked.id", "$6", "$7"), "
                    AND ", $crate::projects::listing::postgres::has_other_prefixes!("walked.id"), "
                ORDER BY walked.value", $way, ", walked.id", $way, "
                LIMIT $5
            ) AS matching
            CROSS JOIN LATERAL (
                SELECT ", project_columns!(),
            " FROM projects WHERE tenant_id = $1 AND id = matching.id LIMIT 1
            ) AS found
            ORDER BY matching.value", $way, ", matching.id", $way
        )
    };
}

pub(crate) use {has_other_prefixes, has_prefix, rare, scan};
