//! The document's title. leptos_meta writes it into the page as it is, so a project named `</title>…` would become markup:
//! on the server it is escaped here. In the browser it is a property, and text already.

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
