//! Pages, and answers to forms posted to them.

use app::AppError;
use domain::{Permission, ProjectId};
use http::header;
use server::harness::Answer;

use super::{Verdict, same};
use crate::attack::{
    ask::{Ask, Operation},
    cast::Role,
    model::{Model, Outcome, Shown},
    request::address,
};

pub(super) fn judge(model: &Model, ask: &Ask, outcome: &Outcome, answer: &Answer) -> Verdict {
    let is_form = !matches!(
        ask.operation,
        Operation::List(_) | Operation::Show { .. } | Operation::ShowTask { .. } | Operation::Activity(_)
    );
    if is_form { form(model, ask, outcome, answer) } else { page(model, ask, outcome, answer) }
}

fn page(model: &Model, ask: &Ask, outcome: &Outcome, answer: &Answer) -> Verdict {
    let own = page_status(model, ask);
    let status = match outcome {
        Ok(_) => own,
        Err(error) => error.status(),
    };
    same("status", answer.status.as_u16(), status)?;
    let (projects, tasks) = match (status, outcome) {
        (200, Ok(Shown::Projects(listed))) => (listed.items.clone(), Vec::new()),
        (200, Ok(Shown::ProjectPage(project, tasks))) => (vec![project.clone()], tasks.items.clone()),
        (200, Ok(Shown::TaskPage(project, task))) => (vec![project.clone()], vec![task.clone()]),
        // The trail is compared in other ways; who may not change something may read it all the same.
        (200 | 403, _) => return Ok(()),
        _ => (Vec::new(), Vec::new()),
    };
    let names: Vec<&str> = projects.iter().map(|project| serial(&project.name)).collect();
    let titles: Vec<&str> = tasks.iter().map(|task| serial(&task.title)).collect();
    same("projects", serials(&answer.text, &model.seat.canary, 's'), names)?;
    same("tasks", serials(&answer.text, &model.seat.canary, 't'), titles)
}

fn form(model: &Model, ask: &Ask, outcome: &Outcome, answer: &Answer) -> Verdict {
    match outcome {
        Ok(shown) => {
            same("status", answer.status.as_u16(), 303)?;
            same("location", answer.header(header::LOCATION), &leads_to(ask, shown))
        }
        // What was typed is kept, on a page of its own.
        Err(AppError::TenantMismatch) => same("status", answer.status.as_u16(), 404),
        // The page is shown again, as far as the person may see it.
        Err(error) => {
            let own = page_status(model, ask);
            same("status", answer.status.as_u16(), if own == 200 { error.status() } else { own })
        }
    }
}

fn leads_to(ask: &Ask, shown: &Shown) -> String {
    let projects = format!("{}/projects", ask.path);
    match (&ask.operation, shown) {
        (Operation::Create(_) | Operation::Update { .. } | Operation::Restore(_), Shown::Project(project)) => {
            format!("{projects}/{}", project.id)
        }
        (Operation::ChangeTask { project, edit, .. }, _) if edit.is_of_words() => format!("{projects}/{project}"),
        (Operation::Delete(_), _) => projects,
        _ => address(ask),
    }
}

/// The status of the page itself, for this person, after what they did.
fn page_status(model: &Model, ask: &Ask) -> u16 {
    let role = model.seat.people[ask.person].role;
    let is_there = |id: ProjectId| model.present(id).is_some();
    let (found, allowed) = match &ask.operation {
        Operation::Create(_) => (true, role.may(Permission::CreateProjects)),
        Operation::Update { id, .. } => (is_there(*id), role.may(Permission::UpdateProjects)),
        Operation::Delete(id) => (is_there(*id), may_delete(model, ask, role, *id)),
        Operation::Show { id, .. } => (is_there(*id), true),
        Operation::AddTask { project, .. } | Operation::DropTask { project, .. } => (is_there(*project), true),
        Operation::ChangeTask { project, edit, .. } if !edit.is_of_words() => (is_there(*project), true),
        Operation::ChangeTask { project, id, .. } | Operation::ShowTask { project, id } => {
            let tasks = model.tasks.get(project).into_iter().flatten();
            let found = is_there(*project) && tasks.into_iter().any(|task| task.id == *id);
            (found, role.may(Permission::UpdateProjects))
        }
        _ => (true, true),
    };
    match (found, allowed) {
        (false, _) => 404,
        (true, false) => 403,
        (true, true) => 200,
    }
}

fn may_delete(model: &Model, ask: &Ask, role: Role, id: ProjectId) -> bool {
    let actor = &model.seat.people[ask.person].id;
    let is_own = model.present(id).is_some_and(|project| project.created_by == *actor);
    role == Role::Admin || (role == Role::Member && is_own)
}

/// The number that a text ends with, with its letter: no two texts have the same.
fn serial(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or_default()
}

/// The numbers of a letter that stand behind the canary, each once, in the order of the page.
fn serials<'a>(page: &'a str, canary: &str, letter: char) -> Vec<&'a str> {
    let behind = page.split(canary).skip(1).filter_map(|rest| rest.strip_prefix(' '));
    let mut found = Vec::new();
    for word in behind.filter_map(|rest| rest.get(..=rest.find('e')?)) {
        let is_serial = word.strip_prefix(letter).is_some_and(|rest| rest.trim_end_matches('e').parse::<u64>().is_ok());
        if is_serial && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}
