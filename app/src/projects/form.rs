//! The fields of a project, for making and changing it, and what is shown when somebody else changed it in between.

use domain::{
    Colour, Project, ProjectStatus, TenantInfo,
    project::{FIELDS, KEY_MAX, NAME_MAX},
};
use leptos::prelude::*;

use crate::{
    AppError,
    forms::Posting,
    people::choices_of,
    ui::{ErrorNote, Field, Glyph, Icon, Timestamp},
};

/// What the fields start with; also how two states of a project are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Values {
    pub(super) name: String,
    pub(super) key: String,
    pub(super) description: String,
    pub(super) status: String,
    pub(super) colour: String,
    pub(super) owner: String,
}

impl Values {
    /// What was typed before the server refused it, else what `fallback` says.
    pub(super) fn typed(posting: Posting, fallback: Self) -> Self {
        let text = |name, value| posting.typed(name).unwrap_or(value);
        Self {
            name: text("name", fallback.name),
            key: text("key", fallback.key),
            description: text("description", fallback.description),
            status: text("status", fallback.status),
            colour: text("colour", fallback.colour),
            owner: text("owner", fallback.owner),
        }
    }
}

impl From<&Project> for Values {
    fn from(project: &Project) -> Self {
        Self {
            name: project.name.clone(),
            key: project.key.to_string(),
            description: project.description.clone(),
            status: project.status.to_string(),
            colour: project.colour.to_string(),
            owner: project.owner.to_string(),
        }
    }
}

/// All fields; without a status the project is one to be made.
#[component]
pub(super) fn Fields(tenant: TenantInfo, values: Values, posting: Posting) -> impl IntoView {
    let field = move |name| {
        let (label, hint) = FIELDS.iter().find(|field| field.name == name).map_or((name, ""), |it| (it.label, it.hint));
        Field { name, label, hint, required: name == "name", error: posting.error_of(name) }
    };
    let is_new = values.status.is_empty();
    let key = if is_new { Field { hint: NEW_KEY_HINT, ..field("key") } } else { field("key") };
    view! {
        {field("name").line(values.name, NAME_MAX)}
        {key.line(values.key, KEY_MAX)}
        {field("description").text(&values.description)}
        {(!is_new).then(|| field("status").choice(&values.status, statuses()))}
        {colours(field("colour"), &values.colour)}
        {tenant.slug.is_some().then(|| owner(&tenant, field("owner"), &values.owner))}
    }
}

fn statuses() -> Vec<(String, String)> {
    let text = |status| match status {
        ProjectStatus::Active => "Active",
        ProjectStatus::Archived => "Archived",
    };
    ProjectStatus::ALL.iter().map(|status| (status.to_string(), text(*status).to_owned())).collect()
}

/// Whoever makes a project owns it, unless somebody else is chosen.
fn owner(tenant: &TenantInfo, field: Field, chosen: &str) -> AnyView {
    let chosen = chosen.parse().ok().unwrap_or_else(|| tenant.actor.clone());
    field.choice(chosen.as_str(), choices_of(tenant, None, Some(&chosen)))
}

/// Radio buttons, so that arrow keys and screen readers work by themselves.
fn colours(field: Field, chosen: &str) -> AnyView {
    let chosen = if chosen.is_empty() { Colour::Slate.as_str() } else { chosen };
    let swatches = Colour::ALL.iter().map(|colour| {
        let word = colour.as_str();
        let is_chosen = word == chosen;
        view! {
            <label class="swatch" data-colour=word title=word>
                <input type="radio" class="sr-only" name=field.name value=word checked=is_chosen/>
                <span class="sr-only">{word}</span>
            </label>
        }
    });
    view! {
        <fieldset class="field">
            <legend>{field.label}</legend>
            <div class="swatches">{swatches.collect_view()}</div>
            {field.notes()}
        </fieldset>
    }
    .into_any()
}

const NEW_KEY_HINT: &str = "2 to 12 letters A–Z and digits, a letter first. Left empty, it is made from the name.";

/// The error of the edit form. Where two people edited at once, it shows what the other changed, above what was typed, and
/// lets one choose.
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
