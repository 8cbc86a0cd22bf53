//! Clerk's components in our style: their variables point at the stylesheet's, so light and dark follow by themselves.

use clerk_leptos::ClerkOptions;
use serde_json::{Value, json};

/// Options with what the pages here assume of Clerk where the configuration says nothing.
pub(crate) fn with_defaults(mut clerk: ClerkOptions) -> ClerkOptions {
    let local = clerk.local;
    clerk.appearance.get_or_insert_with(|| appearance(local));
    clerk.sign_in_fallback_redirect_url.get_or_insert_with(|| "/dashboard".to_owned());
    clerk.sign_up_fallback_redirect_url.get_or_insert_with(|| "/onboarding".to_owned());
    clerk
}

/// Clerk's `appearance` object. The `local` Clerk takes no pictures, so what uploads them is not shown there.
fn appearance(local: bool) -> Value {
    json!({ "elements": elements(local), "variables": variables() })
}

fn variables() -> Value {
    json!({
        "colorPrimary": "var(--primary)",
        "colorPrimaryForeground": "var(--primary-foreground)",
        "colorBackground": "var(--surface)",
        "colorForeground": "var(--foreground)",
        "colorMuted": "var(--muted)",
        "colorMutedForeground": "var(--muted-foreground)",
        "colorNeutral": "var(--foreground)",
        "colorInput": "var(--input)",
        "colorInputForeground": "var(--foreground)",
        // Clerk thins this one down for lines, and writes badges in it: our own pale lines would leave nothing.
        "colorBorder": "var(--foreground)",
        "colorRing": "var(--ring)",
        "colorDanger": "var(--danger)",
        "colorWarning": "var(--warning-soft-foreground)",
        "colorSuccess": "var(--primary)",
        "borderRadius": "0.5rem",
        "fontFamily": "inherit",
        "fontFamilyButtons": "inherit",
    })
}

/// What the variables do not reach.
fn elements(local: bool) -> Value {
    let hidden = if local { json!({ "display": "none" }) } else { json!({}) };
    let icon = json!({ "color": "var(--muted-foreground)" });
    json!({
        // Clerk's own gray is too pale to read on our sidebar.
        "organizationSwitcherTrigger": { "color": "var(--foreground)" },
        "organizationSwitcherTriggerIcon": icon,
        "formFieldInputShowPasswordIcon": icon,
        "menuButtonEllipsis": { "& svg": icon },
        // Its titles have the width of the window's first column: the longest word must fit.
        "navbar": { "& h1": { "fontSize": "1.125rem", "letterSpacing": "normal" } },
        "badge": badge(),
        "button": button(),
        "input": outlined(),
        "otpCodeFieldInput": outlined(),
        "phoneInputBox": outlined(),
        "tagInputContainer": outlined(),
        "avatarImageActionsUpload": hidden,
        "organizationAvatarUploaderContainer": hidden,
    })
}

/// Filled ones, as ours: Clerk mixes the colour under a pointer itself, and writes white on every kind of red.
fn button() -> Value {
    json!({
        "&[data-variant=solid][data-color=primary]:hover": { "backgroundColor": "var(--primary-hover)" },
        "&[data-variant=solid][data-color=danger]": { "color": "var(--danger-foreground)" },
        "&[data-variant=solid][data-color=danger]:hover": { "backgroundColor": "var(--danger-hover)" },
    })
}

/// As the badges of our own pages.
fn badge() -> Value {
    json!({
        "color": "var(--foreground)",
        "backgroundColor": "var(--muted)",
        "&[data-color=success]": {
            "color": "var(--primary-soft-foreground)",
            "backgroundColor": "var(--primary-soft)",
        },
        "&[data-color=warning]": {
            "color": "var(--warning-soft-foreground)",
            "backgroundColor": "var(--warning-soft)",
        },
        "&[data-color=danger]": {
            "color": "var(--danger-soft-foreground)",
            "backgroundColor": "var(--danger-soft)",
        },
    })
}

/// The line around a field, as strong as around ours. Focus and mistakes have Clerk's; a bare field stands in a box that
/// has one.
fn outlined() -> Value {
    let quiet = ":not(:focus, :focus-within, [aria-invalid=true], [data-variant=unstyled])";
    json!({ (format!("&{quiet}, &:hover{quiet}")): { "boxShadow": "0 0 0 1px var(--input-border)" } })
}
