//! K9: what a statement costs must not grow with the table. Asked of the planner as the server's role, under the
//! policies, with enough rows that walking through all of them would be dear.

use anyhow::{Context, Result, ensure};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, query, query_scalar};
use store::SystemStore;
use testkit::{postgres::Database, samples};

use super::{ada, open, schema::tenant_tables_of, statements::sent};
use crate::{PostgresStore, sql::transaction::SET_TENANT};

/// Two tenants, one of them with 20,000 entries of the 30,000 there are.
const ROWS: [&str; 2] = [
    "INSERT INTO tenants (id, kind, created_at) SELECT 'org_' || n, 'organization', 0 FROM generate_series(1, 100) AS n",
    "INSERT INTO audit_events (tenant_id, id, created_at, action, outcome)
    SELECT CASE WHEN n % 3 > 0 THEN $1 ELSE 'org_' || (n % 100 + 1) END, gen_random_uuid(), n, 'thing.created', 'done'
    FROM generate_series(1, 30000) AS n",
];

pub(super) const ID: &str = "'01890a5d-ac96-774b-bcce-b302099a8057'::UUID";

/// Values for the parameters after the tenant of statements whose plan depends on them. Others get any of the right type.
fn values(name: &str) -> Option<Vec<&'static str>> {
    // begin examples
    if let Some(values) = super::projects::values(name) {
        return Some(values);
    }
    // end examples
    Some(match name {
        "audit::LIST" => vec!["20000", ID, "21"],
        "audit::TRIM" => vec!["20000", "500"],
        _ => return None,
    })
}

/// Any values for the parameters after the tenant, of the types that PostgreSQL sees in the statement.
async fn any_values(connection: &mut PgConnection, statement: &str) -> Result<Vec<String>> {
    connection.execute(AssertSqlSafe(format!("PREPARE asked AS {statement}"))).await?;
    let types = "SELECT unnest(parameter_types)::TEXT FROM pg_prepared_statements WHERE name = 'asked'";
    let types: Vec<String> = query_scalar(types).fetch_all(&mut *connection).await?;
    connection.execute("DEALLOCATE asked").await?;
    let values = types.iter().skip(1).map(|kind| match kind.as_str() {
        // What stands behind a plus: the rows of a page.
        "double precision" => Ok("21".to_owned()),
        "bigint" | "integer" => Ok("1".to_owned()),
        "uuid" => Ok(ID.to_owned()),
        "boolean" => Ok("TRUE".to_owned()),
        "date" => Ok("DATE '2026-01-01'".to_owned()),
        "text" => Ok("'a'".to_owned()),
        other => anyhow::bail!("say which value of type {other} the statement gets"),
    });
    values.collect()
}

/// Many rows in the tables that have none of their own above: those of the samples, again and again.
async fn multiply(superuser: &mut PgConnection, tenant: &str) -> Result<()> {
    // A row that names another one, too: its copies name the same.
    superuser.execute("SET session_replication_role = replica").await?;
    for table in tenant_tables_of(superuser).await? {
        let statement = format!(
            "INSERT INTO {table}
            SELECT copy.*
            FROM (SELECT * FROM {table} WHERE tenant_id = '{tenant}' LIMIT 1) AS sample
            CROSS JOIN generate_series(1, 30000) AS n
            CROSS JOIN LATERAL jsonb_populate_record(NULL::{table}, to_jsonb(sample) || jsonb_build_object(
                'id', gen_random_uuid(), 'created_at', n, 'updated_at', n,
                'tenant_id', CASE WHEN n % 3 > 0 THEN sample.tenant_id ELSE 'org_' || (n % 100 + 1) END
            )) AS copy
            WHERE (SELECT COUNT(*) FROM {table}) < 1000"
        );
        superuser.execute(AssertSqlSafe(statement)).await.context(table)?;
    }
    Ok(())
}

