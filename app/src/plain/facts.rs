//! One object: what it is, what is known of it, and what one may do with it.

use domain::{Field, Permission, TenantInfo, field::Kind};
use serde_json::Value;

use crate::{
    fields::shown,
    prelude::*,
    ui::{Glyph, Icon, Timestamp},
};

/// The permissions to change and to delete an object.
pub struct Actions {
    /// Who may change it.
    pub update: Permission,
    /// Who may delete it.
    pub delete: Permission,
}

/// Ways to the pages below the object's own, for those who may. The server asks again.
pub fn actions(tenant: &TenantInfo, page: &str, Actions { update, delete }: Actions) -> AnyView {
    let may_delete = tenant.may_remove && tenant.may(delete);
    links(page, tenant.may(update), may_delete)
}

/// The same where something else decides.
pub fn links(page: &str, may_update: bool, may_delete: bool) -> AnyView {
    let (edit_page, delete_page) = (format!("{page}/edit"), format!("{page}/delete"));
    view! {
        {may_update.then(|| view! { <a href=edit_page class="btn btn-secondary"><Icon glyph=Glyph::Pencil/>"Edit"</a> })}
        {may_delete.then(|| view! { <a href=delete_page class="btn btn-danger-ghost"><Icon glyph=Glyph::Trash/>"Delete"</a> })}
    }
    .into_any()
}

/// The fields, and what is known of every object.
pub fn facts(tenant: &TenantInfo, fields: &'static [Field], object: &Value) -> AnyView {
    let fields = fields.iter().map(|field| {
        let words = shown(tenant, field, object);
        let words = if words.is_empty() { "–".to_owned() } else { words };
        let class = matches!(field.kind, Kind::Text(_)).then_some("prose");
        view! { <div><dt>{field.label}</dt><dd dir="auto" class=class>{words}</dd></div> }
    });
    view! {
        <dl class="facts facts-main">{fields.collect_view()}</dl>
        {facts_of_all(tenant, object)}
    }
    .into_any()
}

/// What is known of every object.
pub fn facts_of_all(tenant: &TenantInfo, object: &Value) -> AnyView {
    let number = |name: &str| object.get(name).and_then(Value::as_i64).unwrap_or_default();
    let maker = object.get("created_by").and_then(Value::as_str).and_then(|id| id.parse().ok());
    let maker = maker.map(|id| tenant.name_of(&id));
    let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    view! {
        <dl class="facts">
            <div><dt>"Created"</dt><dd><Timestamp ms=number("created_at")/>" by "<bdi>{maker}</bdi></dd></div>
            <div><dt>"Last saved"</dt><dd><Timestamp ms=number("updated_at")/></dd></div>
            <div><dt>"Version"</dt><dd>{number("version")}</dd></div>
            <div><dt>"Id"</dt><dd><code>{id}</code></dd></div>
        </dl>
    }
    .into_any()
}
