//! What the pages of projects ask of the database.

use insta::assert_snapshot;
use server::{
    harness::{
        On,
        statements::{of_each_page, table},
    },
    on_each_database,
};

async fn the_statements_of_each_page(on: On) -> anyhow::Result<()> {
    assert_snapshot!(table(&of_each_page(on).await?, |path| path.contains("/projects")), @r"
    /orgs/{slug}/projects                            1 projects::listing::CREATED_WHOLE
    /personal/projects                               1 projects::listing::CREATED_WHOLE
    /orgs/{slug}/projects/new                        0
    /personal/projects/new                           0
    /orgs/{slug}/projects/{id}                       2 projects::GET, tasks::LIST
    /personal/projects/{id}                          2 projects::GET, tasks::LIST
    /orgs/{slug}/projects/{id}/edit                  1 projects::GET
    /personal/projects/{id}/edit                     1 projects::GET
    /orgs/{slug}/projects/{id}/delete                1 projects::GET
    /personal/projects/{id}/delete                   1 projects::GET
    /orgs/{slug}/projects/{id}/tasks/{task_id}/edit  2 tasks::GET, projects::GET
    /personal/projects/{id}/tasks/{task_id}/edit     2 tasks::GET, projects::GET
    ");
    Ok(())
}

on_each_database!(the_statements_of_each_page);
