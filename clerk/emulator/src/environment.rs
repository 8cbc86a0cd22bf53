//! The environment: what ClerkJS may show, as an administrator would set it in Clerk's dashboard.

mod attributes;

use serde_json::{Map, Value, json};

use self::attributes::attributes;
use crate::{
    Roles,
    state::settings::{Factor, Settings, SignUpMode},
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
        "display_config": display_config(origin, settings),
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

/// Captcha and branding are off: they would ask hosts on the internet.
fn display_config(origin: &str, settings: &Settings) -> Value {
    let page = |url: &str| Some(url.to_owned()).filter(|url| !url.is_empty());
    json!({
        "object": "display_config",
        "id": "display_local",
        "instance_environment_type": "development",
        "application_name": APPLICATION_NAME,
        "preferred_sign_in_strategy": if settings.has(Factor::Password) { "password" } else { "otp" },
        "theme": theme(),
        "home_url": format!("{origin}/"),
        "sign_in_url": format!("{origin}/sign-in"),
        "sign_up_url": format!("{origin}/sign-up"),
        "user_profile_url": format!("{origin}/user"),
        "organization_profile_url": format!("{origin}/organization"),
        "create_organization_url": format!("{origin}/create-organization"),
        "waitlist_url": waitlist_url(origin, settings),
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
        "terms_url": page(&settings.terms_url),
        "privacy_policy_url": page(&settings.privacy_policy_url),
        "branded": false,
        "show_devmode_warning": false,
        "clerk_js_version": "6",
        "captcha_public_key": null,
        "captcha_public_key_invisible": null,
        "captcha_widget_type": null,
        "captcha_provider": "turnstile",
        "captcha_oauth_bypass": [],
        "captcha_heartbeat": false,
        "google_one_tap_client_id": settings.google_one_tap.then_some("local.apps.googleusercontent.com"),
    })
}

/// Where there is a waitlist.
fn waitlist_url(origin: &str, settings: &Settings) -> String {
    if settings.sign_up_mode == SignUpMode::Waitlist { format!("{origin}/waitlist") } else { String::new() }
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
        "social": social(settings),
        "enterprise_sso": {
            "enabled": settings.enterprise_connections.iter().any(|connection| connection.active),
            "self_serve_sso": false,
        },
        "sign_in": {
            "second_factor": {
                "required": settings.second_factor_required,
                "enabled": !settings.second_factors.is_empty(),
            },
        },
        "sign_up": {
            "mode": settings.sign_up_mode,
            "progressive": true,
            "captcha_enabled": false,
            "legal_consent_enabled": settings.legal_consent,
            "allowlist_only": settings.allowlist,
            "custom_action_required": false,
            "mfa": { "required": settings.second_factor_required },
        },
        "password_settings": password_settings(settings),
        "username_settings": { "min_length": 4, "max_length": 64 },
        "passkey_settings": {
            "allow_autofill": settings.has(Factor::Passkey) && settings.passkey_autofill,
            "show_sign_in_button": settings.has(Factor::Passkey) && settings.passkey_button,
            "satisfies_second_factor": true,
        },
        "attack_protection": {
            "user_lockout": {
                "enabled": settings.lockout_attempts > 0,
                "max_attempts": settings.lockout_attempts,
                "duration_in_minutes": settings.lockout_minutes,
            },
            "email_link": { "require_same_client": settings.email_link_same_client },
            "enumeration_protection": { "enabled": false },
        },
        "actions": { "delete_self": settings.delete_self, "create_organization": settings.create_organization },
    })
}

fn password_settings(settings: &Settings) -> Value {
    json!({
        "min_length": 8,
        "max_length": 72,
        "require_special_char": false,
        "require_numbers": false,
        "require_uppercase": false,
        "require_lowercase": false,
        "show_zxcvbn": false,
        "min_zxcvbn_strength": 0,
        "disable_hibp": !settings.refuse_leaked_passwords,
        "enforce_hibp_on_sign_in": settings.refuse_leaked_passwords_on_sign_in,
        "allowed_special_characters": "",
    })
}

/// The logos of known providers are ClerkJS' own affair; one of an app's own has its first letter.
fn social(settings: &Settings) -> Value {
    let providers = settings.social_providers.iter().map(|provider| {
        let view = json!({
            "enabled": true,
            "required": false,
            "authenticatable": provider.authenticatable,
            "block_email_subaddresses": false,
            "strategy": provider.strategy,
            "not_selectable": false,
            "deprecated": false,
            "name": provider.name,
            "logo_url": null,
        });
        (provider.strategy.clone(), view)
    });
    providers.collect::<Map<String, Value>>().into()
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
