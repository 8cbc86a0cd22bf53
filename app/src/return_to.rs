//! Where to go back to: always a path of this site.

use clerk_leptos::ClerkOptions;

/// The longest path taken, in bytes; a longer one is nobody's bookmark.
const LONGEST: usize = 2_048;

/// The text if it is a path of this very site, else `None`.
///
/// Browsers read `//host`, `/\host` and tabs or line breaks in between as another origin, and `javascript:` as a
/// program; what is left starts with one slash and is plain printable ASCII, so it is also a valid header value.
pub fn local_path(text: &str) -> Option<&str> {
    let tail = text.strip_prefix('/')?;
    let local = !tail.starts_with(['/', '\\'])
        && text.len() <= LONGEST
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    local.then_some(text)
}

/// The sign-in page, with the way back: a path where the page is ours, else with our origin.
pub fn sign_in(clerk: &ClerkOptions, back_to: &str) -> String {
    let back_to = local_path(back_to).unwrap_or("/dashboard");
    let page = &clerk.sign_in_url;
    let separator = if page.contains('?') { '&' } else { '?' };
    let own_origin = clerk.allowed_redirect_origins.first().filter(|_| !page.starts_with('/'));
    let origin = own_origin.map_or("", String::as_str);
    format!("{page}{separator}redirect_url={}{}", percent_encode(origin), percent_encode(back_to))
}

/// Escapes everything but the letters that need no escape anywhere in a URL (RFC 3986, 2.3).
pub fn percent_encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
        encoded
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_this_site_pass() {
        for path in ["/", "/dashboard", "/orgs/acme/projects?after=b64_-=&x=%2F", "/a//b", "/a:b@c", "/%5Cevil.example"]
        {
            assert_eq!(local_path(path), Some(path));
        }
    }

    #[test]
    fn nothing_leads_to_another_origin() {
        let hostile = [
            "",
            "dashboard",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "\\/evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/\r\n/evil.example",
            "\t//evil.example",
            " //evil.example",
            "https://evil.example",
            "https:evil.example",
            "http:/evil.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "/a\\b",
            "/\u{0}",
            "/\u{7f}",
            "/é",
            "/\u{2028}x",
            "/\u{ff0f}evil",
            "/ x",
            "?x",
            "#x",
            "./x",
            "../x",
            "@evil.example",
        ];
        for text in hostile {
            assert_eq!(local_path(text), None, "{text:?}");
        }
        assert_eq!(local_path(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    #[test]
    fn the_way_back_survives_encoding() {
        let to = |page: &str, back_to: &str| {
            let allowed_redirect_origins = vec!["https://app.example.com".to_owned()];
            sign_in(
                &ClerkOptions { sign_in_url: page.into(), allowed_redirect_origins, ..ClerkOptions::default() },
                back_to,
            )
        };
        assert_eq!(
            to("/sign-in", "/orgs/acme/projects?after=a&b=c"),
            "/sign-in?redirect_url=%2Forgs%2Facme%2Fprojects%3Fafter%3Da%26b%3Dc"
        );
        assert_eq!(to("/sign-in?x=1", "//evil"), "/sign-in?x=1&redirect_url=%2Fdashboard");
        assert_eq!(
            to("https://accounts.example.com/sign-in", "/a?b"),
            "https://accounts.example.com/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2Fa%3Fb"
        );
        assert_eq!(
            to("https://accounts.example.com/sign-in", "//evil"),
            "https://accounts.example.com/sign-in?redirect_url=https%3A%2F%2Fapp.example.com%2Fdashboard"
        );
    }
}
