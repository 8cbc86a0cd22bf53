//! Deleting a project: a page that asks first, so that it works without JavaScript and cannot happen by a stray click.

use domain::{Permission, Project, TenantInfo};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{DeleteProject, detail::project_of_url, project_path, trail};
use crate::{
    AppError,
    forms::{PostForm, Posting},
    ui::{Breadcrumbs, ErrorNote, ErrorPage, FormActions, FormSkeleton, Heading, Loaded, PageHead},
};

/// `…/projects/:id/delete`
#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    let posting = Posting::of(&[DeleteProject::PATH]);
    let view = move |tenant, page: super::ProjectPage| content(&tenant, &page.project, posting);
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: &TenantInfo, project: &Project, posting: Posting) -> AnyView {
    if !tenant.may_remove {
        return view! { <ErrorPage error=AppError::Impersonating/> }.into_any();
    }
    if !tenant.may_delete(&project.created_by) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::ProjectsDelete)/> }.into_any();
    }
    let for_whom = if tenant.slug.is_some() { " for everybody in the organization" } else { "" };
    let about = format!(
        "It leaves the list{for_whom}, with its tasks. For 30 days it can be restored from the list of deleted projects; \
         then it is gone for good."
    );
    let project_page = project_path(&tenant.path, project.id);
    view! {
        <Breadcrumbs trail=trail(&tenant.path, project, "Delete")/>
        <PageHead title=Heading::of("Delete ", project.name.clone(), "?") about=about/>
        <PostForm
            posting=posting
            function=DeleteProject::PATH
            page=format!("{project_page}/delete")
            tenant=tenant.path.clone()
            hidden=vec![("id", project.id.to_string())]
        >
            <ErrorNote error=posting.error/>
            <FormActions
                pending=posting.pending label="Delete project" waiting="Deleting…" class="btn btn-danger"
                leave=project_page leave_label="Keep it"
            />
        </PostForm>
    }
    .into_any()
}
