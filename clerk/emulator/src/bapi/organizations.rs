//! `/organizations`: listing, making, changing, removing them.

use axum::{
    Router,
    extract::Path,
    routing::{get, patch, put},
};
use serde_json::{Value, json};

use super::{
    body::Body,
    call::{Answer, Call},
    list::{self, Choice, Key, Page},
    metadata,
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::{View, put as put_field},
    state::{
        State,
        organization::{Organization, check_name},
    },
};

const METADATA: [&str; 2] = ["public_metadata", "private_metadata"];
const ORDERS: [&str; 3] = ["created_at", "name", "members_count"];

/// More seats than anybody has members.
const MOST_SEATS: i64 = 1_000_000;

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/organizations", get(show_all).post(create))
        .route("/organizations/{id}", get(show).patch(update).delete(destroy))
        .route("/organizations/{id}/metadata", patch(merge_metadata).put(replace_metadata))
        .route("/organizations/{id}/logo", put(set_logo).delete(unset_logo))
}

async fn show_all(call: Call) -> Answer {
    call.look(|view| {
        let mut rows = matching(view.state, &call)?;
        list::order(&mut rows, &call.query, &ORDERS, |row, name| key(view.state, row, name))?;
        let with = Extras::of(&call)?;
        Ok(Page::of(&call.query)?.counted(&rows, |row| with.draw(view, row)))
    })
}

fn matching<'a>(state: &'a State, call: &Call) -> Result<Vec<&'a Organization>, Problem> {
    let (ids, members) = (Choice::of(&call.query, "organization_id")?, Choice::of(&call.query, "user_id")?);
    let text = list::sought(&call.query, "query");
    let rows = state.data.organizations.values().filter(|row| {
        ids.takes(|id| row.id == id)
            && members.takes(|id| state.membership(id, &row.id).is_some())
            && (row.id.to_lowercase() == text || format!("{}\n{}", row.name, row.slug).to_lowercase().contains(&text))
    });
    Ok(rows.collect())
}

fn key(state: &State, organization: &Organization, name: &str) -> Key {
    match name {
        "name" => organization.name.as_str().into(),
        "members_count" => i64::try_from(state.memberships_in(&organization.id).len()).ok().into(),
        _ => organization.created_at.into(),
    }
}

/// What comes only when it is asked for.
#[derive(Clone, Copy, Debug)]
struct Extras {
    members: bool,
    elevated: bool,
}

impl Extras {
    fn of(call: &Call) -> Result<Self, Problem> {
        let asked = |name: &str| Ok(list::flag(&call.query, name)?.unwrap_or(false));
        Ok(Self {
            members: asked("include_members_count")?,
            elevated: asked("include_missing_member_with_elevated_permissions")?,
        })
    }

    fn draw(self, view: View<'_>, organization: &Organization) -> Value {
        let mut drawn = view.backend_organization(organization);
        if let Some(fields) = drawn.as_object_mut().filter(|_| !self.members) {
            fields.remove("members_count");
        }
        if self.elevated {
            let is_missing = !view.state.has_manager(&organization.id, None);
            put_field(&mut drawn, "missing_member_with_elevated_permissions", json!(is_missing));
        }
        drawn
    }
}

/// By id or slug.
async fn show(Path(id): Path<String>, call: Call) -> Answer {
    call.look(|view| Ok(Extras::of(&call)?.draw(view, view.state.organization(&id)?)))
}

async fn create(call: Call) -> Answer {
    let known = ["name", "created_by", "slug", "max_allowed_memberships", "created_at", "role_set_key"];
    call.body.only(&[&known[..], &METADATA[..]].concat())?;
    call.change(|state| {
        let organization = new(state, &call.body)?;
        state.data.organizations.insert(organization.id.clone(), organization.clone());
        if let Some(creator) = &organization.created_by {
            let role = state.creator_role_of(&organization)?;
            state.add_membership(creator, &organization.id, &role);
        }
        Ok(call.view(state).backend_organization(&organization))
    })
}

