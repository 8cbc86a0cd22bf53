//! Clerk's components in our clothes: its variables point at the stylesheet's, so that light and dark follow by themselves.

/// Clerk's `appearance` object.
#[cfg(feature = "ssr")]
pub(crate) fn appearance() -> serde_json::Value {
    serde_json::json!({
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
