//! Making, changing and deleting a project: three pages with a form.

use domain::{Permission, Project, TenantInfo};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    CreateProject, DeleteProject, GetPeople, UpdateProject,
    detail::project_of_url,
    form::{Conflict, Fields, Values},
    list_path, project_path, trail,
};
use crate::{
    AppError,
    forms::{PostForm, Posting},
    plain::version,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, ErrorNote, ErrorPage, FormActions, FormSkeleton, Heading, Loaded, PageHead},
};

/// `…/projects/:id/edit`
#[component]
pub(crate) fn EditPage() -> impl IntoView {
    let posting = Posting::of(&[UpdateProject::PATH]);
    let view = move |tenant, page: super::ProjectPage| edit_form(tenant, &page.project, posting);
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn edit_form(tenant: TenantInfo, project: &Project, posting: Posting) -> AnyView {
    if !tenant.may(Permission::UpdateProjects) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::UpdateProjects)/> }.into_any();
    }
    let project_page = project_path(&tenant.path, project.id);
    let values = Values::typed(posting, project.into());
    let version = version(posting, project.version);
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

/// `…/projects/new`
#[component]
pub(crate) fn NewPage() -> impl IntoView {
    let posting = Posting::of(&[CreateProject::PATH]);
    let people = page_data(|| (), |tenant, ()| Ok(GetPeople { tenant }));
    let view = move |tenant, _| new_form(tenant, posting);
    view! { <Loaded data=people skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn new_form(tenant: TenantInfo, posting: Posting) -> AnyView {
    if !tenant.may(Permission::CreateProjects) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::CreateProjects)/> }.into_any();
    }
    let list = list_path(&tenant.path);
    let page = format!("{list}/new");
    let values = Values::typed(posting, Values::default());
    view! {
        <Breadcrumbs trail=vec![Crumb::to("Projects", list.clone()), Crumb::here("New")]/>
        <PageHead title="New project"/>
        <PostForm posting=posting function=CreateProject::PATH page=page tenant=tenant.path.clone()>
            <ErrorNote error=posting.error/>
            <Fields tenant=tenant values=values posting=posting/>
            <FormActions pending=posting.pending label="Create project" waiting="Creating…" leave=list/>
        </PostForm>
    }
    .into_any()
}

/// `…/projects/:id/delete`: asks first, so that it works without JavaScript and cannot happen by a stray click.
#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    let posting = Posting::of(&[DeleteProject::PATH]);
    let view = move |tenant, page: super::ProjectPage| question(&tenant, &page.project, posting);
    view! { <Loaded data=project_of_url() skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn question(tenant: &TenantInfo, project: &Project, posting: Posting) -> AnyView {
    if !tenant.may_remove {
        return view! { <ErrorPage error=AppError::Impersonating/> }.into_any();
    }
    if !tenant.may_delete(&project.created_by) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::DeleteProjects)/> }.into_any();
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
