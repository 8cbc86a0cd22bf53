//! From a step to what is asked: of one's own objects mostly, of others' and of none often enough.

use domain::{Colour, ListedAs, PageRequest, ProjectDraft, ProjectId, ProjectQuery, ProjectSort, Task, TaskId, UserId};
use uuid::Uuid;

use super::{
    ask::{Ask, Operation, ProjectEdit, TaskEdit},
    cast::Seat,
    model::{Model, Place},
    step::{Choices, Kind, Step, Via},
};

/// What nothing has.
const UNKNOWN: Uuid = Uuid::from_u128(0x0190_a5d0_0000_7000_8000_0000_0000_0000);
const WORDS: [&str; 8] = ["moon", "moonbase", "Mars", "Äpfel", "日本", "release", "a", "<b>bold</b>"];
/// A hundred of one tenant's would have keys to spare.
const KEYS: usize = 36 * 36;

/// What is chosen from.
pub(super) struct Chooser<'a> {
    models: &'a [Model],
    step: &'a Step,
    choices: Choices<'a>,
    /// A number that no other text of the sequence holds.
    serial: usize,
}

impl<'a> Chooser<'a> {
    pub(super) fn new(models: &'a [Model], step: &'a Step, serial: usize) -> Self {
        Self { models, step, choices: Choices::of(step), serial }
    }

