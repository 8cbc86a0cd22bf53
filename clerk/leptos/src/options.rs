//! What the app tells ClerkJS: made from the server's configuration, sent to the browser, passed to `Clerk.load`.

mod more;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use more::{Appearance, dark};

use crate::props::Props;

/// The public part of the Clerk configuration. Nothing in it is secret: it is written into every page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", from = "Value")]
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
    /// Where the words of another language are, for [`ClerkScripts`](crate::ClerkScripts) to have fetched.
    #[serde(skip)]
    pub localization_url: Option<String>,
    /// This app's own domain, where it is a satellite without a proxy.
    #[serde(skip)]
    pub domain: Option<String>,
    /// The rarer ones, as `Clerk.load` takes them: see the `with_…` methods.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub more: Map<String, Value>,
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
            localization_url: None,
            domain: None,
            more: Map::new(),
            clerk_js_url: None,
            clerk_ui_url: None,
            local: false,
        }
    }
}

/// What is missing or of another type has its default. Read by hand: what serde compiles for so many fields is 4 KB of the
/// browser's program.
impl From<Value> for ClerkOptions {
    fn from(mut sent: Value) -> Self {
        let default = Self::default();
        let mut member = |name: &str| sent.get_mut(name).map(Value::take);
        let flag = |value: Option<Value>| value == Some(Value::Bool(true));
        let allowed_redirect_origins = match member("allowedRedirectOrigins") {
            Some(Value::Array(origins)) => origins.into_iter().filter_map(text).collect(),
            _ => Vec::new(),
        };
        let (telemetry, local) = (flag(member("telemetry")), flag(member("local")));
        let (appearance, localization) = (member("appearance"), member("localization"));
        let more = match member("more") {
            Some(Value::Object(more)) => more,
            _ => Map::new(),
        };
        let mut text = |name: &str| text(member(name)?);
        Self {
            publishable_key: text("publishableKey").unwrap_or_default(),
            proxy_url: text("proxyUrl"),
            sign_in_url: text("signInUrl").unwrap_or(default.sign_in_url),
            sign_up_url: text("signUpUrl").unwrap_or(default.sign_up_url),
            sign_in_fallback_redirect_url: text("signInFallbackRedirectUrl"),
            sign_up_fallback_redirect_url: text("signUpFallbackRedirectUrl"),
            sign_in_force_redirect_url: text("signInForceRedirectUrl"),
            sign_up_force_redirect_url: text("signUpForceRedirectUrl"),
            allowed_redirect_origins,
            after_sign_out_url: text("afterSignOutUrl").unwrap_or(default.after_sign_out_url),
            telemetry,
            appearance,
            localization,
            localization_url: None,
            domain: None,
            more,
            clerk_js_url: text("clerkJsUrl"),
            clerk_ui_url: text("clerkUiUrl"),
            local,
        }
    }
}

fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

impl ClerkOptions {
    /// The options of `Clerk.load`. Key and proxy are not among them: ClerkJS reads those from its script tag.
    #[cfg_attr(not(any(test, target_arch = "wasm32")), expect(dead_code, reason = "only the browser loads ClerkJS"))]
    pub(crate) fn load(&self) -> Props {
        let origins = &self.allowed_redirect_origins;
        Props::default()
            .text("signInUrl", Some(self.sign_in_url.clone()))
            .text("signUpUrl", Some(self.sign_up_url.clone()))
            .text("signInFallbackRedirectUrl", self.sign_in_fallback_redirect_url.clone())
            .text("signUpFallbackRedirectUrl", self.sign_up_fallback_redirect_url.clone())
            .text("signInForceRedirectUrl", self.sign_in_force_redirect_url.clone())
            .text("signUpForceRedirectUrl", self.sign_up_force_redirect_url.clone())
            .value("allowedRedirectOrigins", (!origins.is_empty()).then(|| origins.as_slice().into()))
            .text("afterSignOutUrl", Some(self.after_sign_out_url.clone()))
            .flag("telemetry", (!self.telemetry).then_some(false))
            .value("appearance", self.appearance.clone())
            .value("localization", self.localization.clone())
            .members_of(&self.more)
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
    fn load_gets_clerks_names_and_nothing_of_ours() {
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
        assert_eq!(Some(options.load().members()), expected.as_object());
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
        let word = |word: &str| Some(word.to_owned());
        let options = ClerkOptions {
            publishable_key: "pk_test_x".into(),
            proxy_url: word("/__clerk"),
            sign_in_url: "/in".into(),
            sign_up_url: "/up".into(),
            sign_in_fallback_redirect_url: word("/a"),
            sign_up_fallback_redirect_url: word("/b"),
            sign_in_force_redirect_url: word("/c"),
            sign_up_force_redirect_url: word("/d"),
            allowed_redirect_origins: vec!["https://app.example.com".into()],
            after_sign_out_url: "/out".into(),
            telemetry: true,
            appearance: Some(json!({"a": 1})),
            localization: Some(json!({"b": null})),
            more: [("c".to_owned(), json!(true))].into_iter().collect(),
            clerk_js_url: word("/clerk.js"),
            clerk_ui_url: word("/ui.js"),
            local: true,
            ..ClerkOptions::default()
        };
        assert_eq!(serde_json::from_str::<ClerkOptions>(&serde_json::to_string(&options)?)?, options);
        let default = ClerkOptions::default();
        assert_eq!(serde_json::from_str::<ClerkOptions>(&serde_json::to_string(&default)?)?, default);
        assert_eq!(serde_json::from_str::<ClerkOptions>(r#"{ "signInUrl": 1, "unknown": true }"#)?, default);
        Ok(())
    }
}
