//! How many projects a tenant may have.

use store::ProjectQuota;

use crate::config::reader::Reader;

const DEFAULT: u32 = 10_000;
/// More than was ever tried in one tenant.
const MAX: u32 = 1_000_000;

/// `QUOTA_PROJECTS`
pub(super) fn quota(reader: &mut Reader<'_>) -> ProjectQuota {
    ProjectQuota::of(reader.number("QUOTA_PROJECTS", DEFAULT, 0..=MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Env;

    #[test]
    fn it_is_a_number_within_bounds() {
        for (given, most) in
            [("", Some(10_000)), ("7", Some(7)), ("0", Some(i64::MAX)), ("-1", None), ("1000001", None)]
        {
            let env = Env::of(&[("QUOTA_PROJECTS", given)]);
            let mut reader = Reader::new(&env);
            let quota = quota(&mut reader);
            let read = reader.finish(Some(quota)).ok().map(ProjectQuota::most);
            assert_eq!(read, most, "{given}");
        }
    }
}
