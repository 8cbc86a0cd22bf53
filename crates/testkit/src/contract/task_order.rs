//! The places of a project's tasks: always 1, 2, 3, without gaps, as if they were kept in a `Vec`.

use anyhow::{Context, Result};
use domain::{Project, Task, TenantScope};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    Open,
    world::{World, ada, moved_to, titled},
};

crate::contract::cases! { $ task_order {
    every_move_is_the_move_of_a_list,
    every_deletion_closes_the_gap,
    any_sequence_of_changes_keeps_the_order,
} }

/// A project, and its tasks as a list in memory to which the same is done.
struct Board {
    world: World,
    scope: TenantScope,
    project: Project,
    tasks: Vec<Task>,
}

impl Board {
    async fn new(open: impl Open) -> Result<Self> {
        let (world, scope) = (World::new(open).await?, ada()?);
        let project = world.create(&scope, "Moon").await?;
        Ok(Self { world, scope, project, tasks: Vec::new() })
    }

    fn numbered(&mut self) {
        for (place, task) in (1..).zip(&mut self.tasks) {
            task.position = place;
        }
    }

    async fn push(&mut self) -> Result<()> {
        self.world.clock.advance(1);
        let made = self.world.task(&self.scope, &self.project, "task").await?;
        self.tasks.push(made);
        self.check().await
    }

    async fn remove(&mut self, at: usize) -> Result<()> {
        self.world.clock.advance(1);
        let removed = self.tasks.remove(at);
        self.numbered();
        assert!(self.world.delete_task(&self.scope, &removed).await?);
        assert!(!self.world.delete_task(&self.scope, &removed).await?, "deleted twice");
        self.check().await
    }

    /// Moves a task, and changes its title too when `retitled`.
    async fn shift(&mut self, from: usize, position: i64, retitled: bool) -> Result<()> {
        let now = self.world.clock.advance(1);
        let seen = self.tasks.remove(from);
        let change = if retitled { titled("moved")?.with_position(position).ok() } else { moved_to(position).ok() };
        let change = change.context("refused")?;
        let title = if retitled { "moved".to_owned() } else { seen.title.clone() };
        let moved = Task { title, updated_at: now, version: seen.version + 1, ..seen.clone() };
        let place = usize::try_from(position - 1)?.min(self.tasks.len());
        self.tasks.insert(place, moved);
        self.numbered();
        let answer = self.world.changed_task(&self.scope, &seen, change).await?;
        assert_eq!(Some(&answer), self.tasks.get(place), "from {from} to {position}");
        self.check().await
    }

    /// The places are those of the list, and but for their place the others were left alone.
    async fn check(&self) -> Result<()> {
        assert_eq!(self.world.tasks_of(&self.scope, &self.project).await?, self.tasks);
        Ok(())
    }
}

/// From every place to every place, behind the end too.
pub async fn every_move_is_the_move_of_a_list(open: impl Open) -> Result<()> {
    let mut board = Board::new(open).await?;
    for _ in 0..4 {
        board.push().await?;
    }
    for from in 0..4 {
        for position in [1, 2, 3, 4, 5, 99, i64::MAX] {
            board.shift(from, position, false).await?;
        }
    }
    Ok(())
}

/// From every place, the first, the last and the only one.
pub async fn every_deletion_closes_the_gap(open: impl Open) -> Result<()> {
    let mut board = Board::new(open).await?;
    for at in 0..4 {
        while board.tasks.len() < 4 {
            board.push().await?;
        }
        board.remove(at).await?;
    }
    for at in [2, 1, 0] {
        board.remove(at).await?;
    }
    board.push().await
}

/// Random sequences. A second project stands beside and keeps its own places.
pub async fn any_sequence_of_changes_keeps_the_order(open: impl Open) -> Result<()> {
    let mut board = Board::new(open).await?;
    let beside = board.world.create(&board.scope, "beside").await?;
    let mut untouched = Vec::new();
    for _ in 0..3 {
        untouched.push(board.world.task(&board.scope, &beside, "beside").await?);
    }
    let mut random = StdRng::seed_from_u64(4);
    for _ in 0..300 {
        let length = board.tasks.len();
        match random.random_range(0..10) {
            0..3 if length < 12 => board.push().await?,
            3..5 if length > 0 => board.remove(random.random_range(0..length)).await?,
            _ if length > 0 => {
                let position = random.random_range(1..=i64::try_from(length)? + 2);
                board.shift(random.random_range(0..length), position, random.random_bool(0.3)).await?;
            }
            _ => board.push().await?,
        }
    }
    assert_eq!(board.world.tasks_of(&board.scope, &beside).await?, untouched);
    Ok(())
}
