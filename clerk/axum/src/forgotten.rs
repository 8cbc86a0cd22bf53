//! Cookies that a browser is to forget.

use http::{HeaderMap, HeaderValue, header};

/// The name that the cookies of a session begin with.
const SESSION: &str = "__session";

/// Values of `Set-Cookie` that have the browser forget the session tokens of a request. The session goes on: on the next page
/// load Clerk is asked, and says which organization is active now.
pub fn forgotten_tokens(request: &HeaderMap) -> Vec<HeaderValue> {
    let lines = request.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let names = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
    let tokens = names.map(|(name, _)| name.trim()).filter(|name| is_token(name));
    tokens.filter_map(|name| HeaderValue::from_str(&format!("{name}=; Path=/; Max-Age=0; SameSite=Lax")).ok()).collect()
}

fn is_token(name: &str) -> bool {
    name.strip_prefix(SESSION).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_forgotten_and_nothing_else() {
        let mut request = HeaderMap::new();
        let cookies = "__session=a.b.c; __session_x1=d; __sessions=e; __client_uat=1; other=__session=f";
        request.insert(header::COOKIE, HeaderValue::from_static(cookies));
        let forgotten = forgotten_tokens(&request);
        let expected = ["__session", "__session_x1"].map(|name| format!("{name}=; Path=/; Max-Age=0; SameSite=Lax"));
        assert_eq!(forgotten, expected);
        assert!(forgotten_tokens(&HeaderMap::new()).is_empty());
    }
}
