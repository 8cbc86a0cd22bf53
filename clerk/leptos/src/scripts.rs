//! The tags that bring ClerkJS: its two scripts, fetched behind everything that the page's own program needs. The program has
//! them run once it has taken over the page (`js/scripts.rs`): nothing can be done with ClerkJS before that.

use std::sync::Arc;

use clerk_protocol::{InstanceType, PublishableKey};

use crate::{ClerkOptions, prelude::*};

const CLERK_JS: &str = "@clerk/clerk-js@6/dist/clerk.browser.js";
const CLERK_UI: &str = "@clerk/ui@1/dist/ui.browser.js";

/// For the document's head, in `shell()`, behind the program's own tags and before `<MetaTags/>`. The browser fetches both
/// scripts when it has nothing better to do, and runs neither: running them takes as long as starting the program does. From
/// these tags the program knows where the scripts are.
#[component]
pub fn ClerkScripts(
    /// The same options that the provider gets.
    #[prop(into)]
    options: Arc<ClerkOptions>,
    /// The nonce of the response's content security policy.
    #[prop(optional_no_strip)]
    nonce: Option<String>,
) -> impl IntoView {
    let Some(sources) = Sources::of(&options) else { return ().into_any() };
    let origin = sources.foreign_origin.clone();
    let icons = sources.local_icons().filter(|_| options.local);
    // ClerkJS looks for the attribute on whatever script has it.
    let domain =
        options.domain.clone().map(|domain| view! { <script type="text/plain" data-clerk-domain=domain></script> });
    let words = options.localization_url.as_deref().map(|url| {
        view! { <script nonce=nonce.clone() data-clerk-localization=url.to_owned() inner_html=FETCHING></script> }
    });
    view! {
        {domain}
        {words}
        {origin.map(|origin| view! { <link rel="preconnect" href=origin crossorigin="anonymous"/> })}
        <link
            rel="preload"
            r#as="script"
            fetchpriority="low"
            crossorigin="anonymous"
            nonce=nonce.clone()
            data-clerk-js-script="true"
            href=sources.clerk_js
        />
        {icons.map(|sheet| view! { <link rel="stylesheet" href=sheet/> })}
        <link
            rel="preload"
            r#as="script"
            fetchpriority="low"
            crossorigin="anonymous"
            nonce=nonce
            data-clerk-ui-script="true"
            href=sources.clerk_ui
        />
    }
    .into_any()
}

/// The Frontend API's: in production a satellite's is at its own domain.
pub(crate) fn host(options: &ClerkOptions) -> Option<String> {
    let key = PublishableKey::parse(&options.publishable_key).ok()?;
    let own = options.domain.as_ref().filter(|_| key.instance_type() == InstanceType::Production);
    Some(own.map_or_else(|| key.frontend_api().to_owned(), |domain| format!("clerk.{domain}")))
}

/// Where the promise of the words of another language is, in `window`.
#[cfg(any(test, target_arch = "wasm32"))]
pub(crate) const LOCALIZATION: &str = "__clerk_localization";

/// Has them fetched. Without them ClerkJS speaks English.
const FETCHING: &str = "window.__clerk_localization=fetch(document.currentScript.dataset.clerkLocalization)\
    .then(r=>r.ok?r.json():undefined,()=>undefined)";

/// Where the scripts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sources {
    pub(crate) clerk_js: String,
    pub(crate) clerk_ui: String,
    /// Clerk's own origin, when the scripts come from there.
    pub(crate) foreign_origin: Option<String>,
}

impl Sources {
    /// Icons of providers that the local Clerk has itself, so that no other host is asked for them.
    fn local_icons(&self) -> Option<String> {
        self.clerk_ui.split_once("/npm/").map(|(base, _)| format!("{base}/local_icons.css"))
    }

