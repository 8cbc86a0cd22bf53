//! Two people edited at once: shows what the other saved above what you typed, and lets you choose.

use domain::Project;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    AppError,
    ui::{ErrorNote, Glyph, Icon, Timestamp},
};

/// The error of the edit form; a conflict gets more than a note.
#[component]
pub(super) fn Conflict(
    error: Signal<Option<AppError>>,
    /// The project's page.
    page: String,
) -> impl IntoView {
    move || match error.get() {
        Some(AppError::Conflict(theirs)) => view! { <Theirs project=*theirs page=page.clone()/> }.into_any(),
        other => view! { <ErrorNote error=Signal::stored(other)/> }.into_any(),
    }
}

#[component]
fn Theirs(project: Project, page: String) -> impl IntoView {
    view! {
        <div class="alert alert-warning" role="alert" tabindex="-1">
            <Icon glyph=Glyph::Alert/>
            <div class="stack-tight">
                <p class="font-medium">"Somebody else saved this project while you were editing it."</p>
                <p>"What you typed is still below. Save it to replace their version, or "<A href=page attr:class="link">"keep theirs"</A>"."</p>
                <dl class="theirs">
                    <dt>"Their name"</dt>
                    <dd>{project.name}</dd>
                    <dt>"Their description"</dt>
                    <dd class="prose">{if project.description.is_empty() { "(none)".to_owned() } else { project.description }}</dd>
                    <dt>"Saved"</dt>
                    <dd><Timestamp ms=project.updated_at/></dd>
                </dl>
            </div>
        </div>
    }
}
