//! How many connections the operating system's limit on open files leaves room for. Beyond that nothing works: no
//! accepting, no database, no reading of files.

use anyhow::ensure;

use super::{admission::REFUSALS, turned_away::KEPT};

/// Standard streams, the runtime, listeners, idle connections to Clerk, and what is opened in passing.
const OWN: u64 = 64;
/// A connection to a database is a socket, or a file with the two that lie beside it.
const PER_DATABASE_CONNECTION: u64 = 3;
/// A connection itself, and what is opened on its behalf: a file, or a connection to Clerk.
const PER_CONNECTION: u64 = 2;
/// With fewer connections a single browser has no fun.
const FEWEST: u64 = 16;

/// Raises this process' limit, as far as it may, to what `connections` need.
///
/// # Errors
/// When not even a few connections have room.
pub(crate) fn make_room(connections: usize, database_connections: u32) -> anyhow::Result<usize> {
    let limit = raise(needed(connections, database_connections));
    let room = room(limit, database_connections);
    ensure!(
        room >= FEWEST,
        "only {limit} files may be open at once, which leaves room for {room} connections: raise the limit (`ulimit -n`, \
         LimitNOFILE= of systemd) to {} at least",
        needed(FEWEST as usize, database_connections)
    );
    let room = usize::try_from(room).unwrap_or(usize::MAX);
    if room < connections {
        tracing::warn!(
            limit,
            connections = room,
            "the limit on open files leaves room for few connections (ulimit -n)"
        );
    }
    Ok(room.min(connections))
}

/// How many open files this many connections need.
fn needed(connections: usize, database_connections: u32) -> u64 {
    reserve(database_connections) + PER_CONNECTION * connections as u64
}

/// Connections that have room below a limit.
fn room(limit: u64, database_connections: u32) -> u64 {
    limit.saturating_sub(reserve(database_connections)) / PER_CONNECTION
}

fn reserve(database_connections: u32) -> u64 {
    OWN + (REFUSALS + KEPT) as u64 + PER_DATABASE_CONNECTION * u64::from(database_connections)
}

/// Raises the soft limit to `wanted`, or as far as the hard one allows; returns what holds then.
#[cfg(unix)]
fn raise(wanted: u64) -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let current = limit.current.unwrap_or(u64::MAX);
    let raised = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if current >= raised {
        return current;
    }
    match setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }) {
        Ok(()) => raised,
        Err(error) => {
            tracing::warn!(%error, "the limit on open files cannot be raised");
            current
        }
    }
}

/// Elsewhere sockets and files are not counted together.
#[cfg(not(unix))]
fn raise(wanted: u64) -> u64 {
    wanted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_leaves_room_beside_what_the_server_itself_needs() {
        assert_eq!(room(1024, 10), 449);
        assert_eq!(room(256, 10), 65);
        assert_eq!(room(100, 10), 0);
        for connections in [16_usize, 10_000] {
            assert_eq!(room(needed(connections, 10), 10), connections as u64);
        }
    }

    #[test]
    fn what_has_no_room_is_refused_with_what_to_do() {
        let refusal = make_room(10, u32::MAX).map_err(|error| error.to_string());
        assert!(refusal.is_err_and(|text| text.contains("ulimit -n")));
    }

    #[cfg(unix)]
    #[test]
    fn the_limit_is_raised_to_what_is_needed() {
        use rustix::process::{Resource, getrlimit};
        let room = make_room(300, 10).unwrap_or_default();
        assert_eq!(room, 300);
        assert!(getrlimit(Resource::Nofile).current.is_none_or(|limit| limit >= needed(300, 10)));
    }
}
