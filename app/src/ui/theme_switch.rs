//! Light, dark, or as the system says: three radio buttons, so arrow keys and screen readers work by themselves.
//!
//! The choice lives in `localStorage` and is applied before the first paint by `server/theme.js`.

use leptos::web_sys;

use crate::prelude::*;

use super::icon::{Glyph, Icon};

const STORAGE_KEY: &str = "theme";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Theme {
    Light,
    System,
    Dark,
}

impl Theme {
    const ALL: [Self; 3] = [Self::Light, Self::System, Self::Dark];

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::System => "system",
            Self::Dark => "dark",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::System => "Like the system",
            Self::Dark => "Dark",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Light => Glyph::Sun,
            Self::System => Glyph::Monitor,
            Self::Dark => Glyph::Moon,
        }
    }

    /// What was chosen before, in this browser.
    fn stored() -> Self {
        let name = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
        Self::ALL.into_iter().find(|theme| Some(theme.name()) == name.as_deref()).unwrap_or(Self::System)
    }

    fn store(self) {
        if let Some(storage) = storage() {
            // A browser that forbids storage forgets the choice with the page.
            _ = storage.set_item(STORAGE_KEY, self.name());
        }
    }

    fn apply(self) {
        let Some(html) = document().document_element() else { return };
        let classes = html.class_list();
        let dark = self == Self::Dark || (self == Self::System && system_is_dark());
        _ = classes.toggle_with_force("dark", dark);
        _ = classes.toggle_with_force("light", self == Self::Light);
    }
}

/// The switch. Needs scripts; without them the page follows the system, and the stylesheet hides this.
#[component]
pub fn ThemeSwitch(
    /// The radio group's name; unique on the page.
    group: &'static str,
) -> impl IntoView {
    let theme = RwSignal::new(Theme::System);
    effect(move || theme.set(Theme::stored()));
    let choose = move |chosen: Theme| {
        chosen.store();
        chosen.apply();
        theme.set(chosen);
    };
    let options = Theme::ALL.map(|option| {
        view! {
            <label title=option.label()>
                <input
                    type="radio"
                    class="sr-only"
                    name=group
                    value=option.name()
                    prop:checked=move || theme.get() == option
                    on:change=move |_| choose(option)
                />
                <Icon glyph=option.glyph()/>
                <span class="sr-only">{option.label()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="theme-switch">
            <legend class="sr-only">"Theme"</legend>
            {options.into_iter().collect_view()}
        </fieldset>
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn system_is_dark() -> bool {
    let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    query.is_some_and(|query| query.matches())
}
