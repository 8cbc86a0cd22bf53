//! The pool: how long its users wait, what each connection is told, and what keeps a dead one from being handed out.

use std::time::Duration;

use futures::future::BoxFuture;
use sqlx::{
    Connection, Executor, PgConnection, PgPool, Postgres,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
};

use crate::{address::Address, sql};

/// How long a request waits for its turn, a new connection included, before it is told that the database is not there.
const WAIT_FOR_A_CONNECTION: Duration = Duration::from_secs(3);
/// A connection that was used this lately is taken to be alive; if it is not, the unit of work is begun on another.
const LATELY: Duration = Duration::from_millis(500);
/// How long a server that is alive may take to say so.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// What each connection begins with. The server ends what its client gave up or forgot: also where this process was
/// killed or the network is gone.
const SETTINGS: [(&str, &str); 10] = [
    ("statement_timeout", "5s"),
    ("lock_timeout", "3s"),
    ("idle_in_transaction_session_timeout", "10s"),
    ("client_connection_check_interval", "2s"),
    ("tcp_user_timeout", "10s"),
    ("tcp_keepalives_idle", "30s"),
    ("tcp_keepalives_interval", "10s"),
    ("tcp_keepalives_count", "3"),
    // The statements are short. Compiling one would cost more than it could save.
    ("jit", "off"),
    // Each statement has one good plan, whatever the tenant holds. Made once, it is not made anew for each request, nor
    // another one when statistics change.
    ("plan_cache_mode", "force_generic_plan"),
];

/// A pool that has not connected yet.
pub(crate) fn pool(address: &Address, connections: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(WAIT_FOR_A_CONNECTION)
        // The driver's own test has no end when the network is gone.
        .test_before_acquire(false)
        .before_acquire(|connection, past| Box::pin(is_alive(connection, past.idle_for)))
        .after_release(|connection, _| end_of_transaction(connection))
        .connect_lazy_with(options(address))
}

fn options(address: &Address) -> PgConnectOptions {
    let options = address.options().options(SETTINGS);
    match options.get_application_name() {
        Some(_) => options,
        None => options.application_name("server"),
    }
}

async fn is_alive(connection: &mut PgConnection, idle_for: Duration) -> Result<bool, sqlx::Error> {
    if idle_for < LATELY {
        return Ok(true);
    }
    let answer = tokio::time::timeout(SIGN_OF_LIFE, connection.ping()).await;
    Ok(matches!(answer, Ok(Ok(()))))
}

/// The second net below [`Lease`]: whatever transaction a connection might come back with is rolled back, unless a lease saw
/// its last one end. Begun first, because a `ROLLBACK` alone would warn, each time, of the usual case: that there is none.
fn end_of_transaction(connection: &mut PgConnection) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async {
        if SEEN_OUTSIDE.try_with(|()| ()).is_ok() {
            return Ok(true);
        }
        let answer =
            tokio::time::timeout(SIGN_OF_LIFE, connection.execute(sql::transaction::BEGIN_AND_ROLL_BACK)).await;
        Ok(matches!(answer, Ok(Ok(_))))
    })
}

/// A database, as one role sees it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Database {
    pub(crate) pool: PgPool,
    /// Whether the other end is known for certain.
    pub(crate) is_verified: bool,
    /// Whether the address of the tables' owner is known too.
    pub(crate) has_owner: bool,
}

impl Database {
    /// Has not connected yet.
    pub(crate) fn new(address: &Address, connections: u32) -> Self {
        Self { pool: pool(address, connections), is_verified: address.is_verified(), has_owner: false }
    }
}

// The pool would take any connection back, wait without end for an answer on it, and keep its place occupied for as
// long: for ever when the other side is gone. With a lease a connection is closed unless its user says that all is
// well, and even then it has but a moment to return.

/// How long the way back may take.
const RETURN: Duration = Duration::from_secs(3);

tokio::task_local! {
    /// Set where a connection returns of which its lease knows that it is outside of any transaction.
    static SEEN_OUTSIDE: ();
}

/// Where a connection is, as far as its lease knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whereabouts {
    /// Outside of any transaction: the server confirmed the end of the only one, or there was none.
    Outside,
    /// In one that was begun and not seen to end.
    Inside,
    /// Somebody had the connection itself.
    Unknown,
}

/// The lease of a connection. Dropped, as by a panic, it closes the connection.
pub(crate) struct Lease {
    connection: Option<PoolConnection<Postgres>>,
    whereabouts: Whereabouts,
}

impl Lease {
    /// Waits for a connection, for as long as the pool lets one wait.
    pub(crate) async fn of(pool: &PgPool) -> Result<Self, sqlx::Error> {
        Ok(Self { connection: Some(pool.acquire().await?), whereabouts: Whereabouts::Outside })
    }

    /// The connection, for whatever: it is looked at when it returns.
    pub(crate) fn connection(&mut self) -> Result<&mut PgConnection, sqlx::Error> {
        self.whereabouts = Whereabouts::Unknown;
        self.parts().map(|(connection, _)| connection)
    }

    /// The connection, for whoever says where they leave it.
    pub(crate) fn parts(&mut self) -> Result<(&mut PgConnection, &mut Whereabouts), sqlx::Error> {
        let connection = self.connection.as_deref_mut().ok_or(sqlx::Error::PoolClosed)?;
        Ok((connection, &mut self.whereabouts))
    }

    /// Gives it back, outside of a transaction. Nobody waits for it.
    pub(crate) fn give_back(mut self) {
        if let Some(mut connection) = self.connection.take() {
            let is_outside = self.whereabouts == Whereabouts::Outside;
            // Dropped half-way, it closes the connection and frees its place.
            tokio::spawn(async move {
                let way_back = tokio::time::timeout(RETURN, connection.return_to_pool());
                if is_outside { SEEN_OUTSIDE.scope((), way_back).await } else { way_back.await }
            });
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(connection.detach());
        }
    }
}
