//! The title of the document. leptos_meta writes it into the page unescaped, so a project named `</title>…` would
//! become markup: on the server it is escaped here. In the browser it is a property and needs no escaping.

use crate::brand;

/// What stands in the title bar for a page of this title.
pub(crate) fn document_title(title: String) -> String {
    let title = if title.is_empty() { brand::NAME.to_owned() } else { format!("{title} · {}", brand::NAME) };
    if cfg!(feature = "ssr") { escape(&title) } else { title }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_leave_its_element() {
        assert_eq!(escape("</title><script>&"), "&lt;/title&gt;&lt;script&gt;&amp;");
    }
}
