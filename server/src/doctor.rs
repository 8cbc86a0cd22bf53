//! `server doctor`: everything that can be looked at without a request, one line each, with what to do about it.

use std::{fmt, sync::Arc};

use clerk_axum::SystemClock;
use clerk_protocol::PublishableKey;
use domain::Clock;
use store::{Finding, Level, StoreError, SystemStore, webhooks::Standing};

use crate::{
    config::{BuildKind, Config, Database, Env, Instance, Problems},
    database, maintenance, one_line,
};

/// So long nothing may happen at Clerk.
const QUIET_HOURS: i64 = 72;

const NO_WEBHOOKS: &str = "CLERK_WEBHOOK_SIGNING_SECRET is not set: webhooks are answered with 503, there is no copy of people and \
                           organizations, and access ends with the token, within a minute. See docs/webhooks.md";

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
                let has_keys = matches!(config.clerk.instance, Instance::Keys(_));
                if has_keys && config.clerk.webhooks.secrets.is_empty() {
                    self.note(Level::Warning, NO_WEBHOOKS);
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
        let ports = match database::look(database, Arc::new(SystemClock)).await {
            Ok(ports) => ports,
            Err(error) => return self.note(Level::Problem, one_line::of(&error)),
        };
        if let Err(error) = self.contents(&*ports.system, instance).await {
            self.note(Level::Problem, one_line::of(&error.into()));
        }
        if let Ok((parked, last)) = ports.inbox.count_deliveries(Standing::Parked).await {
            self.0.extend(webhooks(parked, last, SystemClock.now_ms()));
        }
        ports.system.close().await;
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

/// How many webhooks wait for somebody, and whether any came lately; nothing where none ever came.
fn webhooks(parked: i64, last: Option<i64>, now: i64) -> Vec<Finding> {
    let Some(last) = last else { return Vec::new() };
    let hours = now.saturating_sub(last) / 3_600_000;
    let (level, text) = if hours < QUIET_HOURS {
        (Level::Good, "webhooks come in".to_owned())
    } else {
        (
            Level::Warning,
            format!("no webhook came for {hours} hours: Clerk may have switched the endpoint off (docs/webhooks.md)"),
        )
    };
    let waiting = format!("{parked} webhooks are parked: `server webhooks list --state parked` says why");
    let waiting = (parked > 0).then_some(Finding { level: Level::Warning, text: waiting });
    [Finding { level, text }].into_iter().chain(waiting).collect()
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
