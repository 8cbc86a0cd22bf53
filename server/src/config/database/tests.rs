//! Which database an address chooses, and what is said where it chooses none.

use std::path::Path;

use secrecy::ExposeSecret;

use super::{Database, address};
use crate::{
    config::{BuildKind, Env, Problems, reader::Reader},
    database::{ADAPTERS, Adapter, examples},
};

/// What is said of an address where these kinds of database are known.
fn said(variables: &[(&str, &str)], adapters: &[&'static dyn Adapter], build: BuildKind) -> String {
    let env = Env::of(variables);
    let mut reader = Reader::new(&env);
    match address(&mut reader, adapters, build) {
        Some((url, adapter)) => format!("{}: {}", adapter.name(), url.expose_secret()),
        None => {
            let problems = reader.finish::<()>(None).err().map(|Problems(problems)| problems).unwrap_or_default();
            problems.iter().map(ToString::to_string).collect()
        }
    }
}

#[test]
fn the_address_chooses_the_database() {
    for adapter in ADAPTERS {
        for scheme in adapter.schemes() {
            let url = format!("{scheme}://app@localhost/app");
            let variables = [("DATABASE_URL", url.as_str())];
            assert_eq!(said(&variables, ADAPTERS, BuildKind::Release), format!("{}: {url}", adapter.name()));
        }
    }
}

#[test]
fn another_database_is_refused_without_showing_the_address() {
    let problem = said(&[("DATABASE_URL", "mysql://app:canary@localhost/app")], ADAPTERS, BuildKind::Debug);
    assert_eq!(problem, format!("DATABASE_URL: must be {}", examples(ADAPTERS)));
}

#[test]
fn without_an_address_it_is_the_default_or_says_what_to_set() {
    for &adapter in ADAPTERS {
        let told = |build| said(&[("DATA_DIR", "elsewhere")], &[adapter], build);
        match adapter.default_url(Path::new("elsewhere")) {
            Some(url) => assert_eq!(told(BuildKind::Release), format!("{}: {}", adapter.name(), url.expose_secret())),
            None => {
                let release = format!("DATABASE_URL: set it to the address of the database, {}", adapter.example());
                assert_eq!(told(BuildKind::Release), release);
                let debug = format!("{release}; `bin/dev` starts one on this machine and sets it");
                assert_eq!(told(BuildKind::Debug), debug);
            }
        }
    }
}

// begin sqlite
#[test]
fn the_default_is_a_file_in_the_data_folder_on_sqlite() -> Result<(), crate::config::Problems> {
    let default = Database::alone(&Env::of(&[("DATA_DIR", "elsewhere")]))?;
    assert_eq!((default.adapter.name(), default.adapter.connections(&default)), ("SQLite", 10));
    assert_eq!(default.url.expose_secret(), "sqlite:elsewhere/app.sqlite");
    Ok(())
}
// end sqlite

#[test]
fn only_the_database_is_looked_at() {
    let variables = [("DATABASE_URL", "mysql://nope"), ("CLERK_SECRET_KEY", "nonsense")];
    let problems = Database::alone(&Env::of(&variables)).err();
    assert_eq!(problems.map(|problems| problems.0.len()), Some(1));
}
