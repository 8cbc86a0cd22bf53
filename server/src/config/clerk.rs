//! Which Clerk instance, and how its answers are used.

use clerk_protocol::{InstanceType, PublishableKey, SecretKey};
use domain::{Impersonation, PermissionSource};
use secrecy::{ExposeSecret, SecretString};

use super::{BuildKind, Env, Http, Origin, http, local_clerk::LocalClerk, origin, reader::Reader, webhooks::Webhooks};

/// Clerk.
#[derive(Clone, Debug)]
pub(crate) struct Clerk {
    /// Real keys, or the local Clerk.
    pub(crate) instance: Instance,
    /// `CLERK_AUTHORIZED_PARTIES`; default the public origin.
    pub(crate) authorized_parties: Vec<String>,
    /// `CLERK_SIGN_IN_URL`; default `/sign-in`.
    pub(crate) sign_in_url: String,
    /// `CLERK_SIGN_UP_URL`; default `/sign-up`.
    pub(crate) sign_up_url: String,
    /// `CLERK_DOMAIN`: this app's own domain, where it shares another's sign-in without a proxy.
    pub(crate) domain: Option<String>,
    /// `CLERK_IS_SATELLITE`; default off.
    pub(crate) is_satellite: bool,
    /// `CLERK_LOCALE`; default `en`, which needs no file.
    pub(crate) locale: Option<String>,
    /// Where people go afterwards.
    pub(crate) redirects: Redirects,
    /// Where Clerk tells what happened.
    pub(crate) webhooks: Webhooks,
    /// `CLERK_PERMISSIONS`; default `clerk`.
    pub(crate) permissions: PermissionSource,
    /// `CLERK_PERSONAL_ACCOUNTS`; default on.
    pub(crate) personal_accounts: bool,
    /// `CLERK_IMPERSONATION`; default `limited`.
    pub(crate) impersonation: Impersonation,
}

/// The instance.
#[derive(Clone, Debug)]
pub(crate) enum Instance {
    /// Keys of a Clerk instance.
    Keys(Box<Keys>),
    /// The local Clerk, started with the server: debug builds without keys.
    Local(LocalClerk),
}

/// Keys and addresses of a Clerk instance.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// `CLERK_PUBLISHABLE_KEY`.
    pub(crate) publishable: String,
    /// `CLERK_SECRET_KEY`.
    pub(crate) secret: SecretString,
    /// `CLERK_JWT_KEY`, with real line ends.
    pub(crate) jwt: Option<String>,
    /// `CLERK_API_URL`; default Clerk's.
    pub(crate) api_url: Option<String>,
    /// `CLERK_FAPI_URL`; default the host in the publishable key.
    pub(crate) fapi_url: Option<String>,
    /// `CLERK_PROXY_URL`: a path, or an address on the public origin.
    pub(crate) proxy_url: Option<String>,
}

/// Where people go after signing in and up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Redirects {
    /// `CLERK_SIGN_IN_FALLBACK_REDIRECT_URL`; default `/dashboard`.
    pub(crate) sign_in_fallback: String,
    /// `CLERK_SIGN_UP_FALLBACK_REDIRECT_URL`; default `/onboarding`.
    pub(crate) sign_up_fallback: String,
    /// `CLERK_SIGN_IN_FORCE_REDIRECT_URL`.
    pub(crate) sign_in_force: Option<String>,
    /// `CLERK_SIGN_UP_FORCE_REDIRECT_URL`.
    pub(crate) sign_up_force: Option<String>,
}

impl Clerk {
    /// Reads it. `http` says what `CLERK_AUTHORIZED_PARTIES` defaults to, and who reaches a local Clerk.
    pub(super) fn read(reader: &mut Reader<'_>, build: BuildKind, http: Option<&Http>) -> Self {
        let public_origin = http.map(|http| &http.public_origin);
        let instance = instance(reader, build, http);
        let authorized_parties = authorized_parties(reader, public_origin);
        let (domain, is_satellite) = satellite(reader);
        let sign_in_url = form(reader, SIGN_IN_URL, app::SIGN_IN);
        let sign_up_url = form(reader, "CLERK_SIGN_UP_URL", app::SIGN_UP);
        if sign_in_url == sign_up_url {
            reader.problem(SIGN_IN_URL, "must be another page than CLERK_SIGN_UP_URL");
        }
        Self {
            domain,
            is_satellite,
            locale: locale(reader),
            instance,
            authorized_parties,
            sign_in_url,
            sign_up_url,
            redirects: redirects(reader),
            webhooks: Webhooks::read(reader),
            permissions: reader.choice(
                "CLERK_PERMISSIONS",
                PermissionSource::Clerk,
                &[("clerk", PermissionSource::Clerk), ("roles", PermissionSource::Roles)],
            ),
            personal_accounts: reader.choice("CLERK_PERSONAL_ACCOUNTS", true, &[("on", true), ("off", false)]),
            impersonation: reader.choice(
                "CLERK_IMPERSONATION",
                Impersonation::Limited,
                &[("limited", Impersonation::Limited), ("full", Impersonation::Full)],
            ),
        }
    }
}

