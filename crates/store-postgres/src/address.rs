//! From a URL to what the driver needs, and to words for messages: without the password.

use std::{fmt, net::IpAddr, str::FromStr};

use sqlx::postgres::{PgConnectOptions, PgSslMode};

/// An address of a database, `postgres://role:password@host:port/database`.
#[derive(Clone)]
pub(crate) struct Address {
    url: url::Url,
    options: PgConnectOptions,
}

impl Address {
    /// Reads it; `None` where it is none. Parameters are those of libpq (`sslmode`, `sslrootcert`, `host`, …).
    pub(crate) fn of(text: &str) -> Option<Self> {
        let url = url::Url::parse(text).ok().filter(|url| matches!(url.scheme(), "postgres" | "postgresql"))?;
        let options = PgConnectOptions::from_str(text).ok()?;
        Some(Self { url, options })
    }

    /// Whether the way there is on this machine, or the other end proves who it is.
    pub(crate) fn is_verified(&self) -> bool {
        let options = &self.options;
        options.get_socket().is_some()
            || options.get_host().starts_with('/')
            || is_here(options.get_host())
            || matches!(options.get_ssl_mode(), PgSslMode::VerifyFull)
    }

    /// For the driver.
    pub(crate) fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// For PostgreSQL's own programs, which take all of it from their environment: a command line can be read by others.
    pub(crate) fn environment(&self) -> Vec<(&'static str, String)> {
        let host = self.options.get_socket().map(|folder| folder.display().to_string());
        let mut variables = vec![
            ("PGHOST", host.unwrap_or_else(|| self.options.get_host().to_owned())),
            ("PGPORT", self.options.get_port().to_string()),
            ("PGUSER", self.options.get_username().to_owned()),
            ("PGDATABASE", self.database().to_owned()),
            ("PGSSLMODE", ssl_mode(self.options.get_ssl_mode()).to_owned()),
        ];
        variables.extend(self.password().map(|password| ("PGPASSWORD", password)));
        variables.extend(self.parameter("sslrootcert").map(|file| ("PGSSLROOTCERT", file)));
        variables
    }

    /// The name of the database.
    pub(crate) fn database(&self) -> &str {
        self.options.get_database().unwrap_or_else(|| self.options.get_username())
    }

    fn password(&self) -> Option<String> {
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.parameter("password").or_else(|| self.url.password().map(decoded))
    }

    fn parameter(&self, name: &str) -> Option<String> {
        self.url.query_pairs().filter(|(key, _)| key == name).last().map(|(_, value)| value.into_owned())
    }
}

/// Whether a host is this machine: by its number, or by the one name that is never another's.
fn is_here(host: &str) -> bool {
    let number = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || number.parse().is_ok_and(|number: IpAddr| number.to_canonical().is_loopback())
}

fn ssl_mode(mode: PgSslMode) -> &'static str {
    match mode {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (role, port) = (self.options.get_username(), self.options.get_port());
        match self.options.get_socket() {
            Some(folder) => write!(formatter, "{} in {} as {role}", self.database(), folder.display()),
            None => write!(formatter, "{} at {}:{port} as {role}", self.database(), self.options.get_host()),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(url: &str, name: &str) -> Option<String> {
        let variables = Address::of(url)?.environment();
        variables.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    #[test]
    fn messages_name_the_place_and_not_the_password() {
        for (url, words) in [
            ("postgres://app:s3cret@db.example.com:5432/data", "data at db.example.com:5432 as app"),
            ("postgresql://app:s3cret@db.example.com:6000/data?sslmode=require", "data at db.example.com:6000 as app"),
            ("postgres://app:s3cret@%2Frun%2Fpg/data", "data in /run/pg as app"),
        ] {
            let address = Address::of(url);
            assert_eq!(address.as_ref().map(ToString::to_string).as_deref(), Some(words));
            assert_eq!(format!("{address:?}"), format!("Some({words})"));
        }
    }

    #[test]
    fn programs_get_all_of_it() {
        let url = "postgres://app:a%20b%2F@db.example.com:6000/data?sslmode=verify-full&sslrootcert=/etc/ca.pem";
        for (name, value) in [
            ("PGHOST", "db.example.com"),
            ("PGPORT", "6000"),
            ("PGUSER", "app"),
            ("PGDATABASE", "data"),
            ("PGPASSWORD", "a b/"),
            ("PGSSLMODE", "verify-full"),
            ("PGSSLROOTCERT", "/etc/ca.pem"),
        ] {
            assert_eq!(variable(url, name).as_deref(), Some(value), "{name}");
        }
        assert_eq!(variable("postgres://app@%2Frun%2Fpg/data", "PGHOST").as_deref(), Some("/run/pg"));
        assert_eq!(variable("postgres://app@localhost/data", "PGPASSWORD"), None);
    }

    #[test]
    fn what_leaves_the_machine_must_be_proven_to_arrive() {
        for (url, expected) in [
            ("postgres://app@localhost/data", true),
            ("postgres://app@127.0.0.1:6000/data?sslmode=disable", true),
            ("postgres://app@127.9.9.9/data", true),
            ("postgres://app@[::1]/data", true),
            ("postgres://app@%2Frun%2Fpg/data", true),
            ("postgres:///data?host=/run/pg", true),
            ("postgres://app@db.example.com/data?sslmode=verify-full", true),
            ("postgres://app@db.example.com/data", false),
            ("postgres://app@10.0.0.7/data", false),
            ("postgres://app@0.0.0.0/data", false),
            ("postgres://app@localhost.example.com/data", false),
            ("postgres://app@localhost/data?host=db.example.com", false),
            ("postgres://app@127.0.0.1/data?hostaddr=10.0.0.7", false),
            ("postgres://app@db.example.com/data?sslmode=disable", false),
            ("postgres://app@db.example.com/data?sslmode=prefer", false),
            ("postgres://app@db.example.com/data?sslmode=require", false),
            ("postgres://app@db.example.com/data?sslmode=verify-ca", false),
        ] {
            assert_eq!(Address::of(url).map(|address| address.is_verified()), Some(expected), "{url}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in ["", "other:app", "mysql://app@host/data", "localhost/data", "postgres://app@host:port/data"] {
            assert!(Address::of(text).is_none(), "{text}");
        }
    }
}
