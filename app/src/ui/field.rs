//! Form fields: label, hint and error belong together and to the input, for eyes and screen readers. And the buttons at
//! the end of a form.

use crate::prelude::*;

/// What every field has.
#[derive(Clone, Copy)]
pub struct Field {
    /// The name in the form; also the id.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// May be empty.
    pub hint: &'static str,
    /// Whether it must not be left empty.
    pub required: bool,
    /// What is wrong with it.
    pub error: Signal<Option<String>>,
}

impl Field {
    /// A line of text of at most `longest` characters: told, and checked by the server. Without `autocomplete="off"`, by
    /// which browsers would forget what was typed when somebody comes back from a refusal.
    pub fn line(self, value: String, longest: usize) -> AnyView {
        let input = view! {
            <input
                class="input"
                type="text"
                id=self.name
                name=self.name
                value=value
                maxlength=longest.to_string()
                required=self.required
                dir="auto"
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            />
        };
        self.around(input.into_any())
    }

    /// A short text of another kind than words: digits, whose keyboard phones show for `mode`.
    pub fn typed(self, mode: &'static str, value: String) -> AnyView {
        self.input("text", Some(mode), value)
    }

    /// What browsers have an input of their own for: a day (`date`), a day and a time (`datetime-local`).
    pub fn of_type(self, kind: &'static str, value: String) -> AnyView {
        self.input(kind, None, value)
    }

    fn input(self, kind: &'static str, mode: Option<&'static str>, value: String) -> AnyView {
        let input = view! {
            <input
                class="input input-short"
                type=kind
                inputmode=mode
                id=self.name
                name=self.name
                value=value
                required=self.required
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            />
        };
        self.around(input.into_any())
    }

    /// Yes or no: a box to tick. One that is not sends nothing.
    pub fn tick(self, is_ticked: bool) -> AnyView {
        view! {
            <div class="field">
                <label class="check">
                    <input
                        type="checkbox"
                        id=self.name
                        name=self.name
                        value="true"
                        checked=is_ticked
                        aria-invalid=self.invalid()
                        aria-describedby=self.described_by()
                    />
                    {self.label}
                </label>
                {self.notes()}
            </div>
        }
        .into_any()
    }

    /// Several lines of text.
    pub fn text(self, value: &str) -> AnyView {
        let input = view! {
            <textarea
                class="input"
                id=self.name
                name=self.name
                rows="6"
                dir="auto"
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
                inner_html=textarea_content(value)
            ></textarea>
        };
        self.around(input.into_any())
    }

    /// One of a few: a native list, so that it works without JavaScript and on every phone. `choices` are values with
    /// their texts.
    pub fn choice(self, chosen: &str, choices: Vec<(String, String)>) -> AnyView {
        let select = view! {
            <select
                class="input"
                id=self.name
                name=self.name
                autocomplete="off"
                aria-invalid=self.invalid()
                aria-describedby=self.described_by()
            >
                {options(chosen, choices)}
            </select>
        };
        self.around(select.into_any())
    }

    fn around(self, control: AnyView) -> AnyView {
        view! {
            <div class="field">
                <label for=self.name>{self.label}</label>
                {control}
                {self.notes()}
            </div>
        }
        .into_any()
    }

    /// The error's place is always there, so that it is announced when it appears.
    pub fn notes(self) -> AnyView {
        let Self { name, error, hint, .. } = self;
        let has_hint = !hint.is_empty();
        view! {
            {has_hint.then(|| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <p class="field-error" id=format!("{name}-error")>{live(move || error.get())}</p>
        }
        .into_any()
    }

    fn invalid(self) -> Shared<String> {
        shared(move || self.error.with(Option::is_some).to_string())
    }

    fn described_by(self) -> String {
        let Self { name, hint, .. } = self;
        if hint.is_empty() { format!("{name}-error") } else { format!("{name}-error {name}-hint") }
    }
}

/// The choices of a list, one of them chosen.
pub fn options(chosen: &str, choices: Vec<(String, String)>) -> AnyView {
    let option = |(value, text): (String, String)| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen dir="auto">{text}</option> }
    };
    choices.into_iter().map(option).collect_view().into_any()
}

/// Text as the content of a `<textarea>`. Leptos 0.8 writes children of it unescaped, and without JavaScript the content is
/// the only way to give it a value. A document's parser drops one leading line break, so the server gives it one to drop;
/// `innerHTML` in the browser does not.
fn textarea_content(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    if cfg!(feature = "ssr") { format!("\n{escaped}") } else { escaped }
}

/// Says that it works while it does; a second press meanwhile does nothing. It stays focusable: a disabled button would
/// lose the keyboard's place.
#[component]
pub fn Submit(
    /// Whether the answer is awaited.
    pending: RwSignal<bool>,
    /// The text in rest.
    label: &'static str,
    /// The text while waiting.
    waiting: &'static str,
    /// How it looks: `btn btn-primary`, `btn btn-danger`.
    #[prop(default = "btn btn-primary")]
    class: &'static str,
) -> impl IntoView {
    let is_pending = move || shared(move || pending.get().to_string());
    let text = live(move || if pending.get() { waiting } else { label });
    view! { <button type="submit" class=class aria-disabled=is_pending() aria-busy=is_pending()>{text}</button> }
}

/// The end of a form: send it, or leave it.
#[component]
pub fn FormActions(
    pending: RwSignal<bool>,
    label: &'static str,
    waiting: &'static str,
    #[prop(default = "btn btn-primary")] class: &'static str,
    /// The page to go back to.
    leave: String,
    #[prop(default = "Cancel")] leave_label: &'static str,
) -> impl IntoView {
    view! {
        <div class="form-actions">
            <Submit pending=pending label=label waiting=waiting class=class/>
            <a href=leave class="btn btn-ghost">{leave_label}</a>
        </div>
    }
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
