//! `server doctor`: everything that can be looked at without a request, one line each, with what to do about it.

use std::{fmt, sync::Arc};

use clerk_axum::SystemClock;
use clerk_protocol::PublishableKey;
use store::{Finding, Level, StoreError, SystemStore};

use crate::{
    config::{BuildKind, Config, Database, Env, Instance, Problems},
    database, maintenance, one_line,
};

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report(Vec<Finding>);

/// Looks at all of it. Changes nothing.
pub(crate) async fn examine(env: &Env) -> Report {
    let mut report = Report::default();
    let config = Config::from_env(env, BuildKind::CURRENT);
    report.configuration(&config);
    // Without a usable address there is nothing more to look at, and that was told.
    if let Ok(database) = Database::alone(env) {
        let instance = config.ok().and_then(|config| instance_of(&config));
        report.database(&database, instance.as_deref()).await;
    }
    report
}

/// The Clerk instance of the keys; the local Clerk's is known only while it runs.
fn instance_of(config: &Config) -> Option<String> {
    match &config.clerk.instance {
        Instance::Keys(keys) => Some(PublishableKey::parse(&keys.publishable).ok()?.issuer()),
        Instance::Local(_) => None,
    }
}

impl Report {
    /// Whether something must not stay as it is.
    pub(crate) fn has_problem(&self) -> bool {
        self.0.iter().any(|finding| finding.level >= Level::Problem)
    }

    fn note(&mut self, level: Level, text: impl Into<String>) {
        self.0.push(Finding { level, text: text.into() });
    }

    fn configuration(&mut self, config: &Result<Config, Problems>) {
        match config {
            Ok(config) => {
                self.note(Level::Good, "the configuration is complete");
                for note in &config.notes {
                    self.note(Level::Warning, note);
                }
            }
            Err(Problems(problems)) => {
                for problem in problems {
                    self.note(Level::Problem, problem.to_string());
                }
            }
        }
    }

    async fn database(&mut self, database: &Database, instance: Option<&str>) {
        let system = match database::look(database, Arc::new(SystemClock)).await {
            Ok(ports) => ports.system,
            Err(error) => return self.note(Level::Problem, one_line::of(&error)),
        };
        if let Err(error) = self.contents(&*system, instance).await {
            self.note(Level::Problem, one_line::of(&error.into()));
        }
        system.close().await;
    }

    async fn contents(&mut self, system: &dyn SystemStore, instance: Option<&str>) -> Result<(), StoreError> {
        let schema = system.schema().await?;
        let Finding { level, text } = maintenance::verdict(&schema);
        self.note(level, format!("{}: {text}", schema.engine));
        self.0.extend(system.findings().await?);
        match system.instance().await {
            Ok(owner) => self.0.push(belonging(owner.as_deref(), instance)),
            // The table may be what is missing.
            Err(_) if !maintenance::is_complete(&schema) => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }
}

/// Whose the rows are, and whether that is the instance of the keys.
fn belonging(owner: Option<&str>, instance: Option<&str>) -> Finding {
    let (level, text) = match (owner, instance) {
        (None, _) => (Level::Good, "the database belongs to no Clerk instance yet: the first start decides".to_owned()),
        (Some(owner), None) => (Level::Good, format!("the rows belong to people of the Clerk instance {owner}")),
        (Some(owner), Some(instance)) if owner == instance => {
            (Level::Good, format!("the rows belong to people of the keys' Clerk instance, {owner}"))
        }
        (Some(owner), Some(instance)) => (
            Level::Problem,
            format!(
                "the rows belong to people of the Clerk instance {owner}, but the keys are of {instance}: set the keys of \
                 {owner} again, or choose another database with DATABASE_URL"
            ),
        ),
    };
    Finding { level, text }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { level, text } in &self.0 {
            let level = match level {
                Level::Good => "ok",
                Level::Warning => "warning",
                Level::Problem | Level::Unsafe => "problem",
            };
            writeln!(formatter, "{level:<8} {text}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
