//! One project.

use std::str::FromStr;

use domain::{Permission, Project, ProjectId, TenantInfo};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_params_map};

use super::{get_project, list_path, project_path};
use crate::{
    AppError,
    tenant::{Answer, use_tenant},
    ui::{Breadcrumbs, Crumb, FormSkeleton, Glyph, Icon, Loaded, PageHead, Timestamp},
};

/// `…/projects/:id`
#[component]
pub(crate) fn DetailPage() -> impl IntoView {
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> } view=content/> }
}

/// The project that the URL names. An id that cannot be one is not asked for.
pub(super) fn project_of_url() -> Resource<Answer<Project>> {
    let gate = use_tenant().gate;
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").and_then(|id| ProjectId::from_str(&id).ok())));
    Resource::new_blocking(
        move || (gate.get(), id.get()),
        |(gate, id)| gate.fetch(async move |tenant| get_project(tenant, id.ok_or(AppError::NotFound)?).await),
    )
}

fn content(tenant: TenantInfo, project: Project) -> AnyView {
    let list = list_path(&tenant.path);
    let name = project.name.clone();
    let author = if project.created_by == tenant.actor { "you" } else { "somebody else in the organization" };
    let actions = actions(&tenant, &project);
    view! {
        <Breadcrumbs trail=vec![Crumb::to("Projects", list), Crumb::here(name.clone())]/>
        <PageHead title=name>{actions}</PageHead>
        {if project.description.is_empty() {
            view! { <p class="muted">"No description."</p> }.into_any()
        } else {
            view! { <p class="prose">{project.description}</p> }.into_any()
        }}
        <dl class="facts">
            <div><dt>"Created"</dt><dd><Timestamp ms=project.created_at/>" by "{author}</dd></div>
            <div><dt>"Last saved"</dt><dd><Timestamp ms=project.updated_at/></dd></div>
            <div><dt>"Version"</dt><dd>{project.version}</dd></div>
            <div><dt>"Id"</dt><dd><code>{project.id.to_string()}</code></dd></div>
        </dl>
    }
    .into_any()
}

/// What the person may do with it. The server asks again.
fn actions(tenant: &TenantInfo, project: &Project) -> AnyView {
    let page = project_path(&tenant.path, project.id);
    let (edit, delete) = (format!("{page}/edit"), format!("{page}/delete"));
    let may_edit = tenant.may(Permission::ProjectsUpdate);
    let may_delete = tenant.may_delete(&project.created_by);
    view! {
        {may_edit.then(|| view! { <A href=edit attr:class="btn btn-secondary"><Icon glyph=Glyph::Pencil/>"Edit"</A> })}
        {may_delete.then(|| view! { <A href=delete attr:class="btn btn-danger-ghost"><Icon glyph=Glyph::Trash/>"Delete"</A> })}
    }
    .into_any()
}
