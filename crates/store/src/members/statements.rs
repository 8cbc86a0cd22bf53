//! Statements about the people of an organization. Names stand outside of tenants, so they are asked for by the ids that a
//! page has.

use crate::sql::statements;

macro_rules! invitation {
    () => {
        "SELECT id, email, role, status, inviter_id, created_at, expires_at FROM invitations WHERE tenant_id = $1"
    };
}

statements! {
    /// tenant, since when and id of the last one of the page before, rows
    MEMBERS = "
        SELECT id, person_id, role, created_at
        FROM memberships
        WHERE tenant_id = $1 AND (created_at, id) < ($2, $3)
        ORDER BY created_at DESC, id DESC
        LIMIT +$4";

    /// tenant, person
    MEMBER = "
        SELECT id, person_id, role, created_at
        FROM memberships
        WHERE tenant_id = $1 AND person_id = $2
        ORDER BY created_at DESC, id DESC
        LIMIT 1";

    /// tenant, since when and id of the last one before, rows; who joined first comes first
    STANDINGS = "
        SELECT id, person_id, role, permissions, created_at
        FROM memberships
        WHERE tenant_id = $1 AND (created_at, id) > ($2, $3)
        ORDER BY created_at, id
        LIMIT +$4";

    /// tenant, id of a membership
    ROLE = "SELECT role FROM memberships WHERE tenant_id = $1 AND id = $2";

    /// tenant, how they stand, since when and id of the last one of the page before, rows
    INVITATIONS = concat!(
        invitation!(),
        " AND status = $2 AND (created_at, id) < ($3, $4) ORDER BY created_at DESC, id DESC LIMIT +$5"
    );

    /// tenant, id
    INVITATION = concat!(invitation!(), " AND id = $2");

    /// tenant, how they stand, after when, rows
    SENT = "
        SELECT id
        FROM invitations
        WHERE tenant_id = $1 AND status = $2 AND created_at > $3
        ORDER BY created_at, id
        LIMIT +$4";

    /// ids as a JSON array
    PEOPLE [system] = "
        SELECT id, first_name, last_name, signed_in_at
        FROM people
        WHERE id IN (SELECT value FROM json_each($1))",
        Postgres => "
        SELECT id, first_name, last_name, signed_in_at
        FROM people
        WHERE id IN (SELECT json_array_elements_text($1::json))";

    /// ids as a JSON array: those of people who are gone for good
    GONE [system] = "SELECT id FROM tombstones WHERE id IN (SELECT value FROM json_each($1))",
        Postgres => "SELECT id FROM tombstones WHERE id IN (SELECT json_array_elements_text($1::json))";
}
