//! Changing a project.

use domain::{Permission, Project, TenantInfo};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{
    UpdateProject,
    conflict::Conflict,
    detail::project_of_url,
    form::{Fields, Values, last_error},
    list_path, project_path,
};
use crate::{
    AppError,
    forms::{PostForm, new_action, refused_post},
    ui::{Breadcrumbs, Crumb, ErrorPage, FormSkeleton, Loaded, PageHead, Submit},
};

/// `…/projects/:id/edit`
#[component]
pub(crate) fn EditPage() -> impl IntoView {
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> } view=content/> }
}

fn content(tenant: TenantInfo, project: Project) -> AnyView {
    if !tenant.may(Permission::ProjectsUpdate) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::ProjectsUpdate)/> }.into_any();
    }
    let trail = vec![
        Crumb::to("Projects", list_path(&tenant.path)),
        Crumb::to(project.name.clone(), project_path(&tenant.path, project.id)),
        Crumb::here("Edit"),
    ];
    view! {
        <Breadcrumbs trail=trail/>
        <PageHead title=format!("Edit {}", project.name)/>
        <EditForm tenant=tenant project=project/>
    }
    .into_any()
}

#[component]
fn EditForm(tenant: TenantInfo, project: Project) -> impl IntoView {
    let action = new_action::<UpdateProject>();
    let project_page = project_path(&tenant.path, project.id);
    let page = format!("{project_page}/edit");
    let refused = refused_post::<UpdateProject>(&page);
    let values = match &refused {
        Some(post) => Values::typed(post),
        None => Values { name: project.name, description: project.description },
    };
    let typed_over = refused.as_ref().and_then(|post| post.field("version")?.parse().ok());
    let seen = typed_over.unwrap_or(project.version);
    let error = last_error(action, refused);
    // After a conflict the form stands on the state that it shows: saving again is then a decision, not an accident.
    let version = Memo::new(move |before: Option<&i64>| match error.get() {
        Some(AppError::Conflict(current)) => current.version,
        _ => before.copied().unwrap_or(seen),
    });
    view! {
        <PostForm action=action page=page tenant=tenant.path>
            <input type="hidden" name="id" value=project.id.to_string()/>
            <input type="hidden" name="version" value=move || version.get().to_string()/>
            <Conflict error=error page=project_page.clone()/>
            <Fields values=values error=error/>
            <div class="form-actions">
                <Submit pending=action.pending() label="Save changes" waiting="Saving…"/>
                <A href=project_page attr:class="btn btn-ghost">"Cancel"</A>
            </div>
        </PostForm>
    }
}
