//! The fields of the forms: which there are, and how many and how long they may be before anybody reads them.

use crate::resources::RESOURCES;

/// More than any form has.
const MOST: usize = 32;
/// Bytes of a name and its value, as they are sent. A description of the longest kind, every letter of it encoded, is
/// shorter.
const LONGEST: usize = 32 * 1024;

/// The field that names the function, on a page with more than one form.
pub(super) const FUNCTION: &str = "function";

/// Whether a form, still as it was sent, has no more and no longer fields than one of ours can have.
pub fn fit(form: &[u8]) -> bool {
    let mut fields = form.split(|byte| *byte == b'&');
    fields.by_ref().take(MOST).all(|field| field.len() <= LONGEST) && fields.next().is_none()
}

/// What was typed into the fields that the function's form has, each once: all that is ever shown again.
pub(super) fn typed(function: &str, form: &[u8]) -> Vec<(String, String)> {
    let known = RESOURCES.function(function).map_or(&[][..], |function| function.fields);
    let mut typed: Vec<(String, String)> = Vec::new();
    for (name, value) in url::form_urlencoded::parse(form) {
        let is_known = name == FUNCTION || known.contains(&name.as_ref());
        if is_known && typed.iter().all(|(earlier, _)| *earlier != name) {
            typed.push((name.into_owned(), value.into_owned()));
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use leptos::server_fn::ServerFn;

    use super::*;
    use crate::projects::CreateProject;

    #[test]
    fn a_form_is_bounded_before_it_is_read() {
        assert!(fit(b"") && fit(b"tenant=%2Fpersonal&name=x"));
        assert!(fit(&[b'&'; MOST - 1]) && !fit(&[b'&'; MOST]));
        assert!(fit(&vec![b'a'; LONGEST]) && !fit(&vec![b'a'; LONGEST + 1]));
        let longest = format!("description={}", "%F0%9F%A6%80".repeat(domain::project::DESCRIPTION_MAX));
        assert!(fit(longest.as_bytes()));
    }

    #[test]
    fn only_the_forms_own_fields_are_shown_again_and_each_once() {
        let form = b"tenant=%2Fpersonal&name=a&name=b&x=1&function=f&id=2";
        let typed = typed(CreateProject::PATH, form);
        let shown: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(shown, [("tenant", "/personal"), ("name", "a"), ("function", "f")]);
    }
}
