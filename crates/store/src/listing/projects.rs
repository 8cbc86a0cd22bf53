//! Lists of projects and searches in them.
//!
//! A search must not cost more in a large tenant. The matches of each prefix are counted, up to [`RARE`]. If the rarest
//! prefix has at most that many projects, only these are looked at ([`Plan::Rare`]). Otherwise the list is walked in
//! its own order, and each row is checked for the terms ([`Plan::Scan`]): common words soon fill a page, and words that
//! rarely occur together end the walk after [`SCANNED`] rows, with a page that is not full and a cursor to continue
//! from.

use domain::{ListedAs, Page, Project, ProjectId, ProjectQuery, ProjectSort, Tenant};

use super::{decoded, page_by};
use crate::{
    StoreError, cursor,
    plain::{Key, Place},
    search::{self, Question},
};

/// A prefix with at most this many matches is rare.
pub const RARE: i64 = 1_000;
/// Rows of a list that one page of a search looks at.
pub const SCANNED: i64 = 1_000;
/// Prefixes that a statement has room for: the words and the owner.
pub const PREFIXES_MAX: usize = search::ASKED_MAX + 1;

/// A row of a list, for the next page to begin behind. Ids decide between equals.
pub type Position = (Place, ProjectId);

/// What a list by name compares, bytewise: the name without regard to case.
pub fn name_sort(name: &str) -> String {
    name.to_lowercase()
}

/// What lists in this order are sorted by: a time, the latest first, or the name.
fn key(sort: ProjectSort) -> Key<Project> {
    match sort {
        ProjectSort::Created => Key::Number(|project| project.created_at),
        ProjectSort::Updated => Key::Number(|project| project.updated_at),
        ProjectSort::Name => Key::Text(|project| &project.name),
    }
}

fn position_of(sort: ProjectSort, project: &Project) -> Position {
    let place = match sort {
        ProjectSort::Name => Place::Text(name_sort(&project.name)),
        ProjectSort::Created | ProjectSort::Updated => key(sort).of(project),
    };
    (place, project.id)
}

/// How a query is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Nothing is asked but the list.
    Whole,
    /// The projects of the first prefix are few; the others narrow them down.
    Rare(Vec<String>),
    /// Every prefix is common: the list is walked.
    Scan(Vec<String>),
}

/// The prefixes a query asks for; each is to be counted for [`plan`], no further than [`RARE`] + 1.
pub fn prefixes(query: &ProjectQuery) -> Vec<String> {
    let words = Question::of(&query.search);
    words.terms().iter().cloned().chain(query.owner.as_ref().map(search::owner_term)).collect()
}

/// The plan for prefixes with their counts.
pub fn plan(mut counted: Vec<(String, i64)>) -> Plan {
    counted.sort_by_key(|(_, count)| *count);
    let rarest = counted.first().map(|(_, count)| *count);
    let prefixes = counted.into_iter().map(|(prefix, _)| prefix).collect();
    match rarest {
        None => Plan::Whole,
        Some(count) if count <= RARE => Plan::Rare(prefixes),
        Some(_) => Plan::Scan(prefixes),
    }
}

fn name_of(status: ListedAs, sort: ProjectSort) -> String {
    format!("projects {status} by {sort}")
}

/// Where the page starts.
///
/// # Errors
/// [`StoreError::InvalidCursor`] when the cursor is not of this tenant's list and order.
pub fn start(tenant: &Tenant, query: &ProjectQuery) -> Result<Position, StoreError> {
    let (sort, list) = (query.sort, name_of(query.status, query.sort));
    match decoded::<Position>(tenant, &list, query.after.as_deref())? {
        Some((place, _)) if !key(sort).fits(&place) => Err(StoreError::InvalidCursor),
        after => Ok(after.unwrap_or_else(|| key(sort).start(sort != ProjectSort::Name))),
    }
}

// begin sqlite
/// Behind the last row of a list.
pub fn end(sort: ProjectSort) -> Position {
    key(sort).start(sort == ProjectSort::Name)
}
// end sqlite

/// The page made of the rows found, at most one more than it has, in order. `walked_to` is the last row a [`Plan::Scan`]
/// looked at before it gave up; `None` when it came to the end of the list, and for the other plans.
///
/// # Errors
/// [`StoreError::Internal`] when the cursor cannot be written.
pub fn page(
    tenant: &Tenant,
    query: &ProjectQuery,
    found: Vec<Project>,
    walked_to: Option<Position>,
) -> Result<Page<Project>, StoreError> {
    let list = name_of(query.status, query.sort);
    let page = page_by(tenant, &list, &query.page(), found, |project| position_of(query.sort, project))?;
    match (page.next, walked_to) {
        (None, Some(position)) => Ok(Page { next: Some(cursor::encode(tenant, &list, position)?), ..page }),
        (next, _) => Ok(Page { next, ..page }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rarest_prefix_leads() {
        let counted =
            |counts: &[(&str, i64)]| counts.iter().map(|(word, count)| ((*word).to_owned(), *count)).collect();
        assert_eq!(plan(counted(&[])), Plan::Whole);
        assert_eq!(plan(counted(&[("a", RARE + 1), ("b", RARE)])), Plan::Rare(vec!["b".into(), "a".into()]));
        assert_eq!(plan(counted(&[("a", RARE + 1)])), Plan::Scan(vec!["a".into()]));
    }
}
