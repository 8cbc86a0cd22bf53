//! What is well and what is not: above all, whether row-level security holds.

use async_trait::async_trait;
use store::{Finding, Level};

use crate::{
    catalog::{Catalog, Look},
    migrations::version,
    open::is_utf8,
    sql::catalog,
};

pub(crate) struct Findings {
    /// Whether the owner's address is known.
    pub(crate) has_owner: bool,
    /// Whether the other end is known for certain.
    pub(crate) is_verified: bool,
}

#[async_trait]
impl Look for Findings {
    type Seen = Vec<Finding>;

    async fn at(&self, seen: &mut Catalog<'_>) -> Result<Vec<Finding>, sqlx::Error> {
        let (version, _) = version(seen).await?;
        let mut findings = vec![finding(Level::Good, format!("PostgreSQL {version} answers"))];
        findings.push(encoding(seen).await?);
        findings.push(role(seen).await?);
        let tables: Vec<Table> = seen.rows(sqlx::query(catalog::TABLES).bind(OF_TENANT)).await?;
        findings.extend(policies(&tables));
        let keeping = keeping(seen, &tables).await?;
        findings.extend(ownership(seen, &tables, keeping, self.has_owner).await?);
        findings.extend(trail(seen, keeping).await?);
        findings.push(durability(seen).await?);
        findings.extend(encryption(seen, self.is_verified).await?);
        Ok(findings)
    }
}

/// The condition of the policy `tenant`, as PostgreSQL writes it.
const OF_TENANT: &str = "(tenant_id = NULLIF(current_setting('app.tenant_id'::text, true), ''::text))";

/// Name; whether it is a tenant's; whether row-level security is enabled, forced, and has the policy; whether the role
/// owns it; whether another policy shows it more; whether the policy is ours, word for word.
type Table = (String, bool, bool, bool, bool, bool, bool, bool);

fn finding(level: Level, text: impl Into<String>) -> Finding {
    Finding { level, text: text.into() }
}

async fn encoding(seen: &mut Catalog<'_>) -> Result<Finding, sqlx::Error> {
    let encoding: Option<(String,)> = seen.row(sqlx::query(catalog::ENCODING)).await?;
    let (encoding,) = encoding.ok_or(sqlx::Error::RowNotFound)?;
    if is_utf8(&encoding) {
        return Ok(finding(Level::Good, "the database holds every text"));
    }
    let text = format!(
        "the database has the encoding {encoding}, which does not hold every text: make it anew with CREATE DATABASE … \
         ENCODING 'UTF8' TEMPLATE template0"
    );
    Ok(finding(Level::Problem, text))
}

async fn role(seen: &mut Catalog<'_>) -> Result<Finding, sqlx::Error> {
    let ways: Option<(bool, bool, bool, bool, bool)> = seen.row(sqlx::query(catalog::ROLE)).await?;
    let (is_superuser, bypasses, replicates, makes_roles, reads_files) = ways.ok_or(sqlx::Error::RowNotFound)?;
    // A superuser is all of it.
    let ways = [
        (is_superuser, "is a superuser", "Use one with NOSUPERUSER NOBYPASSRLS"),
        (bypasses, "has BYPASSRLS", "ALTER ROLE … NOBYPASSRLS"),
        (replicates, "may replicate the whole cluster", "ALTER ROLE … NOREPLICATION"),
        (makes_roles, "may make itself a member of other roles", "ALTER ROLE … NOCREATEROLE"),
        (
            reads_files,
            "may use the files or programs of the database's machine",
            "REVOKE pg_read_server_files and the like",
        ),
    ];
    Ok(match ways.into_iter().find(|(is_open, ..)| *is_open) {
        None => finding(Level::Good, "row-level security holds the role of DATABASE_URL"),
        Some((_, is, mend)) => finding(
            Level::Unsafe,
            format!(
                "the role of DATABASE_URL, or one that it may become, {is}: row-level security does not hold it. {mend}"
            ),
        ),
    })
}

