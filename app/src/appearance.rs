//! Clerk's components in our clothes: its variables point at the stylesheet's, so that light and dark follow by themselves.

/// Clerk's `appearance` object. The `local` Clerk takes no pictures, so what uploads them is not shown there.
#[cfg(feature = "ssr")]
pub(crate) fn appearance(local: bool) -> serde_json::Value {
    let hidden = if local { serde_json::json!({ "display": "none" }) } else { serde_json::json!({}) };
    let elements = serde_json::json!({
        // Clerk's own gray is too pale to read on our sidebar.
        "organizationSwitcherTrigger": { "color": "var(--foreground)" },
        "avatarImageActionsUpload": hidden,
        "organizationAvatarUploaderContainer": hidden,
    });
    serde_json::json!({
        "elements": elements,
        "variables": {
            "colorPrimary": "var(--primary)",
            "colorPrimaryForeground": "var(--primary-foreground)",
            "colorBackground": "var(--surface)",
            "colorForeground": "var(--foreground)",
            "colorMuted": "var(--muted)",
            "colorMutedForeground": "var(--muted-foreground)",
            "colorNeutral": "var(--foreground)",
            "colorInput": "var(--input)",
            "colorInputForeground": "var(--foreground)",
            "colorBorder": "var(--border)",
            "colorRing": "var(--ring)",
            "colorDanger": "var(--danger)",
            "colorSuccess": "var(--primary)",
            "borderRadius": "0.5rem",
            "fontFamily": "inherit",
            "fontFamilyButtons": "inherit",
        },
    })
}
