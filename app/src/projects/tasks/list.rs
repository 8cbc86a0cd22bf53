//! The tasks of a project on its page, in their order. Who may not change the project sees them only.

use domain::{Page, Permission, ProjectId, Task, TenantInfo};
use leptos::prelude::*;

use super::{add::AddTask, row::Row};
use crate::{
    forms::Posting,
    projects::{detail::TASKS_AFTER, project_path},
    return_to::percent_encode,
    ui::{ErrorNote, Pager},
};

/// `after`: the cursor in the address; `changing` and `adding`: the states of the forms.
#[component]
pub(crate) fn TaskList(
    tenant: TenantInfo,
    project: ProjectId,
    tasks: Page<Task>,
    after: Option<String>,
    changing: Posting,
    adding: Posting,
) -> impl IntoView {
    let may_change = tenant.may(Permission::ProjectsUpdate);
    let first = project_path(&tenant.path, project);
    let page_after = |cursor: &String| format!("{first}?{TASKS_AFTER}={}", percent_encode(cursor));
    let page = after.as_ref().map_or_else(|| first.clone(), page_after);
    let next = tasks.next.as_ref().map(page_after);
    let summary = summary(&tasks, after.is_none());
    let add = may_change.then(|| {
        view! { <AddTask tenant=tenant.clone() project=project page=page.clone() posting=adding/> }
    });
    let is_long = next.is_some();
    let added = move || (is_long && adding.succeeded.get()).then_some("Added at the end of the list.");
    let rows = rows(&tenant, tasks, may_change, &page, changing, after.is_some());
    view! {
        // Where the keyboard goes on when the task it was at is gone.
        <section id="tasks" class="tasks" tabindex="-1" aria-labelledby="tasks-title">
            <div class="tasks-head"><h2 id="tasks-title">"Tasks"</h2><p class="muted" role="status">{summary}</p></div>
            <ErrorNote error=changing.error/>
            {rows}
            <Pager first=after.map(|_| first) next=next/>
            {add}
            <p class="muted" role="status">{added}</p>
        </section>
    }
}

fn rows(
    tenant: &TenantInfo,
    tasks: Page<Task>,
    may_change: bool,
    page: &str,
    changing: Posting,
    is_later: bool,
) -> AnyView {
    let Page { items, next } = tasks;
    if items.is_empty() {
        let text = if is_later { "No more tasks." } else { "No tasks." };
        return view! { <p class="muted">{text}</p> }.into_any();
    }
    let last = items.last().filter(|_| next.is_none()).map(|task| task.id);
    let rows = items.into_iter().map(|task| {
        let is_last = last == Some(task.id);
        view! {
            <Row tenant=tenant.clone() task=task is_last=is_last may_change=may_change page=page.to_owned() changing=changing/>
        }
    });
    view! { <ol class="task-rows">{rows.collect_view()}</ol> }.into_any()
}

/// How far they are, where all of them are shown.
fn summary(tasks: &Page<Task>, is_first: bool) -> String {
    if !is_first || tasks.next.is_some() || tasks.items.is_empty() {
        return String::new();
    }
    let done = tasks.items.iter().filter(|task| task.done).count();
    format!("{done} of {} done", tasks.items.len())
}
