//! Projects from before there was a search get what the migration cannot make: SQLite knows neither our rule for words
//! nor small letters beyond ASCII. In the migration's own transaction, so that it is done once, or not at all with it.

use domain::Project;
use sqlx::{SqliteConnection, query, query_as};
use store::listing::name_sort;

use crate::{
    error::Failure,
    projects::pairs_of,
    row::{self, Found},
    sql::upkeep::{LIST_BY_ID, SORT_BY_NAME},
    system::insert_terms,
    tenants,
};

const ROWS_AT_ONCE: u32 = 500;

pub(crate) async fn run(connection: &mut SqliteConnection) -> Result<(), Failure> {
    let mut last = String::new();
    loop {
        let tenants = tenants::list(connection, &last, ROWS_AT_ONCE).await?;
        let Some(tenant) = tenants.last() else { return Ok(()) };
        last.clone_from(&tenant.id);
        for tenant in tenants {
            fill(connection, &tenant.id).await?;
        }
    }
}

async fn fill(connection: &mut SqliteConnection, tenant: &str) -> Result<(), Failure> {
    let mut last = String::new();
    loop {
        let query = query_as(LIST_BY_ID).bind(tenant).bind(&last).bind(ROWS_AT_ONCE);
        let found: Vec<Found<Project>> = query.fetch_all(&mut *connection).await?;
        let projects = row::all(found);
        let Some(project) = projects.last() else { return Ok(()) };
        last = project.id.to_string();
        insert_terms(connection, tenant, &pairs_of(&projects)?).await?;
        sort_by_name(connection, tenant, &projects).await?;
    }
}

async fn sort_by_name(
    connection: &mut SqliteConnection,
    tenant: &str,
    projects: &[Project],
) -> Result<(), sqlx::Error> {
    for project in projects.iter().filter(|project| !project.name.is_ascii()) {
        let query = query(SORT_BY_NAME).bind(tenant).bind(project.id.to_string()).bind(name_sort(&project.name));
        query.execute(&mut *connection).await?;
    }
    Ok(())
}