fn policies(tables: &[Table]) -> Vec<Finding> {
    let of_tenants: Vec<&Table> = tables.iter().filter(|(_, is_tenants, ..)| *is_tenants).collect();
    let lacking = |lacks: fn(&Table) -> bool, what: &str| {
        let names: Vec<&str> = of_tenants.iter().filter(|table| lacks(table)).map(|table| table.0.as_str()).collect();
        (!names.is_empty()).then(|| finding(Level::Unsafe, format!("row-level security {what}: {}", names.join(", "))))
    };
    let problems: Vec<Finding> = [
        lacking(|table| !table.2, "is not enabled on"),
        lacking(|table| !table.3, "is not forced on the owner of"),
        lacking(|table| !table.4, "has no policy `tenant` on"),
        lacking(|table| table.4 && !table.7, "has another policy `tenant` than the migrations make, on"),
        lacking(|table| table.6, "has another policy, which shows the role of DATABASE_URL more, on"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match (of_tenants.len(), problems.is_empty()) {
        (0, _) => vec![finding(Level::Warning, "there are no tables yet: run `server db migrate`")],
        (count, true) => vec![finding(Level::Good, format!("row-level security is on and forced on {count} tables"))],
        _ => problems,
    }
}

/// How long the trail is kept, as far as the role can see.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keeping {
    NoTrail,
    Hidden,
    ForEver,
    Days(i32),
}

async fn keeping(seen: &mut Catalog<'_>, tables: &[Table]) -> Result<Keeping, sqlx::Error> {
    if !tables.iter().any(|table| table.0 == "audit_events") {
        return Ok(Keeping::NoTrail);
    }
    if seen.row(sqlx::query(catalog::MAY_READ_STATE)).await? != Some((true,)) {
        return Ok(Keeping::Hidden);
    }
    let days: Option<(Option<i32>,)> = seen.row(sqlx::query(catalog::RETENTION)).await?;
    Ok(days.and_then(|(days,)| days).map_or(Keeping::ForEver, Keeping::Days))
}

async fn ownership(
    seen: &mut Catalog<'_>,
    tables: &[Table],
    keeping: Keeping,
    has_owner: bool,
) -> Result<Vec<Finding>, sqlx::Error> {
    if tables.iter().any(|table| table.5) {
        let text = "the role of DATABASE_URL owns the tables, or may become their owner: it could switch row-level security \
                    off, and only a trigger keeps the audit trail. Give the tables to a second role and name it in \
                    DATABASE_OWNER_URL for `server db migrate`";
        return Ok(vec![finding(Level::Unsafe, text)]);
    }
    let mut findings = Vec::new();
    if !tables.is_empty() {
        findings.push(finding(Level::Good, "the tables belong to another role"));
    }
    if keeping != Keeping::NoTrail {
        let may_change: Option<(bool, bool)> = seen.row(sqlx::query(catalog::MAY_CHANGE_AUDIT)).await?;
        findings.push(match may_change {
            Some((false, may_delete)) if !may_delete || matches!(keeping, Keeping::Days(_)) => {
                finding(Level::Good, "the audit trail can be added to, not changed")
            }
            _ => finding(Level::Unsafe, "the role of DATABASE_URL may change the audit trail: REVOKE that"),
        });
    }
    if !has_owner {
        let text =
            "DATABASE_OWNER_URL is not known here: migrations and the removal of a tenant are steps of their own";
        findings.push(finding(Level::Good, text));
    }
    Ok(findings)
}

/// What keeps the trail, from the owner too, and for how long.
async fn trail(seen: &mut Catalog<'_>, keeping: Keeping) -> Result<Option<Finding>, sqlx::Error> {
    let kept = match keeping {
        Keeping::NoTrail => return Ok(None),
        Keeping::Hidden => "; for how long, this role may not see".to_owned(),
        Keeping::ForEver => " for ever (AUDIT_RETENTION_DAYS)".to_owned(),
        Keeping::Days(days) => format!(" for {days} days (AUDIT_RETENTION_DAYS)"),
    };
    if seen.row(sqlx::query(catalog::AUDIT_IS_KEPT)).await? == Some((true,)) {
        return Ok(Some(finding(Level::Good, format!("the audit trail is kept{kept}"))));
    }
    let text = "a trigger that keeps the audit trail is switched off or gone: ALTER TABLE audit_events ENABLE TRIGGER USER, \
                or restore a backup";
    Ok(Some(finding(Level::Unsafe, text)))
}

async fn durability(seen: &mut Catalog<'_>) -> Result<Finding, sqlx::Error> {
    let settings: Option<(String, String, String)> = seen.row(sqlx::query(catalog::DURABILITY)).await?;
    let (fsync, commit, pages) = settings.ok_or(sqlx::Error::RowNotFound)?;
    let off: Vec<&str> = [("fsync", &fsync), ("synchronous_commit", &commit), ("full_page_writes", &pages)]
        .into_iter()
        .filter(|(_, value)| *value == "off")
        .map(|(name, _)| name)
        .collect();
    Ok(match off.as_slice() {
        [] => finding(Level::Good, "what is answered is on disk"),
        names => finding(Level::Problem, format!("what is answered may be lost: {} is off", names.join(", "))),
    })
}

async fn encryption(seen: &mut Catalog<'_>, is_verified: bool) -> Result<Option<Finding>, sqlx::Error> {
    let connection: Option<(bool, bool)> = seen.row(sqlx::query(catalog::ENCRYPTION)).await?;
    let Some((true, is_encrypted)) = connection else { return Ok(None) };
    let lack = if is_encrypted { "is encrypted, but for whom is not checked" } else { "is not encrypted" };
    let text = format!(
        "the connection {lack}: add ?sslmode=verify-full to DATABASE_URL, and sslrootcert=FILE for a certificate authority \
         of your own"
    );
    Ok(Some(if is_encrypted && is_verified {
        finding(Level::Good, "the connection is encrypted, and the server proves who it is")
    } else {
        finding(Level::Warning, text)
    }))
}
