//! Changing the words of a task.

use domain::{Draft, Permission, TenantInfo, task::FORM};
use leptos_router::hooks::use_params_map;

use super::{GetTask, TaskPage, UpdateTask, list::fields};
use crate::{
    AppError,
    forms::Posting,
    plain::{Editing, edit_form_with, json},
    prelude::*,
    projects::{project_path, trail},
    tenant::page_data,
    ui::{Breadcrumbs, FormSkeleton, Loaded, PageHead},
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
    let page = project_path(&tenant.path, project.id);
    let editing = Editing {
        function: UpdateTask::PATH,
        needs: Permission::UpdateProjects,
        fields: FORM,
        page: format!("{page}/tasks/{}/edit", task.id),
        leave: page,
    };
    let inputs = |values: &Draft| {
        view! {
            <input type="hidden" name="project" value=project.id.to_string()/>
            {fields(tenant, posting, values, "Title")}
        }
        .into_any()
    };
    view! {
        <Breadcrumbs trail=trail(&tenant.path, project, "Edit task")/>
        <PageHead title="Edit task"/>
        {edit_form_with(tenant, posting, editing, &json(task), &inputs)}
    }
    .into_any()
}
