//! Rows that no schema may hold, whoever writes them: the checks of the tables, the last net below types and forms.

// begin examples
mod projects;
// end examples

use crate::contract;

/// Statements that break one check each, in both dialects. They need the samples in the tenant of the name.
#[must_use]
pub fn statements(tenant: &str) -> Vec<String> {
    let events = EVENTS.iter().map(|values| format!("{NEW_EVENT} VALUES ('{tenant}', '{ID}', 0, {values})"));
    let plain = contract::BROKEN
        .iter()
        .flat_map(|(table, changes)| changes.iter().map(move |change| format!("UPDATE {table} SET {change}")));
    let broken = events.chain(plain).chain(OTHERS.iter().map(ToString::to_string));
    // begin examples
    let broken = projects::statements().chain(broken);
    // end examples
    broken.collect()
}

const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const NEW_EVENT: &str =
    "INSERT INTO audit_events (tenant_id, id, created_at, actor, action, outcome, object_name, before)";
const EVENTS: &[&str] = &[
    "'x', 'a.b', 'done', NULL, NULL",
    "NULL, 'ab', 'done', NULL, NULL",
    "NULL, 'a.b', 'maybe', NULL, NULL",
    "NULL, 'a.b', 'refused', 'Moon', NULL",
    "NULL, 'a.b', 'refused', NULL, '{}'",
];

const OTHERS: &[&str] = &[
    "UPDATE parts SET name = ''",
    "UPDATE parts SET version = 0",
    "INSERT INTO addresses (slug, organization_id, seen_at) VALUES ('', 'org_x', 0)",
    "INSERT INTO addresses (slug, organization_id, seen_at) VALUES ('x', 'user_x', 0)",
    "INSERT INTO tenants (id, kind, created_at) VALUES ('x', 'personal', 0)",
    "INSERT INTO tenants (id, kind, created_at) VALUES ('org_x', 'personal', 0)",
    "INSERT INTO instance (id, issuer, claimed_at) VALUES (2, 'https://a.test', 0)",
    "INSERT INTO instance (id, issuer, claimed_at) VALUES (1, '', 0)",
    "INSERT INTO schema_state (id, compatible_since) VALUES (2, 1)",
    "UPDATE schema_state SET compatible_since = 0",
    "INSERT INTO leases (name, holder, until) VALUES ('', 'a', 0)",
    "INSERT INTO leases (name, holder, until) VALUES ('x', '', 0)",
];
