//! Searches of lists, worded for SQLite's planner.

/// One term of the project with the prefix between the parameters.
#[rustfmt::skip]
macro_rules! has_prefix {
    ($id:literal, $from:literal, $to:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM project_terms AS t WHERE t.tenant_id = $1 AND t.project_id = ", $id,
            " AND t.term >= ", $from, " AND t.term < ", $to, ")"
        )
    };
}

/// The second to the ninth prefix, where there is one.
#[rustfmt::skip]
macro_rules! has_other_prefixes {
    ($id:literal) => {
        concat!(
            "($8 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$8", "$9"), ")
            AND ($10 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$10", "$11"), ")
            AND ($12 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$12", "$13"), ")
            AND ($14 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$14", "$15"), ")
            AND ($16 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$16", "$17"), ")
            AND ($18 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$18", "$19"), ")
            AND ($20 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$20", "$21"), ")
            AND ($22 IS NULL OR ", $crate::projects::listing::sqlite::has_prefix!($id, "$22", "$23"),
            ")"
        )
    };
}

/// `$after` compares with a row before. The plus keeps the planner from walking the list: it should begin with the few ids.
#[rustfmt::skip]
macro_rules! rare {
    ($column:literal, $after:literal, $way:literal) => {
        concat!(
            "SELECT ", project_columns!(), "
            FROM projects
            WHERE tenant_id = $1 AND +listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                AND id IN (SELECT project_id FROM project_terms WHERE tenant_id = $1 AND term >= $6 AND term < $7)
                AND ", $crate::projects::listing::sqlite::has_other_prefixes!("projects.id"), "
            ORDER BY ", $column, $way, ", id", $way, "
            LIMIT +$5"
        )
    };
}

/// `$after` and `$until` compare with a row before and with the edge. The index alone says which rows match; only those
/// are read from the table.
#[rustfmt::skip]
macro_rules! scan {
    ($column:literal, $after:literal, $until:literal, $way:literal) => {
        concat!(
            "SELECT ", project_columns!("projects."), "
            FROM projects AS listed
            CROSS JOIN projects
            WHERE listed.tenant_id = $1 AND listed.listed_as = $2
                AND (listed.", $column, ", listed.id) ", $after, " ($3, $4)
                AND (listed.", $column, ", listed.id) ", $until, " ($24, $25)
                AND ", $crate::projects::listing::sqlite::has_prefix!("listed.id", "$6", "$7"), "
                AND ", $crate::projects::listing::sqlite::has_other_prefixes!("listed.id"), "
                AND projects.tenant_id = $1 AND projects.id = listed.id
            ORDER BY listed.", $column, $way, ", listed.id", $way, "
            LIMIT +$5"
        )
    };
}

pub(crate) use {has_other_prefixes, has_prefix, rare, scan};
