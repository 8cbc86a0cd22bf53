//! The environment: what ClerkJS may show, as an administrator would set it in Clerk's dashboard.

use serde_json::{Value, json};

use crate::{
    Roles,
    state::settings::{Factor, Settings},
};

/// Shown by ClerkJS ("Sign in to Local Clerk"), so that nobody takes this for the real service.
const APPLICATION_NAME: &str = "Local Clerk";

/// The environment of an app at this origin.
pub(crate) fn environment(origin: &str, settings: &Settings, roles: &Roles) -> Value {
    json!({
        "object": "environment",
        "id": "env_local",
        "maintenance_mode": false,
        "client_debug_mode": false,
        "partitioned_cookies": false,
        "auth_config": auth_config(settings),
        "display_config": display_config(origin),
        "user_settings": user_settings(settings),
        "organization_settings": organization_settings(settings, roles),
        "commerce_settings": commerce_settings(),
        "api_keys_settings": {
            "object": "api_keys_settings",
            "id": "api_keys_local",
            "enabled": false,
            "user_api_keys_enabled": false,
            "orgs_api_keys_enabled": false,
        },
        "protect_config": { "object": "protect_config", "id": "protect_local" },
    })
}

fn auth_config(settings: &Settings) -> Value {
    json!({
        "object": "auth_config",
        "id": "aconf_local",
        "single_session_mode": settings.single_session,
        "claimed_at": null,
        "reverification": settings.reverification,
        "preferred_channels": null,
        "session_minter": false,
    })
}

/// Captcha, branding and sign-in with Google are off: they would ask hosts on the internet.
fn display_config(origin: &str) -> Value {
    json!({
        "object": "display_config",
        "id": "display_local",
        "instance_environment_type": "development",
        "application_name": APPLICATION_NAME,
        "preferred_sign_in_strategy": "password",
        "theme": theme(),
        "home_url": format!("{origin}/"),
        "sign_in_url": format!("{origin}/sign-in"),
        "sign_up_url": format!("{origin}/sign-up"),
        "user_profile_url": format!("{origin}/user"),
        "organization_profile_url": format!("{origin}/organization"),
        "create_organization_url": format!("{origin}/create-organization"),
        "waitlist_url": "",
        "after_sign_in_url": format!("{origin}/"),
        "after_sign_up_url": format!("{origin}/"),
        "after_sign_out_one_url": format!("{origin}/"),
        "after_sign_out_all_url": format!("{origin}/sign-in"),
        "after_switch_session_url": format!("{origin}/"),
        "after_leave_organization_url": format!("{origin}/"),
        "after_create_organization_url": format!("{origin}/"),
        "after_join_waitlist_url": "",
        "logo_image_url": "",
        "favicon_image_url": "",
        "support_email": null,
        "terms_url": null,
        "privacy_policy_url": null,
        "branded": false,
        "show_devmode_warning": false,
        "clerk_js_version": "6",
        "captcha_public_key": null,
        "captcha_public_key_invisible": null,
        "captcha_widget_type": null,
        "captcha_provider": "turnstile",
        "captcha_oauth_bypass": [],
        "captcha_heartbeat": false,
        "google_one_tap_client_id": null,
    })
}

fn theme() -> Value {
    json!({
        "buttons": { "font_color": "#fff", "font_family": "sans-serif", "font_weight": "600" },
        "general": {
            "color": "#4f46e5",
            "padding": "1em",
            "box_shadow": "",
            "font_color": "#151515",
            "font_family": "sans-serif",
            "border_radius": "0.5em",
            "background_color": "#fff",
            "label_font_weight": "600",
        },
        "accounts": { "background_color": "#fff" },
    })
}

fn user_settings(settings: &Settings) -> Value {
    json!({
        "attributes": attributes(settings),
        "social": {},
        "enterprise_sso": { "enabled": false, "self_serve_sso": false },
        "sign_in": { "second_factor": { "required": false, "enabled": false } },
        "sign_up": {
            "mode": settings.sign_up_mode,
            "progressive": true,
            "captcha_enabled": false,
            "legal_consent_enabled": false,
            "allowlist_only": settings.allowlist,
            "custom_action_required": false,
            "mfa": { "required": false },
        },
        "password_settings": {
            "min_length": 8,
            "max_length": 72,
            "require_special_char": false,
            "require_numbers": false,
            "require_uppercase": false,
            "require_lowercase": false,
            "show_zxcvbn": false,
            "min_zxcvbn_strength": 0,
            "disable_hibp": true,
            "allowed_special_characters": "",
        },
        "username_settings": { "min_length": 4, "max_length": 64 },
        "passkey_settings": { "allow_autofill": false, "show_sign_in_button": false },
        "attack_protection": { "enumeration_protection": { "enabled": false } },
        "actions": { "delete_self": settings.delete_self, "create_organization": settings.create_organization },
    })
}

fn attributes(settings: &Settings) -> Value {
    let attribute = |enabled: bool, required: bool, codes: &[&str]| {
        json!({
            "enabled": enabled,
            "required": required,
            "used_for_first_factor": !codes.is_empty(),
            "first_factors": codes,
            "used_for_second_factor": false,
            "second_factors": [],
            "verifications": codes,
            "verify_at_sign_up": !codes.is_empty(),
        })
    };
    let off = || attribute(false, false, &[]);
    let has_password = settings.has(Factor::Password);
    let factors: Vec<&str> = [(Factor::EmailCode, "email_code"), (Factor::EmailLink, "email_link")]
        .into_iter()
        .filter_map(|(factor, name)| settings.has(factor).then_some(name))
        .collect();
    // An address is proven by a code where it is no way to sign in.
    let known: &[&str] = if factors.is_empty() { &["email_code"] } else { &factors };
    let mut email_address = attribute(true, true, known);
    if let (true, Some(fields)) = (factors.is_empty(), email_address.as_object_mut()) {
        fields.insert("used_for_first_factor".to_owned(), json!(false));
        fields.insert("first_factors".to_owned(), json!([]));
    }
    json!({
        "email_address": email_address,
        "password": attribute(has_password, has_password, &[]),
        "first_name": attribute(true, false, &[]),
        "last_name": attribute(true, false, &[]),
        "phone_number": off(),
        "username": off(),
        "web3_wallet": off(),
        "authenticator_app": off(),
        "backup_code": off(),
        "passkey": off(),
    })
}

fn organization_settings(settings: &Settings, roles: &Roles) -> Value {
    json!({
        "enabled": settings.organizations_enabled,
        "max_allowed_memberships": settings.max_allowed_memberships,
        "force_organization_selection": settings.force_organization_selection,
        "actions": { "admin_delete": settings.admin_delete_enabled },
        "domains": {
            "enabled": settings.organization_domains,
            "enrollment_modes": settings.domain_enrollment_modes,
            "default_role": roles.domain_role(),
        },
        "creator_role": roles.creator_role(),
        "slug": { "disabled": !settings.organization_slugs },
        "organization_creation_defaults": { "enabled": settings.organization_creation_defaults },
    })
}

fn commerce_settings() -> Value {
    json!({
        "object": "commerce_settings",
        "id": "commerce_local",
        "billing": {
            "stripe_publishable_key": null,
            "organization": { "enabled": false, "has_paid_plans": false },
            "user": { "enabled": false, "has_paid_plans": false },
        },
    })
}
