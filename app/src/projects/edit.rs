//! Changing a project.

use domain::{Permission, Project, TenantInfo};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    UpdateProject,
    conflict::Conflict,
    detail::project_of_url,
    form::{Fields, Values},
    project_path, trail,
};
use crate::{
    AppError,
    forms::{PostForm, Posting},
    ui::{Breadcrumbs, ErrorPage, FormActions, FormSkeleton, Heading, Loaded, PageHead},
};

/// `…/projects/:id/edit`
#[component]
pub(crate) fn EditPage() -> impl IntoView {
    let posting = Posting::of(&[UpdateProject::PATH]);
    let view = move |tenant, page: super::ProjectPage| content(tenant, &page.project, posting);
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: TenantInfo, project: &Project, posting: Posting) -> AnyView {
    if !tenant.may(Permission::ProjectsUpdate) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::ProjectsUpdate)/> }.into_any();
    }
    let project_page = project_path(&tenant.path, project.id);
    let values = Values::typed(posting, project.into());
    let version = version(project, posting);
    view! {
        <Breadcrumbs trail=trail(&tenant.path, project, "Edit")/>
        <PageHead title=Heading::of("Edit ", project.name.clone(), "")/>
        <PostForm
            posting=posting
            function=UpdateProject::PATH
            page=format!("{project_page}/edit")
            tenant=tenant.path.clone()
            hidden=vec![("id", project.id.to_string())]
        >
            <input type="hidden" name="version" value=move || version.get().to_string()/>
            <Conflict tenant=tenant.clone() error=posting.error began_with=values.clone() page=project_page.clone()/>
            <Fields tenant=tenant values=values posting=posting/>
            <FormActions pending=posting.pending label="Save changes" waiting="Saving…" leave=project_page/>
        </PostForm>
    }
    .into_any()
}

/// The version that the form stands on: the one it began with. After a conflict it is the one that was shown: saving again
/// is then a decision, not an accident.
fn version(project: &Project, posting: Posting) -> Memo<i64> {
    let began_with = posting.typed("version").and_then(|version| version.parse().ok()).unwrap_or(project.version);
    Memo::new(move |before: Option<&i64>| {
        posting.error.with(|error| match error {
            Some(AppError::Conflict(present)) => present.read().map_or(began_with, |theirs: Project| theirs.version),
            _ => before.copied().unwrap_or(began_with),
        })
    })
}
