//! The rarer options of the provider. They are made on the server and handed to ClerkJS as they are.

use serde_json::{Value, json};

use super::ClerkOptions;

macro_rules! more {
    ($($(#[$about:meta])* $method:ident = $key:literal;)*) => {$(
        $(#[$about])*
        #[must_use]
        pub fn $method(mut self, given: impl Into<Value>) -> Self {
            self.more.insert($key.to_owned(), given.into());
            self
        }
    )*};
}

impl ClerkOptions {
    more! {
        /// The page of the waiting list.
        with_waitlist_url = "waitlistUrl";
        /// Whom people can write to when they cannot sign in.
        with_support_email = "supportEmail";
        /// Where to go after signing out of one of several sessions.
        with_after_multi_session_single_sign_out_url = "afterMultiSessionSingleSignOutUrl";
        /// Where to go after subscribing.
        with_new_subscription_redirect_url = "newSubscriptionRedirectUrl";
        /// Schemes an address may have that ClerkJS goes to: `["myapp:"]`.
        with_allowed_redirect_protocols = "allowedRedirectProtocols";
        /// Whether ClerkJS renews tokens by itself. Clerk's default: yes.
        with_polling = "polling";
        /// Whether ClerkJS says that a session is in use when the page gets the focus. Clerk's default: yes.
        with_touch_session = "touchSession";
        /// Whether Clerk's host can set cookies; false in shells of apps.
        with_standard_browser = "standardBrowser";
        /// A satellite: another domain, the primary one, has the sign-in page.
        with_is_satellite = "isSatellite";
        /// Whether a satellite asks the primary domain on the first visit already.
        with_satellite_auto_sync = "satelliteAutoSync";
        /// Says where ClerkJS goes, in the console.
        with_router_debug = "routerDebug";
        /// Clerk's experiments, as an object.
        with_experimental = "experimental";
        /// Says nothing of development instances in the console.
        with_unsafe_disable_development_mode_console_warning = "unsafe_disableDevelopmentModeConsoleWarning";
    }

    /// The pages for what a session has left to do: `("choose-organization", "/onboarding")`, `reset-password`, `setup-mfa`.
    #[must_use]
    pub fn with_task_urls<'a>(self, urls: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let urls = urls.into_iter().map(|(task, url)| (task.to_owned(), Value::from(url)));
        self.with("taskUrls", Value::Object(urls.collect()))
    }

    /// Any other option of `Clerk.load`, by Clerk's name.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.more.insert(name.to_owned(), value);
        self
    }

    /// Clerk's `appearance`.
    #[must_use]
    pub fn with_appearance(mut self, appearance: Appearance) -> Self {
        self.appearance = Some(appearance.into());
        self
    }

    /// Until Clerk's Core 2.
    #[deprecated(
        note = "Clerk removed afterSignInUrl: set sign_in_fallback_redirect_url, or sign_in_force_redirect_url"
    )]
    #[must_use]
    pub fn with_after_sign_in_url(mut self, url: impl Into<String>) -> Self {
        self.sign_in_fallback_redirect_url = Some(url.into());
        self
    }

    /// Until Clerk's Core 2.
    #[deprecated(
        note = "Clerk removed afterSignUpUrl: set sign_up_fallback_redirect_url, or sign_up_force_redirect_url"
    )]
    #[must_use]
    pub fn with_after_sign_up_url(mut self, url: impl Into<String>) -> Self {
        self.sign_up_fallback_redirect_url = Some(url.into());
        self
    }
}

/// Clerk's `appearance`: how its components look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    variables: Vec<(String, Value)>,
    elements: Vec<(String, Value)>,
    options: Vec<(String, Value)>,
    captcha: Option<Value>,
    theme: Option<Value>,
}

impl Appearance {
    /// Clerk's own look.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A theme: [`dark`], or an object like it.
    #[must_use]
    pub fn theme(mut self, theme: Value) -> Self {
        self.theme = Some(theme);
        self
    }

    /// Follows the system's light or dark, or what the page's `color-scheme` says: each colour is Clerk's light one or that of
    /// [`dark`].
    #[must_use]
    pub fn light_and_dark(self) -> Self {
        LIGHT_AND_DARK
            .iter()
            .fold(self, |look, (name, light, dark)| look.variable(name, format!("light-dark({light}, {dark})")))
    }

    /// A variable: `("colorPrimary", "#6c47ff")`.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    /// Classes or styles of an element: `("formButtonPrimary", "bg-blue-500")`, `("card", json!({"boxShadow": "none"}))`.
    #[must_use]
    pub fn element(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.elements.push((name.to_owned(), value.into()));
        self
    }

    /// An option: `("logoPlacement", "none")`, `("socialButtonsVariant", "iconButton")`, `("animations", false)`.
    #[must_use]
    pub fn option(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.options.push((name.to_owned(), value.into()));
        self
    }

    /// How the captcha looks.
    #[must_use]
    pub fn captcha(mut self, captcha: Value) -> Self {
        self.captcha = Some(captcha);
        self
    }