async fn filled(database: &Database) -> Result<PostgresStore> {
    let store = open(database).await?;
    store.keep_trail(Some(36_500)).await?;
    let mut superuser = database.superuser().await?;
    let ada = ada()?;
    query("INSERT INTO tenants (id, kind, created_at) VALUES ($1, 'organization', 0)")
        .bind(ada.tenant().id())
        .execute(&mut superuser)
        .await?;
    let rows = ROWS.iter();
    // begin examples
    let rows = rows.chain(&super::projects::ROWS);
    // end examples
    for statement in rows {
        superuser.execute(AssertSqlSafe(statement.replace("$1", &format!("'{}'", ada.tenant().id())))).await?;
    }
    samples::make(&store, &ada).await?;
    multiply(&mut superuser, ada.tenant().id()).await?;
    superuser.execute("ANALYZE").await?;
    Ok(store)
}

/// The plan made once for all values, as the server's connections ask for it, or the one for these values.
async fn plan(store: &PostgresStore, mode: &str, (name, statement): (&str, &str)) -> Result<Vec<String>> {
    let tenant = ada()?.tenant().id().to_owned();
    let mut connection = store.owner.as_ref().unwrap_or(&store.database).pool.acquire().await?;
    let mut transaction = connection.begin().await?;
    query(SET_TENANT).bind(&tenant).execute(&mut *transaction).await?;
    let values: Vec<String> = match values(name) {
        Some(values) => values.into_iter().map(str::to_owned).collect(),
        None => any_values(&mut transaction, statement).await?,
    };
    let values = [vec![format!("'{tenant}'")], values].concat();
    let types: Vec<_> = values.iter().map(|value| type_of(value)).collect();
    let prepare = format!("PREPARE prepared ({}) AS {statement}", types.join(", "));
    let values = values.join(", ");
    for text in [format!("SET LOCAL plan_cache_mode = {mode}"), prepare] {
        transaction.execute(AssertSqlSafe(text)).await?;
    }
    let explain = format!("EXPLAIN (COSTS OFF) EXECUTE prepared ({values})");
    let plan = query_scalar(AssertSqlSafe(explain)).fetch_all(&mut *transaction).await?;
    transaction.execute("DEALLOCATE prepared").await?;
    Ok(plan)
}

/// The driver tells the types; here the database guesses those that are plain.
fn type_of(value: &str) -> &'static str {
    let is_text = value == "NULL" || (value.starts_with('\'') && !value.contains("::"));
    if is_text { "TEXT" } else { "UNKNOWN" }
}

/// Every table is reached by an index, from the tenant on; a page of a list is read in its order, not sorted.
#[tokio::test]
async fn statements_use_their_index() -> Result<()> {
    let database = Database::new().await?;
    let mut store = filled(&database).await?;
    // As the server's role, and as the owner, who may do more and is held by one policy more.
    let owner = store.owner.take();
    for owner in [None, owner] {
        store.owner = owner;
        for (name, statement) in sent().filter(|(_, statement)| statement.contains("tenant_id = $1")) {
            let is_removal = store::sql::removals().iter().any(|sql| sql.name() == name);
            let is_owners = is_removal || name.starts_with("tenants::");
            if is_owners && store.owner.is_none() {
                continue;
            }
            for mode in ["force_generic_plan", "force_custom_plan"] {
                let plan = plan(&store, mode, (&name, &statement)).await.with_context(|| name.clone())?;
                check(&name, &plan).with_context(|| format!("{name}, {mode}:\n{}", plan.join("\n")))?;
            }
        }
    }
    Ok(())
}

fn check(name: &str, plan: &[String]) -> Result<()> {
    let mut lines = plan.iter().peekable();
    while let Some(line) = lines.next() {
        ensure!(!line.contains("Seq Scan"), "reads a whole table");
        ensure!(!line.contains("Sort") || !name.ends_with("_WHOLE"), "sorts");
        ensure!(!line.contains("SubPlan") || !line.contains("hashed"), "makes a table of terms");
        // begin examples
        let is_probe = line.contains(" on project_terms t") && name != "projects::listing::COUNT_PREFIXES";
        ensure!(!is_probe || line.contains("project_terms_pkey"), "reads all terms for each project");
        // end examples
        if line.contains("Scan using") {
            let condition = lines.peek().map_or("", |next| next.trim());
            ensure!(condition.starts_with("Index Cond: ") && condition.contains("tenant_id = "), "{line} {condition}");
        }
    }
    Ok(())
}
