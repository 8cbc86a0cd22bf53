//! The fields of a project, for making and changing it.

use domain::{
    Colour, Draft, ProjectStatus, TenantInfo,
    project::{FIELDS, KEY_MAX, NAME_MAX},
};

use crate::{fields::choice, forms::Posting, people::choices_of, prelude::*, ui::Field};

/// All of them; a project that is to be made has no status yet.
pub(super) fn inputs(tenant: &TenantInfo, posting: Posting, values: &Draft) -> AnyView {
    let field = move |name| {
        let (label, hint) = FIELDS.iter().find(|field| field.name == name).map_or((name, ""), |it| (it.label, it.hint));
        Field { name, label, hint, required: name == "name", error: posting.error_of(name) }
    };
    let is_new = values.text("status").is_empty();
    let key = if is_new { Field { hint: NEW_KEY_HINT, ..field("key") } } else { field("key") };
    view! {
        {field("name").line(values.text("name").to_owned(), NAME_MAX)}
        {key.line(values.text("key").to_owned(), KEY_MAX)}
        {field("description").text(values.text("description"))}
        {(!is_new).then(|| field("status").choice(values.text("status"), statuses()))}
        {colours(field("colour"), values.text("colour"))}
        {tenant.slug.is_some().then(|| owner(tenant, field("owner"), values.text("owner")))}
    }
    .into_any()
}

fn statuses() -> Vec<(String, String)> {
    ProjectStatus::WORDS.iter().map(|word| ((*word).to_owned(), choice(word))).collect()
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
