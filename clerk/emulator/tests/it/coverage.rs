//! The table of what is built, held against Clerk's published lists and against what the router answers.
//! `REWRITE_COVERAGE=1` writes the table and the document anew; notes and `partly` are written by hand and kept.

use std::{fmt::Write as _, fs, path::PathBuf};

use anyhow::Context as _;
use axum::body::Body;
use http::Request;

use crate::{browser::Browser, stage::Stage};

/// API, title, and the list of its published calls: tag, method, path, operation.
const LISTS: [(&str, &str, &str); 2] = [
    ("bapi", "Backend API", include_str!("../../../published/bapi-2026-05-12.tsv")),
    ("fapi", "Frontend API", include_str!("../../../published/fapi-2026-05-12.tsv")),
];

struct Row {
    api: &'static str,
    tag: String,
    method: String,
    path: String,
    operation: String,
    state: String,
    note: String,
}

fn published() -> Vec<Row> {
    let lines = LISTS.into_iter().flat_map(|(api, _, list)| list.lines().skip(1).map(move |line| (api, line)));
    lines
        .map(|(api, line)| {
            let mut cells = line.split('\t').map(str::to_owned);
            let mut next = || cells.next().unwrap_or_default();
            let (tag, method, path, operation) = (next(), next(), next(), next());
            let (state, note) = (String::new(), String::new());
            Row { api, tag, method, path, operation, state, note }
        })
        .collect()
}

/// The published rows with what the router says; a note and `partly` come from the table as it stands.
async fn rows() -> anyhow::Result<Vec<Row>> {
    let mut rows = published();
    for row in &mut rows {
        let known = clerk_emulator::coverage()
            .find(|known| (known.api, known.method, known.path) == (row.api, row.method.as_str(), row.path.as_str()));
        let is_served = is_served(row).await?;
        row.note = known.map(|known| known.note.to_owned()).unwrap_or_default();
        row.state = match known.map(|known| known.state) {
            Some("partly") if is_served => "partly",
            _ if is_served => "built",
            _ => "not_built",
        }
        .to_owned();
    }
    Ok(rows)
}

/// Whether a call is answered by anything but "not built". Each goes to a local Clerk of its own: some delete things.
async fn is_served(row: &Row) -> anyhow::Result<bool> {
    let stage = Stage::new()?;
    let path: String =
        row.path.split('/').map(|part| if part.starts_with('{') { "none" } else { part }).collect::<Vec<_>>().join("/");
    let request = Request::builder().method(row.method.as_str());
    let request = match row.api {
        "bapi" => request.uri(format!("/v1{path}")).header("authorization", format!("Bearer {}", stage.secret_key)),
        _ => {
            let token = Browser::open(&stage).await?.token;
            request.uri(format!("/__clerk{path}?__clerk_db_jwt={token}"))
        }
    };
    let answer = stage.send(request.body(Body::empty())?).await?;
    Ok((answer.status.as_u16(), answer.code().as_str()) != (501, "not_implemented"))
}

fn table(rows: &[Row]) -> String {
    let mut table = "api\tmethod\tpath\tstate\tnote\n".to_owned();
    for Row { api, method, path, state, note, .. } in rows {
        let _ = writeln!(table, "{api}\t{method}\t{path}\t{state}\t{note}");
    }
    table
}

fn document(rows: &[Row]) -> String {
    let mut text = "# What the local Clerk does\n\n\
        Every call of Clerk's published Backend and Frontend API of 2026-05-12. A test writes this page and compares it with\n\
        what the local Clerk answers. A call that is not built is answered with status 501 and its own name.\n"
        .to_owned();
    for (api, title, _) in LISTS {
        let of_it: Vec<&Row> = rows.iter().filter(|row| row.api == api).collect();
        let count = |state: &str| of_it.iter().filter(|row| row.state == state).count();
        let (all, built, partly) = (of_it.len(), count("built"), count("partly"));
        let _ = write!(text, "\n## {title}: {built} of {all} built, {partly} partly\n");
        let mut tags: Vec<&str> = of_it.iter().map(|row| row.tag.as_str()).collect();
        tags.sort_unstable();
        tags.dedup();
        for tag in tags {
            let _ = write!(text, "\n### {tag}\n\n| call | operation | state | note |\n|---|---|---|---|\n");
            for row in of_it.iter().filter(|row| row.tag == tag) {
                let Row { method, path, operation, state, note, .. } = row;
                let state = state.replace('_', " ");
                let _ = writeln!(text, "| `{method} {path}` | {operation} | {state} | {note} |");
            }
        }
    }
    text
}

