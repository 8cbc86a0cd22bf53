//! Making a project.

use domain::{Permission, TenantInfo};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{
    CreateProject,
    form::{Fields, Values},
    get_people, list_path,
};
use crate::{
    AppError,
    forms::{PostForm, Posting},
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, ErrorNote, ErrorPage, FormActions, FormSkeleton, Loaded, PageHead},
};

/// `…/projects/new`
#[component]
pub(crate) fn NewPage() -> impl IntoView {
    let posting = Posting::of(&[CreateProject::PATH]);
    let people = page_data(|| (), async |tenant, ()| get_people(tenant).await);
    let view = move |tenant, _| content(tenant, posting);
    view! { <Loaded data=people skeleton=|| view! { <FormSkeleton/> }.into_any() view=view/> }
}

fn content(tenant: TenantInfo, posting: Posting) -> AnyView {
    if !tenant.may(Permission::ProjectsCreate) {
        return view! { <ErrorPage error=AppError::Forbidden(Permission::ProjectsCreate)/> }.into_any();
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
