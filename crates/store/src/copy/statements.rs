//! Statements about the copy. People, tombstones and ended sessions belong to the system; the rest to tenants.

pub(crate) mod invitations;
pub(crate) mod memberships;
pub(crate) mod organizations;

use crate::sql::statements;

/// Whether what comes is later than what is there.
macro_rules! is_later {
    ($table:literal, own) => {
        concat!(
            "(excluded.is_own, excluded.updated_at, excluded.seen_at, excluded.seen_in) > (",
            $table,
            ".is_own, ",
            $table,
            ".updated_at, ",
            $table,
            ".seen_at, ",
            $table,
            ".seen_in)"
        )
    };
    ($table:literal, closed) => {
        concat!(
            "(excluded.updated_at, excluded.status <> 'pending', excluded.seen_at, excluded.seen_in) > (",
            $table,
            ".updated_at, ",
            $table,
            ".status <> 'pending', ",
            $table,
            ".seen_at, ",
            $table,
            ".seen_in)"
        )
    };
    ($table:literal) => {
        concat!(
            "(excluded.updated_at, excluded.seen_at, excluded.seen_in) > (",
            $table,
            ".updated_at, ",
            $table,
            ".seen_at, ",
            $table,
            ".seen_in)"
        )
    };
}

pub(crate) use is_later;

statements! {
    /// Others wait until this transaction ends, and this one sees all people.
    BEGIN [system] = "SELECT instance_id FROM webhook_instance WHERE id = 1",
        Postgres => "SELECT set_config('app.copy', 'on', true) FROM pg_advisory_xact_lock(4120813)";

    /// Sees all people.
    SEE_ALL [system] = "SELECT instance_id FROM webhook_instance WHERE id = 1",
        Postgres => "SELECT set_config('app.copy', 'on', true)";

    /// id, first name, last name, image, address, banned, locked until when, when it was made, own, updated, seen when and
    /// in what
    PUT_PERSON [system] = concat!("
        INSERT INTO people (
            id, first_name, last_name, image_url, email, banned, locked_until, created_at, is_own, updated_at, seen_at,
            seen_in
        )
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        ON CONFLICT (id) DO UPDATE SET
            first_name = excluded.first_name, last_name = excluded.last_name, image_url = excluded.image_url,
            email = excluded.email, banned = excluded.banned, locked_until = excluded.locked_until,
            created_at = excluded.created_at, is_own = excluded.is_own, updated_at = excluded.updated_at,
            seen_at = excluded.seen_at, seen_in = excluded.seen_in
        WHERE ", is_later!("people", own));

    /// id, when
    SIGNED_IN [system] = "UPDATE people SET signed_in_at = $2 WHERE id = $1 AND COALESCE(signed_in_at, 0) < $2";

    /// id, now: whether they may not sign in
    IS_BARRED [system] = "SELECT id FROM people WHERE id = $1 AND (banned OR locked_until > $2)";

    /// id
    ADDRESS [system] = "SELECT email FROM people WHERE id = $1";

    /// id
    FORGET_PERSON [system] = "DELETE FROM people WHERE id = $1";

    /// id
    GET_PERSON [system] = "
        SELECT id, first_name, last_name, image_url, email, banned, created_at, signed_in_at, updated_at
        FROM people
        WHERE id = $1";

    /// the last id of the page before, rows
    LIST_PEOPLE [system] = "
        SELECT id, first_name, last_name, image_url, email, banned, created_at, signed_in_at, updated_at
        FROM people
        WHERE id > $1
        ORDER BY id
        LIMIT +$2";

    /// id, why, organization and person and since when, now
    BURY [system] = "
        INSERT INTO tombstones (id, reason, organization_id, person_id, created_at, gone_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, gone_at = excluded.gone_at
        WHERE excluded.reason = 'deleted'";

    /// id
    IS_GONE [system] = "SELECT id FROM tombstones WHERE id = $1";

    /// id, since when at the latest
    LIFT_TOMBSTONE [system] = "DELETE FROM tombstones WHERE id = $1 AND gone_at <= $2";

    /// organization, person, since when and id of a membership: whether a later one of theirs is gone
    LATER_IS_GONE [system] = "
        SELECT id
        FROM tombstones
        WHERE organization_id = $1 AND person_id = $2 AND (created_at, id) > ($3, $4)
        LIMIT 1";

    /// the last id of the page before, rows
    LIST_TOMBSTONES [system] = "
        SELECT id FROM tombstones WHERE id > $1 AND reason = 'deleted' ORDER BY id LIMIT +$2";

    /// before when, rows
    FORGET_TOMBSTONES [system] = "
        DELETE FROM tombstones
        WHERE id IN (SELECT id FROM tombstones WHERE gone_at < $1 ORDER BY gone_at, id LIMIT +$2)";

    /// session, now
    END_SESSION [system] = "INSERT INTO ended_sessions (id, ended_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";

    /// before when, rows
    FORGET_SESSIONS [system] = "
        DELETE FROM ended_sessions
        WHERE id IN (SELECT id FROM ended_sessions WHERE ended_at < $1 ORDER BY ended_at, id LIMIT +$2)";
}
