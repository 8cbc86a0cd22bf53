//! Making a project.

use domain::{Permission, TenantInfo};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    CreateProject,
    form::{Fields, Values, last_error},
    list_path,
};
use crate::{
    AppError,
    forms::{PostForm, new_action, refused_post},
    tenant::use_tenant,
    ui::{Breadcrumbs, Crumb, ErrorNote, ErrorPage, FormSkeleton, Loaded, PageHead, Submit},
};

/// `…/projects/new`
#[component]
pub(crate) fn NewPage() -> impl IntoView {
    let gate = use_tenant().gate;
    let ready = Resource::new(move || gate.get(), |gate| gate.fetch(|_| async { Ok(()) }));
    view! { <Loaded data=ready skeleton=|| view! { <FormSkeleton/> } view=content/> }
}

fn content(tenant: TenantInfo, (): ()) -> AnyView {
    if !tenant.may(Permission::ProjectsCreate) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::ProjectsCreate)/> }.into_any();
    }
    let list = list_path(&tenant.path);
    view! {
        <Breadcrumbs trail=vec![Crumb::to("Projects", list), Crumb::here("New")]/>
        <PageHead title="New project"/>
        <NewForm tenant=tenant/>
    }
    .into_any()
}

#[component]
fn NewForm(tenant: TenantInfo) -> impl IntoView {
    let action = new_action::<CreateProject>();
    let list = list_path(&tenant.path);
    let page = format!("{list}/new");
    let refused = refused_post::<CreateProject>(&page);
    let values = refused.as_ref().map(Values::typed).unwrap_or_default();
    let error = last_error(action, refused);
    view! {
        <PostForm action=action page=page tenant=tenant.path>
            <ErrorNote error=error/>
            <Fields values=values error=error/>
            <div class="form-actions">
                <Submit pending=action.pending() label="Create project" waiting="Creating…"/>
                <A href=list attr:class="btn btn-ghost">"Cancel"</A>
            </div>
        </PostForm>
    }
}
