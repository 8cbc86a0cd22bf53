//! The cookie suffix of an instance, so that several instances can share one domain.
//!
//! Section [Which cookies count](crate#which-cookies-count); from `getCookieSuffix` of `@clerk/shared`.

use aws_lc_rs::digest;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The first 8 characters of the base64url of the SHA-1 of the whole publishable key, padding included if it has any.
/// From `getCookieSuffix` of `@clerk/shared`; section [Which cookies count](crate#which-cookies-count).
pub fn cookie_suffix(publishable_key: &str) -> String {
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, publishable_key.as_bytes());
    let mut suffix = URL_SAFE_NO_PAD.encode(hash);
    suffix.truncate(8);
    suffix
}

#[cfg(test)]
mod tests {
    use super::cookie_suffix;

    #[test]
    fn vectors() {
        let rows = [
            ("pk_live_Y2xlcmsuY2xlcmsuZGV2JA", "1Z8AzTQD"),
            ("pk_test_Y2xlcmsuY2xlcmsuZGV2JA", "QvfNY2dr"),
            ("pk_test_ZW5vdWdoLWFscGFjYS04Mi5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k", "jtYvyt_H"),
            ("pk_test_eHh4eHh4LXhhYWFhYS1hYS5jbGVyay5hY2NvdW50cy5sY2xjbGVyay5jb20k", "tZJdb-5s"),
            ("pk_live_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA", "MqCvchyS"),
            ("pk_test_Y2xlcmsuaW5zcGlyZWQucHVtYS03NC5sY2wuZGV2JA", "vWCgMp3A"),
            ("pk_live_ZmFrZS1jbGVyay10ZXN0LmNsZXJrLmFjY291bnRzLmRldiQ=", "qReyu04C"),
            ("pk_test_Zm9vLWJhci0xMy5jbGVyay5hY2NvdW50cy5kZXYk", "nx2hSE6I"),
        ];
        for (key, suffix) in rows {
            assert_eq!(cookie_suffix(key), suffix, "{key}");
        }
    }
}
