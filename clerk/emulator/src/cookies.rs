//! `Set-Cookie` values of the Frontend API and of handshakes.

/// 400 days, the most a browser keeps.
const CLIENT_LIFE: &str = "34560000";
/// Ten years, as Clerk's handshake asks for; browsers cut it to theirs.
const HANDSHAKE_LIFE: &str = "315360000";

/// `__client`: which client this browser is.
pub(crate) fn client(token: &str, secure: bool) -> String {
    let site = if secure { "SameSite=None; Secure" } else { "SameSite=Lax" };
    format!("__client={token}; Path=/; HttpOnly; Max-Age={CLIENT_LIFE}; {site}")
}

/// `__client_uat` in both names: when the client last changed, 0 while signed out.
pub(crate) fn updated_at(seconds: i64, suffix: &str, secure: bool) -> Vec<String> {
    both("__client_uat", &seconds.to_string(), suffix, secure)
}

/// `__session` in both names.
pub(crate) fn session(token: &str, suffix: &str, secure: bool) -> Vec<String> {
    both("__session", token, suffix, secure)
}

/// Takes `__session` away, in both names.
pub(crate) fn no_session(suffix: &str) -> Vec<String> {
    let expired = |name: &str| format!("{name}=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    vec![expired("__session"), expired(&format!("__session_{suffix}"))]
}

/// `__clerk_db_jwt` in both names.
pub(crate) fn dev_browser(token: &str, suffix: &str, secure: bool) -> Vec<String> {
    both("__clerk_db_jwt", token, suffix, secure)
}

fn both(name: &str, value: &str, suffix: &str, secure: bool) -> Vec<String> {
    let secure = if secure { "; Secure" } else { "" };
    let cookie = |name: &str| format!("{name}={value}; Path=/; Max-Age={HANDSHAKE_LIFE}; SameSite=Lax{secure}");
    vec![cookie(name), cookie(&format!("{name}_{suffix}"))]
}
