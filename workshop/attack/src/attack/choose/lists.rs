//! Which page of which list.

use domain::{ListedAs, PageRequest, ProjectQuery, ProjectSort};

use super::Chooser;
use crate::attack::{ask::Operation, model::Place, step::Via};

impl Chooser<'_> {
    /// None, one of the tenant's own, another tenant's, or nonsense.
    pub(super) fn cursor(&mut self) -> Option<String> {
        let of = match self.choices.below(100) {
            0..55 => return None,
            55..85 => self.model(),
            85..96 => self.other(),
            _ => return Some("e30".to_owned()),
        };
        let known: Vec<&String> = of.cursors.keys().collect();
        self.choices.one(&known).map(|text| (*text).clone())
    }

    pub(super) fn limit(&mut self) -> Option<u32> {
        // Our browser code does not say.
        let limits = [None, Some(1), Some(2), Some(3), Some(5), Some(0), Some(1_000)];
        if self.step.via == Via::Rest { self.choices.one(&limits).copied().flatten() } else { None }
    }

    pub(super) fn page(&mut self) -> PageRequest {
        PageRequest { after: self.cursor(), limit: self.limit() }
    }

    /// Half of the cursors are used where they are from, or nothing would ever be read to its end.
    pub(super) fn query(&mut self) -> ProjectQuery {
        let search = self.search();
        let owner = if self.choices.chance(20) { Some(self.somebody()) } else { None };
        let status = self.choices.one(ListedAs::ALL).copied().unwrap_or_default();
        let status = if self.choices.chance(50) { ListedAs::Active } else { status };
        let sort = self.choices.one(ProjectSort::ALL).copied().unwrap_or_default();
        let query = ProjectQuery { search, status, owner, sort, after: self.cursor(), limit: self.limit() };
        match query.after.as_ref().and_then(|after| self.model().cursors.get(after)) {
            Some(Place::Project(status, sort, _)) if self.choices.chance(70) => {
                ProjectQuery { status: *status, sort: *sort, ..query }
            }
            _ => query,
        }
    }

    /// Words that all tenants use, one's own canary, and another tenant's where no page would repeat it.
    pub(super) fn search(&mut self) -> String {
        match self.choices.below(10) {
            0..5 => String::new(),
            5 => self.seat().canary.clone(),
            6 if self.step.via != Via::Page => self.other().seat.canary.to_uppercase(),
            7 => format!("MOO {}", self.seat().canary),
            _ => self
                .choices
                .one(&["moo", "mars a", "日", "äp", "b bold", "zzz"])
                .copied()
                .unwrap_or_default()
                .to_owned(),
        }
    }

    /// A cursor only where there is something to page: which error comes first is nobody's promise.
    pub(super) fn tasks(&mut self) -> Operation {
        let project = self.project();
        let page = self.page();
        let is_there = self.model().present(project).is_some();
        Operation::Tasks { project, page: PageRequest { after: page.after.filter(|_| is_there), ..page } }
    }

    /// Our browser code alone says where the tasks of a project's page begin.
    pub(super) fn tasks_after(&mut self) -> Option<String> {
        if self.step.via == Via::Call { self.cursor() } else { None }
    }
}
