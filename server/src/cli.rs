//! The command line: serve, look at the configuration, look after the database.

use std::path::Path;

use clap::{Parser, Subcommand};

use crate::{
    commands,
    config::{self, BuildKind, Config, Database, Env, Problems},
    maintenance, routes,
};

/// The app's server. Without a command it serves.
///
/// Settings come from environment variables, in debug builds also from a file .env; `server config example` explains each.
#[derive(Debug, Parser)]
#[command(about, version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Looks at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Looks after the database.
    #[command(subcommand)]
    Db(maintenance::Command),
    #[command(flatten)]
    LookInto(commands::Command),
    /// Looks at configuration and database and says what to mend; ends with 1 when something must be mended.
    Doctor,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Reads the configuration, says what is wrong with it, and ends.
    Check,
    /// Prints the example of an `.env` file.
    Example,
    /// Prints the roles to set up in Clerk, with their permissions, as clerk-roles.json has them.
    Roles,
    /// Prints every page, server function and endpoint, and who is answered there.
    Routes,
}

/// What is left to do after the command line was answered.
pub(crate) enum Next {
    /// Serve with this configuration.
    Serve(Box<Config>),
    /// Print this and end.
    Print(String),
    /// Do something with this database and end.
    Maintain(Database, maintenance::Command),
    /// Look into something and end.
    LookInto(Env, commands::Command),
    /// Examine all of it and end.
    Examine(Env),
}

impl Cli {
    /// Answers the command line.
    ///
    /// # Errors
    /// When the configuration is wrong.
    pub(crate) fn answer(self) -> Result<Next, Problems> {
        let env = Env::load(Path::new(".env"));
        let configuration = || Config::from_env(&env, BuildKind::CURRENT);
        match self.command {
            None => Ok(Next::Serve(Box::new(configuration()?))),
            Some(Command::Config(ConfigCommand::Example)) => Ok(Next::Print(config::example())),
            Some(Command::Config(ConfigCommand::Roles)) => Ok(Next::Print(config::roles())),
            Some(Command::Config(ConfigCommand::Routes)) => Ok(Next::Print(routes::listing())),
            Some(Command::Config(ConfigCommand::Check)) => {
                let notes = configuration()?.notes;
                let notes = notes.iter().map(|note| format!("note: {note}\n"));
                Ok(Next::Print(notes.chain(["The configuration is fine.\n".to_owned()]).collect()))
            }
            Some(Command::Db(command)) => Ok(Next::Maintain(Database::alone(&env)?, command)),
            Some(Command::LookInto(command)) => Ok(Next::LookInto(env, command)),
            Some(Command::Doctor) => Ok(Next::Examine(env)),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_commands_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does() {
        let mut commands: Vec<_> = Cli::command().get_subcommands().cloned().collect();
        while let Some(command) = commands.pop() {
            assert!(command.get_about().is_some(), "{}", command.get_name());
            for argument in command.get_arguments().filter(|argument| argument.get_id() != "help") {
                assert!(argument.get_help().is_some(), "{} {}", command.get_name(), argument.get_id());
            }
            commands.extend(command.get_subcommands().cloned());
        }
    }
}
