//! What stands around the statements of a unit of work. The tenant is a setting of the transaction and ends with it.

use sqlx::AssertSqlSafe;

/// One state of the database for all that follows, and no writes.
pub(crate) const BEGIN_READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";

/// Each statement sees what was committed before it; rows that are changed are locked first.
pub(crate) const BEGIN_WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";

/// tenant
pub(crate) const SET_TENANT: &str = "SELECT set_config('app.tenant_id', $1, true)";

/// Both in one message. Only for a tenant whose letters mean nothing in a statement; `None` for any other.
pub(crate) fn begin_for(begin: &str, tenant: &str) -> Option<AssertSqlSafe<String>> {
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || letter == b'_';
    let is_all_plain = tenant.bytes().all(is_plain);
    is_all_plain.then(|| AssertSqlSafe(format!("{begin}; SELECT set_config('app.tenant_id', '{tenant}', true)")))
}

/// limit, as `60s`
pub(crate) const SET_STATEMENT_TIMEOUT: &str = "SELECT set_config('statement_timeout', $1, true)";

pub(crate) const COMMIT: &str = "COMMIT";

pub(crate) const ROLL_BACK: &str = "ROLLBACK";

pub(crate) const BEGIN_AND_ROLL_BACK: &str = "BEGIN; ROLLBACK";

/// Migrations and whoever waits for them take as long as they take, and do not tell of tables that are there already.
pub(crate) const WITHOUT_HURRY: &str = "
    SELECT
        set_config('statement_timeout', '0', true),
        set_config('lock_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '0', true),
        set_config('client_min_messages', 'warning', true)";

/// number; held to the end of the transaction
pub(crate) const LOCK_MIGRATIONS: &str = "SELECT pg_advisory_xact_lock($1)";

/// role
pub(crate) const HAS_RIGHTS: &str = "SELECT has_table_privilege($1, '_sqlx_migrations', 'SELECT')";

/// role, for `roles.sql`
pub(crate) const SET_SERVER_ROLE: &str = "SELECT set_config('app.server_role', $1, true)";

/// What the roles may do.
pub(crate) const ROLES: &str = include_str!("../roles.sql");

/// role, for `backup_role.sql`
pub(crate) const SET_BACKUP_ROLE: &str = "SELECT set_config('app.backup_role', $1, true)";

/// Who may copy all of it.
pub(crate) const BACKUP_ROLE: &str = include_str!("../backup_role.sql");
