//! What becomes of tasks: a vector whose order is their order.

use app::{AppError, error::Present};
use domain::{NewTask, Object, PageRequest, Permission, ProjectId, Task, TaskChange, TaskId, UserId};

use super::{Doing, Listed, Model, Outcome, Shown, lists::Place};
use crate::attack::{ask::TaskEdit, step::Via};

impl Model {
    pub(super) fn tasks_of(&self, project: ProjectId, page: &PageRequest) -> Result<Listed<Task>, AppError> {
        self.present(project).ok_or(AppError::NotFound)?;
        let start = match self.place(page.after.as_deref())? {
            None => None,
            Some(Place::Task(of, position, id)) if *of == project => Some((*position, *id)),
            Some(_) => return Err(AppError::Malformed),
        };
        let tasks = self.tasks.get(&project).map(Vec::as_slice).unwrap_or_default();
        let rest = tasks.iter().filter(|task| start.is_none_or(|start| (task.position, task.id) > start));
        Ok(Listed::page(rest.cloned().collect(), page, |task| Place::Task(project, task.position, task.id)))
    }

    fn task(&self, project: ProjectId, id: TaskId) -> Result<Task, AppError> {
        self.present(project).ok_or(AppError::NotFound)?;
        let tasks = self.tasks.get(&project).into_iter().flatten();
        tasks.into_iter().find(|task| task.id == id).cloned().ok_or(AppError::NotFound)
    }

    pub(super) fn show_task(&self, project: ProjectId, id: TaskId, via: Via) -> Outcome {
        let task = self.task(project, id)?;
        let project = self.present(project).ok_or(AppError::NotFound)?.clone();
        Ok(if via == Via::Rest { Shown::Task(task) } else { Shown::TaskPage(project, task) })
    }

    pub(super) fn add_task(
        &mut self,
        doing: &Doing<'_>,
        project: ProjectId,
        title: &str,
        assignee: Option<UserId>,
    ) -> Result<Task, AppError> {
        self.require(doing, Permission::UpdateProjects, Task::CREATED, None)?;
        let new = NewTask::new(title, assignee)?;
        if let Some(assignee) = new.assignee() {
            self.check_person(doing, "assignee", assignee)?;
        }
        self.present(project).ok_or(AppError::NotFound)?;
        let tasks = self.tasks.entry(project).or_default();
        let task = Task {
            id: TaskId::new(doing.learned.id),
            project_id: project,
            title: new.title().to_owned(),
            done: false,
            position: i64::try_from(tasks.len()).unwrap_or_default() + 1,
            assignee: new.assignee().cloned(),
            created_by: doing.who.id.clone(),
            created_at: doing.learned.now,
            updated_at: doing.learned.now,
            version: 1,
        };
        tasks.push(task.clone());
        self.note_task(doing, Task::CREATED, None, Some(&task));
        Ok(task)
    }

    pub(super) fn change_task(
        &mut self,
        doing: &Doing<'_>,
        project: ProjectId,
        id: TaskId,
        version: i64,
        edit: &TaskEdit,
    ) -> Result<Task, AppError> {
        self.require(doing, Permission::UpdateProjects, Task::UPDATED, Some(id.uuid()))?;
        let change = change(edit)?;
        if let Some(Some(assignee)) = &change.assignee {
            let present = self.task(project, id)?;
            if present.assignee.as_ref() != Some(assignee) {
                self.check_person(doing, "assignee", assignee)?;
            }
        }
        let before = self.task(project, id)?;
        if before.version != version {
            return Err(AppError::Conflict(Present::of(Task::NOUN, &before)));
        }
        let after = Task { updated_at: doing.learned.now, version: version + 1, ..changed(before.clone(), &change) };
        let after = self.put(after, change.position());
        self.note_task(doing, Task::UPDATED, Some(&before), Some(&after));
        Ok(after)
    }

    /// Puts a changed task where it was, or at another place.
    fn put(&mut self, task: Task, position: Option<i64>) -> Task {
        let tasks = self.tasks.entry(task.project_id).or_default();
        tasks.retain(|other| other.id != task.id);
        let place = usize::try_from(position.unwrap_or(task.position) - 1).unwrap_or_default().min(tasks.len());
        tasks.insert(place, task);
        number(tasks);
        tasks[place].clone()
    }

    pub(super) fn drop_task(&mut self, doing: &Doing<'_>, project: ProjectId, id: TaskId) -> Result<(), AppError> {
        self.require(doing, Permission::UpdateProjects, Task::DELETED, Some(id.uuid()))?;
        let gone = self.task(project, id)?;
        let tasks = self.tasks.entry(project).or_default();
        tasks.retain(|task| task.id != id);
        number(tasks);
        self.note_task(doing, Task::DELETED, Some(&gone), None);
        Ok(())
    }
}

fn number(tasks: &mut [Task]) {
    for (place, task) in (1..).zip(tasks) {
        task.position = place;
    }
}

fn changed(before: Task, change: &TaskChange) -> Task {
    Task {
        title: change.title().unwrap_or(&before.title).to_owned(),
        done: change.done.unwrap_or(before.done),
        assignee: change.assignee.clone().unwrap_or(before.assignee),
        ..before
    }
}

fn change(edit: &TaskEdit) -> Result<TaskChange, AppError> {
    let mut change = TaskChange::default();
    change.done = edit.done;
    change.assignee = edit.assignee.clone();
    if let Some(title) = &edit.title {
        change = change.with_title(title)?;
    }
    if let Some(position) = edit.position {
        change = change.with_position(position)?;
    }
    Ok(change)
}
