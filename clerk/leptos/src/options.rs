//! What the app tells ClerkJS: made from the server's configuration, sent to the browser, passed to `Clerk.load`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The public part of the Clerk configuration. Nothing in it is secret: it is written into every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClerkOptions {
    /// `pk_test_…` or `pk_live_…`.
    pub publishable_key: String,
    /// The Frontend API proxy, `/__clerk` or an absolute URL. `None`: the browser talks to Clerk's own host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_url: Option<String>,
    /// The page that shows [`SignIn`](crate::SignIn).
    pub sign_in_url: String,
    /// The page that shows [`SignUp`](crate::SignUp).
    pub sign_up_url: String,
    /// Where to go after signing in, unless the address asks for a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_fallback_redirect_url: Option<String>,
    /// Where to go after signing up, unless the address asks for a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_up_fallback_redirect_url: Option<String>,
    /// Where to go after signing in, whatever the address asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in_force_redirect_url: Option<String>,
    /// Where to go after signing up, whatever the address asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_up_force_redirect_url: Option<String>,
    /// Origins that an address may ask ClerkJS to go to after signing in, up or over; the app's own first. Empty: ClerkJS'
    /// own list, which has every subdomain of the Frontend API's domain in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed_redirect_origins: Vec<String>,
    /// Where to go after signing out.
    pub after_sign_out_url: String,
    /// Whether ClerkJS may report usage to Clerk.
    pub telemetry: bool,
    /// Clerk's `appearance` object, for all components.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub appearance: Option<Value>,
    /// Clerk's `localization` object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub localization: Option<Value>,
    /// Another address for `clerk.browser.js`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clerk_js_url: Option<String>,
    /// Another address for `ui.browser.js`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clerk_ui_url: Option<String>,
    /// The app runs against the local Clerk.
    pub local: bool,
}

impl Default for ClerkOptions {
    fn default() -> Self {
        Self {
            publishable_key: String::new(),
            proxy_url: None,
            sign_in_url: "/sign-in".into(),
            sign_up_url: "/sign-up".into(),
            sign_in_fallback_redirect_url: None,
            sign_up_fallback_redirect_url: None,
            sign_in_force_redirect_url: None,
            sign_up_force_redirect_url: None,
            allowed_redirect_origins: Vec::new(),
            after_sign_out_url: "/".into(),
            telemetry: false,
            appearance: None,
            localization: None,
            clerk_js_url: None,
            clerk_ui_url: None,
            local: false,
        }
    }
}

impl ClerkOptions {
    /// The options of `Clerk.load`, as JSON. Key and proxy are not among them: ClerkJS reads those from its script tag.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code, reason = "only the browser loads ClerkJS"))]
    pub(crate) fn load_json(&self) -> String {
        let elsewhere = ["publishableKey", "proxyUrl", "clerkJsUrl", "clerkUiUrl", "local"];
        let mut options = serde_json::to_value(self).unwrap_or_default();
        if let Value::Object(fields) = &mut options {
            fields.retain(|name, _| !elsewhere.contains(&name.as_str()));
            if self.telemetry {
                fields.remove("telemetry");
            }
        }
        options.to_string()
    }

    /// Whether the router can go there: a path of this origin, and not one of the Frontend API proxy.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code, reason = "only the browser navigates"))]
    pub(crate) fn is_page_of_the_app(&self, url: &str) -> bool {
        let proxy = self.proxy_url.as_deref().map(|proxy| match proxy.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|start| rest.get(start..)).unwrap_or_default(),
            None => proxy,
        });
        let below =
            |prefix: &str| url.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        let proxied =
            proxy.map(|proxy| proxy.trim_end_matches('/')).filter(|proxy| !proxy.is_empty()).is_some_and(below);
        url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\") && !proxied
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn load_gets_clerks_names_and_nothing_of_ours() -> Result<(), serde_json::Error> {
        let options = ClerkOptions {
            publishable_key: "pk_test_x".into(),
            proxy_url: Some("/__clerk".into()),
            sign_in_fallback_redirect_url: Some("/dashboard".into()),
            allowed_redirect_origins: vec!["https://app.example.com".into()],
            local: true,
            ..ClerkOptions::default()
        };
        let expected = json!({
            "signInUrl": "/sign-in", "signUpUrl": "/sign-up", "afterSignOutUrl": "/",
            "signInFallbackRedirectUrl": "/dashboard", "telemetry": false,
            "allowedRedirectOrigins": ["https://app.example.com"],
        });
        assert_eq!(serde_json::from_str::<Value>(&options.load_json())?, expected);
        Ok(())
    }

    #[test]
    fn the_router_leaves_the_proxy_and_other_sites_to_the_browser() {
        for proxy in ["/__clerk", "/__clerk/", "https://app.example.com/__clerk"] {
            let options = ClerkOptions { proxy_url: Some(proxy.into()), ..ClerkOptions::default() };
            for inside in ["/", "/sign-in/factor-one?a=b", "/__clerks"] {
                assert!(options.is_page_of_the_app(inside), "{inside}");
            }
            for outside in
                ["/__clerk/v1/client/touch?x=y", "/__clerk", "//evil.example", "/\\evil", "https://evil.example/"]
            {
                assert!(!options.is_page_of_the_app(outside), "{outside}");
            }
        }
        let rooted = ClerkOptions { proxy_url: Some("https://clerk.example.com".into()), ..ClerkOptions::default() };
        assert!(rooted.is_page_of_the_app("/dashboard"));
    }

    #[test]
    fn the_browser_reads_what_the_server_wrote() -> Result<(), serde_json::Error> {
        let options = ClerkOptions {
            publishable_key: "pk_test_x".into(),
            appearance: Some(json!({"a": 1})),
            ..ClerkOptions::default()
        };
        assert_eq!(serde_json::from_str::<ClerkOptions>(&serde_json::to_string(&options)?)?, options);
        Ok(())
    }
}
