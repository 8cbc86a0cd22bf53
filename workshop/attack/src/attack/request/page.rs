//! As a browser without JavaScript asks: pages, and forms posted to them.

use http::Method;

use super::{
    Body, Draft,
    call::{filters, form, function},
    encoded,
};
use crate::attack::ask::{Ask, Operation};

pub(super) fn draft(ask: &Ask) -> Draft {
    let target = address(ask);
    if is_read(&ask.operation) {
        return Draft::get(target);
    }
    let (function, fields) = function(&ask.operation);
    let fields = [vec![("function", Some(function.to_owned()))], fields].concat();
    Draft { method: Method::POST, target, body: Body::Form(form(ask, fields)) }
}

fn is_read(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::List(_) | Operation::Show { .. } | Operation::ShowTask { .. } | Operation::Activity(_)
    )
}

/// The page where one does it.
pub(in crate::attack) fn address(ask: &Ask) -> String {
    let projects = format!("{}/projects", ask.path);
    match &ask.operation {
        Operation::List(query) => format!("{projects}?{}", filters(query)),
        Operation::Create(_) => format!("{projects}/new"),
        Operation::Show { id, .. } => format!("{projects}/{id}"),
        Operation::Update { id, .. } => format!("{projects}/{id}/edit"),
        Operation::Delete(id) => format!("{projects}/{id}/delete"),
        Operation::AddTask { project, .. } | Operation::DropTask { project, .. } => format!("{projects}/{project}"),
        Operation::ChangeTask { project, id, edit, .. } if edit.is_of_words() => {
            format!("{projects}/{project}/tasks/{id}/edit")
        }
        Operation::ChangeTask { project, .. } => format!("{projects}/{project}"),
        Operation::ShowTask { project, id } => format!("{projects}/{project}/tasks/{id}/edit"),
        Operation::Activity(page) => match &page.after {
            Some(after) => format!("{}/activity?{}", ask.path, encoded([("after", Some(after.clone()))])),
            None => format!("{}/activity", ask.path),
        },
        Operation::Restore(_) | Operation::Tasks { .. } | Operation::Tenant | Operation::Purge => projects,
    }
}
