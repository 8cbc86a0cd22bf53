//! Publishable and secret keys: which instance, and where its Frontend API is.
//!
//! Section [Keys](crate#keys); from `keys` and `buildAccountsBaseUrl` of `@clerk/shared`, and Clerk's page on how Clerk
//! works.

use std::fmt;

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

/// What a browser's `atob` takes: padding optional, trailing bits ignored.
const FORGIVING: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

const LEGACY_DEVELOPMENT: [&str; 3] = [".lcl.dev", ".lclstage.dev", ".lclclerk.com"];
const LOCAL_ENVIRONMENT: [&str; 4] = [".lcl.dev", "lclstage.dev", ".lclclerk.com", ".accounts.lclclerk.com"];
const CURRENT_DEVELOPMENT: [&str; 3] = [".accounts.dev", ".accountsstage.dev", ".accounts.lclclerk.com"];

/// The kind of Clerk instance. Comes from the publishable key's prefix only, never from the secret key or a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceType {
    /// `pk_test_`.
    Development,
    /// `pk_live_`.
    Production,
}

/// A publishable key: `pk_test_` or `pk_live_` and the base64 of the Frontend API's host with a `$`.
/// Section [Keys](crate#keys), from `parsePublishableKey` of `@clerk/shared`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishableKey {
    text: String,
    instance_type: InstanceType,
    frontend_api: String,
}

/// Why a publishable key is refused. Upstream throws with these texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublishableKeyError {
    /// Empty.
    #[error("Publishable key is missing. Set CLERK_PUBLISHABLE_KEY, or run `npx clerk@latest init`.")]
    Missing,
    /// Wrong prefix, not base64, or not `host.with.dot$`.
    #[error("Publishable key not valid (expected format: pk_test_... or pk_live_...).")]
    Malformed,
}

impl PublishableKey {
    /// Reads a key. As `parsePublishableKey` of `@clerk/shared`, its base64 as a browser's `atob` takes it.
    ///
    /// # Errors
    /// When it is empty or malformed.
    pub fn parse(text: &str) -> Result<Self, PublishableKeyError> {
        if text.is_empty() {
            return Err(PublishableKeyError::Missing);
        }
        let instance_type = if text.starts_with("pk_live_") {
            InstanceType::Production
        } else if text.starts_with("pk_test_") {
            InstanceType::Development
        } else {
            return Err(PublishableKeyError::Malformed);
        };
        let frontend_api = encoded_part(text).and_then(decode_host).ok_or(PublishableKeyError::Malformed)?;
        Ok(Self { text: text.to_owned(), instance_type, frontend_api })
    }

    /// Makes the key of an instance: what Clerk's dashboard would show for this host.
    ///
    /// # Errors
    /// When the host has no dot or contains a `$`.
    pub fn from_host(instance_type: InstanceType, host: &str) -> Result<Self, PublishableKeyError> {
        let prefix = match instance_type {
            InstanceType::Development => "pk_test_",
            InstanceType::Production => "pk_live_",
        };
        let encoded = general_purpose::STANDARD_NO_PAD.encode(format!("{host}$"));
        Self::parse(&format!("{prefix}{encoded}"))
    }

    /// The key as written; the cookie suffix is a hash of exactly this.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Development or production.
    pub fn instance_type(&self) -> InstanceType {
        self.instance_type
    }

    /// Whether this is a development instance.
    pub fn is_development(&self) -> bool {
        self.instance_type == InstanceType::Development
    }

    /// The host inside the key, without a scheme.
    pub fn frontend_api(&self) -> &str {
        &self.frontend_api
    }

