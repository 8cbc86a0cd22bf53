//! What somebody asks for, exactly: known objects, foreign ones and ones that never were.

use domain::{Draft, PageRequest, ProjectId, ProjectQuery, TaskId, TenantPath, UserId};

use super::step::Via;

/// A request in the terms of the product.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    /// Whose token.
    pub(super) tenant: usize,
    pub(super) person: usize,
    pub(super) via: Via,
    /// The tenant that the page or form is of, which may be another one. REST has none.
    pub(super) path: TenantPath,
    pub(super) operation: Operation,
}

/// The operations, with their arguments.
#[derive(Clone, Debug)]
pub(super) enum Operation {
    List(ProjectQuery),
    Show { id: ProjectId, tasks_after: Option<String> },
    Create(Draft),
    Update { id: ProjectId, version: i64, edit: ProjectEdit },
    Delete(ProjectId),
    Restore(ProjectId),
    Tasks { project: ProjectId, page: PageRequest },
    ShowTask { project: ProjectId, id: TaskId },
    AddTask { project: ProjectId, title: String, assignee: Option<UserId> },
    ChangeTask { project: ProjectId, id: TaskId, version: i64, edit: TaskEdit },
    DropTask { project: ProjectId, id: TaskId },
    Activity(PageRequest),
    Tenant,
    Purge,
}

/// What a change of a project says; what is `None` stays. Forms always say name and description.
#[derive(Clone, Debug, Default)]
pub(super) struct ProjectEdit {
    pub(super) name: Option<String>,
    pub(super) description: Option<String>,
    pub(super) key: Option<String>,
    pub(super) status: Option<String>,
    pub(super) colour: Option<String>,
    pub(super) owner: Option<String>,
}

/// What a change of a task says; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub(super) struct TaskEdit {
    pub(super) title: Option<String>,
    pub(super) done: Option<bool>,
    pub(super) position: Option<i64>,
    pub(super) assignee: Option<Option<UserId>>,
}

impl TaskEdit {
    /// Whether it is of the words: those have a form of their own.
    pub(super) fn is_of_words(&self) -> bool {
        self.title.is_some()
    }
}