/// The variable of the sign-in page.
const SIGN_IN_URL: &str = "CLERK_SIGN_IN_URL";

/// Whether a key of a production instance is set.
pub(super) fn has_live_key(env: &Env) -> bool {
    let starts = |name, prefix| env.get(name).is_some_and(|key| key.starts_with(prefix));
    starts("CLERK_PUBLISHABLE_KEY", "pk_live_") || starts("CLERK_SECRET_KEY", "sk_live_")
}

fn instance(reader: &mut Reader<'_>, build: BuildKind, http: Option<&Http>) -> Instance {
    let publishable = reader.text(PUBLISHABLE);
    let secret = reader.secret(SECRET);
    check_foreign_names(reader);
    if publishable.is_none() && secret.is_none() && build == BuildKind::Debug && !has_foreign_names(reader.env) {
        return Instance::Local(LocalClerk::read(reader, http));
    }
    check_keys(reader, publishable.as_deref(), secret.as_ref().map(ExposeSecret::expose_secret), build);
    for name in ["CLERK_API_URL", "CLERK_FAPI_URL"] {
        if let Some(url) = reader.text(name) {
            reader.check(name, origin::check_upstream(&url));
        }
    }
    Instance::Keys(Box::new(Keys {
        publishable: publishable.unwrap_or_default(),
        secret: secret.unwrap_or_default(),
        jwt: jwt_key(reader),
        api_url: reader.text("CLERK_API_URL"),
        fapi_url: reader.text("CLERK_FAPI_URL"),
        proxy_url: proxy_url(reader, http.map(|http| &http.public_origin)),
    }))
}

fn jwt_key(reader: &mut Reader<'_>) -> Option<String> {
    let pem = reader.text("CLERK_JWT_KEY")?.replace("\\n", "\n");
    if !pem.starts_with("-----BEGIN PUBLIC KEY-----") {
        reader.problem("CLERK_JWT_KEY", "must be a public key in PEM form: -----BEGIN PUBLIC KEY-----…");
    }
    Some(pem)
}

fn proxy_url(reader: &mut Reader<'_>, public_origin: Option<&Origin>) -> Option<String> {
    const NAME: &str = "CLERK_PROXY_URL";
    let url = reader.text(NAME)?;
    let path = match public_origin.and_then(|origin| url.strip_prefix(origin.as_str())) {
        Some(path) => path,
        None => url.as_str(),
    };
    if path != "/__clerk" {
        reader.problem(NAME, "must be /__clerk, or PUBLIC_ORIGIN followed by /__clerk");
    }
    Some(path.to_owned())
}

fn authorized_parties(reader: &mut Reader<'_>, public_origin: Option<&Origin>) -> Vec<String> {
    const NAME: &str = "CLERK_AUTHORIZED_PARTIES";
    let Some(list) = reader.text(NAME) else {
        return public_origin.map(ToString::to_string).into_iter().collect();
    };
    let mut parties = Vec::new();
    for part in list.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        match part.parse::<Origin>() {
            Ok(origin) => parties.push(origin.to_string()),
            Err(_) => reader.problem(NAME, format!("{part:?} is not an origin such as https://app.example.com")),
        }
    }
    if list.split(',').all(|part| part.trim().is_empty()) {
        // An empty list would switch the check off.
        reader.problem(NAME, "names no origin; leave it away for PUBLIC_ORIGIN alone");
    }
    parties
}

fn redirects(reader: &mut Reader<'_>) -> Redirects {
    Redirects {
        sign_in_fallback: page(reader, "CLERK_SIGN_IN_FALLBACK_REDIRECT_URL")
            .unwrap_or_else(|| "/dashboard".to_owned()),
        sign_up_fallback: page(reader, "CLERK_SIGN_UP_FALLBACK_REDIRECT_URL")
            .unwrap_or_else(|| "/onboarding".to_owned()),
        sign_in_force: page(reader, "CLERK_SIGN_IN_FORCE_REDIRECT_URL"),
        sign_up_force: page(reader, "CLERK_SIGN_UP_FORCE_REDIRECT_URL"),
    }
}

