//! Reads the command line and runs one command on the checkout that we stand in.

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;
use scaffold::answers::Answers;
use scaffold::choose_database::{self, Database};
use scaffold::new_resource::{self, NewResource};
use scaffold::{Changes, Tree, agents, lock, remove_examples, rename};

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
    /// Carries out what was answered when the product was made: for bin/setup
    CarryOut(Answers),
    /// Writes what a generator reads in the place of the files that carry the name: for the template
    Twins,
}

impl Command {
    fn run(&self, tree: &Tree) -> Result<String> {
        match self {
            Self::NewResource(asked) => {
                commanded(tree, |tree| new_resource::changes(tree, asked), &new_resource::next_steps(asked))
            }
            Self::RemoveExamples => commanded(tree, remove_examples::changes, remove_examples::NEXT),
            Self::ChooseDatabase { database } => {
                commanded(tree, |tree| choose_database::changes(tree, *database), choose_database::NEXT)
            }
            Self::Rename { name } => commanded(tree, |tree| rename::changes(tree, name), rename::NEXT),
            Self::CarryOut(answers) => {
                let done: Vec<String> = answers.carry_out(tree)?.iter().map(ToString::to_string).collect();
                lock::prune(tree.root())?;
                Ok(done.join("\n"))
            }
            Self::Twins => Ok(rename::twins(tree)?.carry_out()?.to_string()),
            Self::Agents => {
                let mut changes = Changes::of(tree)?;
                agents::refresh(&mut changes)?;
                Ok(changes.carry_out()?.to_string())
            }
        }
    }
}

/// What a person asks for: it must be easy to take back.
fn commanded<'a>(tree: &'a Tree, changes: impl FnOnce(&'a Tree) -> Result<Changes<'a>>, next: &str) -> Result<String> {
    tree.must_be_clean()?;
    let mut changes = changes(tree)?;
    agents::refresh(&mut changes)?;
    let done = changes.carry_out()?;
    lock::prune(tree.root())?;
    Ok(format!("{done}\n\n{next}"))
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
