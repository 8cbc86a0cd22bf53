//! What PostgreSQL may be told, and what a server may know of it.

use insta::assert_snapshot;

use crate::config::{BuildKind, Config, Database, Env, Problems};

const KEYS: &[(&str, &str)] = &[
    ("CLERK_PUBLISHABLE_KEY", "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k"),
    ("CLERK_SECRET_KEY", "sk_live_canary0123456789"),
    ("PUBLIC_ORIGIN", "https://app.example.com"),
];
const HERE: (&str, &str) = ("DATABASE_URL", "postgres://app@localhost/app");
const THERE: (&str, &str) = ("DATABASE_URL", "postgres://app@db.example.com/app");
const OWNER: (&str, &str) = ("DATABASE_OWNER_URL", "postgres://owner@localhost/app");
const BACKUP: (&str, &str) = ("DATABASE_BACKUP_URL", "postgres://backup@localhost/app");

fn words<T>(outcome: Result<T, Problems>) -> String {
    match outcome {
        Ok(_) => "fine".to_owned(),
        Err(problems) => problems.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"),
    }
}

fn release(more: &[(&str, &str)]) -> String {
    words(Config::from_env(&Env::of(&[KEYS, more].concat()), BuildKind::Release))
}

fn alone(variables: &[(&str, &str)]) -> String {
    words(Database::alone(&Env::of(variables)))
}

#[test]
fn its_settings_are_read() -> Result<(), Problems> {
    let found = Database::alone(&Env::of(&[HERE, OWNER, ("DATABASE_CONNECTIONS", "3")]))?;
    assert_eq!((found.adapter.name(), found.adapter.connections(&found)), ("PostgreSQL", 3));
    assert_eq!(found.postgres.owner_url(), Some("postgres://owner@localhost/app"));
    let default = Database::alone(&Env::of(&[HERE]))?;
    assert_eq!((default.postgres.connections, default.postgres.owner_url()), (10, None));
    Ok(())
}

#[test]
fn wrong_ones_are_told_at_once() {
    let wrong = [HERE, ("DATABASE_OWNER_URL", "mysql://nope"), ("DATABASE_CONNECTIONS", "0")];
    assert_snapshot!(alone(&wrong), @r#"
    DATABASE_OWNER_URL: must be postgres://user:password@host/database, of the role that owns the tables
    DATABASE_CONNECTIONS: must be a whole number from 1 to 1000; it is "0"
    "#);
}

// begin both-databases
#[test]
fn a_file_has_no_owner_to_name_on_both_databases() {
    assert_snapshot!(alone(&[OWNER]), @"DATABASE_OWNER_URL: is for PostgreSQL, but DATABASE_URL is of SQLite: leave it away");
}
// end both-databases

/// What a release build that serves refuses of the addresses, each with the variable that allows it.
#[test]
fn a_server_knows_no_more_than_it_needs_and_whom_it_talks_to() {
    assert_eq!(release(&[HERE]), "fine");
    assert_eq!(release(&[("DATABASE_URL", "postgres://app@db.example.com/app?sslmode=verify-full")]), "fine");
    assert_snapshot!(release(&[THERE, OWNER, BACKUP]), @r"
    DATABASE_URL: leaves this machine without knowing who answers: add ?sslmode=verify-full, and sslrootcert=FILE for a certificate authority of your own; DATABASE_ALLOW_UNVERIFIED_TLS=true allows it in a network that you trust
    DATABASE_OWNER_URL: must not be known to the process that serves: give it to `server db …` alone, and run `server db migrate` as a step of its own before the start; DATABASE_ALLOW_ANY_ROLE=true allows it
    DATABASE_BACKUP_URL: must not be known to the process that serves: give it to `server db …` alone, and run `server db migrate` as a step of its own before the start; DATABASE_ALLOW_ANY_ROLE=true allows it
    ");
    let allowed = [("DATABASE_ALLOW_ANY_ROLE", "true"), ("DATABASE_ALLOW_UNVERIFIED_TLS", "true")];
    assert_eq!(release(&[&[THERE, OWNER, BACKUP][..], &allowed].concat()), "fine");
    for one in allowed {
        assert_ne!(release(&[THERE, OWNER, BACKUP, one]), "fine", "{one:?}");
    }
    let debug = Config::from_env(&Env::of(&[THERE, OWNER, BACKUP]), BuildKind::Debug);
    assert_eq!(words(debug), "fine");
    let told = release(&[HERE, ("DATABASE_BACKUP_URL", "postgres://backup@10.0.0.7/app?sslmode=require")]);
    assert!(told.contains("DATABASE_BACKUP_URL: leaves this machine"), "{told}");
}
