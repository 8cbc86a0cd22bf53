//! What is written.

use domain::{Colour, Draft, UserId};

use super::Chooser;
use crate::attack::{
    ask::{Operation, ProjectEdit, TaskEdit},
    step::Via,
};

const WORDS: [&str; 8] = ["moon", "moonbase", "Mars", "Äpfel", "日本", "release", "a", "<b>bold</b>"];
/// Enough that most are free.
const KEYS: usize = 36 * 36;

impl Chooser<'_> {
    /// A text with the tenant's canary and a number of its own.
    pub(super) fn text(&mut self, letter: char) -> String {
        let word = self.choices.one(&WORDS).copied().unwrap_or_default();
        format!("{word} {} {letter}{}e", self.seat().canary, self.serial)
    }

    /// One that only this tenant has, or one that all of them may have at the same time.
    pub(super) fn key(&mut self) -> String {
        if self.choices.chance(30) {
            return format!("SHARED{}", self.choices.below(3));
        }
        let letters: Vec<char> = ('0'..='9').chain('A'..='Z').collect();
        let few = self.choices.chance(30);
        let number = self.choices.below(if few { 3 } else { KEYS });
        format!("{}{}{}", self.seat().canary.to_uppercase(), letters[number / 36], letters[number % 36])
    }

    pub(super) fn draft(&mut self) -> Draft {
        let edit = self.edit();
        let description = edit.description.unwrap_or_default();
        Draft::default()
            .with("name", edit.name.unwrap_or_else(|| self.text('s')))
            .with("description", description)
            .with("key", edit.key.unwrap_or_default())
            .with("status", edit.status.unwrap_or_default())
            .with("colour", edit.colour.unwrap_or_default())
            .with("owner", edit.owner.unwrap_or_default())
    }

    pub(super) fn edit(&mut self) -> ProjectEdit {
        let name = if self.choices.chance(4) { "\t".to_owned() } else { self.text('s') };
        let canary = &self.seat().canary;
        let description = format!("{canary}\n</textarea><script>\"{canary}\"</script>");
        ProjectEdit {
            name: self.choices.chance(80).then_some(name),
            description: self.choices.chance(60).then_some(description),
            key: if self.choices.chance(40) { Some(self.key()) } else { None },
            status: self.choices.chance(30).then(|| ["active", "archived"][self.serial % 2].to_owned()),
            colour: if self.choices.chance(30) { self.colour() } else { None },
            owner: if self.choices.chance(25) { Some(self.somebody().to_string()) } else { None },
        }
    }

    pub(super) fn colour(&mut self) -> Option<String> {
        self.choices.one(Colour::ALL).map(ToString::to_string)
    }

    pub(super) fn update(&mut self) -> Operation {
        let id = self.project();
        let current = self.models.iter().find_map(|model| model.present(id)).map_or(1, |project| project.version);
        let version = if self.choices.chance(85) { current } else { current - 1 };
        let mut edit = self.edit();
        if self.step.via != Via::Rest {
            edit.name.get_or_insert_with(|| format!("{} s{}e", self.seat().canary, self.serial));
            edit.description.get_or_insert_default();
        }
        Operation::Update { id, version, edit }
    }

    pub(super) fn change_task(&mut self) -> Operation {
        let (project, id) = self.task();
        let task = self.models.iter().flat_map(|model| model.tasks.values().flatten()).find(|task| task.id == id);
        let current = task.map_or(1, |task| task.version);
        let version = if self.choices.chance(85) { current } else { current + 1 };
        let title = self.text('t');
        let words = TaskEdit { title: Some(title), assignee: Some(self.assignee()), ..TaskEdit::default() };
        let done = if self.choices.chance(50) { Some(self.choices.chance(50)) } else { None };
        let position = if self.choices.chance(70) { i64::try_from(self.choices.below(6)).ok() } else { None };
        let edit = match (self.step.via, self.choices.below(3)) {
            (Via::Rest, 0) => TaskEdit { done, position, ..words },
            (_, 0 | 1) => words,
            _ => TaskEdit { done, position, ..TaskEdit::default() },
        };
        Operation::ChangeTask { project, id, version, edit }
    }

    pub(super) fn assignee(&mut self) -> Option<UserId> {
        if self.choices.chance(60) { Some(self.somebody()) } else { None }
    }
}
