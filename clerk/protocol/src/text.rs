//! Where JavaScript's string functions differ from Rust's, its own.

/// `String.prototype.trim`: unlike Rust's it removes U+FEFF and keeps U+0085.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_whitespace)
}

/// The white space of ECMAScript's `StrWhiteSpaceChar`.
pub(crate) fn is_whitespace(character: char) -> bool {
    character == '\u{feff}' || (character.is_whitespace() && character != '\u{85}')
}
