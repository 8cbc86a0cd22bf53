//! `/instance`: settings that an app's server changes.

use axum::{
    Router,
    response::{IntoResponse, Response},
    routing::{get, patch},
};
use http::StatusCode;
use serde_json::{Value, json};

use super::{
    call::{Answer, Call},
    list::one_of,
    organization_roles, role_sets,
};
use crate::{
    context::Context,
    error::{Code, Problem},
    resources::View,
    state::{
        State, domain,
        settings::{OAuthSettings, Settings},
    },
};

const MODES: [&str; 2] = ["automatic_invitation", "automatic_suggestion"];

/// Permissions that an application can have.
const PERMISSIONS: usize = 50;

/// Scopes that Clerk grants where nobody chose any.
const SCOPES: [&str; 3] = ["openid", "profile", "email"];

pub(super) fn routes() -> Router<Context> {
    Router::new()
        .route("/instance", get(show).patch(update))
        .route("/instance/restrictions", patch(update_restrictions))
        .route("/instance/protect", get(show_protect).patch(update_protect))
        .route("/instance/communication", get(show_communication).patch(update_communication))
        .route("/instance/oauth_application_settings", get(show_oauth).patch(update_oauth))
        .route("/instance/organization_settings", get(show_organizations).patch(update_organizations))
}

async fn show(call: Call) -> Answer {
    call.look(|view| {
        Ok(json!({
            "object": "instance",
            "id": view.state.instance_id(),
            "environment_type": "development",
            "allowed_origins": view.state.settings.allowed_origins,
            "workspace_id": null,
        }))
    })
}

