//! Lists of projects: four statements for each order.
//!
//! Parameters, the same in all: tenant, list (`active`, …), the value sorted by and the id of the last row of the page
//! before, rows, then the beginning and the end of each prefix asked for (NULL: no more), and for `scan` where to stop.

use domain::ProjectSort;

/// The statements of one order.
pub(crate) struct Listing {
    /// Everything.
    pub(crate) whole: &'static str,
    /// What has the first prefix, which is rare, and the others.
    pub(crate) rare: &'static str,
    /// The row behind so many others: where a walk ends, if the list goes on that far.
    pub(crate) edge: &'static str,
    /// What has all prefixes, on a walk through the list as far as the edge.
    pub(crate) scan: &'static str,
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

/// One term of the project with the prefix between the parameters.
macro_rules! has_prefix {
    ($id:literal, $from:literal, $to:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM project_terms AS t WHERE t.tenant_id = $1 AND t.project_id = ",
            $id,
            " AND t.term >= ",
            $from,
            " AND t.term < ",
            $to,
            ")"
        )
    };
}

/// The second to the ninth prefix, where there is one.
macro_rules! has_other_prefixes {
    ($id:literal) => {
        concat!(
            "($8 IS NULL OR ",
            has_prefix!($id, "$8", "$9"),
            ")
            AND ($10 IS NULL OR ",
            has_prefix!($id, "$10", "$11"),
            ")
            AND ($12 IS NULL OR ",
            has_prefix!($id, "$12", "$13"),
            ")
            AND ($14 IS NULL OR ",
            has_prefix!($id, "$14", "$15"),
            ")
            AND ($16 IS NULL OR ",
            has_prefix!($id, "$16", "$17"),
            ")
            AND ($18 IS NULL OR ",
            has_prefix!($id, "$18", "$19"),
            ")
            AND ($20 IS NULL OR ",
            has_prefix!($id, "$20", "$21"),
            ")
            AND ($22 IS NULL OR ",
            has_prefix!($id, "$22", "$23"),
            ")"
        )
    };
}

/// `$after` and `$until` compare with a row before and with the edge; `$way` is the order.
macro_rules! listing {
    ($column:literal, $after:literal, $until:literal, $way:literal) => {
        Listing {
            whole: concat!(
                "SELECT ", project_columns!(""), "
                FROM projects
                WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                ORDER BY ", $column, $way, ", id", $way, "
                LIMIT +$5"
            ),
            // The plus keeps the planner from walking the list: it shall begin with the few ids.
            rare: concat!(
                "SELECT ", project_columns!(""), "
                FROM projects
                WHERE tenant_id = $1 AND +listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                    AND id IN (SELECT project_id FROM project_terms WHERE tenant_id = $1 AND term >= $6 AND term < $7)
                    AND ", has_other_prefixes!("projects.id"), "
                ORDER BY ", $column, $way, ", id", $way, "
                LIMIT +$5"
            ),
            edge: concat!(
                "SELECT ", $column, " AS value, id
                FROM projects
                WHERE tenant_id = $1 AND listed_as = $2 AND (", $column, ", id) ", $after, " ($3, $4)
                ORDER BY ", $column, $way, ", id", $way, "
                LIMIT 1 OFFSET $5"
            ),
            // The index alone says which rows match; only those are read from the table.
            scan: concat!(
                "SELECT ", project_columns!("projects."), "
                FROM projects AS listed
                CROSS JOIN projects
                WHERE listed.tenant_id = $1 AND listed.listed_as = $2
                    AND (listed.", $column, ", listed.id) ", $after, " ($3, $4)
                    AND (listed.", $column, ", listed.id) ", $until, " ($24, $25)
                    AND ", has_prefix!("listed.id", "$6", "$7"), "
                    AND ", has_other_prefixes!("listed.id"), "
                    AND projects.tenant_id = $1 AND projects.id = listed.id
                ORDER BY listed.", $column, $way, ", listed.id", $way, "
                LIMIT +$5"
            ),
        }
    };
}

const CREATED: Listing = listing!("created_at", "<", ">=", " DESC");
const UPDATED: Listing = listing!("updated_at", "<", ">=", " DESC");
const NAME: Listing = listing!("name_sort", ">", "<=", "");

/// tenant, beginning and end of the prefix, rows: how many terms have it, no further than so many
pub(crate) const COUNT_PREFIX: &str = "
    SELECT COUNT(*)
    FROM (SELECT 1 FROM project_terms WHERE tenant_id = $1 AND term >= $2 AND term < $3 LIMIT +$4) AS counted";

#[cfg(test)]
pub(super) const ALL: &[(&str, &str)] = &[
    ("COUNT_PREFIX", COUNT_PREFIX),
    ("CREATED.whole", CREATED.whole),
    ("CREATED.rare", CREATED.rare),
    ("CREATED.edge", CREATED.edge),
    ("CREATED.scan", CREATED.scan),
    ("UPDATED.whole", UPDATED.whole),
    ("UPDATED.rare", UPDATED.rare),
    ("UPDATED.edge", UPDATED.edge),
    ("UPDATED.scan", UPDATED.scan),
    ("NAME.whole", NAME.whole),
    ("NAME.rare", NAME.rare),
    ("NAME.edge", NAME.edge),
    ("NAME.scan", NAME.scan),
];