    /// Icons of providers from files of the app's own, `("google", "/icons/google.svg")`: ClerkJS takes them from `img.clerk.com`. Where
    /// an icon takes the colour of the text, as Apple's and GitHub's do, it is a mask.
    #[must_use]
    pub fn provider_icon(self, provider: &str, address: &str) -> Self {
        let url = format!("url({address})");
        let style = match provider {
            "apple" | "github" | "x" => json!({"maskImage": url, "WebkitMaskImage": url}),
            _ => json!({"backgroundImage": url, "content": "\"\""}),
        };
        self.element(&format!("socialButtonsProviderIcon__{provider}"), style)
    }

    /// Until Clerk's Core 3.
    #[deprecated(note = "Clerk renamed baseTheme: use theme")]
    #[must_use]
    pub fn base_theme(self, theme: Value) -> Self {
        self.theme(theme)
    }

    /// Until Clerk's Core 3.
    #[deprecated(note = "Clerk renamed layout: use option")]
    #[must_use]
    pub fn layout(self, name: &str, value: impl Into<Value>) -> Self {
        self.option(name, value)
    }
}

impl From<Appearance> for Value {
    fn from(look: Appearance) -> Self {
        let mut appearance = serde_json::Map::new();
        for (name, members) in [("variables", look.variables), ("elements", look.elements), ("options", look.options)] {
            if !members.is_empty() {
                appearance.insert(name.to_owned(), Self::Object(members.into_iter().collect()));
            }
        }
        for (name, value) in [("theme", look.theme), ("captcha", look.captcha)] {
            if let Some(value) = value {
                appearance.insert(name.to_owned(), value);
            }
        }
        Self::Object(appearance)
    }
}

/// Clerk's theme `dark`, of `@clerk/ui` 1.36.
#[must_use]
pub fn dark() -> Value {
    json!({
        "__type": "prebuilt_appearance",
        "name": "dark",
        "variables": {
            "colorBackground": "#212126",
            "colorNeutral": "white",
            "colorPrimary": "#ffffff",
            "colorPrimaryForeground": "black",
            "colorForeground": "white",
            "colorInputForeground": "white",
            "colorInput": "#26262B",
        },
        "elements": { "activeDeviceIcon": {
            "--cl-chassis-bottom": "#d2d2d2",
            "--cl-chassis-back": "#e6e6e6",
            "--cl-chassis-screen": "#e6e6e6",
            "--cl-screen": "#111111",
        } },
    })
}

/// Variable, Clerk's own colour, that of its theme `dark`.
const LIGHT_AND_DARK: [(&str, &str, &str); 7] = [
    ("colorBackground", "white", "#212126"),
    ("colorNeutral", "black", "white"),
    ("colorPrimary", "#2f3037", "#ffffff"),
    ("colorPrimaryForeground", "white", "black"),
    ("colorForeground", "#212126", "white"),
    ("colorInputForeground", "#131316", "white"),
    ("colorInput", "white", "#26262b"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_options_reach_clerkjs_by_its_names() {
        let options = ClerkOptions::default()
            .with_task_urls([("choose-organization", "/onboarding")])
            .with_waitlist_url("/waitlist")
            .with_is_satellite(true);
        let sent: ClerkOptions = serde_json::from_str(&serde_json::to_string(&options).unwrap()).unwrap();
        let load = sent.load();
        assert_eq!(load.members()["taskUrls"], json!({"choose-organization": "/onboarding"}));
        assert_eq!(load.members()["waitlistUrl"], "/waitlist");
        assert_eq!(load.members()["isSatellite"], true);
    }

    #[test]
    fn an_appearance_holds_what_was_given() {
        let look = Appearance::new().theme(dark()).variable("colorPrimary", "#6c47ff").option("animations", false);
        let value = Value::from(look.element("card", "shadow-none").provider_icon("github", "/icons/github.svg"));
        assert_eq!(value["variables"], json!({"colorPrimary": "#6c47ff"}));
        assert_eq!(value["options"], json!({"animations": false}));
        assert_eq!(value["theme"]["name"], "dark");
        assert_eq!(value["elements"]["socialButtonsProviderIcon__github"]["maskImage"], "url(/icons/github.svg)");
        assert_eq!(Value::from(Appearance::new()), json!({}));
        assert_eq!(
            Value::from(Appearance::new().light_and_dark())["variables"]["colorInput"],
            "light-dark(white, #26262b)"
        );
    }

    #[test]
    #[expect(deprecated, reason = "the names of older versions still work")]
    fn names_of_older_versions_set_todays() {
        let options = ClerkOptions::default().with_after_sign_in_url("/a").with_after_sign_up_url("/b");
        assert_eq!(options.sign_in_fallback_redirect_url.as_deref(), Some("/a"));
        assert_eq!(options.sign_up_fallback_redirect_url.as_deref(), Some("/b"));
        let old = Appearance::new().base_theme(dark()).layout("animations", false);
        assert_eq!(old, Appearance::new().theme(dark()).option("animations", false));
    }
}
