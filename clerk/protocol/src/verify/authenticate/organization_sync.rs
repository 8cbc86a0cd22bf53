//! The organization the URL names and the one the session has (section "Organization sync", row 17).

use super::Stop;
use super::context::Context;
use super::maybe_handshake::maybe_handshake;
use crate::claims::AuthObject;
use crate::verify::path_pattern::ParameterValue;
use crate::verify::reason::Reason;
use crate::verify::state::{RequestState, Status};

/// What of an organization's path matters to the session: whether it is the active one, and what to call it.
pub(super) struct Wanted {
    /// As in the handshake's `organization_id`; empty for the personal account.
    pub(super) name: String,
    pub(super) is_active: bool,
}

/// What the path asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Id(ParameterValue),
    Slug(ParameterValue),
    PersonalAccount,
}

/// An organization pattern with `id` or `slug` beats a personal one; `id` beats `slug`. The path is matched as it is.
fn target(context: &Context<'_>) -> Option<Target> {
    let path = context.clerk_url.path();
    let patterns = context.options.organization_patterns.as_ref();
    let parameters = patterns.and_then(|patterns| patterns.parameters(path)).unwrap_or_default();
    let parameter = |name: &str| {
        let last = parameters.iter().rev().find(|(candidate, _)| *candidate == name).map(|(_, value)| value.clone());
        last.filter(|value| *value != ParameterValue::One(String::new()))
    };
    if let Some(id) = parameter("id") {
        return Some(Target::Id(id));
    }
    if let Some(slug) = parameter("slug") {
        return Some(Target::Slug(slug));
    }
    let personal = context.options.personal_account_patterns.as_ref();
    personal.is_some_and(|patterns| patterns.matches(path)).then_some(Target::PersonalAccount)
}

/// `organization_id` of every handshake redirect, whatever its reason: id or slug, empty for the personal account.
pub(super) fn handshake_parameter(context: &Context<'_>) -> Option<String> {
    target(context).map(name_of)
}

fn name_of(target: Target) -> String {
    match target {
        Target::PersonalAccount => String::new(),
        Target::Id(ParameterValue::One(text)) | Target::Slug(ParameterValue::One(text)) => text,
        Target::Id(ParameterValue::Many(texts)) | Target::Slug(ParameterValue::Many(texts)) => texts.join(","),
    }
}

/// What the path asks for, measured by the session; `None` where it asks for nothing.
pub(super) fn wanted(context: &Context<'_>, object: &AuthObject) -> Option<Wanted> {
    let is = |value: &ParameterValue, active: &serde_json::Value| match value {
        ParameterValue::One(text) => active == text.as_str(),
        ParameterValue::Many(_) => false,
    };
    let target = target(context)?;
    let is_active = match &target {
        Target::Slug(slug) => is(slug, &object.org_slug),
        Target::Id(id) => is(id, &object.org_id),
        Target::PersonalAccount => matches!(&object.org_id, serde_json::Value::Null) || object.org_id == "",
    };
    Some(Wanted { name: name_of(target), is_active })
}

/// The handshake that activates what the URL names, if it is not active and can be asked for. By S16 it cannot where
/// Clerk has refused it to this session a moment ago.
pub(super) fn organization_handshake(context: &Context<'_>, object: &AuthObject) -> Result<Option<RequestState>, Stop> {
    let Some(wanted) = wanted(context, object).filter(|wanted| !wanted.is_active) else { return Ok(None) };
    if context.redirect_count >= 3.0 || context.own_cookies.has_refused(object, &wanted.name) {
        return Ok(None);
    }
    let state = maybe_handshake(context, Reason::ActiveOrganizationMismatch, String::new(), None)?;
    Ok(Some(state).filter(|state| state.status == Status::Handshake))
}
