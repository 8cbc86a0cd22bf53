//! The top of a page: title, what it is about, and its main action.

use domain::text::isolated;
use leptos::prelude::*;
use leptos_meta::Title;

/// A title: words of ours, and within them perhaps a name that somebody gave, in whatever direction it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    before: &'static str,
    name: String,
    after: &'static str,
}

impl Heading {
    /// A name with words around it.
    pub(crate) fn of(before: &'static str, name: impl Into<String>, after: &'static str) -> Self {
        Self { before, name: name.into(), after }
    }

    /// As text alone, for the document's title.
    fn text(&self) -> String {
        format!("{}{}{}", self.before, isolated(&self.name), self.after)
    }
}

impl From<&'static str> for Heading {
    fn from(words: &'static str) -> Self {
        Self::of(words, "", "")
    }
}

impl From<String> for Heading {
    fn from(name: String) -> Self {
        Self::of("", name, "")
    }
}

/// Sets the document's title too.
#[component]
pub(crate) fn PageHead(
    #[prop(into)] title: Heading,
    /// A sentence below the title.
    #[prop(optional, into)]
    about: Option<String>,
    /// Actions on the right.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let text = title.text();
    let Heading { before, name, after } = title;
    let words = |words: &'static str| (!words.is_empty()).then_some(words);
    let name = (!name.is_empty()).then(|| view! { <bdi>{name}</bdi> });
    view! {
        <Title text=text/>
        <div class="page-head">
            <div class="min-w-0">
                <h1>{words(before)}{name}{words(after)}</h1>
                {about.map(|about| view! { <p class="page-about">{about}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_direction_to_itself() {
        assert_eq!(Heading::of("Edit ", "Moon", "").text(), "Edit Moon");
        assert_eq!(Heading::of("Delete ", "שלום", "?").text(), "Delete \u{2068}שלום\u{2069}?");
        assert_eq!(Heading::from("New project").text(), "New project");
    }
}