/// Answers nothing. Of its settings the local Clerk keeps the origins and what is said of leaked passwords; the rest has no effect here.
async fn update(call: Call) -> Result<Response, Problem> {
    call.body.only(&[
        "test_mode",
        "hibp",
        "support_email",
        "clerk_js_version",
        "development_origin",
        "allowed_origins",
        "cookieless_dev",
        "url_based_session_syncing",
        "preferred_sign_in_strategy_when_password_required",
    ])?;
    set(&call, |settings| {
        if let Some(origins) = call.body.texts("allowed_origins")? {
            settings.allowed_origins = origins;
        }
        call.body.put_flag("hibp", &mut settings.refuse_leaked_passwords)
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Changes settings and keeps them.
fn set(call: &Call, change: impl FnOnce(&mut Settings) -> Result<(), Problem>) -> Result<(), Problem> {
    call.change(|state| {
        let mut settings = state.settings.clone();
        change(&mut settings)?;
        state.change_settings(settings);
        Ok(Value::Null)
    })
    .map(|_| ())
}

async fn update_restrictions(call: Call) -> Answer {
    let names = [
        "allowlist",
        "blocklist",
        "allowlist_blocklist_disabled_on_sign_in",
        "block_email_subaddresses",
        "block_disposable_email_domains",
    ];
    call.body.only(&names)?;
    set(&call, |settings| {
        call.body.put_flag("allowlist", &mut settings.allowlist)?;
        call.body.put_flag("blocklist", &mut settings.blocklist)?;
        let on_sign_in = &mut settings.allowlist_blocklist_disabled_on_sign_in;
        call.body.put_flag("allowlist_blocklist_disabled_on_sign_in", on_sign_in)?;
        call.body.put_flag("block_email_subaddresses", &mut settings.block_email_subaddresses)?;
        call.body.put_flag("block_disposable_email_domains", &mut settings.block_disposable_email_domains)
    })?;
    call.look(|view| {
        let settings = &view.state.settings;
        Ok(json!({
            "object": "instance_restrictions",
            "allowlist": settings.allowlist,
            "blocklist": settings.blocklist,
            "allowlist_blocklist_disabled_on_sign_in": settings.allowlist_blocklist_disabled_on_sign_in,
            "block_email_subaddresses": settings.block_email_subaddresses,
            "block_disposable_email_domains": settings.block_disposable_email_domains,
        }))
    })
}

async fn show_protect(call: Call) -> Answer {
    call.look(|view| {
        let settings = &view.state.settings;
        Ok(json!({
            "object": "instance_protect",
            "rules_enabled": settings.protect_rules,
            "specter_enabled": settings.protect_specter,
            "checks_bypassed": false,
        }))
    })
}

async fn update_protect(call: Call) -> Answer {
    call.body.only(&["rules_enabled", "specter_enabled"])?;
    set(&call, |settings| {
        call.body.put_flag("rules_enabled", &mut settings.protect_rules)?;
        call.body.put_flag("specter_enabled", &mut settings.protect_specter)
    })?;
    show_protect(call).await
}

async fn show_communication(call: Call) -> Answer {
    call.look(|view| {
        let codes = &view.state.settings.blocked_country_codes;
        Ok(json!({ "object": "instance_communication", "blocked_country_codes": codes }))
    })
}

async fn update_communication(call: Call) -> Answer {
    let name = "blocked_country_codes";
    call.body.only(&[name])?;
    if let Some(codes) = call.body.texts(name)? {
        let is_code = |code: &String| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_twice =
            codes.iter().enumerate().any(|(index, code)| codes.iter().skip(index + 1).any(|other| other == code));
        if codes.len() > 250 || is_twice || !codes.iter().all(is_code) {
            return Err(Problem::field(name, Code::FormParamFormatInvalid, "Country codes have two capital letters."));
        }
        set(&call, |settings| {
            settings.blocked_country_codes = codes;
            Ok(())
        })?;
    }
    show_communication(call).await
}

async fn show_oauth(call: Call) -> Answer {
    call.look(|view| {
        let OAuthSettings {
            dynamic_registration,
            default_scopes,
            jwt_access_tokens,
            documents_advertised,
            documents_only_pre_registered,
            documents_block_implicit,
        } = view.state.settings.oauth_applications.clone();
        Ok(json!({
            "object": "oauth_application_settings",
            "dynamic_oauth_client_registration": dynamic_registration,
            "default_scopes": default_scopes.unwrap_or_else(|| SCOPES.map(str::to_owned).to_vec()),
            "oauth_jwt_access_tokens": jwt_access_tokens,
            "client_id_metadata_documents_advertised": documents_advertised,
            "client_id_metadata_documents_only_allow_pre_registered_clients": documents_only_pre_registered,
            "client_id_metadata_documents_block_implicitly_allowed_clients": documents_block_implicit,
        }))
    })
}

async fn update_oauth(call: Call) -> Answer {
    let flags = [
        "dynamic_oauth_client_registration",
        "oauth_jwt_access_tokens",
        "client_id_metadata_documents_advertised",
        "client_id_metadata_documents_only_allow_pre_registered_clients",
        "client_id_metadata_documents_block_implicitly_allowed_clients",
    ];
    call.body.only(&[&flags[..], &["default_scopes"]].concat())?;
    set(&call, |settings| {
        let oauth = &mut settings.oauth_applications;
        let targets = [
            &mut oauth.dynamic_registration,
            &mut oauth.jwt_access_tokens,
            &mut oauth.documents_advertised,
            &mut oauth.documents_only_pre_registered,
            &mut oauth.documents_block_implicit,
        ];
        for (name, target) in flags.into_iter().zip(targets) {
            call.body.put_flag(name, target)?;
        }
        if call.body.has("default_scopes") {
            oauth.default_scopes = call.body.texts("default_scopes")?;
        }
        Ok(())
    })?;
    show_oauth(call).await
}

async fn show_organizations(call: Call) -> Answer {
    call.look(|view| Ok(draw_organizations(view)))
}

fn draw_organizations(view: View<'_>) -> Value {
    let (settings, roles) = (&view.state.settings, &view.state.roles);
    json!({
        "object": "organization_settings",
        "enabled": settings.organizations_enabled,
        "max_allowed_memberships": settings.max_allowed_memberships,
        "max_allowed_roles": organization_roles::LIMIT,
        "max_role_sets_allowed": role_sets::LIMIT,
        "max_allowed_domains": domain::LIMIT,
        "max_allowed_permissions": PERMISSIONS,
        "creator_role": roles.creator_role(),
        "admin_delete_enabled": settings.admin_delete_enabled,
        "domains_enabled": settings.organization_domains,
        "slug_disabled": !settings.organization_slugs,
        "domains_enrollment_modes": settings.domain_enrollment_modes,
        "domains_default_role": roles.domain_role(),
        "initial_role_set_key": roles.sets().into_iter().find(|set| set.initial).map(|set| set.key),
    })
}

async fn update_organizations(call: Call) -> Answer {
    let body = &call.body;
    body.only(&[
        "enabled",
        "max_allowed_memberships",
        "admin_delete_enabled",
        "domains_enabled",
        "slug_disabled",
        "domains_enrollment_modes",
        "creator_role_id",
        "domains_default_role_id",
    ])?;
    let modes = body.texts("domains_enrollment_modes")?;
    if modes.as_ref().is_some_and(|modes| modes.iter().any(|mode| !MODES.contains(&mode.as_str()))) {
        return Err(one_of("domains_enrollment_modes", &MODES));
    }
    call.change(|state| {
        let mut settings = state.settings.clone();
        let most = body.integer("max_allowed_memberships", 0, i64::MAX)?;
        settings.max_allowed_memberships = most.unwrap_or(settings.max_allowed_memberships);
        body.put_flag("enabled", &mut settings.organizations_enabled)?;
        body.put_flag("admin_delete_enabled", &mut settings.admin_delete_enabled)?;
        body.put_flag("domains_enabled", &mut settings.organization_domains)?;
        let mut no_slugs = !settings.organization_slugs;
        body.put_flag("slug_disabled", &mut no_slugs)?;
        settings.organization_slugs = !no_slugs;
        if let Some(modes) = modes {
            settings.domain_enrollment_modes = [vec!["manual_invitation".to_owned()], modes].concat();
        }
        choose_roles(state, &call)?;
        state.change_settings(settings);
        Ok(draw_organizations(call.view(state)))
    })
}

/// Roles are named by id, or by key as older applications do.
fn choose_roles(state: &mut State, call: &Call) -> Result<(), Problem> {
    let mut roles = state.roles.clone();
    let find = |name: &str| -> Result<Option<String>, Problem> {
        let Some(id) = call.body.text(name)? else { return Ok(None) };
        let found = state.roles.by_id(&id).or_else(|| state.roles.find(&id)).map(|role| role.key.clone());
        found.map(Some).ok_or_else(|| Problem::field(name, Code::FormResourceNotFound, "There is no such role."))
    };
    let (creator, joiner) = (find("creator_role_id")?, find("domains_default_role_id")?);
    if let Some(key) = &creator {
        if !state.roles.find(key).is_some_and(|role| role.may_create()) {
            let message = "The role of creators needs to manage members and to delete the organization.";
            return Err(Problem::field("creator_role_id", Code::RoleCreatorMissesPermissions, message));
        }
        roles.set_creator_role(key);
    }
    if let Some(key) = &joiner {
        roles.set_domain_role(key);
    }
    if creator.is_some() || joiner.is_some() {
        state.change_roles(roles);
    }
    Ok(())
}
