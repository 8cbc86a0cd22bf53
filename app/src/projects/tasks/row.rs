//! A task in the list, with a form of buttons: ticking, moving and deleting work without JavaScript.

use domain::{Task, TenantInfo};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{ChangeTask, DeleteTask};
use crate::{
    forms::{PostForm, Posting},
    projects::project_path,
    ui::{Glyph, Icon},
};

/// Read-only for who may not change it.
#[component]
pub(super) fn Row(
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
