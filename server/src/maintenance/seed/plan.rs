//! Who gets how many of the made-up projects.

use domain::{InvalidId, Tenant, UserId};

use super::Arguments;

/// People of a made-up organization.
const PEOPLE: u32 = 8;
/// A skewed distribution gives one part in so many to the first organization.
const LARGEST_SHARE: u64 = 5;

/// The projects of one tenant.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Share {
    /// The tenant.
    pub(super) tenant: Tenant,
    /// Its people.
    pub(super) owners: Vec<UserId>,
    /// How many.
    pub(super) projects: u64,
    /// Another one for each tenant.
    pub(super) seed: u64,
}

/// The shares of all tenants, together as many projects as wanted.
pub(super) fn shares(arguments: &Arguments) -> Result<Vec<Share>, InvalidId> {
    if let Some(tenant) = &arguments.into {
        let share = Share {
            tenant: tenant.clone(),
            owners: owners_in(tenant, &arguments.owners)?,
            projects: arguments.projects,
            seed: arguments.seed,
        };
        return Ok(vec![share]);
    }
    let share = |number: u32, projects: u64| {
        Ok(Share {
            tenant: Tenant::Organization(format!("org_seed{number:06}").parse()?),
            owners: people(number)?,
            projects,
            seed: arguments.seed.wrapping_add(u64::from(number) << 32),
        })
    };
    let counts = counts(arguments.projects, arguments.orgs, arguments.skewed);
    (1..=arguments.orgs).zip(counts).map(|(number, projects)| share(number, projects)).collect()
}

fn counts(projects: u64, organizations: u32, skewed: bool) -> impl Iterator<Item = u64> {
    let has_large = skewed && organizations > 1;
    let large = has_large.then_some(projects / LARGEST_SHARE);
    let others = u64::from(organizations) - u64::from(has_large);
    let rest = projects - large.unwrap_or(0);
    large.into_iter().chain((0..others).map(move |place| rest / others + u64::from(place < rest % others)))
}

fn people(number: u32) -> Result<Vec<UserId>, InvalidId> {
    let first = (number - 1) * PEOPLE + 1;
    (first..first + PEOPLE).map(|person| format!("user_seed{person:06}").parse()).collect()
}

/// A personal account is its own owner.
fn owners_in(tenant: &Tenant, named: &[UserId]) -> Result<Vec<UserId>, InvalidId> {
    match (tenant, named) {
        (Tenant::Personal(person), []) => Ok(vec![person.clone()]),
        (Tenant::Organization(_), []) => people(1),
        (_, named) => Ok(named.to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_projects_are_given_away() {
        for (projects, organizations, skewed, expected) in [
            (10, 3, false, vec![4, 3, 3]),
            (10, 3, true, vec![2, 4, 4]),
            (10, 1, true, vec![10]),
            (2, 3, false, vec![1, 1, 0]),
            (0, 2, true, vec![0, 0]),
        ] {
            assert_eq!(counts(projects, organizations, skewed).collect::<Vec<_>>(), expected);
        }
        let million: Vec<_> = counts(1_000_000, 1_000, true).collect();
        assert_eq!((million.first().copied(), million.iter().sum()), (Some(200_000), 1_000_000_u64));
    }
}
