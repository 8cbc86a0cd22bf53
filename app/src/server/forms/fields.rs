//! The fields of the forms: which there are, and how many and how long they may be before anybody reads them.

use leptos::server_fn::ServerFn;

use crate::{
    projects::{CreateProject, DeleteProject, RestoreProject, UpdateProject},
    tasks::{ChangeTask, CreateTask, DeleteTask, UpdateTask},
};

/// More than any form has.
const MOST: usize = 32;
/// Bytes of a name and its value, as they are sent. A description of the longest kind, every letter of it encoded, is
/// shorter.
const LONGEST: usize = 32 * 1024;

/// The field that names the function, on a page with more than one form.
pub(super) const FUNCTION: &str = "function";

/// The functions that forms call, and the fields of each.
const FIELDS: [(&str, &[&str]); 8] = [
    (CreateProject::PATH, &["tenant", "name", "description", "key", "status", "colour", "owner"]),
    (UpdateProject::PATH, &["tenant", "id", "version", "name", "description", "key", "status", "colour", "owner"]),
    (DeleteProject::PATH, &["tenant", "id"]),
    (RestoreProject::PATH, &["tenant", "id"]),
    (CreateTask::PATH, &["tenant", "project", "title", "assignee"]),
    (UpdateTask::PATH, &["tenant", "project", "id", "version", "title", "assignee"]),
    (ChangeTask::PATH, &["tenant", "project", "id", "version", "done", "position"]),
    (DeleteTask::PATH, &["tenant", "project", "id"]),
];

/// Whether a form, still as it was sent, has no more and no longer fields than one of ours can have.
pub fn fit(form: &[u8]) -> bool {
    let mut fields = form.split(|byte| *byte == b'&');
    fields.by_ref().take(MOST).all(|field| field.len() <= LONGEST) && fields.next().is_none()
}

/// What was typed into the fields that the function's form has, each once: all that is ever shown again.
pub(super) fn typed(function: &str, form: &[u8]) -> Vec<(String, String)> {
    let known = FIELDS.iter().find(|(path, _)| *path == function).map_or(&[][..], |(_, fields)| fields);
    let mut typed: Vec<(String, String)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(form) {
        let is_known = name == FUNCTION || known.contains(&name.as_ref());
        if is_known && typed.iter().all(|(earlier, _)| *earlier != name) {
            typed.push((name.into_owned(), value.into_owned()));
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use domain::{ProjectDraft, ProjectId, TaskId, TenantPath};
    use serde::Serialize;

    use super::*;

    /// The names that a call of the function sends.
    fn names<F: ServerFn + Serialize>(function: &F) -> (&'static str, Vec<String>) {
        let value = serde_json::to_value(function).expect("a struct");
        let mut names: Vec<String> = value.as_object().expect("fields").keys().cloned().collect();
        names.sort();
        (F::PATH, names)
    }

    #[test]
    fn the_fields_are_the_arguments_of_the_functions() {
        let tenant = || TenantPath::Personal;
        let id: ProjectId = "0190a5d0-0000-7000-8000-000000000000".parse().expect("an id");
        let task: TaskId = "0190a5d0-0000-7000-8000-000000000000".parse().expect("an id");
        let draft = ProjectDraft::default;
        let text = String::new;
        let (project, version) = (id, 1);
        let calls = [
            names(&CreateProject { tenant: tenant(), draft: draft() }),
            names(&UpdateProject { tenant: tenant(), id, version, draft: draft() }),
            names(&DeleteProject { tenant: tenant(), id }),
            names(&RestoreProject { tenant: tenant(), id }),
            names(&CreateTask { tenant: tenant(), project, title: text(), assignee: text() }),
            names(&UpdateTask { tenant: tenant(), project, id: task, version, title: text(), assignee: text() }),
            names(&ChangeTask { tenant: tenant(), project, id: task, version, done: None, position: None }),
            names(&DeleteTask { tenant: tenant(), project, id: task }),
        ];
        for (call, (path, fields)) in calls.iter().zip(FIELDS) {
            let mut fields = fields.to_vec();
            fields.sort_unstable();
            assert_eq!((call.0, call.1.iter().map(String::as_str).collect::<Vec<_>>()), (path, fields));
        }
        let forms: std::collections::BTreeSet<&str> =
            super::super::FORMS.iter().flat_map(|(_, all)| *all).copied().collect();
        assert_eq!(forms, FIELDS.iter().map(|(path, _)| *path).collect());
    }

    #[test]
    fn a_form_is_bounded_before_it_is_read() {
        assert!(fit(b"") && fit(b"tenant=%2Fpersonal&name=x"));
        assert!(fit(&[b'&'; MOST - 1]) && !fit(&[b'&'; MOST]));
        assert!(fit(&vec![b'a'; LONGEST]) && !fit(&vec![b'a'; LONGEST + 1]));
        let longest = format!("description={}", "%F0%9F%A6%80".repeat(domain::project::DESCRIPTION_MAX));
        assert!(fit(longest.as_bytes()));
    }

    #[test]
    fn only_the_forms_own_fields_are_shown_again_and_each_once() {
        let form = b"tenant=%2Fpersonal&name=a&name=b&x=1&function=f&id=2";
        let typed = typed(CreateProject::PATH, form);
        let shown: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(shown, [("tenant", "/personal"), ("name", "a"), ("function", "f")]);
    }
}
