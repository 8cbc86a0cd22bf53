//! Forms for making and changing an object, and what is shown when somebody else changed it in between.

use domain::{Draft, Field, Permission, TenantInfo, field::Kind};
use serde_json::Value;

use crate::{
    AppError,
    error::Present,
    fields::{choice, shown},
    forms::{PostForm, Posting},
    prelude::*,
    ui::{self, ErrorNote, ErrorPage, FormActions, Glyph, Icon, Timestamp},
};

/// A form: the server function (its `PATH`), who may use it, what it has to fill in, and where it leads when left.
pub struct Editing {
    /// The path of the server function.
    pub function: &'static str,
    /// Who may use it.
    pub needs: Permission,
    /// What it has to fill in.
    pub fields: &'static [Field],
    /// The page of the form.
    pub page: String,
    /// The page before it.
    pub leave: String,
}

/// What a form shows of these values.
pub type Inputs<'i> = &'i dyn Fn(&Draft) -> AnyView;

/// A form that makes an object, for those who may.
pub fn new_form(tenant: &TenantInfo, posting: Posting, editing: Editing) -> AnyView {
    let fields = editing.fields;
    new_form_with(tenant, posting, editing, "Create", &|values| inputs(fields, values, posting))
}

/// The same with a button and inputs of its own.
pub fn new_form_with(
    tenant: &TenantInfo,
    posting: Posting,
    editing: Editing,
    label: &'static str,
    inputs: Inputs<'_>,
) -> AnyView {
    let Editing { function, needs, fields, page, leave } = editing;
    if !tenant.may(needs) {
        return view! { <ErrorPage error=AppError::Forbidden(needs)/> }.into_any();
    }
    let inputs = inputs(&values(posting, fields, Draft::default()));
    view! {
        <PostForm posting=posting function=function page=page tenant=tenant.path.clone()>
            <ErrorNote error=posting.error/>
            {inputs}
            <FormActions pending=posting.pending label=label waiting="Creating…" leave=leave/>
        </PostForm>
    }
    .into_any()
}

/// A form that changes an object, for those who may.
pub fn edit_form(tenant: &TenantInfo, posting: Posting, editing: Editing, object: &Value) -> AnyView {
    let fields = editing.fields;
    edit_form_with(tenant, posting, editing, object, &|values| inputs(fields, values, posting))
}

/// The same with inputs of its own.
pub fn edit_form_with(
    tenant: &TenantInfo,
    posting: Posting,
    editing: Editing,
    object: &Value,
    inputs: Inputs<'_>,
) -> AnyView {
    let Editing { function, needs, fields, page, leave } = editing;
    if !tenant.may(needs) {
        return view! { <ErrorPage error=AppError::Forbidden(needs)/> }.into_any();
    }
    let values = values(posting, fields, Draft::of(fields, object));
    let version = version(posting, version_of(object));
    let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let inputs = inputs(&values);
    let conflict = conflict(tenant.clone(), posting, fields, values, leave.clone());
    view! {
        <PostForm posting=posting function=function page=page tenant=tenant.path.clone() hidden=vec![("id", id)]>
            <input type="hidden" name="version" value=shared(move || version.get().to_string())/>
            {conflict}
            {inputs}
            <FormActions pending=posting.pending label="Save changes" waiting="Saving…" leave=leave/>
        </PostForm>
    }
    .into_any()
}

/// What the fields begin with: what was typed before the server refused it, else what there is. A box that was not ticked was
/// not sent.
fn values(posting: Posting, fields: &'static [Field], present: Draft) -> Draft {
    if !posting.was_refused() {
        return present;
    }
    let typed = |draft: Draft, field: &Field| match posting.typed(field.name) {
        None if field.kind != Kind::Flag => draft,
        typed => draft.with(field.name, typed.unwrap_or_default()),
    };
    fields.iter().fold(present, typed)
}

