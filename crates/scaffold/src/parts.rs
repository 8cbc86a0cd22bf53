//! The parts that a product can do without, and what belongs to each.

use anyhow::Result;

use crate::{Changes, marks};

/// A part of the product: whole files and folders, and marked blocks in files that it shares (see [`marks`]).
#[derive(Debug)]
pub struct Part {
    /// Its name, as its marks say it.
    pub mark: &'static str,
    /// Files and folders that are its own.
    pub paths: &'static [&'static str],
}

/// What only PostgreSQL needs.
pub const POSTGRES: Part = Part {
    mark: "postgres",
    paths: &[
        "bin/lib/dev-postgres.sh",
        "bin/lib/lend-postgres.sh",
        "bin/lib/postgres.sh",
        "bin/lib/test-postgres.sh",
        "bin/lib/tests/dev-postgres.test.mjs",
        "crates/store-postgres",
        // begin examples
        "crates/store/src/projects/listing/postgres.rs",
        // end examples
        "crates/store/src/things/postgres.sql",
        "crates/testkit/src/postgres",
        "crates/testkit/src/postgres.rs",
        "migrations/postgres",
        "server/src/config/database/postgres",
        "server/src/config/database/postgres.rs",
        "server/src/database/postgres",
        "server/src/database/postgres.rs",
        "server/src/harness/home/postgres.rs",
    ],
};

/// What only SQLite needs.
pub const SQLITE: Part = Part {
    mark: "sqlite",
    paths: &[
        "crates/store-sqlite",
        // begin examples
        "crates/store/src/projects/listing/sqlite.rs",
        // end examples
        "crates/store/src/things/sqlite.sql",
        "migrations/sqlite",
        "server/src/database/sqlite.rs",
        "server/src/harness/home/sqlite.rs",
    ],
};

/// What is there because there are two databases.
pub const BOTH_DATABASES: Part = Part { mark: "both-databases", paths: &["bin/choose-database"] };

/// The example resources.
pub const EXAMPLES: Part = Part {
    mark: "examples",
    paths: &[
        "app/src/projects",
        "app/src/projects.rs",
        "crates/domain/src/project",
        "crates/domain/src/project.rs",
        "crates/domain/src/task.rs",
        "crates/domain/tests/projects.rs",
        "crates/store-postgres/src/tests/projects.rs",
        "crates/store-sqlite/src/tests/projects.rs",
        "crates/store/src/audit/entry/projects.rs",
        "crates/store/src/listing/projects.rs",
        "crates/store/src/projects",
        "crates/store/src/projects.rs",
        "crates/store/src/search",
        "crates/store/src/search.rs",
        "crates/store/src/system/insert.rs",
        "crates/store/src/system/purge.rs",
        "crates/store/src/system/renewal.rs",
        "crates/store/src/tasks",
        "crates/store/src/tasks.rs",
        "crates/store/src/tenants/projects.rs",
        "crates/store/tests/compile_fail/projects",
        "crates/testkit/src/broken/projects.rs",
        "crates/testkit/src/contract/audit.rs",
        "crates/testkit/src/contract/cancellation.rs",
        "crates/testkit/src/contract/concurrency.rs",
        "crates/testkit/src/contract/cursors.rs",
        "crates/testkit/src/contract/deleting.rs",
        "crates/testkit/src/contract/equal_ids.rs",
        "crates/testkit/src/contract/hostile.rs",
        "crates/testkit/src/contract/inserting.rs",
        "crates/testkit/src/contract/isolation.rs",
        "crates/testkit/src/contract/keys.rs",
        "crates/testkit/src/contract/keys_at_once.rs",
        "crates/testkit/src/contract/listing.rs",
        "crates/testkit/src/contract/purging.rs",
        "crates/testkit/src/contract/quotas.rs",
        "crates/testkit/src/contract/removing.rs",
        "crates/testkit/src/contract/renewing.rs",
        "crates/testkit/src/contract/search.rs",
        "crates/testkit/src/contract/search_plans.rs",
        "crates/testkit/src/contract/search_rule.rs",
        "crates/testkit/src/contract/task_order.rs",
        "crates/testkit/src/contract/task_pages.rs",
        "crates/testkit/src/contract/tasks.rs",
        "crates/testkit/src/contract/tasks_at_once.rs",
        "crates/testkit/src/contract/world/projects.rs",
        "crates/testkit/src/contract/world/tasks.rs",
        "crates/testkit/src/contract/writing.rs",
        "crates/testkit/src/expected.rs",
        "crates/testkit/src/lists.rs",
        "crates/testkit/src/samples/projects.rs",
        "crates/testkit/src/samples/tasks.rs",
        "docs/decisions/006-own-delete.md",
        "docs/decisions/010-search.md",
        "docs/screenshot.png",
        "end2end/support/projects.ts",
        "end2end/tests/activity.spec.ts",
        "end2end/tests/broken-program.spec.ts",
        "end2end/tests/deleted-projects.spec.ts",
        "end2end/tests/impersonation.spec.ts",
        "end2end/tests/navigation.spec.ts",
        "end2end/tests/projects-list.spec.ts",
        "end2end/tests/projects.spec.ts",
        "end2end/tests/sessions.spec.ts",
        "end2end/tests/tasks.spec.ts",
        "end2end/tests/texts.spec.ts",
        "end2end/tests/too-much.nojs.spec.ts",
        "end2end/tests/without-javascript.nojs.spec.ts",
        "end2end/tests/without-proxy.spec.ts",
        "end2end/tests/without-the-program.spec.ts",
        "server/src/config/database/projects.rs",
        "server/src/harness/projects.rs",
        "server/src/jobs/purge.rs",
        "server/src/jobs/terms",
        "server/src/jobs/terms.rs",
        "server/src/maintenance/seed",
        "server/src/maintenance/seed.rs",
        "server/tests/projects",
    ],
};

