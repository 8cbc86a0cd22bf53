//! What a page asks of the database: each thing once, and not much.

use std::collections::BTreeSet;

use insta::assert_snapshot;

use crate::{
    harness::{
        On,
        statements::{of_each_page, table},
    },
    on_each_database,
};

/// Of one page.
const MOST: usize = 3;

async fn a_page_asks_for_each_thing_once(on: On) -> anyhow::Result<()> {
    for page in of_each_page(on).await? {
        let known: BTreeSet<_> = page.statements.iter().map(|sent| (&sent.name, &sent.values)).collect();
        assert_eq!(known.len(), page.statements.len(), "{page:#?}");
        assert!(page.statements.len() <= MOST, "{page:#?}");
    }
    Ok(())
}

on_each_database!(a_page_asks_for_each_thing_once);

/// Those that every product has. The pages of a resource stand with its own tests.
async fn the_statements_of_the_site_and_of_activity(on: On) -> anyhow::Result<()> {
    let is_a_tenants = |path: &str| path.starts_with("/orgs/") || path.starts_with("/personal");
    let pages = of_each_page(on).await?;
    assert_snapshot!(table(&pages, |path| !is_a_tenants(path) || path.ends_with("/activity")), @r"
    /                                                0
    /sign-in                                         0
    /sign-in/{*any}                                  0
    /sign-up                                         0
    /sign-up/{*any}                                  0
    /onboarding                                      0
    /dashboard                                       0
    /accept-invite                                   0
    /admin                                           0
    /orgs/{slug}/activity                            1 audit::LIST
    /personal/activity                               1 audit::LIST
    ");
    Ok(())
}

on_each_database!(the_statements_of_the_site_and_of_activity);