#[tokio::test]
async fn the_table_says_what_the_router_does() -> anyhow::Result<()> {
    let rows = rows().await?;
    let home = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let files = [
        (home.join("src/coverage.tsv"), table(&rows)),
        (home.join("../../docs/local-clerk-coverage.md"), document(&rows)),
    ];
    for (path, wanted) in files {
        if std::env::var_os("REWRITE_COVERAGE").is_some() {
            fs::write(&path, &wanted)?;
        }
        let found = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        assert!(found == wanted, "{} is out of date: REWRITE_COVERAGE=1 writes it", path.display());
    }
    Ok(())
}

/// Every call that the browser's bundle can make: served, or refused by its name for a reason that is written down.
#[tokio::test]
async fn what_the_bundles_call_is_built_or_has_a_reason() -> anyhow::Result<()> {
    let table = include_str!("../../../fapi-calls.tsv");
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t').map(str::to_owned);
        let mut next = || cells.next().unwrap_or_default();
        let (method, path, _, reason) = (next(), next(), next(), next());
        // Keys of programs lie beside the versioned paths.
        let path = if path.starts_with("/api_keys") { path } else { format!("/v1{path}") };
        let (tag, operation, state) = (String::new(), String::new(), String::new());
        let row = Row { api: "fapi", tag, method, path, operation, state, note: String::new() };
        assert_eq!(is_served(&row).await?, reason.is_empty(), "{line}");
    }
    Ok(())
}

#[test]
fn what_is_half_built_says_what_is_missing() {
    for row in clerk_emulator::coverage().filter(|row| row.state == "partly") {
        assert_ne!(row.note, "", "{} {}", row.method, row.path);
    }
}

/// In `docs/local-clerk.md` each line of "What it has" names files in backticks, and after `›` tests of the last of them.
#[test]
fn what_the_document_says_is_shown_somewhere_is_shown_there() -> anyhow::Result<()> {
    let clerk = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..");
    let document = fs::read_to_string(clerk.join("../docs/local-clerk.md"))?;
    let (_, section) = document.split_once("## What it has").context("the section")?;
    let (section, _) = section.split_once("\n## ").context("its end")?;
    let mut files = 0;
    for shown in section.split(['|', ';']) {
        let (named, tests) = shown.split_once('›').unwrap_or((shown, ""));
        let mut last = None;
        for name in named.split('`').skip(1).step_by(2).filter(|name| is_file(name)) {
            let room = if name.ends_with(".spec.ts") { "end2end/tests" } else { "emulator/tests/it" };
            let file = clerk.join(room).join(name);
            assert!(file.exists(), "{shown}: there is no {}", file.display());
            files += 1;
            last = Some(file);
        }
        for test in tests.split(',').map(str::trim).filter(|test| !test.is_empty()) {
            let file = last.as_ref().with_context(|| format!("{test} stands behind no file"))?;
            let found = fs::read_to_string(file)?.contains(&format!("fn {test}()"));
            assert!(found, "{} has no test {test}", file.display());
        }
    }
    assert!(files > 20, "only {files} files are named");
    Ok(())
}

/// A file of tests or a folder of them, and not how their names end.
fn is_file(name: &str) -> bool {
    let is_named = !name.starts_with('.') && !name.starts_with("clerk/");
    is_named && [".rs", ".spec.ts", "/"].iter().any(|end| name.ends_with(end))
}