/// What is for those who make a product from the template, and in no product: it goes when one is made.
pub const TEMPLATE: Part = Part { mark: "template", paths: &[] };

/// All of them.
pub const PARTS: [&Part; 5] = [&POSTGRES, &SQLITE, &BOTH_DATABASES, &EXAMPLES, &TEMPLATE];

impl Part {
    /// Takes the part away: what is its own, and its blocks elsewhere. Some of it may have gone with another part.
    pub fn cut(&self, changes: &mut Changes<'_>) -> Result<()> {
        for path in self.paths {
            if changes.exists(path) {
                changes.delete(path)?;
            }
        }
        self.edit_blocks(changes, marks::cut)
    }

    /// Makes the part a matter of course: all of it stays, its marks go.
    pub fn keep(&self, changes: &mut Changes<'_>) -> Result<()> {
        self.edit_blocks(changes, marks::unwrap)
    }

    fn edit_blocks(&self, changes: &mut Changes<'_>, edit: fn(&str, &str, &str) -> Result<String>) -> Result<()> {
        for path in changes.files() {
            if let Some(text) = changes.find(&path)? {
                let edited = edit(&path, &text, self.mark)?;
                if edited != text {
                    changes.write(&path, edited);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Tree;

    /// Where a part was taken away, none of it is left. What lies in a folder that is gone went with another part.
    #[test]
    fn the_paths_of_a_part_are_all_there_or_all_gone() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let changes = Changes::of(&tree).unwrap();
        for part in PARTS {
            let is_possible = |path: &&&str| path.rsplit_once('/').is_none_or(|(folder, _)| changes.exists(folder));
            let paths: Vec<_> = part.paths.iter().filter(is_possible).collect();
            let missing: Vec<_> = paths.iter().filter(|path| !changes.exists(path)).collect();
            assert!(missing.is_empty() || missing.len() == paths.len(), "{}: {missing:?}", part.mark);
        }
    }

    #[test]
    fn a_part_goes_with_its_files_and_its_blocks() {
        let tree = Tree::at(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let mut changes = Changes::of(&tree).unwrap();
        let part = Part { mark: "examples", paths: &["crates/scaffold/src"] };
        changes.write("a.md", "1\n<!-- begin examples -->\n2\n<!-- end examples -->\n");
        part.cut(&mut changes).unwrap();
        assert!(!changes.exists("crates/scaffold/src"));
        assert!(changes.exists("crates/scaffold/Cargo.toml"));
        assert_eq!(changes.text("a.md").unwrap(), "1\n");
    }
}
