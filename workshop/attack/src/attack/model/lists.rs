//! Pages of lists, from the rows themselves, and what a cursor means.

use app::AppError;
use domain::{ListedAs, PageRequest, Project, ProjectId, ProjectQuery, ProjectSort, TaskId};
use testkit::expected::{Key, expected};

use super::{Listed, Model, Noted};

/// Where a list goes on: behind this row, as it was then.
#[derive(Clone, Debug)]
pub(in crate::attack) enum Place {
    Project(ListedAs, ProjectSort, Key),
    Task(ProjectId, i64, TaskId),
    /// The number of the event in the trail.
    Event(usize),
}

impl<T> Listed<T> {
    /// The first rows of those that are left.
    pub(super) fn page(mut rest: Vec<T>, page: &PageRequest, place: impl Fn(&T) -> Place) -> Self {
        let rows = usize::try_from(page.rows()).unwrap_or(usize::MAX);
        let is_last = rest.len() <= rows;
        rest.truncate(rows);
        let next = rest.last().filter(|_| !is_last).map(place);
        Self { items: rest, next }
    }
}

impl Model {
    /// What a cursor means to this tenant; one that it was not given means nothing.
    pub(super) fn place(&self, after: Option<&str>) -> Result<Option<&Place>, AppError> {
        after.map(|text| self.cursors.get(text).ok_or(AppError::Malformed)).transpose()
    }

    pub(super) fn list(&self, query: &ProjectQuery) -> Result<Listed<Project>, AppError> {
        let (status, sort) = (query.status, query.sort);
        let start = match self.place(query.after.as_deref())? {
            None => None,
            Some(Place::Project(of, by, key)) if (*of, *by) == (status, sort) => Some(key),
            Some(_) => return Err(AppError::Malformed),
        };
        let listed = expected(&self.projects, query);
        let rest = listed.into_iter().filter(|project| start.is_none_or(|start| Key::of(sort, project) > *start));
        let place = |project: &Project| Place::Project(status, sort, Key::of(sort, project));
        Ok(Listed::page(rest.collect(), &query.page(), place))
    }

    pub(super) fn activity(&self, page: &PageRequest) -> Result<Listed<Noted>, AppError> {
        let end = match self.place(page.after.as_deref())? {
            None => self.trail.len(),
            Some(Place::Event(number)) => *number,
            Some(_) => return Err(AppError::Malformed),
        };
        let rest: Vec<(usize, &Noted)> = self.trail.iter().enumerate().take(end).rev().collect();
        let Listed { items, next } = Listed::page(rest, page, |(number, _)| Place::Event(*number));
        Ok(Listed { items: items.into_iter().map(|(_, noted)| noted.clone()).collect(), next })
    }
}
