//! Deleting a project: a page that asks first, so that it works without JavaScript and cannot happen by a stray click.

use domain::{Permission, Project, TenantInfo};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{DeleteProject, detail::project_of_url, form::last_error, list_path, project_path};
use crate::{
    AppError,
    forms::{PostForm, new_action, refused_post},
    ui::{Breadcrumbs, Crumb, ErrorNote, ErrorPage, FormSkeleton, Loaded, PageHead, Submit},
};

/// `…/projects/:id/delete`
#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> } view=content/> }
}

fn content(tenant: TenantInfo, project: Project) -> AnyView {
    if !tenant.may_delete(&project.created_by) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::ProjectsDelete)/> }.into_any();
    }
    let about = match tenant.slug {
        Some(_) => "It will be gone for everybody in the organization. This cannot be undone.",
        None => "This cannot be undone.",
    };
    let trail = vec![
        Crumb::to("Projects", list_path(&tenant.path)),
        Crumb::to(project.name.clone(), project_path(&tenant.path, project.id)),
        Crumb::here("Delete"),
    ];
    view! {
        <Breadcrumbs trail=trail/>
        <PageHead title=format!("Delete {}?", project.name) about=about/>
        <DeleteForm tenant=tenant project=project/>
    }
    .into_any()
}

#[component]
fn DeleteForm(tenant: TenantInfo, project: Project) -> impl IntoView {
    let action = new_action::<DeleteProject>();
    let project_page = project_path(&tenant.path, project.id);
    let page = format!("{project_page}/delete");
    let error = last_error(action, refused_post::<DeleteProject>(&page));
    view! {
        <PostForm action=action page=page tenant=tenant.path>
            <input type="hidden" name="id" value=project.id.to_string()/>
            <ErrorNote error=error/>
            <div class="form-actions">
                <Submit pending=action.pending() label="Delete project" waiting="Deleting…" class="btn btn-danger"/>
                <A href=project_page attr:class="btn btn-ghost">"Keep it"</A>
            </div>
        </PostForm>
    }
}
