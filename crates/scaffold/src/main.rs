//! Reads the command line and runs one command on the checkout that we stand in.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use scaffold::choose_database::{self, Database};
use scaffold::new_resource::{self, NewResource};
use scaffold::{Changes, Tree, agents, remove_examples, rename};

#[derive(Parser)]
#[command(name = "scaffold", about = "Adds a resource, or takes away what your product does not need")]
enum Command {
    /// Adds a resource through all layers
    NewResource(NewResource),
    /// Takes the example resources away
    RemoveExamples,
    /// Keeps one database and takes the other away
    ChooseDatabase { database: Database },
    /// Gives the product another name
    Rename { name: String },
    /// Writes the lists in AGENTS.md anew
    Agents,
}

impl Command {
    fn run(&self, tree: &Tree) -> Result<String> {
        if !matches!(self, Self::Agents) {
            tree.must_be_clean()?;
        }
        let (mut changes, next) = match self {
            Self::NewResource(asked) => new_resource::changes(tree, asked)?,
            Self::RemoveExamples => (remove_examples::changes(tree)?, remove_examples::NEXT.to_owned()),
            Self::ChooseDatabase { database } => {
                (choose_database::changes(tree, *database)?, choose_database::NEXT.to_owned())
            }
            Self::Rename { name } => (rename::changes(tree, name)?, rename::NEXT.to_owned()),
            Self::Agents => (Changes::of(tree)?, String::new()),
        };
        agents::refresh(&mut changes)?;
        let done = changes.carry_out()?;
        Ok(format!("{done}\n\n{next}"))
    }
}

#[expect(clippy::print_stdout, reason = "a command says what it did")]
fn main() -> ExitCode {
    match Tree::here().and_then(|tree| Command::parse().run(&tree)) {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("error: {problem:#}");
            ExitCode::FAILURE
        }
    }
}