/// A page for one of Clerk's forms: a path of its own, below which its steps are, or a page elsewhere.
fn form(reader: &mut Reader<'_>, name: &'static str, default: &str) -> String {
    let Some(url) = page(reader, name) else { return default.to_owned() };
    if url.starts_with('/') && url != default && !reader.has_problem(name) {
        let is_plain = |segment: &str| {
            !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        let first = url.split('/').nth(1).unwrap_or_default();
        if !url.split('/').skip(1).all(is_plain) {
            reader.problem(name, "must be a plain path such as /sign-in or /account/sign-in");
        } else if is_taken(first) {
            reader.problem(name, format!("there are other pages below /{first}"));
        }
    }
    url
}

/// Whether pages of the app or something else of the server begin like this.
fn is_taken(first: &str) -> bool {
    const OTHERS: [&str; 9] =
        ["api", "pkg", "__clerk", "livez", "readyz", "webhooks", "csp-reports", "clerk-locales", "favicon.svg"];
    let pages = app::RESOURCES.addresses().map(|page| page.path);
    OTHERS.contains(&first) || pages.into_iter().any(|page| page.split('/').nth(1) == Some(first))
}

/// A satellite has its sign-in page on the primary domain, and its own Frontend API at its own domain or behind its proxy.
fn satellite(reader: &mut Reader<'_>) -> (Option<String>, bool) {
    const SATELLITE: &str = "CLERK_IS_SATELLITE";
    let domain = reader.text("CLERK_DOMAIN");
    if domain.as_deref().is_some_and(|domain| !http::is_name(domain)) {
        reader
            .problem("CLERK_DOMAIN", "must be this app's own domain, such as app.example.com, without scheme and path");
    }
    let is_satellite = reader.choice(SATELLITE, false, &[("on", true), ("off", false)]);
    if is_satellite && domain.is_none() && reader.env.get("CLERK_PROXY_URL").is_none() {
        reader.problem(SATELLITE, "a satellite needs CLERK_DOMAIN, or CLERK_PROXY_URL");
    }
    if is_satellite && !reader.env.get(SIGN_IN_URL).is_some_and(|url| url.starts_with("http")) {
        reader.problem(SATELLITE, "a satellite needs CLERK_SIGN_IN_URL, the full address on the primary domain");
    }
    (domain, is_satellite)
}

/// The name of a file of words, as `bin/clerk-locale` makes them.
fn locale(reader: &mut Reader<'_>) -> Option<String> {
    const NAME: &str = "CLERK_LOCALE";
    let locale = reader.text(NAME)?;
    let is_name = locale.len() <= 12 && locale.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_name {
        reader.problem(NAME, "must name a language such as en, de or fr-FR");
    }
    Some(locale).filter(|locale| locale != "en")
}

fn page(reader: &mut Reader<'_>, name: &'static str) -> Option<String> {
    let url = reader.text(name)?;
    reader.check(name, origin::check_page(&url));
    Some(url)
}

// The keys: their form, that they belong together, and the names other frameworks give them.

/// The variable of the publishable key.
const PUBLISHABLE: &str = "CLERK_PUBLISHABLE_KEY";
/// The variable of the secret key.
const SECRET: &str = "CLERK_SECRET_KEY";

const WHERE: &str = "copy it from the API keys page of your instance in Clerk's dashboard";

/// Checks both keys, alone and together.
fn check_keys(reader: &mut Reader<'_>, publishable: Option<&str>, secret: Option<&str>, build: BuildKind) {
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
const FOREIGN: [(&str, &str); 12] = [
    ("NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", PUBLISHABLE),
    ("NEXT_PUBLIC_CLERK_PROXY_URL", "CLERK_PROXY_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_IN_URL", "CLERK_SIGN_IN_URL"),
    ("NEXT_PUBLIC_CLERK_SIGN_UP_URL", "CLERK_SIGN_UP_URL"),
    ("NEXT_PUBLIC_CLERK_DOMAIN", "CLERK_DOMAIN"),
    ("NEXT_PUBLIC_CLERK_IS_SATELLITE", "CLERK_IS_SATELLITE"),
    ("NEXT_PUBLIC_CLERK_AFTER_SIGN_IN_URL", "CLERK_SIGN_IN_FALLBACK_REDIRECT_URL"),
    ("NEXT_PUBLIC_CLERK_AFTER_SIGN_UP_URL", "CLERK_SIGN_UP_FALLBACK_REDIRECT_URL"),
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
fn has_foreign_names(env: &Env) -> bool {
    foreign_names(env).next().is_some()
}

/// Says which of our names to use instead of Next.js'.
fn check_foreign_names(reader: &mut Reader<'_>) {
    for (theirs, ours) in foreign_names(reader.env) {
        reader.problem(ours, format!("{theirs} is set, which is Next.js' name; here it is {ours}"));
    }
}
