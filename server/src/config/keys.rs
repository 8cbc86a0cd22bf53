//! Keys: their form, that they belong together, and the names other frameworks give them.

use clerk_protocol::{InstanceType, PublishableKey, SecretKey};

use super::{BuildKind, Env, reader::Reader};

/// The variable of the publishable key.
pub(super) const PUBLISHABLE: &str = "CLERK_PUBLISHABLE_KEY";
/// The variable of the secret key.
pub(super) const SECRET: &str = "CLERK_SECRET_KEY";

const WHERE: &str = "copy it from the API keys page of your instance in Clerk's dashboard";

/// Checks both keys, alone and together.
pub(super) fn check(reader: &mut Reader<'_>, publishable: Option<&str>, secret: Option<&str>, build: BuildKind) {
    missing(reader, PUBLISHABLE, publishable, build);
    missing(reader, SECRET, secret, build);
    let publishable = publishable.and_then(|key| publishable_kind(reader, key));
    let secret = secret.and_then(|key| secret_kind(reader, key));
    if publishable.is_some() && secret.is_some() && publishable != secret {
        reader.problem(SECRET, "one key is of a test instance, the other of a live one: take both from the same");
    }
    let allowed = reader.choice("CLERK_ALLOW_TEST_KEYS", false, &[("true", true), ("false", false)]);
    if build == BuildKind::Release && publishable == Some(InstanceType::Development) && !allowed {
        let reason = "test keys have no place in production: anybody can sign in with test addresses. \
                      Use live keys, or set CLERK_ALLOW_TEST_KEYS=true to try this build out";
        reader.problem(PUBLISHABLE, reason);
    }
}

fn publishable_kind(reader: &mut Reader<'_>, key: &str) -> Option<InstanceType> {
    let kind = PublishableKey::parse(key).map(|key| key.instance_type()).ok();
    if kind.is_none() {
        reader.problem(PUBLISHABLE, format!("is not a publishable key (pk_test_… or pk_live_…): {WHERE}"));
    }
    kind
}

fn secret_kind(reader: &mut Reader<'_>, key: &str) -> Option<InstanceType> {
    let key = SecretKey(key);
    let kind = if key.is_development() {
        Some(InstanceType::Development)
    } else {
        key.is_production().then_some(InstanceType::Production)
    };
    if kind.is_none() {
        reader.problem(SECRET, format!("is not a secret key (sk_test_… or sk_live_…): {WHERE}"));
    }
    kind
}

fn missing(reader: &mut Reader<'_>, name: &'static str, key: Option<&str>, build: BuildKind) {
    if key.is_some() || reader.has_problem(name) {
        return;
    }
    let message = match build {
        BuildKind::Debug => format!("{WHERE}; or set neither key, and the local Clerk starts"),
        BuildKind::Release => format!("{WHERE}; the local Clerk is in debug builds only"),
    };
    reader.problem(name, message);
}

/// Next.js' names and ours.
const FOREIGN: [(&str, &str); 8] = [
    ("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", PUBLISHABLE),
    ("NEXT_PUBLIC_CLERK_PROXY_URL", "CLERK_PROXY_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_IN_URL", "CLERK_SIGN_IN_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_UP_URL", "CLERK_SIGN_UP_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_IN_FALLBACK_REDIRECT_URL", "CLERK_SIGN_IN_FALLBACK_REDIRECT_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_UP_FALLBACK_REDIRECT_URL", "CLERK_SIGN_UP_FALLBACK_REDIRECT_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_IN_FORCE_REDIRECT_URL", "CLERK_SIGN_IN_FORCE_REDIRECT_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_UP_FORCE_REDIRECT_URL", "CLERK_SIGN_UP_FORCE_REDIRECT_URL"),
];

/// Names of Next.js that are set while ours are not.
fn foreign_names(env: &Env) -> impl Iterator<Item = (&'static str, &'static str)> {
    FOREIGN.into_iter().filter(|(theirs, ours)| env.get(theirs).is_some() && env.get(ours).is_none())
}

/// Whether a name of Next.js stands where ours is missing.
pub(super) fn has_foreign_names(env: &Env) -> bool {
    foreign_names(env).next().is_some()
}

/// Says which of our names to use instead of Next.js'.
pub(super) fn check_foreign_names(env: &Env, reader: &mut Reader<'_>) {
    for (theirs, ours) in foreign_names(env) {
        reader.problem(ours, format!("{theirs} is set, which is Next.js' name; here it is {ours}"));
    }
}
