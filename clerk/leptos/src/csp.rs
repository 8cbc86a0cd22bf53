//! What a content security policy has to allow for Clerk, for apps that write their own.
//!
//! ```
//! use clerk_leptos::{ClerkCsp, ClerkOptions};
//!
//! let options = ClerkOptions { proxy_url: Some("/__clerk".into()), ..ClerkOptions::default() };
//! let policy = ClerkCsp::of(&options).policy("a nonce of this answer");
//! assert!(policy.starts_with("script-src 'self' 'nonce-a nonce of this answer'"));
//! ```

use crate::{ClerkOptions, scripts::host};

/// The sources, by directive. Everything Clerk does not need is left to the app.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClerkCsp {
    /// Where ClerkJS' scripts come from; those of pages have the nonce.
    pub script_src: Vec<String>,
    /// Whom ClerkJS asks.
    pub connect_src: Vec<String>,
    /// Pictures of people, organizations and providers.
    pub img_src: Vec<String>,
    /// Clerk's styles: some of them come without a nonce.
    pub style_src: Vec<String>,
    /// Captchas.
    pub frame_src: Vec<String>,
    /// ClerkJS renews tokens in a worker.
    pub worker_src: Vec<String>,
    /// Forms of [`SignInButton`](crate::SignInButton) with a button of the page's own.
    pub form_action: Vec<String>,
}

impl ClerkCsp {
    /// Those of an instance: behind a proxy nearly everything is the app's own origin.
    #[must_use]
    pub fn of(options: &ClerkOptions) -> Self {
        let proxy = options.proxy_url.as_deref().filter(|url| !url.is_empty());
        let clerk = match proxy {
            Some(url) => url
                .split_once("://")
                .map(|(scheme, rest)| format!("{scheme}://{}", rest.split('/').next().unwrap_or(rest))),
            None => host(options).map(|host| format!("https://{host}")),
        };
        let and = |fixed: &[&str]| {
            ["'self'"].iter().chain(fixed).map(|&source| source.to_owned()).chain(clerk.clone()).collect::<Vec<_>>()
        };
        Self {
            script_src: and(&["'strict-dynamic'", "'wasm-unsafe-eval'"]),
            connect_src: and(&["https://img.clerk.com", "https://*.protect.clerk.com:*"]),
            img_src: and(&["data:", "https://img.clerk.com"]),
            style_src: vec!["'self'".to_owned(), "'unsafe-inline'".to_owned()],
            frame_src: vec!["https://challenges.cloudflare.com".to_owned(), "https://*.protect.clerk.com".to_owned()],
            worker_src: vec!["'self'".to_owned(), "blob:".to_owned()],
            form_action: vec!["'self'".to_owned()],
        }
    }

    /// With what Google's prompt needs.
    #[must_use]
    pub fn with_google_one_tap(mut self) -> Self {
        let google = "https://accounts.google.com/gsi/".to_owned();
        for sources in [&mut self.script_src, &mut self.connect_src, &mut self.frame_src, &mut self.style_src] {
            sources.push(google.clone());
        }
        self
    }

    /// As directives for the header, with the nonce of one answer.
    #[must_use]
    pub fn policy(&self, nonce: &str) -> String {
        let script = match self.script_src.split_first() {
            Some((own, others)) => format!("{own} 'nonce-{nonce}' {}", others.join(" ")),
            None => format!("'nonce-{nonce}'"),
        };
        let others = [
            ("connect-src", &self.connect_src),
            ("img-src", &self.img_src),
            ("style-src", &self.style_src),
            ("frame-src", &self.frame_src),
            ("worker-src", &self.worker_src),
            ("form-action", &self.form_action),
        ];
        others.iter().fold(format!("script-src {script}"), |policy, (directive, sources)| {
            format!("{policy}; {directive} {}", sources.join(" "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `foo-bar-13.clerk.accounts.dev`.
    const KEY: &str = "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk";

    #[test]
    fn clerks_host_is_allowed_where_the_browser_asks_it() {
        let direct = ClerkCsp::of(&ClerkOptions { publishable_key: KEY.into(), ..ClerkOptions::default() });
        for sources in [&direct.script_src, &direct.connect_src] {
            assert!(sources.contains(&"https://foo-bar-13.clerk.accounts.dev".to_owned()), "{sources:?}");
        }
        let proxied = |url: &str| {
            ClerkCsp::of(&ClerkOptions {
                publishable_key: KEY.into(),
                proxy_url: Some(url.into()),
                ..ClerkOptions::default()
            })
        };
        assert!(!proxied("/__clerk").policy("n").contains("accounts.dev"));
        assert!(proxied("https://app.example.com/__clerk").connect_src.contains(&"https://app.example.com".to_owned()));
    }

    #[test]
    fn the_policy_has_the_nonce_once_and_google_only_when_asked() {
        let policy = ClerkCsp::of(&ClerkOptions::default());
        assert_eq!(policy.policy("n").matches("'nonce-n'").count(), 1);
        assert!(!policy.policy("n").contains("google"));
        assert!(policy.with_google_one_tap().policy("n").contains("frame-src https://challenges.cloudflare.com"));
    }
}
