//! Form fields: label, hint and error belong together and to the input, for eyes and screen readers.

use leptos::prelude::*;

/// A line of text.
#[component]
pub(crate) fn TextField(
    /// The name in the form; also the id.
    name: &'static str,
    label: &'static str,
    /// The text to start with.
    #[prop(into)]
    value: String,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    /// Longest text, in characters: told, and checked by the server.
    longest: usize,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                class="input"
                type="text"
                id=name
                name=name
                value=value
                maxlength=longest.to_string()
                required
                autocomplete="off"
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby=described_by(name)
            />
            <Notes name=name hint=hint error=error/>
        </div>
    }
}

/// Several lines of text.
#[component]
pub(crate) fn TextArea(
    /// The name in the form; also the id.
    name: &'static str,
    label: &'static str,
    /// The text to start with.
    #[prop(into)]
    value: String,
    /// What is wrong with it.
    #[prop(into)]
    error: Signal<Option<String>>,
    #[prop(optional)] hint: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <textarea
                class="input"
                id=name
                name=name
                rows="6"
                aria-invalid=move || error.with(Option::is_some).to_string()
                aria-describedby=described_by(name)
                inner_html=textarea_content(&value)
            ></textarea>
            <Notes name=name hint=hint error=error/>
        </div>
    }
}

/// Both ids always exist, so that an error is announced when it appears.
#[component]
fn Notes(name: &'static str, hint: Option<&'static str>, error: Signal<Option<String>>) -> impl IntoView {
    view! {
        <p class="hint" id=hint_id(name)>{hint}</p>
        <p class="field-error" id=error_id(name)>{move || error.get()}</p>
    }
}

fn described_by(name: &str) -> String {
    format!("{} {}", error_id(name), hint_id(name))
}

fn error_id(name: &str) -> String {
    format!("{name}-error")
}

fn hint_id(name: &str) -> String {
    format!("{name}-hint")
}

/// Text as the content of a `<textarea>`. Leptos 0.8 writes children of it unescaped, and without JavaScript the content is
/// the only way to give it a value. A document's parser drops one leading line break, so the server gives it one to drop;
/// `innerHTML` in the browser does not.
fn textarea_content(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if cfg!(feature = "ssr") { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_the_textarea() {
        let content = textarea_content("</textarea><script>alert(1)</script>&lt;\n");
        assert_eq!(content.trim_start(), "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;\n");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_leading_line_break_survives_the_parser() {
        assert_eq!(textarea_content("\ntext"), "\n\ntext");
    }
}
