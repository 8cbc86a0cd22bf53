//! From PostgreSQL's error codes to the port's errors, and to what may be tried again. The codes:
//! <https://www.postgresql.org/docs/current/errcodes-appendix.html>.

use store::{
    StoreError,
    engine::{Failure, Rejection},
};

/// The answer to a commit got lost: the work may be done or not.
#[derive(Debug, thiserror::Error)]
#[error("whether the change was made is not known: {0}")]
struct InDoubt(#[source] sqlx::Error);

/// The port's error for one of the driver's.
pub(crate) fn of(source: sqlx::Error) -> StoreError {
    StoreError::of_driver(meaning(&source), source)
}

/// The units' failure for one of the driver's.
pub(crate) fn failure(error: sqlx::Error) -> Failure {
    let (refusal, is_lost) = (refusal(&error), is_lost(&error));
    let may_be_repeated = is_lost || is_conflict(&error);
    let loses_the_connection = is_lost || error.as_database_error().is_none();
    Failure::new(of(error)).as_refusal(refusal).repeatable(may_be_repeated).losing_the_connection(loses_the_connection)
}

/// The same, at a point that leaves the connection in an unknown state.
pub(crate) fn lost(error: sqlx::Error) -> Failure {
    failure(error).losing_the_connection(true)
}

/// The same for an answer to a commit that is no success.
pub(crate) fn at_commit(error: sqlx::Error) -> Failure {
    if is_lost(&error) {
        return Failure::new(StoreError::unavailable(InDoubt(error))).losing_the_connection(true);
    }
    lost(error)
}

fn refusal(error: &sqlx::Error) -> Option<Rejection> {
    match code(error)?.as_ref() {
        "23505" => error.as_database_error()?.constraint().map(|name| Rejection::Taken(name.to_owned())),
        "42501" => Some(Rejection::Forbidden),
        "23503" => Some(Rejection::ReferredTo),
        _ => None,
    }
}

/// Whether the role may not do it.
pub(crate) fn is_forbidden(error: &sqlx::Error) -> bool {
    code(error).as_deref() == Some("42501")
}

fn code(error: &sqlx::Error) -> Option<std::borrow::Cow<'_, str>> {
    error.as_database_error()?.code()
}

/// Two transactions were in each other's way and one had to go; or the tenant's row in the registry went between the
/// look at it and the insert of a row that names it.
fn is_conflict(error: &sqlx::Error) -> bool {
    match code(error).as_deref() {
        Some("40001" | "40P01") => true,
        Some("23503") => {
            error.as_database_error().and_then(|error| error.constraint()).is_some_and(|name| name.ends_with("_tenant"))
        }
        _ => false,
    }
}

/// The connection broke, or the server ended it: it stops, starts, or has become another server's replica.
fn is_lost(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        error => code(error).is_some_and(|code| {
            code.starts_with("08") || matches!(&*code, "25006" | "25P03" | "57P01" | "57P02" | "57P03" | "57P05")
        }),
    }
}

/// In words, when another try may well succeed.
fn meaning(error: &sqlx::Error) -> Option<&'static str> {
    match error {
        sqlx::Error::PoolTimedOut => Some("no connection became free in time"),
        sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => Some("the database is closed"),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) => Some("the database cannot be reached"),
        error => code(error).and_then(|code| meaning_of(&code)),
    }
}

fn meaning_of(code: &str) -> Option<&'static str> {
    match code {
        "57014" => Some("a statement took too long"),
        "55P03" => Some("a lock took too long to get"),
        "40001" | "40P01" => Some("others kept changing the same rows"),
        "25006" => Some("the server takes no writes; it may be a replica"),
        "25P03" => Some("the transaction took too long"),
        "3D000" => Some("the server has no such database"),
        code if code.starts_with("28") => Some("the server does not let this role in"),
        "53100" => Some("the server's disk is full"),
        "53300" => Some("the server has no connection left"),
        code if code.starts_with("53") => Some("the server is out of resources"),
        code if code.starts_with("57P") => Some("the server is stopping or starting"),
        code if code.starts_with("08") => Some("the connection broke"),
        "58030" => Some("the server cannot reach its disk"),
        _ => None,
    }
}
