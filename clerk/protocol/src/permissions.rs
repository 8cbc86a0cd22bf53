//! `fpm`: which permission belongs to which feature, as one bit mask for each.
//!
//! Section [Claims](crate#claims); from Clerk's session tokens guide and `jwtPayloadParser` of `@clerk/shared`.

use crate::text::trim;

/// The permissions of an organization, `org:<feature>:<permission>`, by feature and then by permission.
///
/// `features` are the organization-scoped ones of `fea` in order: a user-scoped feature does not consume a mask.
/// Masks and permissions that have no counterpart are ignored; so is a mask that is not a decimal number.
/// Section [Claims](crate#claims).
pub fn decode_permissions(features: &[&str], per: &str, fpm: &str) -> Vec<String> {
    if per.is_empty() || fpm.is_empty() {
        return Vec::new();
    }
    let permissions: Vec<&str> = per.split(',').map(trim).collect();
    let mut decoded = Vec::new();
    for (feature, mask) in features.iter().zip(fpm.split(',')) {
        let Some(bits) = Bits::modulo(trim(mask), permissions.len()) else { continue };
        let granted = permissions.iter().enumerate().filter(|(index, _)| bits.get(*index));
        decoded.extend(granted.map(|(_, permission)| format!("org:{feature}:{permission}")));
    }
    decoded
}

/// The low bits of a decimal number of any size.
struct Bits(Vec<u32>);

impl Bits {
    /// The number modulo 2^`count`: higher bits have no permission, so no big-number arithmetic is needed.
    fn modulo(decimal: &str, count: usize) -> Option<Self> {
        if decimal.is_empty() {
            return None;
        }
        let mut limbs = vec![0_u32; count.div_ceil(32)];
        for digit in decimal.bytes() {
            let mut carry = u64::from(digit.checked_sub(b'0').filter(|digit| *digit <= 9)?);
            for limb in &mut limbs {
                let value = u64::from(*limb) * 10 + carry;
                *limb = low_half(value);
                carry = value >> 32;
            }
        }
        Some(Self(limbs))
    }

    fn get(&self, index: usize) -> bool {
        self.0.get(index / 32).is_some_and(|limb| limb >> (index % 32) & 1 == 1)
    }
}

fn low_half(value: u64) -> u32 {
    u32::try_from(value & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::decode_permissions;
    use crate::scope::{MissingColon, split_by_scope};

    fn decode(fea: &str, per: &str, fpm: &str) -> Result<String, MissingColon> {
        Ok(decode_permissions(&split_by_scope(fea)?.organization, per, fpm).join(" "))
    }

    /// The examples of Clerk's documentation and of upstream's tests.
    #[test]
    fn worked_examples() -> Result<(), MissingColon> {
        let rows = [
            ("o:impersonation", "read,manage", "3", "org:impersonation:read org:impersonation:manage"),
            (
                "o:impersonation,o:memberships",
                "read,manage",
                "1,3",
                "org:impersonation:read org:memberships:read org:memberships:manage",
            ),
            (
                "o:impersonation,o:memberships,o:feature3",
                "read,manage",
                "1,3,0",
                "org:impersonation:read org:memberships:read org:memberships:manage",
            ),
            (
                "uo:impersonation,o:memberships,uo:feature3",
                "read,manage",
                "1,3,1",
                "org:impersonation:read org:memberships:read org:memberships:manage org:feature3:read",
            ),
            ("ou:memberships,u:impersonation", "read,manage", "3,0", "org:memberships:read org:memberships:manage"),
            (
                "o:billing,o:email,o:fraud,o:instance,o:staging_plans",
                "manage,read",
                "3,3,3,3,1",
                "org:billing:manage org:billing:read org:email:manage org:email:read org:fraud:manage org:fraud:read org:instance:manage org:instance:read org:staging_plans:manage",
            ),
            (
                "o:repositories,o:projects",
                "read,create,update,delete,revoke",
                "7,21",
                "org:repositories:read org:repositories:create org:repositories:update org:projects:read org:projects:update org:projects:revoke",
            ),
            (
                "o:repositories,o:projects,o:webhooks,o:impersonation",
                "read,manage",
                "1,2,3,0",
                "org:repositories:read org:projects:manage org:webhooks:read org:webhooks:manage",
            ),
            (
                "o:repositories,uo:projects,u:goldprofileborder",
                "read,create,update,delete,revoke",
                "7,21,0",
                "org:repositories:read org:repositories:create org:repositories:update org:projects:read org:projects:update org:projects:revoke",
            ),
            (
                "o:repositories,o:impersonation,o:billing",
                "manage,read,update",
                "6,0,3",
                "org:repositories:read org:repositories:update org:billing:manage org:billing:read",
            ),
            ("o:dashboard,o:teams", "manage,read", "3,2", "org:dashboard:manage org:dashboard:read org:teams:read"),
            ("u:x,o:dashboard,o:teams", "manage,read", "3,2", "org:dashboard:manage org:dashboard:read org:teams:read"),
            ("o:a", "read", "", ""),
            ("o:a", "", "1", ""),
            ("x:a,o:b", "read", "1", "org:b:read"),
        ];
        for (fea, per, fpm, expected) in rows {
            assert_eq!(decode(fea, per, fpm)?, expected, "{fea} {per} {fpm}");
        }
        Ok(())
    }

    #[test]
    fn masks_beyond_a_double() -> Result<(), MissingColon> {
        let per = (0..54).map(|index| format!("permission_{index}")).collect::<Vec<_>>().join(",");
        let rows: [(&str, &[u32]); 8] = [
            ("9007199254740993", &[0, 53]),
            ("9007199254740995", &[0, 1, 53]),
            ("18014398509481984", &[]),
            ("340282366920938463463374607431768211457", &[0]),
            ("1invalid", &[]),
            ("-1", &[]),
            ("1.5", &[]),
            ("0003", &[0, 1]),
        ];
        for (fpm, expected) in rows {
            let expected: Vec<String> = expected.iter().map(|index| format!("org:f:permission_{index}")).collect();
            assert_eq!(decode("o:f", &per, fpm)?, expected.join(" "), "{fpm}");
        }
        Ok(())
    }

    #[test]
    fn an_element_without_a_colon_is_an_error() {
        assert_eq!(split_by_scope("o:a,b"), Err(MissingColon));
    }
}
