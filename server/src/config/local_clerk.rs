//! The local Clerk's settings.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};

use super::reader::Reader;

/// Where the local Clerk listens and keeps its state.
#[derive(Clone, Debug)]
pub(crate) struct LocalClerk {
    /// `LOCAL_CLERK_LISTEN`; default a free port on 127.0.0.1.
    pub(crate) listen: SocketAddr,
    /// `LOCAL_CLERK_STATE_DIR`; default `.local-clerk`.
    pub(crate) state_dir: PathBuf,
}

impl LocalClerk {
    /// Reads it. Only this machine may reach it: it hands out sessions to whoever asks.
    pub(super) fn from_env(reader: &mut Reader<'_>) -> Self {
        const NAME: &str = "LOCAL_CLERK_LISTEN";
        let default = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let listen = reader.parsed(NAME, default, "an address and a port of this machine, such as 127.0.0.1:4000");
        if !listen.ip().is_loopback() {
            reader.problem(NAME, "must be an address of this machine: the local Clerk is not for others to reach");
        }
        Self { listen, state_dir: PathBuf::from(reader.text_or("LOCAL_CLERK_STATE_DIR", ".local-clerk")) }
    }
}