fn inputs(fields: &'static [Field], values: &Draft, posting: Posting) -> AnyView {
    fields.iter().map(|field| input(field, values.text(field.name).to_owned(), posting)).collect_view().into_any()
}

fn input(field: &'static Field, value: String, posting: Posting) -> AnyView {
    let Field { name, label, hint, kind, is_optional } = *field;
    let input = ui::Field { name, label, hint, required: !is_optional, error: posting.error_of(name) };
    let choices = |words: &[&str]| words.iter().map(|word| ((*word).to_owned(), choice(word))).collect::<Vec<_>>();
    let nothing = || ("".to_owned(), "–".to_owned());
    match kind {
        Kind::Line(longest) => input.line(value, longest),
        Kind::Text(_) => input.text(&value),
        Kind::Integer => input.typed("numeric", value),
        Kind::Money(_) => input.typed("decimal", value),
        Kind::Date => input.of_type("date", value),
        Kind::Moment => input.of_type("datetime-local", value),
        Kind::Flag if !is_optional => input.tick(value == "true"),
        Kind::Flag => {
            let words = [("true", "Yes"), ("false", "No")].map(|(word, text)| (word.to_owned(), text.to_owned()));
            input.choice(&value, [nothing()].into_iter().chain(words).collect())
        }
        Kind::Choice(words) if is_optional => {
            input.choice(&value, [nothing()].into_iter().chain(choices(words)).collect())
        }
        Kind::Choice(words) => input.choice(&value, choices(words)),
        Kind::Person => input.line(value, 64),
    }
}

/// The version that the form stands on: the one it began with. After a conflict it is the one that was shown: saving again
/// is then a decision, not an accident.
fn version(posting: Posting, seen: i64) -> Memo<i64> {
    let began_with = posting.typed("version").and_then(|version| version.parse().ok()).unwrap_or(seen);
    Memo::new(move |before: Option<&i64>| {
        posting.error.with(|error| match error {
            Some(AppError::Conflict(present)) => version_of(&present.object),
            _ => before.copied().unwrap_or(began_with),
        })
    })
}

fn version_of(object: &Value) -> i64 {
    object.get("version").and_then(Value::as_i64).unwrap_or_default()
}

/// The error of the form. Where two people edited at once, it shows what the other changed, above what was typed, and lets
/// one choose.
fn conflict(
    tenant: TenantInfo,
    posting: Posting,
    fields: &'static [Field],
    began_with: Draft,
    page: String,
) -> impl IntoView {
    live(move || match posting.error.get() {
        Some(AppError::Conflict(present)) => note(&tenant, fields, &began_with, &present, page.clone()),
        _ => view! { <ErrorNote error=posting.error/> }.into_any(),
    })
}

fn note(
    tenant: &TenantInfo,
    fields: &'static [Field],
    began_with: &Draft,
    Present { noun, object }: &Present,
    page: String,
) -> AnyView {
    let theirs = Draft::of(fields, object);
    let changed = fields.iter().filter(|field| began_with.text(field.name) != theirs.text(field.name));
    let facts = changed.map(|field| {
        let words = shown(tenant, field, object);
        let words = if words.is_empty() { "(none)".to_owned() } else { words };
        view! { <dt>{format!("Their {}", field.label.to_ascii_lowercase())}</dt><dd class="prose" dir="auto">{words}</dd> }
    });
    let saved = object.get("updated_at").and_then(Value::as_i64).unwrap_or_default();
    view! {
        <div class="alert alert-warning" role="alert" tabindex="-1">
            <Icon glyph=Glyph::Alert/>
            <div class="stack-tight">
                <p class="font-medium">{format!("Somebody else saved this {noun} while you were editing it.")}</p>
                <p>"What you typed is still below. Save it to replace their version, or "<a href=page class="link">"keep theirs"</a>"."</p>
                <dl class="theirs">
                    {facts.collect_view()}
                    <dt>"Saved"</dt>
                    <dd><Timestamp ms=saved/></dd>
                </dl>
            </div>
        </div>
    }
    .into_any()
}