    /// `None` when neither proxy nor publishable key name a host.
    pub(crate) fn of(options: &ClerkOptions) -> Option<Self> {
        let proxy =
            options.proxy_url.as_deref().filter(|url| !url.is_empty()).map(|url| url.trim_end_matches('/').to_owned());
        let foreign_origin = match proxy {
            Some(_) => None,
            None => Some(format!("https://{}", host(options)?)),
        };
        let base = proxy.or_else(|| foreign_origin.clone())?;
        let at = |file: &str| format!("{base}/npm/{file}");
        Some(Self {
            clerk_js: options.clerk_js_url.clone().unwrap_or_else(|| at(CLERK_JS)),
            clerk_ui: options.clerk_ui_url.clone().unwrap_or_else(|| at(CLERK_UI)),
            foreign_origin,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(publishable_key: &str, proxy_url: Option<&str>) -> ClerkOptions {
        ClerkOptions {
            publishable_key: publishable_key.into(),
            proxy_url: proxy_url.map(Into::into),
            ..ClerkOptions::default()
        }
    }

    /// `foo-bar-13.clerk.accounts.dev`.
    const KEY: &str = "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk";

    #[test]
    fn clerks_own_host_comes_from_the_key() {
        let origin = "https://foo-bar-13.clerk.accounts.dev";
        let expected = Sources {
            clerk_js: format!("{origin}/npm/@clerk/clerk-js@6/dist/clerk.browser.js"),
            clerk_ui: format!("{origin}/npm/@clerk/ui@1/dist/ui.browser.js"),
            foreign_origin: Some(origin.into()),
        };
        assert_eq!(Sources::of(&options(KEY, None)), Some(expected));
    }

    #[test]
    fn a_proxy_serves_the_scripts_too() {
        for proxy in ["/__clerk", "/__clerk/", "https://app.example.com/__clerk"] {
            let sources = Sources::of(&options(KEY, Some(proxy)));
            let base = proxy.trim_end_matches('/');
            assert_eq!(
                sources.as_ref().map(|sources| sources.clerk_js.clone()),
                Some(format!("{base}/npm/{CLERK_JS}"))
            );
            assert_eq!(sources.and_then(|sources| sources.foreign_origin), None);
        }
    }

    #[test]
    fn a_satellites_are_at_its_own_domain_in_production_only() {
        let origin = |key: &str, domain: Option<&str>| {
            let satellite = ClerkOptions { domain: domain.map(Into::into), ..options(key, None) };
            Sources::of(&satellite).and_then(|sources| sources.foreign_origin)
        };
        // `clerk.example.com`.
        let live = "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k";
        assert_eq!(origin(live, None).as_deref(), Some("https://clerk.example.com"));
        assert_eq!(origin(live, Some("b.example")).as_deref(), Some("https://clerk.b.example"));
        assert_eq!(origin(KEY, Some("b.example")).as_deref(), Some("https://foo-bar-13.clerk.accounts.dev"));
    }

    #[test]
    fn given_addresses_win_and_a_broken_key_gives_nothing() {
        let given = ClerkOptions { clerk_js_url: Some("/clerk.js".into()), ..options(KEY, None) };
        assert_eq!(Sources::of(&given).map(|sources| sources.clerk_js), Some("/clerk.js".into()));
        assert_eq!(Sources::of(&options("pk_test_nonsense", None)), None);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_scripts_are_fetched_last_and_not_run() {
        let html =
            |options| Owner::new().with(|| view! { <ClerkScripts options nonce=Some("n0".to_owned())/> }.to_html());
        let proxied = html(options(KEY, Some("/__clerk")));
        assert_eq!(proxied.matches("<script").count(), 0, "{proxied}");
        for part in [r#"rel="preload""#, r#"as="script""#, r#"fetchpriority="low""#, r#"nonce="n0""#, "anonymous"] {
            assert_eq!(proxied.matches(part).count(), 2, "{part} in {proxied}");
        }
        assert!(proxied.contains("data-clerk-js-script") && proxied.contains("data-clerk-ui-script"), "{proxied}");
        for file in [CLERK_JS, CLERK_UI] {
            assert!(proxied.contains(&format!(r#"href="/__clerk/npm/{file}""#)), "{file} in {proxied}");
        }
        let german = ClerkOptions {
            localization_url: Some("/clerk-locales/de.json".into()),
            domain: Some("app.example.com".into()),
            ..options(KEY, None)
        };
        let german = html(german);
        assert!(german.contains(r#"data-clerk-localization="/clerk-locales/de.json""#), "{german}");
        assert!(german.contains(&format!("window.{LOCALIZATION}=fetch(")), "{german}");
        assert!(german.contains(r#"data-clerk-domain="app.example.com""#), "{german}");
        let local = html(ClerkOptions { local: true, ..options(KEY, Some("/__clerk")) });
        assert!(local.contains(r#"href="/__clerk/local_icons.css""#) && !proxied.contains("local_icons"), "{local}");
        let direct = html(options(KEY, None));
        assert!(direct.contains(r#"rel="preconnect""#), "{direct}");
    }
}
