//! Changing the words of a task.

use domain::{Permission, Task, TenantInfo};
use leptos_router::hooks::use_params_map;

use super::{GetTask, TaskPage, UpdateTask, list::fields};
use crate::{
    AppError,
    forms::{PostForm, Posting},
    prelude::*,
    projects::{project_path, trail},
    tenant::page_data,
    ui::{Breadcrumbs, ErrorNote, ErrorPage, FormActions, FormSkeleton, Loaded, PageHead},
};

/// `…/projects/:id/tasks/:task_id/edit`
#[component]
pub(crate) fn EditTaskPage() -> impl IntoView {
    let posting = Posting::of(&[UpdateTask::PATH]);
    let params = use_params_map();
    let ids = move || params.with(|params| (params.get("id"), params.get("task_id")));
    let task = page_data(ids, |tenant, (project, id)| {
        // Ids that cannot be ones are not asked for.
        let (Some(Ok(project)), Some(Ok(id))) = (project.map(|id| id.parse()), id.map(|id| id.parse())) else {
            return Err(AppError::NotFound);
        };
        Ok(GetTask { tenant, project, id })
    });
    let view = move |tenant, page| content(&tenant, &page, posting);
    view! { <Loaded data=task skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: &TenantInfo, TaskPage { project, task, .. }: &TaskPage, posting: Posting) -> AnyView {
    if !tenant.may(Permission::UpdateProjects) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::UpdateProjects)/> }.into_any();
    }
    let project_page = project_path(&tenant.path, project.id);
    let assignee = task.assignee.as_ref().map(ToString::to_string).unwrap_or_default();
    let theirs = theirs(tenant, task, posting);
    let fields = fields(tenant, posting, task.title.clone(), assignee, "Title");
    let hidden = vec![
        ("project", project.id.to_string()),
        ("id", task.id.to_string()),
        ("version", version(task.version, posting).to_string()),
    ];
    view! {
        <Breadcrumbs trail=trail(&tenant.path, project, "Edit task")/>
        <PageHead title="Edit task"/>
        <PostForm
            posting=posting
            function=UpdateTask::PATH
            page=format!("{project_page}/tasks/{}/edit", task.id)
            tenant=tenant.path.clone()
            hidden=hidden
        >
            <ErrorNote error=posting.error/>
            {theirs}
            {fields}
            <FormActions pending=posting.pending label="Save task" waiting="Saving…" leave=project_page/>
        </PostForm>
    }
    .into_any()
}

/// What somebody else made of it in between; the fields still say what was typed.
fn theirs(tenant: &TenantInfo, task: &Task, posting: Posting) -> impl IntoView + use<> {
    let who = task.assignee.as_ref().map_or_else(|| "nobody".to_owned(), |person| tenant.name_of(person));
    let title = task.title.clone();
    live(move || {
        let is_stale = posting.error.with(|error| matches!(error, Some(AppError::Stale)));
        is_stale.then(|| {
            let (title, who) = (title.clone(), who.clone());
            view! {
                <p class="muted">
                    "It now says “"<bdi>{title}</bdi>"”, for "<bdi>{who}</bdi>". Save again to replace that."
                </p>
            }
            .into_any()
        })
    })
}

/// The version that the form began with; after somebody else's change the present one, of which the page then tells.
fn version(present: i64, posting: Posting) -> i64 {
    let is_stale = posting.error.with_untracked(|error| matches!(error, Some(AppError::Stale)));
    let began_with = posting.typed("version").and_then(|version| version.parse().ok());
    began_with.filter(|_| !is_stale).unwrap_or(present)
}
