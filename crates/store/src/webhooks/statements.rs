//! Statements about Clerk's deliveries. They belong to the system.

use crate::sql::statements;

/// The newest before a place.
macro_rules! newest {
    ($condition:literal) => {
        concat!(
            "SELECT
                e.id, e.type, e.object_id, e.occurred_at, e.received_at, e.state, e.reason, e.settled_at,
                j.attempts, j.due_at, j.error
            FROM webhook_events AS e
            LEFT JOIN jobs AS j ON j.kind = 'webhook' AND j.key = e.id
            WHERE ",
            $condition,
            "(e.received_at, e.id) < ($1, $2)
            ORDER BY e.received_at DESC, e.id DESC
            LIMIT +$3"
        )
    };
}

statements! {
    /// instance, now
    CLAIM [system] = "
        INSERT INTO webhook_instance (id, instance_id, since) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING";

    INSTANCE [system] = "SELECT instance_id FROM webhook_instance WHERE id = 1";

    /// id, type, object, when it occurred, now, digest, state, why, since when that is settled
    NOTE [system] = "
        INSERT INTO webhook_events (
            id, type, object_id, occurred_at, received_at, digest, state, reason, settled_at
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (id) DO NOTHING";

    /// id
    DIGEST [system] = "SELECT digest FROM webhook_events WHERE id = $1";

    /// id
    IS_PARKED [system] = "SELECT id FROM webhook_events WHERE id = $1 AND state = 'parked'";

    /// id, state, why, since when
    SETTLE [system] = "UPDATE webhook_events SET state = $2, reason = $3, settled_at = $4 WHERE id = $1";

    /// when it came and the id of the one before, rows
    LIST [system] = newest!("");

    /// the same, and the state
    LIST_OF [system] = newest!("e.state = $4 AND ");

    /// the same, and what it happened to
    LIST_ABOUT [system] = newest!("e.object_id = $4 AND ");

    /// state
    COUNT [system] = "SELECT COUNT(*) AS count FROM webhook_events WHERE state = $1";

    LAST [system] = "SELECT MAX(received_at) AS at FROM webhook_events";

    /// since when, rows: what is still to be applied, or could be, stays
    FORGET [system] = "
        DELETE FROM webhook_events
        WHERE id IN (
            SELECT e.id FROM webhook_events AS e
            WHERE e.received_at < $1 AND e.state <> 'waiting'
                AND NOT EXISTS (SELECT 1 FROM jobs AS j WHERE j.kind = 'webhook' AND j.key = e.id)
            ORDER BY e.received_at, e.id
            LIMIT +$2
        )";
}