    /// `iss` of this instance's tokens when it has neither proxy nor satellite: `https://<host>`.
    /// From the session tokens guide.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.frontend_api)
    }

    /// The account portal: `https://accounts.example.com`, `https://name-name-12.accounts.dev`.
    /// As `buildAccountsBaseUrl` of `@clerk/shared`.
    pub fn accounts_url(&self) -> String {
        accounts_url(&self.frontend_api)
    }

    /// The Backend API's origin for this key, unless `CLERK_API_URL` says otherwise (`apiUrlFromPublishableKey` of
    /// `@clerk/shared`).
    pub fn api_url(&self) -> &'static str {
        self.by_environment("https://api.clerk.com", "https://api.clerkstage.dev", "https://api.lclclerk.com")
    }

    /// Where the Frontend API proxy forwards to, unless `CLERK_FAPI_URL` says otherwise (`src/proxy.ts` of
    /// `@clerk/backend`).
    pub fn proxy_upstream(&self) -> &'static str {
        self.by_environment(
            "https://frontend-api.clerk.dev",
            "https://frontend-api.clerkstage.dev",
            "https://frontend-api.lclclerk.com",
        )
    }

    fn by_environment(&self, production: &'static str, staging: &'static str, local: &'static str) -> &'static str {
        let host = self.frontend_api.as_str();
        if host.starts_with("clerk.") && ends_with_any(host, &LEGACY_DEVELOPMENT) {
            production
        } else if ends_with_any(host, &LOCAL_ENVIRONMENT) {
            local
        } else if host.ends_with(".accountsstage.dev") {
            staging
        } else {
            production
        }
    }
}

impl fmt::Display for PublishableKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

/// The key split on `_` has exactly three parts.
fn encoded_part(text: &str) -> Option<&str> {
    let mut parts = text.split('_').skip(2);
    let encoded = parts.next().filter(|part| !part.is_empty())?;
    parts.next().is_none().then_some(encoded)
}

/// `atob`, then: ends with the only `$`, and has a dot before it.
fn decode_host(encoded: &str) -> Option<String> {
    let compact: String =
        encoded.chars().filter(|character| !matches!(character, '\t' | '\n' | '\u{c}' | '\r' | ' ')).collect();
    let unpadded = if compact.len().is_multiple_of(4) {
        compact.strip_suffix("==").or_else(|| compact.strip_suffix('=')).unwrap_or(&compact)
    } else {
        &compact
    };
    let bytes = FORGIVING.decode(unpadded).ok()?;
    let decoded: String = bytes.into_iter().map(char::from).collect();
    let host = decoded.strip_suffix('$')?;
    (!host.contains('$') && host.contains('.')).then(|| host.to_owned())
}

/// `buildAccountsBaseUrl` of `@clerk/shared`: the first `clerk.accountsstage.`, then the first `clerk.accounts.` or
/// `clerk.`.
pub(crate) fn accounts_url(frontend_api: &str) -> String {
    let staged = frontend_api.replacen("clerk.accountsstage.", "accountsstage.", 1);
    let host = match staged.find("clerk.") {
        Some(at) if staged.get(at..).is_some_and(|rest| rest.starts_with("clerk.accounts.")) => {
            staged.replacen("clerk.accounts.", "accounts.", 1)
        }
        Some(_) => staged.replacen("clerk.", "accounts.", 1),
        None => staged,
    };
    format!("https://{host}")
}

/// Hosts of account portals of any development instance, old and new style (row 16, known referrers).
#[cfg_attr(
    not(any(test, feature = "verify")),
    expect(dead_code, reason = "asked for by the referrer check of the verifier")
)]
pub(crate) fn is_development_account_portal(host: &str) -> bool {
    let legacy = host.starts_with("accounts.") && ends_with_any(host, &LEGACY_DEVELOPMENT);
    let current = CURRENT_DEVELOPMENT
        .iter()
        .any(|suffix| host.strip_suffix(suffix).is_some_and(|name| !name.ends_with(".clerk")));
    legacy || current
}

fn ends_with_any(host: &str, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| host.ends_with(suffix))
}

/// What can be told from a secret key: only its kind; no further format is checked anywhere. Section
/// [Keys](crate#keys).
#[derive(Clone, Copy)]
pub struct SecretKey<'a>(
    /// The key, `sk_test_…` or `sk_live_…`.
    pub &'a str,
);

