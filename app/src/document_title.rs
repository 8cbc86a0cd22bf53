//! The title of the document. On the server leptos_meta puts it into the head, unescaped, so a project named `</title>…` would
//! become markup: there it is escaped here. In the browser it is a property of the document, set without leptos_meta, whose
//! stack of titles is 7 KB of the program.

use crate::{brand, prelude::*};

/// Says what the page is called. Shows nothing, on the server and in the browser alike.
#[component]
pub fn Title(#[prop(into)] text: String) -> impl IntoView {
    set_title(document_title(text));
}

/// leptos_meta learns it when its component is made; what the component gives back is not needed.
#[cfg(feature = "ssr")]
fn set_title(title: String) {
    let title = leptos_meta::TitleProps::builder().text(escape(&title)).build();
    drop(leptos_meta::Title(title));
}

#[cfg(not(feature = "ssr"))]
fn set_title(title: String) {
    effect(move || document().set_title(&title));
}

/// What stands in the title bar for a page of this title.
fn document_title(title: String) -> String {
    if title.is_empty() { brand::NAME.to_owned() } else { format!("{title} · {}", brand::NAME) }
}

#[cfg(any(feature = "ssr", test))]
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

    #[test]
    fn a_page_without_a_name_has_the_products() {
        assert_eq!(document_title(String::new()), brand::NAME);
        assert!(document_title("Activity".to_owned()).starts_with("Activity · "));
    }
}
