//! Whether every statement on a tenant's rows is tried where it could reach another's.

use std::collections::BTreeSet;

use store::engine::Dialect;

/// The names of the statements whose first parameter is the tenant, but for those that were `used`.
#[must_use]
pub fn untried(used: &BTreeSet<&'static str>, dialect: Dialect) -> Vec<String> {
    let of_tenants = store::sql::all().into_iter().filter(|sql| sql.is_tenants());
    of_tenants.filter(|sql| !used.contains(sql.text(dialect))).map(|sql| sql.name()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_used_is_named_and_the_systems_own_is_not_asked_for() {
        let all = store::sql::all();
        for &dialect in Dialect::ALL {
            let mut used: BTreeSet<&str> = all.iter().map(|sql| sql.text(dialect)).collect();
            assert_eq!(untried(&used, dialect), [""; 0]);
            for name in ["things::LIST", "things::CREATE", "tenants::LIST", "system::instance::PING"] {
                used.extend(all.iter().map(|sql| sql.text(dialect)));
                let Some(statement) = store::sql::named(name) else { continue };
                used.remove(statement.text(dialect));
                let expected: &[&str] = if statement.is_tenants() { &[name] } else { &[] };
                assert_eq!(untried(&used, dialect), expected);
            }
        }
    }
}
