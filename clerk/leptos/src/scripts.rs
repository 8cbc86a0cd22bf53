//! The tags that bring ClerkJS: two scripts, as Clerk's own SDKs write them.

use std::sync::Arc;

use clerk_protocol::PublishableKey;

use crate::{ClerkOptions, prelude::*};

const CLERK_JS: &str = "@clerk/clerk-js@6/dist/clerk.browser.js";
const CLERK_UI: &str = "@clerk/ui@1/dist/ui.browser.js";

/// For the document's head, in `shell()` and before `<MetaTags/>`. Both scripts are `async`: nothing waits for them,
/// the page is readable and its links work before they arrive.
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
    view! {
        {origin.map(|origin| view! { <link rel="preconnect" href=origin crossorigin="anonymous"/> })}
        <script
            async=true
            crossorigin="anonymous"
            nonce=nonce.clone()
            data-clerk-js-script="true"
            data-clerk-publishable-key=options.publishable_key.clone()
            data-clerk-proxy-url=options.proxy_url.clone()
            src=sources.clerk_js
        ></script>
        <script async=true crossorigin="anonymous" nonce=nonce data-clerk-ui-script="true" src=sources.clerk_ui></script>
    }
    .into_any()
}

/// Where the scripts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sources {
    pub(crate) clerk_js: String,
    pub(crate) clerk_ui: String,
    /// Clerk's own origin, when the scripts come from there.
    pub(crate) foreign_origin: Option<String>,
}

impl Sources {
    /// `None` when neither proxy nor publishable key name a host.
    pub(crate) fn of(options: &ClerkOptions) -> Option<Self> {
        let proxy =
            options.proxy_url.as_deref().filter(|url| !url.is_empty()).map(|url| url.trim_end_matches('/').to_owned());
        let foreign_origin = match proxy {
            Some(_) => None,
            None => Some(format!("https://{}", PublishableKey::parse(&options.publishable_key).ok()?.frontend_api())),
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
    fn given_addresses_win_and_a_broken_key_gives_nothing() {
        let given = ClerkOptions { clerk_js_url: Some("/clerk.js".into()), ..options(KEY, None) };
        assert_eq!(Sources::of(&given).map(|sources| sources.clerk_js), Some("/clerk.js".into()));
        assert_eq!(Sources::of(&options("pk_test_nonsense", None)), None);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn tags_are_those_of_clerks_own_sdks() {
        let html =
            |options| Owner::new().with(|| view! { <ClerkScripts options nonce=Some("n0".to_owned())/> }.to_html());
        let proxied = html(options(KEY, Some("/__clerk")));
        assert_eq!(proxied.matches("<script").count(), 2);
        assert_eq!(proxied.matches(r#"nonce="n0""#).count(), 2);
        assert_eq!(proxied.matches(r#"crossorigin="anonymous""#).count(), 2);
        assert_eq!(proxied.matches(" async").count(), 2);
        for part in [
            r#"data-clerk-proxy-url="/__clerk""#,
            r#"data-clerk-js-script="true""#,
            r#"data-clerk-ui-script="true""#,
            KEY,
        ] {
            assert!(proxied.contains(part), "{part} in {proxied}");
        }
        let direct = html(options(KEY, None));
        assert!(direct.contains(r#"rel="preconnect""#) && !direct.contains("proxy-url"), "{direct}");
    }
}
