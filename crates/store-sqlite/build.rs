//! Embeds the migrations: one binary carries its schema, and a file dropped into the folder is enough.
//! The list names them from the crate's folder on, since clones that share a target directory share this list.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

const FOLDER: &str = "../../migrations/sqlite";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let mut files: Vec<_> =
        fs::read_dir(FOLDER)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "sql"));
    files.sort();
    let mut list = String::from("&[\n");
    for file in files {
        let stem = file.file_stem().and_then(|stem| stem.to_str()).ok_or("a migration's name is not UTF-8")?;
        let (number, title) = stem.split_once('_').ok_or("a migration is named NNNN_title.sql")?;
        let number: i64 = number.parse()?;
        writeln!(
            list,
            r#"    ({number}, {title:?}, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", {file:?}))),"#
        )?;
    }
    list.push(']');
    fs::write(Path::new(&env::var("OUT_DIR")?).join("migrations.rs"), list)?;
    Ok(())
}
