//! Statements about jobs. They belong to the system: a job says itself whose it is.

use crate::sql::statements;

macro_rules! columns {
    () => {
        "id, kind, key, payload, attempts, failures, due_at, parked_at, error, created_at"
    };
}

statements! {
    /// id, kind, key, payload, when it is due, now
    PUT [system] = "
        INSERT INTO jobs (id, kind, key, payload, attempts, failures, due_at, created_at)
        VALUES ($1, $2, $3, $4, 0, 0, $5, $6)
        ON CONFLICT (kind, key) DO NOTHING";

    /// now, until when they are this server's, rows, kind
    TAKE [system] = concat!("
        UPDATE jobs
        SET attempts = attempts + 1, due_at = $2
        WHERE id IN (
            SELECT id FROM jobs WHERE kind = $4 AND parked_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT +$3
        )
        RETURNING ", columns!()),
        Postgres => concat!("
        UPDATE jobs
        SET attempts = attempts + 1, due_at = $2
        WHERE id = ANY (ARRAY(
            SELECT id FROM jobs
            WHERE kind = $4 AND parked_at IS NULL AND due_at <= $1
            ORDER BY due_at, id
            LIMIT $3
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING ", columns!());

    /// id, ticket
    END [system] = "DELETE FROM jobs WHERE id = $1 AND attempts = $2";

    /// id, ticket, when it is due, why, since when it is parked, how many failures that makes
    FAIL [system] = "
        UPDATE jobs
        SET due_at = $3, error = $4, parked_at = COALESCE($5, parked_at), failures = failures + $6
        WHERE id = $1 AND attempts = $2";

    /// id, ticket, what the worker needs to know from now on
    REWRITE [system] = "UPDATE jobs SET payload = $3 WHERE id = $1 AND attempts = $2";

    /// kind, key: of one that is parked
    PARKED_PAYLOAD [system] = "SELECT payload FROM jobs WHERE kind = $1 AND key = $2 AND parked_at IS NOT NULL";

    /// kind, key, what the worker needs to know from now on, now: only one that is parked
    RENEW [system] = "
        UPDATE jobs
        SET payload = $3, failures = 0, due_at = $4, parked_at = NULL, error = NULL
        WHERE kind = $1 AND key = $2 AND parked_at IS NOT NULL";

    /// the last id of the page before, rows
    LIST [system] = concat!("SELECT ", columns!(), " FROM jobs WHERE id > $1 ORDER BY id LIMIT +$2");

    /// id
    DROP [system] = "DELETE FROM jobs WHERE id = $1";

    /// kind, key
    GET [system] = concat!("SELECT ", columns!(), " FROM jobs WHERE kind = $1 AND key = $2");

    /// kind, key, now. Attempts go on counting: they are tickets, and an old one must not become good again.
    RETRY [system] = "
        UPDATE jobs SET failures = 0, due_at = $3, parked_at = NULL, error = NULL WHERE kind = $1 AND key = $2";

    /// kind, key, now
    PARK [system] = "
        UPDATE jobs
        SET parked_at = $3, error = COALESCE(error, 'parked by hand')
        WHERE kind = $1 AND key = $2 AND parked_at IS NULL";

    /// kind, since when they are parked at least
    FORGET_PARKED [system] = "DELETE FROM jobs WHERE kind = $1 AND parked_at < $2";
}
