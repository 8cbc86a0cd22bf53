//! A project in the list.

use domain::{Project, TenantPath};
use leptos::prelude::*;
use leptos_router::components::A;

use super::project_path;
use crate::ui::Timestamp;

/// The whole row leads to the project; its name is the link.
#[component]
pub(crate) fn Row(tenant: TenantPath, project: Project) -> impl IntoView {
    let Project { id, name, description, updated_at, .. } = project;
    view! {
        <li class="row">
            <div class="min-w-0">
                <A href=project_path(&tenant, id) attr:class="row-link">{name}</A>
                <p class="row-text">{description}</p>
            </div>
            <p class="row-note">"Updated "<Timestamp ms=updated_at/></p>
        </li>
    }
}
