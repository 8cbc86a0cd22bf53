//! base64url (RFC 4648 section 5) as tokens use it, strict (RFC 7515 section 2) or as lenient as upstream's helper with
//! `loose`.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Decodes one part of a token. Lenient mode takes any number of trailing `=`; both refuse `+`, `/`, white space,
/// left-over bits that are not zero, and an impossible length.
pub(crate) fn decode(text: &str, strict: bool) -> Option<Vec<u8>> {
    let unpadded = if strict { text } else { text.trim_end_matches('=') };
    URL_SAFE_NO_PAD.decode(unpadded).ok()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn strict_and_loose() {
        let rows: [(&str, bool, bool); 9] = [
            ("", true, true),
            ("QQ", true, true),
            ("QQ==", false, true),
            ("QQ====", false, true),
            ("QR", false, false),
            ("Q", false, false),
            ("Q=Q", false, false),
            ("+/+/", false, false),
            ("QQ ", false, false),
        ];
        for (text, strict, loose) in rows {
            assert_eq!((decode(text, true).is_some(), decode(text, false).is_some()), (strict, loose), "{text}");
        }
    }
}
