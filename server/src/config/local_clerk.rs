//! The local Clerk's settings.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use domain::role::ROLES;
use serde::Serialize;

use super::{Http, reader::Reader};

/// Where the local Clerk listens and keeps its state.
#[derive(Clone, Debug)]
pub(crate) struct LocalClerk {
    /// `LOCAL_CLERK_LISTEN`; default a free port on 127.0.0.1.
    pub(crate) listen: SocketAddr,
    /// `LOCAL_CLERK_STATE_DIR`; default `.local-clerk`.
    pub(crate) state_dir: PathBuf,
}

impl LocalClerk {
    /// Reads it. Only this machine may reach it, on its own port or through the app: it hands out sessions to whoever asks.
    pub(super) fn read(reader: &mut Reader<'_>, http: Option<&Http>) -> Self {
        check_reach(reader, http);
        const NAME: &str = "LOCAL_CLERK_LISTEN";
        let default = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listen = reader.parsed(NAME, default, "an address and a port of this machine, such as 127.0.0.1:4000");
        if !listen.ip().is_loopback() {
            reader.problem(NAME, "must be an address of this machine: the local Clerk is not for others to reach");
        }
        Self { listen, state_dir: PathBuf::from(reader.text_or("LOCAL_CLERK_STATE_DIR", ".local-clerk")) }
    }
}

/// The app's proxy hands the local Clerk to whoever reaches the app.
fn check_reach(reader: &mut Reader<'_>, http: Option<&Http>) {
    const NAME: &str = "LOCAL_CLERK_ALLOW_NETWORK";
    let allowed = reader.choice(NAME, false, &[("true", true), ("false", false)]);
    let Some(http) = http.filter(|http| !allowed && !http.is_for_this_machine()) else { return };
    let (listen, origin) = (http.listen, &http.public_origin);
    reader.problem(
        NAME,
        format!(
            "no Clerk keys are set, so the local Clerk would start, and its passwords are published; but others reach this \
             server ({listen}, {origin}). Set the keys of your Clerk instance, or serve this machine alone, or set \
             {NAME}=true where everybody in the network may sign in as anybody"
        ),
    );
}

// The roles to set up in Clerk. The local Clerk reads them from `clerk-roles.json`, which a test keeps equal to the
// product's own permissions.

/// The file, in the order in which it is read.
#[derive(Serialize)]
struct File {
    roles: Vec<Role>,
}

#[derive(Serialize)]
struct Role {
    key: &'static str,
    name: &'static str,
    description: &'static str,
    permissions: Vec<&'static str>,
}

/// The text of `clerk-roles.json`.
pub(crate) fn roles() -> String {
    let file = File { roles: ROLES.iter().map(Role::of).collect() };
    serde_json::to_string_pretty(&file).map(|text| text + "\n").unwrap_or_default()
}

impl Role {
    fn of(role: &domain::role::Role) -> Self {
        let own = role.permissions().map(domain::Permission::key);
        let permissions = role.system.iter().copied().chain(own).collect();
        Self { key: role.key, name: role.name, description: role.description, permissions }
    }
}
