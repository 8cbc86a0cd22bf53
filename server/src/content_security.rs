//! The Content-Security-Policy: scripts run by nonce, connections go to this origin and to Clerk.

pub(crate) mod reports;

use std::fmt::Write;

use http::HeaderValue;

/// A policy with a gap for the nonce of each answer.
#[derive(Clone, Debug)]
pub(crate) struct ContentSecurity {
    before_nonce: String,
    after_nonce: String,
    report_url: String,
}

/// What differs from one deployment to the next.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sources<'a> {
    /// The Frontend API's host, where browsers talk to it directly; `None` behind our own proxy.
    pub(crate) clerk_host: Option<&'a str>,
    /// The port of the live reload.
    pub(crate) reload_port: Option<u16>,
    /// Where browsers report what was stopped; `None` for our own sink.
    pub(crate) report_url: Option<&'a str>,
}

impl ContentSecurity {
    /// The policy for these sources.
    pub(crate) fn new(sources: Sources<'_>) -> Self {
        let clerk = sources.clerk_host.map(|host| format!(" https://{host}")).unwrap_or_default();
        let reload = sources.reload_port.map(|port| format!(" ws://localhost:{port} ws://127.0.0.1:{port}"));
        let before_nonce = "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
                              form-action 'self'; script-src 'nonce-"
            .to_owned();
        // Clerk's own style elements carry the nonce, but the field for codes in its forms (a library in its bundle) adds
        // two without one, whose texts change with its releases: with a nonce or hashes here the form breaks some day.
        let mut after_nonce = format!("' 'strict-dynamic' 'wasm-unsafe-eval'{clerk}; style-src 'self' 'unsafe-inline'");
        after_nonce.push_str("; font-src 'self'; manifest-src 'self'");
        after_nonce.push_str("; img-src 'self' data: https://img.clerk.com");
        let _ = write!(
            after_nonce,
            "; connect-src 'self'{clerk} https://img.clerk.com https://*.protect.clerk.com:*{}",
            reload.unwrap_or_default()
        );
        after_nonce.push_str("; frame-src https://challenges.cloudflare.com https://*.protect.clerk.com");
        after_nonce.push_str("; worker-src 'self' blob:");
        // Chromium follows `report-to` and the name in `Reporting-Endpoints`, the others `report-uri`.
        let report_url = sources.report_url.unwrap_or(reports::PATH).to_owned();
        let _ = write!(after_nonce, "; report-uri {report_url}; report-to csp");
        Self { before_nonce, after_nonce, report_url }
    }

    /// The header that gives the place for reports its name.
    pub(crate) fn endpoints(&self) -> Option<HeaderValue> {
        HeaderValue::from_str(&format!("csp=\"{}\"", self.report_url)).ok()
    }

    /// The header for one answer.
    pub(crate) fn header(&self, nonce: &str) -> Option<HeaderValue> {
        let Self { before_nonce, after_nonce, .. } = self;
        HeaderValue::from_str(&format!("{before_nonce}{nonce}{after_nonce}")).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(sources: Sources<'_>) -> String {
        let header = ContentSecurity::new(sources).header("N");
        header.and_then(|value| Some(value.to_str().ok()?.replace("; ", "\n"))).unwrap_or_default()
    }

    #[test]
    fn behind_our_proxy_everything_is_this_origin() {
        insta::assert_snapshot!(policy(Sources::default()), @r"
        default-src 'none'
        base-uri 'none'
        object-src 'none'
        frame-ancestors 'none'
        form-action 'self'
        script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval'
        style-src 'self' 'unsafe-inline'
        font-src 'self'
        manifest-src 'self'
        img-src 'self' data: https://img.clerk.com
        connect-src 'self' https://img.clerk.com https://*.protect.clerk.com:*
        frame-src https://challenges.cloudflare.com https://*.protect.clerk.com
        worker-src 'self' blob:
        report-uri /csp-reports
        report-to csp
        ");
    }

    #[test]
    fn a_real_instance_is_named_and_so_is_the_live_reload() {
        let sources = Sources {
            clerk_host: Some("clerk.example.com"),
            reload_port: Some(3001),
            report_url: Some("https://reports.example.com/csp"),
        };
        insta::assert_snapshot!(policy(sources), @r"
        default-src 'none'
        base-uri 'none'
        object-src 'none'
        frame-ancestors 'none'
        form-action 'self'
        script-src 'nonce-N' 'strict-dynamic' 'wasm-unsafe-eval' https://clerk.example.com
        style-src 'self' 'unsafe-inline'
        font-src 'self'
        manifest-src 'self'
        img-src 'self' data: https://img.clerk.com
        connect-src 'self' https://clerk.example.com https://img.clerk.com https://*.protect.clerk.com:* ws://localhost:3001 ws://127.0.0.1:3001
        frame-src https://challenges.cloudflare.com https://*.protect.clerk.com
        worker-src 'self' blob:
        report-uri https://reports.example.com/csp
        report-to csp
        ");
    }
}
