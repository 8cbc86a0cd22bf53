//! The tasks of a project on its page, in their order. Those who may not change the project only see them.

use domain::{Draft, Page, Permission, ProjectId, Task, TenantInfo, task::TITLE_MAX};

use super::{ChangeTask, CreateTask, DeleteTask};
use crate::{
    forms::{PostForm, Posting},
    people::choices_of,
    prelude::*,
    projects::{detail::TASKS_AFTER, project_path},
    return_to::percent_encode,
    ui::{ErrorNote, Field, Glyph, Icon, Pager, Submit},
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
    let may_change = tenant.may(Permission::UpdateProjects);
    let first = project_path(&tenant.path, project);
    let page_after = |cursor: &String| format!("{first}?{TASKS_AFTER}={}", percent_encode(cursor));
    let page = after.as_ref().map_or_else(|| first.clone(), page_after);
    let next = tasks.next.as_ref().map(page_after);
    let summary = summary(&tasks, after.is_none());
    let add = may_change.then(|| {
        view! { <AddTask tenant=tenant.clone() project=project page=page.clone() posting=adding/> }
    });
    let is_long = next.is_some();
    let added = live(move || (is_long && adding.succeeded.get()).then_some("Added at the end of the list."));
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

/// A task, with a form of buttons: ticking, moving and deleting work without JavaScript. Read-only for those who may not
/// change it.
#[component]
fn Row(
    tenant: TenantInfo,
    task: Task,
    /// Whether there is none behind it.
    is_last: bool,
    may_change: bool,
    /// The path and query of the page.
    page: String,
    changing: Posting,
) -> impl IntoView {
    let words = words(&tenant, &task);
    if !may_change {
        return view! { <li class="task">{tick_shown(task.done)}{words}</li> }.into_any();
    }
    let buttons = view! {
        {tick(&task)}
        {words}
        <div class="task-actions">
            {mover("up", Glyph::ArrowUp, &task, task.position - 1, task.position == 1)}
            {mover("down", Glyph::ArrowDown, &task, task.position + 1, is_last)}
            {edit(&tenant, &task)}
        </div>
    };
    let deleter = tenant.may_remove.then(|| deleter(&tenant, &task, page.clone(), changing));
    let hidden = vec![
        ("project", task.project_id.to_string()),
        ("id", task.id.to_string()),
        ("version", task.version.to_string()),
    ];
    view! {
        <li class="task">
            <PostForm
                posting=changing function=ChangeTask::PATH page=page tenant=tenant.path hidden=hidden class="contents"
            >
                {buttons}
            </PostForm>
            {deleter}
        </li>
    }
    .into_any()
}

fn words(tenant: &TenantInfo, task: &Task) -> AnyView {
    let class = if task.done { "task-title task-done" } else { "task-title" };
    let who = task.assignee.as_ref().map(|person| tenant.name_of(person));
    view! {
        <div class="task-words">
            <p class=class dir="auto">{task.title.clone()}</p>
            {who.map(|who| view! { <p class="row-note" dir="auto">{who}</p> })}
        </div>
    }
    .into_any()
}

fn edit(tenant: &TenantInfo, task: &Task) -> AnyView {
    let href = format!("{}/tasks/{}/edit", project_path(&tenant.path, task.project_id), task.id);
    let label = format!("Edit {}", task.title);
    view! { <a href=href class="btn btn-ghost btn-icon" aria-label=label title="Edit"><Icon glyph=Glyph::Pencil/></a> }
        .into_any()
}

fn tick_shown(done: bool) -> AnyView {
    let (class, label) = if done { ("tick tick-done", "Done") } else { ("tick", "Open") };
    view! { <span class=class role="img" aria-label=label><Icon glyph=Glyph::Check/></span> }.into_any()
}

fn tick(task: &Task) -> AnyView {
    view! {
        <button
            type="submit"
            id=format!("done-{}", task.id)
            class={if task.done { "tick tick-done" } else { "tick" }}
            role="checkbox"
            aria-checked=task.done.to_string()
            aria-label=task.title.clone()
            name="done"
            value=(!task.done).to_string()
        >
            <Icon glyph=Glyph::Check/>
        </button>
    }
    .into_any()
}

/// At the end of the list there is nowhere to go; the button stays, so that the keyboard keeps its place.
fn mover(way: &'static str, glyph: Glyph, task: &Task, position: i64, is_at_end: bool) -> AnyView {
    view! {
        <button
            type={if is_at_end { "button" } else { "submit" }}
            id=format!("{way}-{}", task.id)
            class="btn btn-ghost btn-icon"
            aria-label=format!("Move {} {way}", task.title)
            aria-disabled=is_at_end.to_string()
            title=format!("Move {way}")
            name="position"
            value=position.to_string()
        >
            <Icon glyph=glyph/>
        </button>
    }
    .into_any()
}

/// Asks once more, without JavaScript too.
fn deleter(tenant: &TenantInfo, task: &Task, page: String, changing: Posting) -> AnyView {
    let label = format!("Delete {}", task.title);
    let title = task.title.clone();
    view! {
        <details class="confirm">
            <summary class="btn btn-ghost btn-icon" aria-label=label title="Delete"><Icon glyph=Glyph::Trash/></summary>
            <PostForm
                posting=changing
                function=DeleteTask::PATH
                page=page
                tenant=tenant.path.clone()
                hidden=vec![("project", task.project_id.to_string()), ("id", task.id.to_string())]
                class="confirm-panel"
            >
                <p>"Delete “"<bdi>{title}</bdi>"” for good?"</p>
                <button type="submit" class="btn btn-danger btn-sm">"Delete task"</button>
            </PostForm>
        </details>
    }
    .into_any()
}

/// One more task, below the list; after a press on the button it is ready for the next one.
#[component]
fn AddTask(tenant: TenantInfo, project: ProjectId, page: String, posting: Posting) -> impl IntoView {
    view! {
        <PostForm
            posting=posting
            function=CreateTask::PATH
            page=page
            tenant=tenant.path.clone()
            hidden=vec![("project", project.to_string())]
            class="task-add"
        >
            <ErrorNote error=posting.error/>
            {fields(&tenant, posting, &Draft::default(), "New task")}
            <Submit pending=posting.pending label="Add task" waiting="Adding…"/>
        </PostForm>
    }
}

/// What people say of a task; what was typed before the server refused it comes first.
pub(super) fn fields(tenant: &TenantInfo, posting: Posting, values: &Draft, label: &'static str) -> AnyView {
    let value = |name| posting.typed(name).unwrap_or_else(|| values.text(name).to_owned());
    let field = |name, label| Field { name, label, hint: "", required: name == "title", error: posting.error_of(name) };
    let assignee = value("assignee");
    let choices = choices_of(tenant, Some("Nobody"), assignee.parse().ok().as_ref());
    view! {
        {field("title", label).line(value("title"), TITLE_MAX)}
        {field("assignee", "Assignee").choice(&assignee, choices)}
    }
    .into_any()
}
