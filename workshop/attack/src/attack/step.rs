//! What somebody tries, before it is known on what: numbers that choose among what there is then. So any part of a
//! sequence is a sequence too, which lets a failing one be cut down.

use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};

use super::cast::TENANTS;

/// A step of a sequence.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// Who: the tenant decides the token, so another tenant is an organization switch.
    pub(super) tenant: usize,
    pub(super) person: usize,
    pub(super) kind: Kind,
    pub(super) via: Via,
    /// Milliseconds that pass before.
    pub(super) wait: i64,
    /// The choices, see [`Choices`].
    pub(super) numbers: [u32; 8],
}

/// All operations that exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    List,
    Show,
    Create,
    Update,
    Delete,
    Restore,
    Tasks,
    ShowTask,
    AddTask,
    ChangeTask,
    DropTask,
    Activity,
    Tenant,
    /// The system's own: a deleted project goes for good.
    Purge,
}

/// How it is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Via {
    /// A program, over REST.
    Rest,
    /// Our browser code, by a server function.
    Call,
    /// A browser without JavaScript: a page, or a form posted to one.
    Page,
}

use Kind::{
    Activity, AddTask, ChangeTask, Create, Delete, DropTask, List, Purge, Restore, Show, ShowTask, Tasks, Tenant,
    Update,
};

/// How often each kind comes, in hundredths.
const KINDS: [(Kind, u32); 14] = [
    (List, 17),
    (Show, 7),
    (Create, 9),
    (Update, 15),
    (Delete, 7),
    (Restore, 5),
    (Tasks, 4),
    (ShowTask, 3),
    (AddTask, 10),
    (ChangeTask, 12),
    (DropTask, 3),
    (Activity, 5),
    (Tenant, 2),
    (Purge, 1),
];

/// How often each tenant acts: a few often, so that they have much to lose, the others to be hit by mistake.
const ACTIVE: [u32; TENANTS] = [6, 5, 4, 2, 1, 1, 4, 1];

/// The steps of a seed.
pub(super) fn steps(seed: u64, count: usize) -> Vec<Step> {
    let mut random = StdRng::seed_from_u64(seed);
    (0..count).map(|_| step(&mut random)).collect()
}

fn step(random: &mut StdRng) -> Step {
    let kind = KINDS.choose_weighted(random, |(_, weight)| *weight).map_or(List, |(kind, _)| *kind);
    // Pages cost the most, and show what the other ways do.
    let via = match random.random_range(0..10) {
        0..6 => Via::Rest,
        6..9 => Via::Call,
        _ => Via::Page,
    };
    let places: Vec<usize> = (0..TENANTS).collect();
    let tenant = places.choose_weighted(random, |tenant| ACTIVE[*tenant]).copied().unwrap_or_default();
    Step {
        tenant,
        person: random.random_range(0..4),
        kind,
        via,
        wait: random.random_range(0..3),
        numbers: random.random(),
    }
}

/// Reads the numbers of a step, one after the other.
pub(super) struct Choices<'a> {
    numbers: std::iter::Cycle<std::slice::Iter<'a, u32>>,
    turn: u32,
}

impl<'a> Choices<'a> {
    pub(super) fn of(step: &'a Step) -> Self {
        Self { numbers: step.numbers.iter().cycle(), turn: 0 }
    }

    /// A number below `end`; 0 when that is 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        // More choices than numbers: the same numbers, mixed anew.
        self.turn += 1;
        let mixed = self.numbers.next().copied().unwrap_or_default().wrapping_mul(2_654_435_761).rotate_left(self.turn);
        usize::try_from(mixed).unwrap_or_default() % end.max(1)
    }

    /// Whether a chance of so many in a hundred comes true.
    pub(super) fn chance(&mut self, hundredths: usize) -> bool {
        self.below(100) < hundredths
    }

    /// One of some; `None` of none.
    pub(super) fn one<'b, T>(&mut self, of: &'b [T]) -> Option<&'b T> {
        let at = self.below(of.len());
        of.get(at)
    }
}
