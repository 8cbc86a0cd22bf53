//! Making, changing and deleting a project: three pages with a form.

use domain::{Permission, Project, TenantInfo, project::FIELDS};

use super::{
    CreateProject, DeleteProject, GetPeople, ProjectPage, UpdateProject, detail::project_of_url, form::inputs,
    list_path, project_path, trail,
};
use crate::{
    forms::Posting,
    plain::{Deletion, Editing, ask, edit_form_with, json, new_form_with},
    prelude::*,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, FormSkeleton, Heading, Loaded, PageHead},
};

/// `…/projects/:id/edit`
#[component]
pub(crate) fn EditPage() -> impl IntoView {
    let posting = Posting::of(&[UpdateProject::PATH]);
    let view = move |tenant: TenantInfo, page: ProjectPage| edit_form(&tenant, &page.project, posting);
    view! { <Loaded data=project_of_url(true) skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn edit_form(tenant: &TenantInfo, project: &Project, posting: Posting) -> AnyView {
    let page = project_path(&tenant.path, project.id);
    let editing = Editing {
        function: UpdateProject::PATH,
        needs: Permission::UpdateProjects,
        fields: FIELDS,
        page: format!("{page}/edit"),
        leave: page,
    };
    view! {
        <Breadcrumbs trail=trail(&tenant.path, project, "Edit")/>
        <PageHead title=Heading::of("Edit ", project.name.clone(), "")/>
        {edit_form_with(tenant, posting, editing, &json(project), &|values| inputs(tenant, posting, values))}
    }
    .into_any()
}

/// `…/projects/new`
#[component]
pub(crate) fn NewPage() -> impl IntoView {
    let posting = Posting::of(&[CreateProject::PATH]);
    let people = page_data(|| (), |tenant, ()| Ok(GetPeople { tenant }));
    let view = move |tenant: TenantInfo, _| new_form(&tenant, posting);
    view! { <Loaded data=people skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn new_form(tenant: &TenantInfo, posting: Posting) -> AnyView {
    let list = list_path(&tenant.path);
    let editing = Editing {
        function: CreateProject::PATH,
        needs: Permission::CreateProjects,
        fields: FIELDS,
        page: format!("{list}/new"),
        leave: list.clone(),
    };
    view! {
        <Breadcrumbs trail=vec![Crumb::to("Projects", list), Crumb::here("New")]/>
        <PageHead title="New project"/>
        {new_form_with(tenant, posting, editing, "Create project", &|values| inputs(tenant, posting, values))}
    }
    .into_any()
}

/// `…/projects/:id/delete`
#[component]
pub(crate) fn DeletePage() -> impl IntoView {
    let posting = Posting::of(&[DeleteProject::PATH]);
    let view = move |tenant: TenantInfo, page: ProjectPage| question(&tenant, &page.project, posting);
    view! { <Loaded data=project_of_url(true) skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn question(tenant: &TenantInfo, project: &Project, posting: Posting) -> AnyView {
    let for_whom = if tenant.slug.is_some() { " for everybody in the organization" } else { "" };
    let about = format!(
        "It leaves the list{for_whom}, with its tasks. For 30 days it can be restored from the list of deleted projects; \
         then it is gone for good."
    );
    let deletion = Deletion {
        function: DeleteProject::PATH,
        needs: Permission::DeleteProjects,
        id: project.id.to_string(),
        name: project.name.clone(),
        page: project_path(&tenant.path, project.id),
    };
    view! {
        <Breadcrumbs trail=trail(&tenant.path, project, "Delete")/>
        {ask(tenant, posting, deletion, tenant.may_delete(&project.created_by), about, "Delete project")}
    }
    .into_any()
}
