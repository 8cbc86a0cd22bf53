//! Statements about jobs. They belong to the system: a job says itself whose it is.

use crate::sql::statements;

macro_rules! columns {
    () => {
        "id, kind, key, payload, attempts, due_at, parked_at, error, created_at"
    };
}

statements! {
    /// id, kind, key, payload, when it is due, now
    PUT [system] = "
        INSERT INTO jobs (id, kind, key, payload, attempts, due_at, created_at)
        VALUES ($1, $2, $3, $4, 0, $5, $6)
        ON CONFLICT (kind, key) DO NOTHING";

    /// now, until when they are this server's, rows
    TAKE [system] = concat!("
        UPDATE jobs
        SET attempts = attempts + 1, due_at = $2
        WHERE id IN (SELECT id FROM jobs WHERE parked_at IS NULL AND due_at <= $1 ORDER BY due_at, id LIMIT +$3)
        RETURNING ", columns!()),
        Postgres => concat!("
        UPDATE jobs
        SET attempts = attempts + 1, due_at = $2
        WHERE id = ANY (ARRAY(
            SELECT id FROM jobs
            WHERE parked_at IS NULL AND due_at <= $1
            ORDER BY due_at, id
            LIMIT $3
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING ", columns!());

    /// id, ticket
    END [system] = "DELETE FROM jobs WHERE id = $1 AND attempts = $2";

    /// id, ticket, when it is due, why, since when it is parked
    FAIL [system] = "
        UPDATE jobs SET due_at = $3, error = $4, parked_at = COALESCE($5, parked_at) WHERE id = $1 AND attempts = $2";

    /// the last id of the page before, rows
    LIST [system] = concat!("SELECT ", columns!(), " FROM jobs WHERE id > $1 ORDER BY id LIMIT +$2");

    /// kind, key, now
    RETRY [system] = "
        UPDATE jobs SET attempts = 0, due_at = $3, parked_at = NULL, error = NULL WHERE kind = $1 AND key = $2";

    /// kind, key, now
    PARK [system] = "
        UPDATE jobs
        SET parked_at = $3, error = COALESCE(error, 'parked by hand')
        WHERE kind = $1 AND key = $2 AND parked_at IS NULL";

    /// since when they are parked at least
    FORGET_PARKED [system] = "DELETE FROM jobs WHERE parked_at < $1";
}