impl SecretKey<'_> {
    /// `sk_test_`, and the older `test_`.
    pub fn is_development(self) -> bool {
        self.0.starts_with("sk_test_") || self.0.starts_with("test_")
    }

    /// `sk_live_`, and the older `live_`.
    pub fn is_production(self) -> bool {
        self.0.starts_with("sk_live_") || self.0.starts_with("live_")
    }
}

/// Never shows the key.
impl fmt::Debug for SecretKey<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::{
        InstanceType, PublishableKey, PublishableKeyError, SecretKey, accounts_url, is_development_account_portal,
    };
    use base64::Engine;

    /// The vectors of upstream's tests.
    #[test]
    fn vectors() -> Result<(), PublishableKeyError> {
        let rows = [
            ("pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk", true, "foo-bar-13.clerk.accounts.dev"),
            ("pk_live_ZmFrZS1jbGVyay10ZXN0LmNsZXJrLmFjY291bnRzLmRldiQ=", false, "fake-clerk-test.clerk.accounts.dev"),
            ("pk_live_ZmFrZS1jbGVyay10ZXN0LmNsZXJrLmFjY291bnRzLmRldiQ", false, "fake-clerk-test.clerk.accounts.dev"),
            ("pk_test_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA", true, "clerk.inspired.puma-74.lcl.dev"),
            ("pk_live_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA", false, "clerk.inspired.puma-74.lcl.dev"),
        ];
        for (text, development, host) in rows {
            let key = PublishableKey::parse(text)?;
            assert_eq!((key.is_development(), key.frontend_api()), (development, host), "{text}");
        }
        Ok(())
    }

    #[test]
    fn malformed() {
        assert_eq!(PublishableKey::parse(""), Err(PublishableKeyError::Missing));
        let encode = |text: &str| format!("pk_test_{}", base64::engine::general_purpose::STANDARD.encode(text));
        let rows = [
            encode("foo.clerk.accounts.dev$extra"),
            encode("foo.clerk.accounts.dev$$"),
            encode("$foo.clerk.accounts.dev$"),
            encode("invalidkey$"),
            encode("no.dollar.dev"),
            "pk_test_".to_owned(),
            "pk_test_!!!!".to_owned(),
            "pk_test_Zm9v_LWJhci0".to_owned(),
            "sk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk".to_owned(),
            "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk===".to_owned(),
        ];
        for text in rows {
            assert_eq!(PublishableKey::parse(&text), Err(PublishableKeyError::Malformed), "{text}");
        }
    }

    #[test]
    fn made_from_a_host() -> Result<(), PublishableKeyError> {
        let key = PublishableKey::from_host(InstanceType::Development, "foo-bar-13.clerk.accounts.dev")?;
        assert_eq!(key.as_str(), "pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk");
        assert_eq!(key.issuer(), "https://foo-bar-13.clerk.accounts.dev");
        Ok(())
    }

    #[test]
    fn account_portals() {
        assert_eq!(accounts_url("included.katydid-92.clerk.accounts.dev"), "https://included.katydid-92.accounts.dev");
        assert_eq!(accounts_url("clerk.example.com"), "https://accounts.example.com");
        assert_eq!(accounts_url("foo.clerk.accountsstage.dev"), "https://foo.accountsstage.dev");
        assert!(is_development_account_portal("foo-bar-13.accounts.dev"));
        assert!(is_development_account_portal("accounts.foo.bar-13.lcl.dev"));
        assert!(!is_development_account_portal("foo-bar-13.clerk.accounts.dev"));
        assert!(!is_development_account_portal("accounts.example.com"));
    }

    #[test]
    fn secret_keys() {
        assert!(SecretKey("sk_test_x").is_development() && SecretKey("test_x").is_development());
        assert!(SecretKey("sk_live_x").is_production() && SecretKey("live_x").is_production());
        assert!(!SecretKey("deadbeef").is_development() && !SecretKey("deadbeef").is_production());
        assert_eq!(format!("{:?}", SecretKey("sk_test_x")), "SecretKey(..)");
    }
}
