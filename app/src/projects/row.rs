//! A project in a list.

use domain::{Project, TenantInfo, project::RESTORABLE_MS};
use leptos::{prelude::*, server_fn::ServerFn};

use super::{RestoreProject, project_path};
use crate::{
    forms::{PostForm, Posting},
    ui::{Glyph, Icon, Mark, Timestamp},
};

/// The whole row leads to the project; its name is the link. A deleted one leads nowhere, but can come back.
#[component]
pub(super) fn Row(
    tenant: TenantInfo,
    project: Project,
    /// The list's own path and query.
    page: String,
    restoring: Posting,
) -> impl IntoView {
    let name = name(&tenant, &project);
    let text = Some(project.description.clone()).filter(|text| !text.is_empty());
    let notes = notes(&tenant, &project);
    let restore = (project.deleted_at.is_some() && tenant.may_delete(&project.created_by))
        .then(|| restore(&tenant, &project, page, restoring));
    view! {
        <li class="row">
            <Mark colour=project.colour/>
            <div class="row-main">
                <p class="row-title">{name}<code class="key">{project.key.to_string()}</code></p>
                {text.map(|text| view! { <p class="row-text" dir="auto">{text}</p> })}
                {notes}
            </div>
            {restore}
        </li>
    }
}

fn name(tenant: &TenantInfo, project: &Project) -> AnyView {
    let name = project.name.clone();
    match project.deleted_at {
        None => {
            view! { <a href=project_path(&tenant.path, project.id) class="row-link" dir="auto">{name}</a> }.into_any()
        }
        Some(_) => view! { <span class="font-medium" dir="auto">{name}</span> }.into_any(),
    }
}

fn notes(tenant: &TenantInfo, project: &Project) -> AnyView {
    let owner = tenant.name_of(&project.owner);
    match project.deleted_at {
        None => {
            view! { <p class="row-note"><span dir="auto">{owner}</span><span>"Updated "<Timestamp ms=project.updated_at/></span></p> }
                .into_any()
        }
        Some(at) => view! {
            <p class="row-note">
                <span dir="auto">{owner}</span>
                <span>"Deleted "<Timestamp ms=at/></span>
                <span>"Gone for good after "<Timestamp ms=at.saturating_add(RESTORABLE_MS)/></span>
            </p>
        }
        .into_any(),
    }
}

fn restore(tenant: &TenantInfo, project: &Project, page: String, restoring: Posting) -> AnyView {
    let label = format!("Restore {}", project.name);
    view! {
        <PostForm
            posting=restoring
            function=RestoreProject::PATH
            page=page
            tenant=tenant.path.clone()
            hidden=vec![("id", project.id.to_string())]
            class="row-action"
        >
            <button type="submit" class="btn btn-secondary btn-sm" aria-label=label><Icon glyph=Glyph::Restore/>"Restore"</button>
        </PostForm>
    }
    .into_any()
}
