//! The environment as one value, so that configuration is a pure function of it and of nothing else.

use std::{collections::BTreeMap, fmt, path::Path};

/// The variables a configuration is read from.
#[derive(Clone, Default)]
pub(crate) struct Env {
    variables: BTreeMap<String, String>,
    unread_file: bool,
    unreadable_lines: usize,
    container: bool,
}

impl Env {
    /// The process' own variables; in a debug build also those of `file`, where the process does not set them.
    pub(crate) fn load(file: &Path) -> Self {
        let mut env = Self { variables: utf8_variables(), container: has_container_marks(), ..Self::default() };
        if cfg!(debug_assertions) {
            env.fill_from(file);
        } else {
            env.unread_file = file.exists();
        }
        env
    }

    /// The variables of a test.
    #[cfg(any(test, feature = "test-harness"))]
    pub(crate) fn of(variables: &[(&str, &str)]) -> Self {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { variables, ..Self::default() }
    }

    /// The same with another value for one of them.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut env = self.clone();
        env.variables.insert(name.to_owned(), value.to_owned());
        env
    }

    /// The same inside of a container.
    #[cfg(test)]
    pub(crate) fn in_container(self) -> Self {
        Self { container: true, ..self }
    }

    /// The trimmed value; an empty one counts as absent, as `NAME=` in a file means "not set" to people.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// All names that have a value.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str).filter(|name| self.get(name).is_some())
    }

    /// Whether an `.env` lies here that this build does not read.
    pub(crate) fn has_unread_file(&self) -> bool {
        self.unread_file
    }

    /// Whether this process runs in a container, as far as one can see from inside.
    pub(crate) fn is_in_container(&self) -> bool {
        self.container || self.get("KUBERNETES_SERVICE_HOST").is_some()
    }

    /// How many lines of the `.env` are no assignments. Which ones is not said: the parser would quote their secrets.
    pub(crate) fn unreadable_lines(&self) -> usize {
        self.unreadable_lines
    }

    fn fill_from(&mut self, file: &Path) {
        let Ok(entries) = dotenvy::from_path_iter(file) else { return };
        for entry in entries {
            match entry {
                Ok((name, value)) => _ = self.variables.entry(name).or_insert(value),
                Err(_) => self.unreadable_lines += 1,
            }
        }
    }
}

/// Docker and Podman leave these files.
fn has_container_marks() -> bool {
    ["/.dockerenv", "/run/.containerenv"].iter().any(|mark| Path::new(mark).exists())
}

fn utf8_variables() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

impl fmt::Debug for Env {
    /// Names only: the values hold secrets.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.variables.keys()).finish()
    }
}
