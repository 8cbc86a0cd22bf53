//! Two people edited at once: shows what the other changed above what you typed, and lets you choose.

use domain::{Project, TenantInfo};
use leptos::prelude::*;

use super::form::Values;
use crate::{
    AppError,
    ui::{ErrorNote, Glyph, Icon, Timestamp},
};

/// The error of the edit form; a conflict gets more than a note.
#[component]
pub(super) fn Conflict(
    tenant: TenantInfo,
    error: RwSignal<Option<AppError>>,
    /// What the fields showed before anything was typed; after a plain post, what was typed.
    began_with: Values,
    /// The project's page.
    page: String,
) -> impl IntoView {
    move || match error.get() {
        Some(AppError::Conflict(present)) => match present.read() {
            Some(theirs) => note(&tenant, &began_with, &theirs, page.clone()),
            None => view! { <ErrorNote error=error/> }.into_any(),
        },
        Some(_) => view! { <ErrorNote error=error/> }.into_any(),
        None => ().into_any(),
    }
}

fn note(tenant: &TenantInfo, began_with: &Values, theirs: &Project, page: String) -> AnyView {
    let changed = changed(began_with, &theirs.into());
    let facts = changed.into_iter().map(|(field, value)| {
        let value = match field {
            "owner" => tenant.name_of(&theirs.owner),
            _ if value.is_empty() => "(none)".to_owned(),
            _ => value,
        };
        view! { <dt>{format!("Their {field}")}</dt><dd class="prose" dir="auto">{value}</dd> }
    });
    view! {
        <div class="alert alert-warning" role="alert" tabindex="-1">
            <Icon glyph=Glyph::Alert/>
            <div class="stack-tight">
                <p class="font-medium">"Somebody else saved this project while you were editing it."</p>
                <p>"What you typed is still below. Save it to replace their version, or "<a href=page class="link">"keep theirs"</a>"."</p>
                <dl class="theirs">
                    {facts.collect_view()}
                    <dt>"Saved"</dt>
                    <dd><Timestamp ms=theirs.updated_at/></dd>
                </dl>
            </div>
        </div>
    }
    .into_any()
}

/// The fields that differ, with their value of them.
fn changed(ours: &Values, theirs: &Values) -> Vec<(&'static str, String)> {
    let fields = [
        ("name", &ours.name, &theirs.name),
        ("key", &ours.key, &theirs.key),
        ("description", &ours.description, &theirs.description),
        ("status", &ours.status, &theirs.status),
        ("colour", &ours.colour, &theirs.colour),
        ("owner", &ours.owner, &theirs.owner),
    ];
    let differing = fields.into_iter().filter(|(_, ours, theirs)| ours != theirs);
    differing.map(|(field, _, theirs)| (field, theirs.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_told() {
        let ours = Values { name: "Moon".into(), key: "MOON".into(), ..Values::default() };
        let theirs = Values { name: "Moon base".into(), ..ours.clone() };
        assert_eq!(changed(&ours, &theirs), [("name", "Moon base".to_owned())]);
        assert_eq!(changed(&ours, &ours), []);
    }
}
