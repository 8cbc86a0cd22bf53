//! The command line: serve, or look at the configuration.

use std::path::Path;

use clap::{Parser, Subcommand};

use crate::config::{self, BuildKind, Config, Env, Problems};

/// The app's server.
#[derive(Debug, Parser)]
#[command(about)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Looks at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Reads the configuration, says what is wrong with it, and ends.
    Check,
    /// Prints the example of an `.env` file.
    Example,
}

/// What is left to do after the command line was answered.
pub(crate) enum Next {
    /// Serve with this configuration.
    Serve(Box<Config>),
    /// Print this and end.
    Print(String),
}

impl Cli {
    /// Answers the command line.
    ///
    /// # Errors
    /// When the configuration is wrong.
    pub(crate) fn answer(self) -> Result<Next, Problems> {
        let configuration = || Config::from_env(&Env::load(Path::new(".env")), BuildKind::CURRENT);
        match self.command {
            None => Ok(Next::Serve(Box::new(configuration()?))),
            Some(Command::Config(ConfigCommand::Example)) => Ok(Next::Print(config::example())),
            Some(Command::Config(ConfigCommand::Check)) => {
                let notes = configuration()?.notes;
                let notes = notes.iter().map(|note| format!("note: {note}\n"));
                Ok(Next::Print(notes.chain(["The configuration is fine.\n".to_owned()]).collect()))
            }
        }
    }
}
