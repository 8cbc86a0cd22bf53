//! What was answered when the product was made from its template, carried out once: by `bin/setup`, which found it written
//! down. The same changes as those of `bin/remove-examples` and `bin/choose-database`.

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::choose_database::{self, Database};
use crate::{Changes, Done, Tree, agents, remove_examples};

/// What was answered.
#[derive(Debug, Args)]
pub struct Answers {
    /// The databases to keep
    #[arg(long, default_value = "both")]
    database: Databases,
    /// Whether the examples stay
    #[arg(long, default_value = "keep")]
    example: Example,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Databases {
    Both,
    Sqlite,
    Postgres,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Example {
    Keep,
    Remove,
}

impl Answers {
    /// Does it. Broken off, it can be done again: what was done is left as it is.
    pub fn carry_out(&self, tree: &Tree) -> Result<Vec<Done>> {
        let mut done = Vec::new();
        if self.example == Example::Remove && remove_examples::are_there(&Changes::of(tree)?) {
            done.push(carried_out(remove_examples::changes(tree)?)?);
        }
        if let Some(database) = self.one_database() {
            done.push(carried_out(choose_database::changes(tree, database)?)?);
        }
        Ok(done)
    }

    fn one_database(&self) -> Option<Database> {
        match self.database {
            Databases::Both => None,
            Databases::Sqlite => Some(Database::Sqlite),
            Databases::Postgres => Some(Database::Postgres),
        }
    }
}

fn carried_out(mut changes: Changes<'_>) -> Result<Done> {
    agents::refresh(&mut changes)?;
    changes.carry_out()
}