fn new(state: &State, body: &Body) -> Result<Organization, Problem> {
    let now = state.now_ms();
    let name = check_name(&body.required("name")?)?;
    let slug = state.new_slug(&name, body.text("slug")?.as_deref())?;
    let created_by = body.text("created_by")?.filter(|id| !id.is_empty());
    if created_by.as_deref().is_some_and(|id| state.user(id).is_err()) {
        return Err(Problem::new(Code::OrganizationCreatorNotFound, "The creator of the organization was not found."));
    }
    let mut organization = Organization {
        id: state.random.id("org"),
        name,
        slug,
        created_by,
        admin_delete_disabled: !state.settings.admin_delete_enabled,
        created_at: body.time("created_at")?.unwrap_or(now),
        updated_at: now,
        ..Organization::default()
    };
    set_limits(state, &mut organization, body)?;
    set_metadata(body, &mut organization, metadata::replace)?;
    Ok(organization)
}

fn set_limits(state: &State, organization: &mut Organization, body: &Body) -> Result<(), Problem> {
    let seats = body.integer("max_allowed_memberships", 0, MOST_SEATS)?;
    organization.max_allowed_memberships = seats.or(organization.max_allowed_memberships);
    if let Some(key) = body.text("role_set_key")? {
        state
            .role_set(&key)
            .map_err(|_| Problem::field("role_set_key", Code::FormResourceNotFound, "There is no such role set."))?;
        organization.role_set_key = Some(key);
    }
    Ok(())
}

fn set_metadata(body: &Body, organization: &mut Organization, change: metadata::Change) -> Result<(), Problem> {
    change(body, "public_metadata", &mut organization.public_metadata)?;
    change(body, "private_metadata", &mut organization.private_metadata)
}

async fn update(Path(id): Path<String>, call: Call) -> Answer {
    let with_metadata = call.updates_metadata(&METADATA)?;
    let known = ["name", "slug", "max_allowed_memberships", "admin_delete_enabled", "created_at", "role_set_key"];
    let metadata: &[&str] = if with_metadata { &METADATA } else { &[] };
    call.body.only(&[&known[..], metadata].concat())?;
    call.change(|state| {
        let mut organization = state.organization(&id)?.clone();
        let body = &call.body;
        if let Some(name) = body.text("name")? {
            organization.name = check_name(&name)?;
        }
        if let Some(slug) = body.text("slug")?.filter(|slug| !slug.is_empty()) {
            organization.slug = state.changed_slug(&slug, &organization)?;
        }
        let may_delete = body.flag("admin_delete_enabled")?.unwrap_or(!organization.admin_delete_disabled);
        organization.admin_delete_disabled = !may_delete;
        organization.created_at = body.time("created_at")?.unwrap_or(organization.created_at);
        set_limits(state, &mut organization, body)?;
        if with_metadata {
            set_metadata(body, &mut organization, metadata::replace)?;
        }
        Ok(keep(&call, state, organization))
    })
}

/// Puts a changed organization back and answers it.
fn keep(call: &Call, state: &mut State, mut organization: Organization) -> Value {
    organization.updated_at = state.now_ms();
    state.data.organizations.insert(organization.id.clone(), organization.clone());
    call.view(state).backend_organization(&organization)
}

async fn merge_metadata(Path(id): Path<String>, call: Call) -> Answer {
    change_metadata(&call, &id, metadata::merge)
}

async fn replace_metadata(Path(id): Path<String>, call: Call) -> Answer {
    change_metadata(&call, &id, metadata::replace)
}

fn change_metadata(call: &Call, id: &str, change: metadata::Change) -> Answer {
    call.body.only(&METADATA)?;
    call.change(|state| {
        let mut organization = state.organization(id)?.clone();
        set_metadata(&call.body, &mut organization, change)?;
        Ok(keep(call, state, organization))
    })
}

async fn destroy(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let found = state.organization(&id)?;
        let (id, slug) = (found.id.clone(), found.slug.clone());
        state.delete_organization(&id);
        Ok(json!({ "object": "organization", "id": id, "slug": slug, "deleted": true }))
    })
}

async fn set_logo(Path(id): Path<String>, call: Call) -> Answer {
    let address = call.body.image()?;
    call.change(|state| {
        let organization = Organization { image: Some(address), ..state.organization(&id)?.clone() };
        Ok(keep(&call, state, organization))
    })
}

async fn unset_logo(Path(id): Path<String>, call: Call) -> Answer {
    call.change(|state| {
        let organization = state.organization(&id)?.clone();
        if organization.image.is_none() {
            return Err(Problem::new(Code::ImageNotFound, "The organization has no logo."));
        }
        Ok(keep(&call, state, Organization { image: None, ..organization }))
    })
}
