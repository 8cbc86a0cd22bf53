//! Addresses of the sign-in and sign-up pages, so that buttons are real links before and without ClerkJS.

/// `base` with ClerkJS' query parameters; what is absent is left out.
pub(crate) fn with_query(base: &str, parameters: &[(&str, Option<&str>)]) -> String {
    let given = parameters.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    given.fold(base.to_owned(), |mut url, (name, value)| {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(name);
        url.push('=');
        encode_into(&mut url, value);
        url
    })
}

/// Percent-encodes everything but unreserved characters and the slash (RFC 3986, 3.4).
fn encode_into(url: &mut String, value: &str) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push('%');
            url.extend([byte >> 4, byte & 15].iter().filter_map(|nibble| HEX.get(usize::from(*nibble))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::with_query;

    #[test]
    fn values_are_encoded_and_absent_ones_left_out() {
        let url = with_query("/sign-in", &[("redirect_url", Some("/orgs/a b?x=1&y=ä")), ("other", None)]);
        assert_eq!(url, "/sign-in?redirect_url=/orgs/a%20b%3Fx%3D1%26y%3D%C3%A4");
    }

    #[test]
    fn an_existing_query_is_kept() {
        assert_eq!(with_query("/sign-in?a=1", &[("b", Some("2"))]), "/sign-in?a=1&b=2");
        assert_eq!(with_query("/sign-in", &[]), "/sign-in");
    }
}
