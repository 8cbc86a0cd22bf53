//! One made-up project: a name and a description that a person might have typed, most of them still worked on.

use domain::{Colour, InvalidId, Project, ProjectId, ProjectKey, ProjectStatus, UserId};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use store::IdGenerator;

use super::vocabulary;

/// The oldest project was made so long ago, in milliseconds: three years.
const AGE_MS: i64 = 3 * 365 * 24 * 60 * 60 * 1_000;
/// In percent.
const ACTIVE: u32 = 90;
/// Letters of the name in front of a key; the id gives the rest.
const STEM: usize = 3;
const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Makes the projects of one tenant, from the oldest to the newest.
pub(super) struct Maker {
    random: StdRng,
    owners: Vec<UserId>,
    now: i64,
    /// When the next one was made, in milliseconds before `now`.
    age: i64,
    /// How much younger each one is than the one before.
    step: i64,
}

impl Maker {
    /// A maker of `count` projects.
    pub(super) fn new(seed: u64, owners: Vec<UserId>, count: u64, now: i64) -> Self {
        let step = AGE_MS / i64::try_from(count.max(1)).unwrap_or(i64::MAX);
        Self { random: StdRng::seed_from_u64(seed), owners, now, age: AGE_MS, step }
    }

    /// The next project.
    pub(super) fn project(&mut self, ids: &dyn IdGenerator) -> Result<Project, InvalidId> {
        let id = ProjectId::new(ids.uuid_v7());
        let name = vocabulary::name(&mut self.random);
        let owner = self.owner()?;
        let created_at = self.now - self.age;
        let updated_at = created_at + self.random.random_range(0..=self.age);
        self.age -= self.step;
        let is_active = self.random.random_ratio(ACTIVE, 100);
        Ok(Project {
            key: key(&name, id)?,
            description: vocabulary::description(&mut self.random),
            status: if is_active { ProjectStatus::Active } else { ProjectStatus::Archived },
            colour: Colour::ALL.choose(&mut self.random).copied().unwrap_or(Colour::Slate),
            created_by: owner.clone(),
            version: 1,
            deleted_at: None,
            id,
            name,
            owner,
            created_at,
            updated_at,
        })
    }

    fn owner(&mut self) -> Result<UserId, InvalidId> {
        self.owners.choose(&mut self.random).cloned().ok_or(InvalidId { expected: "owner" })
    }
}

/// Three letters of the name and nine digits of the id, 46 bits: two projects of a tenant meet once in a blue moon.
fn key(name: &str, id: ProjectId) -> Result<ProjectKey, InvalidId> {
    let letters = name.chars().filter(char::is_ascii_alphabetic).take(STEM);
    let mut key: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
    let mut rest = id.uuid().as_u128();
    for _ in 0..9 {
        let digit = usize::try_from(rest % 36).ok().and_then(|digit| DIGITS.get(digit)).copied().unwrap_or(b'0');
        key.push(char::from(digit));
        rest /= 36;
    }
    key.parse()
}
