//! What lists must show, told from the rows themselves: no SQL, no index, no cursor.

use std::cmp::Reverse;

use domain::{ListedAs, Project, ProjectId, ProjectQuery, ProjectSort, ProjectStatus};
use store::{listing::name_sort, search};

pub use crate::paging::{each_pair, page_sizes, sizes};

/// A project's place in an order; a smaller one comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The latest first.
    Time(Reverse<(i64, ProjectId)>),
    /// Bytewise.
    Name(Vec<u8>, ProjectId),
}

impl Key {
    /// The place of a project.
    pub fn of(sort: ProjectSort, project: &Project) -> Self {
        match sort {
            ProjectSort::Created => Self::Time(Reverse((project.created_at, project.id))),
            ProjectSort::Updated => Self::Time(Reverse((project.updated_at, project.id))),
            ProjectSort::Name => Self::Name(name_sort(&project.name).into_bytes(), project.id),
        }
    }
}

/// The projects of a query in its order, all pages together.
pub fn expected(projects: &[Project], query: &ProjectQuery) -> Vec<Project> {
    let mut listed: Vec<Project> = projects.iter().filter(|project| is_listed(project, query)).cloned().collect();
    listed.sort_by_cached_key(|project| Key::of(query.sort, project));
    listed
}

fn is_listed(project: &Project, query: &ProjectQuery) -> bool {
    let list = match (project.deleted_at, project.status) {
        (Some(_), _) => ListedAs::Deleted,
        (None, ProjectStatus::Active) => ListedAs::Active,
        (None, ProjectStatus::Archived) => ListedAs::Archived,
    };
    let (terms, question) = (search::terms_of(project), search::Question::of(&query.search));
    let is_there = |word: &String| terms.iter().any(|term| term.as_bytes().starts_with(word.as_bytes()));
    let is_found = !question.is_vain() && question.terms().iter().all(is_there);
    let is_owned = query.owner.as_ref().is_none_or(|owner| *owner == project.owner);
    list == query.status && is_found && is_owned
}
