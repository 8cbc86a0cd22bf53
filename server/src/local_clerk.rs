//! The local Clerk as part of a debug server: it starts with the server and gives it its keys, so nothing has to be
//! configured.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
};

use anyhow::Context;
use app::local_person::LocalPerson;
use clerk_emulator::{Config, Emulator, Person, Roles, Webhook};
use secrecy::{ExposeSecret, SecretString};

use crate::config::{Keys, LocalClerk, Origin};

/// Where `bin/setup` puts the browser code of Clerk.
const CLERK_JS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../.tools/clerk");

/// What members may do. The file is also for a local Clerk that runs as a program of its own.
pub(crate) const ROLES: &str = include_str!("../../clerk-roles.json");

/// The path of the Frontend API on our origin.
const PROXY_PATH: &str = "/__clerk";

/// A running local Clerk; it ends when this is dropped.
pub(crate) struct Running {
    emulator: Emulator,
}

impl Running {
    /// Starts it.
    pub(crate) async fn start(
        config: &LocalClerk,
        public_origin: &Origin,
        personal_accounts: bool,
        webhook: Webhook,
    ) -> anyhow::Result<Self> {
        if !Path::new(CLERK_JS).join("clerk-js/dist").is_dir() {
            tracing::warn!("Clerk's browser code is not in .tools/clerk, so nobody can sign in: run bin/setup");
        }
        let config = Config {
            listen: config.listen,
            app_origin: public_origin.to_string(),
            state_dir: Some(config.state_dir.clone()),
            clerk_js_dir: CLERK_JS.into(),
            organization_required: !personal_accounts,
            roles: Roles::from_json(ROLES).context("clerk-roles.json")?,
            webhooks: vec![webhook],
            ..Config::default()
        };
        let emulator = Emulator::start(config).await.context("the local Clerk did not start")?;
        Ok(Self { emulator })
    }

    /// The secret that it signs its webhooks with.
    pub(crate) fn webhook_secret(&self) -> Option<SecretString> {
        self.emulator.webhooks().into_iter().map(|(_, secret)| SecretString::from(secret)).next()
    }

    /// What an operator would set for a real instance.
    pub(crate) fn keys(&self) -> Keys {
        Keys {
            publishable: self.emulator.publishable_key(),
            secret: SecretString::from(self.emulator.secret_key()),
            jwt: None,
            api_url: Some(self.emulator.api_url()),
            fapi_url: Some(self.emulator.fapi_url()),
            proxy_url: Some(PROXY_PATH.to_owned()),
        }
    }

    /// Who can sign in.
    pub(crate) fn people(&self) -> Vec<LocalPerson> {
        self.emulator.people().iter().map(person).collect()
    }

    /// Says who can sign in, and how.
    pub(crate) fn introduce(&self) {
        tracing::info!("no Clerk keys are set, so the local Clerk is running; sign in as:");
        for LocalPerson { name, role, email, password } in self.people() {
            tracing::info!("  {email}  password {password}  ({name}, {role})");
        }
    }
}

/// Where the local Clerk tells what happens: to the server that listens here. It makes a secret where none is set.
pub(crate) fn webhook(listens: SocketAddr, secret: Option<&SecretString>) -> Webhook {
    let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, listens.port()));
    let address = if listens.ip().is_unspecified() { loopback } else { listens };
    let secret = secret.map(|secret| secret.expose_secret().to_owned());
    Webhook { url: format!("http://{address}{}", crate::webhooks::PATH), secret, events: Vec::new() }
}

fn person(person: &Person) -> LocalPerson {
    let role = person.role.trim_start_matches("org:");
    LocalPerson {
        name: person.name.to_owned(),
        role: format!("{role} of {}", person.organization),
        email: person.email.to_owned(),
        password: person.password.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_go_to_wherever_the_server_listens() -> Result<(), std::net::AddrParseError> {
        let url = |listens: &str| Ok::<_, std::net::AddrParseError>(webhook(listens.parse()?, None).url);
        for (listens, called) in [
            ("127.0.0.1:3000", "127.0.0.1:3000"),
            ("0.0.0.0:80", "127.0.0.1:80"),
            ("[::]:80", "127.0.0.1:80"),
            ("[::1]:3000", "[::1]:3000"),
        ] {
            assert_eq!(url(listens)?, format!("http://{called}/api/webhooks/clerk"));
        }
        Ok(())
    }

    #[test]
    fn the_products_roles_can_be_read() -> anyhow::Result<()> {
        Roles::from_json(ROLES)?;
        Ok(())
    }
}
