//! One project: what it is, its tasks, and what one may do with it.

use std::str::FromStr;

use domain::{Permission, Project, ProjectId, ProjectStatus, TenantInfo};
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{
    GetProject, ProjectPage,
    list::Mark,
    list_path, project_path,
    tasks::{ChangeTask, CreateTask, DeleteTask, TaskList},
};
use crate::{
    AppError,
    forms::Posting,
    plain::{facts_of_all, json, links},
    prelude::*,
    tenant::{PageData, page_data},
    ui::{Breadcrumbs, Crumb, FormSkeleton, Loaded, PageHead},
};

/// The cursor of the project's tasks in the address.
pub(super) const TASKS_AFTER: &str = "tasks_after";

/// `…/projects/:id?tasks_after=`
#[component]
pub(crate) fn DetailPage() -> impl IntoView {
    let changing = Posting::of(&[ChangeTask::PATH, DeleteTask::PATH]);
    let adding = Posting::of(&[CreateTask::PATH]);
    let after = tasks_after();
    changing.clear_when_changes(after);
    adding.clear_when_changes(after);
    let view = move |tenant: TenantInfo, ProjectPage { project, tasks, .. }: ProjectPage| {
        view! {
            {head(&tenant, &project)}
            <TaskList tenant=tenant.clone() project=project.id tasks=tasks after=untrack(after) changing=changing adding=adding/>
            {facts_of_all(&tenant, &json(&project))}
        }
        .into_any()
    };
    view! { <Loaded data=project_of_url(false) skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

/// The project that the URL names, without its tasks if it stands alone. An id that cannot be one is not asked for.
pub(super) fn project_of_url(alone: bool) -> PageData<ProjectPage> {
    let (params, after) = (use_params_map(), tasks_after());
    let id = move || params.with(|params| params.get("id").and_then(|id| ProjectId::from_str(&id).ok()));
    page_data(
        move || (id(), after()),
        move |tenant, (id, tasks_after)| {
            Ok(GetProject { tenant, id: id.ok_or(AppError::NotFound)?, tasks_after, alone })
        },
    )
}

fn tasks_after() -> impl Fn() -> Option<String> + Copy + Send + Sync + 'static {
    let query = use_query_map();
    move || query.with(|query| query.get(TASKS_AFTER)).filter(|after| !after.is_empty())
}

fn head(tenant: &TenantInfo, project: &Project) -> AnyView {
    let name = project.name.clone();
    let actions = actions(tenant, project);
    let is_archived = project.status == ProjectStatus::Archived;
    view! {
        <Breadcrumbs trail=vec![Crumb::to("Projects", list_path(&tenant.path)), Crumb::here(name.clone())]/>
        <PageHead title=name>{actions}</PageHead>
        <p class="identity">
            <Mark colour=project.colour/>
            <code class="key">{project.key.to_string()}</code>
            <span>"Owned by " <bdi>{tenant.name_of(&project.owner)}</bdi></span>
            {is_archived.then(|| view! { <span class="badge">"Archived"</span> })}
        </p>
        {if project.description.is_empty() {
            view! { <p class="muted">"No description."</p> }.into_any()
        } else {
            view! { <p class="prose" dir="auto">{project.description.clone()}</p> }.into_any()
        }}
    }
    .into_any()
}

/// What the person may do with it. The server asks again.
fn actions(tenant: &TenantInfo, project: &Project) -> AnyView {
    let may_edit = tenant.may(Permission::UpdateProjects);
    links(&project_path(&tenant.path, project.id), may_edit, tenant.may_delete(&project.created_by))
}
