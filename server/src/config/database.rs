//! Which database.

use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::{Env, Problem, reader::Reader};

/// The database.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    /// `DATABASE_URL`; default `app.sqlite` in the folder `DATA_DIR`, which defaults to `.data`. A secret: an address may carry a password.
    pub(crate) url: SecretString,
}

impl Database {
    /// Reads it.
    pub(crate) fn from_env(env: &Env) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(env);
        let data_dir = PathBuf::from(reader.text_or("DATA_DIR", ".data"));
        let given = reader.secret("DATABASE_URL");
        if let Some(url) = &given {
            reader.check("DATABASE_URL", check_url(url.expose_secret()));
        }
        let url = given.unwrap_or_else(|| default_url(&data_dir));
        reader.finish(Self { url })
    }
}

fn default_url(data_dir: &Path) -> SecretString {
    SecretString::from(format!("sqlite:{}", data_dir.join("app.sqlite").display()))
}

fn check_url(url: &str) -> Result<(), String> {
    if url.starts_with("sqlite:") {
        Ok(())
    } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
        Err("this version stores in SQLite only: use sqlite:path/to/file.sqlite".to_owned())
    } else {
        Err("must be sqlite:path/to/file.sqlite".to_owned())
    }
}