    fn model(&self) -> &'a Model {
        &self.models[self.step.tenant]
    }

    fn seat(&self) -> &'a Seat {
        &self.model().seat
    }

    pub(super) fn ask(mut self) -> Ask {
        let kind = self.kind();
        let operation = self.operation(kind);
        let via = match (kind, self.step.via) {
            // Not everything has every way.
            (Kind::Tasks | Kind::Purge, _) => Via::Rest,
            (Kind::Tenant, _) => Via::Call,
            (_, via) => via,
        };
        let is_astray = via != Via::Rest && self.choices.chance(6);
        let path = if is_astray { self.other().seat.path.clone() } else { self.seat().path.clone() };
        let person = self.step.person % self.seat().people.len();
        Ask { tenant: self.step.tenant, person, via, path, operation }
    }

    /// Any other tenant of the sequence.
    fn other(&mut self) -> &'a Model {
        let at = (self.step.tenant + 1 + self.choices.below(self.models.len() - 1)) % self.models.len();
        &self.models[at]
    }

    /// What has nothing to be done to makes something instead, mostly.
    fn kind(&mut self) -> Kind {
        let (has_project, has_task) = (
            self.model().projects.iter().any(|project| project.deleted_at.is_none()),
            self.model().tasks.values().any(|tasks| !tasks.is_empty()),
        );
        let kind = self.step.kind;
        let of_task = matches!(kind, Kind::ShowTask | Kind::ChangeTask | Kind::DropTask | Kind::Tasks);
        let of_project = of_task || matches!(kind, Kind::Show | Kind::Update | Kind::Delete | Kind::AddTask);
        match (self.choices.chance(85), of_project && !has_project, of_task && !has_task) {
            (true, true, _) => Kind::Create,
            (true, _, true) => Kind::AddTask,
            _ => kind,
        }
    }

    fn operation(&mut self, kind: Kind) -> Operation {
        match kind {
            Kind::List => Operation::List(self.query()),
            Kind::Show => Operation::Show { id: self.project(), tasks_after: None },
            Kind::Create => Operation::Create(self.draft()),
            Kind::Update => self.update(),
            Kind::Delete => Operation::Delete(self.project()),
            Kind::Restore => Operation::Restore(self.deleted_project()),
            Kind::Tasks => self.tasks(),
            Kind::ShowTask => {
                let (project, id) = self.task();
                Operation::ShowTask { project, id }
            }
            Kind::AddTask => {
                let title = if self.choices.chance(4) { " ".to_owned() } else { self.text('t') };
                let assignee = if self.choices.chance(50) { Some(self.somebody()) } else { None };
                Operation::AddTask { project: self.project(), title, assignee }
            }
            Kind::ChangeTask => self.change_task(),
            Kind::DropTask => {
                let (project, id) = self.task();
                Operation::DropTask { project, id }
            }
            Kind::Activity => Operation::Activity(self.page()),
            Kind::Tenant => Operation::Tenant,
            Kind::Purge => Operation::Purge,
        }
    }

    /// A text with the tenant's canary and a number of its own.
    fn text(&mut self, letter: char) -> String {
        let word = self.choices.one(&WORDS).copied().unwrap_or_default();
        format!("{word} {} {letter}{}e", self.seat().canary, self.serial)
    }

    /// One's own, also deleted; another tenant's; or one that never was.
    fn project(&mut self) -> ProjectId {
        let of = match self.choices.below(100) {
            0..76 => self.model(),
            76..94 => self.other(),
            _ => return ProjectId::new(UNKNOWN),
        };
        self.choices.one(&of.projects).map_or(ProjectId::new(UNKNOWN), |project| project.id)
    }

    fn deleted_project(&mut self) -> ProjectId {
        let of = if self.choices.chance(80) { self.model() } else { self.other() };
        let deleted: Vec<_> = of.projects.iter().filter(|project| project.deleted_at.is_some()).collect();
        match self.choices.one(&deleted) {
            Some(project) => project.id,
            None => self.project(),
        }
    }

    fn any_task(&mut self, of: &Model) -> Option<Task> {
        let tasks: Vec<&Task> = of.tasks.values().flatten().collect();
        self.choices.one(&tasks).map(|task| (*task).clone())
    }

    /// A task in its project; one in another project; one of another tenant, in its project there or in one's own.
    fn task(&mut self) -> (ProjectId, TaskId) {
        let unknown = (ProjectId::new(UNKNOWN), TaskId::new(UNKNOWN));
        let of = if self.choices.chance(80) { self.model() } else { self.other() };
        let Some(task) = self.any_task(of) else { return (self.project(), unknown.1) };
        let project = if self.choices.chance(85) { task.project_id } else { self.project() };
        (project, task.id)
    }

    /// Mostly one of the tenant's people.
    fn somebody(&mut self) -> UserId {
        let of = if self.choices.chance(80) { self.seat() } else { &self.other().seat };
        let at = self.choices.below(of.people.len());
        of.people[at].id.clone()
    }

    /// None, one of the tenant's own, another tenant's, or nonsense.
    fn cursor(&mut self) -> Option<String> {
        let of = match self.choices.below(100) {
            0..55 => return None,
            55..85 => self.model(),
            85..96 => self.other(),
            _ => return Some("e30".to_owned()),
        };
        let known: Vec<&String> = of.cursors.keys().collect();
        self.choices.one(&known).map(|text| (*text).clone())
    }

    fn limit(&mut self) -> Option<u32> {
        // Our browser code does not say.
        let limits = [None, Some(1), Some(2), Some(3), Some(5), Some(0), Some(1_000)];
        if self.step.via == Via::Rest { self.choices.one(&limits).copied().flatten() } else { None }
    }

    fn page(&mut self) -> PageRequest {
        PageRequest { after: self.cursor(), limit: self.limit() }
    }

    /// Half of the cursors are used where they are from, or nothing would ever be read to its end.
    fn query(&mut self) -> ProjectQuery {
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
    fn search(&mut self) -> String {
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

    fn key(&mut self) -> String {
        let letters: Vec<char> = ('0'..='9').chain('A'..='Z').collect();
        let few = self.choices.chance(30);
        let number = self.choices.below(if few { 3 } else { KEYS });
        format!("{}{}{}", self.seat().canary.to_uppercase(), letters[number / 36], letters[number % 36])
    }

    fn draft(&mut self) -> ProjectDraft {
        let edit = self.edit();
        let description = edit.description.unwrap_or_default();
        ProjectDraft {
            name: edit.name.unwrap_or_else(|| self.text('s')),
            description,
            key: edit.key.unwrap_or_default(),
            status: edit.status.unwrap_or_default(),
            colour: edit.colour.unwrap_or_default(),
            owner: edit.owner.unwrap_or_default(),
        }
    }

    fn edit(&mut self) -> ProjectEdit {
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

    fn colour(&mut self) -> Option<String> {
        self.choices.one(Colour::ALL).map(ToString::to_string)
    }

    fn update(&mut self) -> Operation {
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

    /// A cursor only where there is something to page: which error comes first is nobody's promise.
    fn tasks(&mut self) -> Operation {
        let project = self.project();
        let page = self.page();
        let is_there = self.model().present(project).is_some();
        Operation::Tasks { project, page: PageRequest { after: page.after.filter(|_| is_there), ..page } }
    }

    fn change_task(&mut self) -> Operation {
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

    fn assignee(&mut self) -> Option<UserId> {
        if self.choices.chance(60) { Some(self.somebody()) } else { None }
    }
}
