//! Roles × what may be asked, as a table that people read. Each resource has one in `server/tests/<resource>.rs`, or in the
//! folder of that name.

use std::{collections::BTreeSet, fmt::Write, path::Path};

use app::RESOURCES;

use super::{Answer, Who};

/// Everybody who may ask, in the order of the columns.
pub const EVERYBODY: [Who; 7] =
    [Who::Admin, Who::Member, Who::Viewer, Who::Stranger, Who::Alone, Who::Pending, Who::Nobody];

/// The table. Columns are [`EVERYBODY`], cells the statuses of the answers.
#[derive(Debug, Default)]
pub struct Matrix {
    table: String,
}

impl Matrix {
    /// A row: what everybody is answered.
    pub async fn row(&mut self, name: &str, ask: impl AsyncFn(Who) -> anyhow::Result<Answer>) -> anyhow::Result<()> {
        let mut cells = Vec::new();
        for who in EVERYBODY {
            cells.push(ask(who).await?.status.as_u16().to_string());
        }
        writeln!(self.table, "{name:<28} {}", cells.join(" "))?;
        Ok(())
    }

    /// The table as text.
    pub fn text(&self) -> &str {
        &self.table
    }
}

/// Whether these are all server functions and endpoints that the manifest of a resource declares: `invoices` has
/// `/api/fn/app/invoices/…` and `/api/invoices…`.
pub fn asks_all(resource: &str, functions: &[&str], endpoints: &[(http::Method, &str)]) -> anyhow::Result<()> {
    let of_resource = |path: &str| module_of(path) == Some(resource);
    let declared = RESOURCES.functions().map(|function| function.path).filter(|path| of_resource(path));
    let (declared, asked): (BTreeSet<_>, BTreeSet<_>) = (declared.collect(), functions.iter().copied().collect());
    anyhow::ensure!(declared == asked, "declared: {declared:?}, asked: {asked:?}");
    let root = format!("/api/{resource}");
    let of_resource =
        |path: &str| path.strip_prefix(&root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let declared = RESOURCES.endpoints().filter(|endpoint| of_resource(endpoint.path));
    let declared: BTreeSet<_> = declared.map(|endpoint| (endpoint.method.to_string(), endpoint.path)).collect();
    let asked: BTreeSet<_> = endpoints.iter().map(|(method, path)| (method.to_string(), *path)).collect();
    anyhow::ensure!(declared == asked, "declared: {declared:?}, asked: {asked:?}");
    Ok(())
}

/// The resource of a server function's path.
pub fn module_of(path: &str) -> Option<&str> {
    path.strip_prefix("/api/fn/app/")?.split('/').next()
}

/// Whether a resource has a file of tests of its own, or a folder.
pub fn has_own_tests(resource: &str) -> bool {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(resource);
    tests.with_extension("rs").exists() || tests.join("main.rs").exists()
}
