//! A small set of line icons, inline so that they take the colour of the text and need no request.

use crate::{brand, prelude::*};

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each shows what its name says")]
pub enum Glyph {
    Alert,
    ArrowDown,
    ArrowRight,
    ArrowUp,
    Check,
    Clock,
    Folder,
    Key,
    Layers,
    Menu,
    Monitor,
    Moon,
    Pencil,
    People,
    Plus,
    Restore,
    Search,
    Sun,
    Trash,
}

impl Glyph {
    /// One path in a 24 by 24 box.
    fn path(self) -> &'static str {
        match self {
            Self::Alert => {
                "M12 8v5m0 3.5v.01M10.3 3.9 2.4 17.5A2 2 0 0 0 4.1 20.5h15.8a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0Z"
            }
            Self::ArrowDown => "M12 5v14m-6-6 6 6 6-6",
            Self::ArrowRight => "M5 12h14m-6-6 6 6-6 6",
            Self::ArrowUp => "M12 19V5m-6 6 6-6 6 6",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::Clock => "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2",
            Self::Folder => {
                "M3.5 7.5a2 2 0 0 1 2-2h3.6l2 2.5h7.4a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-9.5Z"
            }
            Self::Key => "M8 19.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Zm3.2-7.7 8.3-8.3m-4.5 4.5 3 3",
            Self::Layers => "m12 3.5 8.5 4.5-8.5 4.5L3.5 8 12 3.5Zm-8.5 9L12 17l8.5-4.5M3.5 16.5 12 21l8.5-4.5",
            Self::Menu => "M4 7h16M4 12h16M4 17h16",
            Self::Monitor => "M4 5.5h16v10.5H4V5.5Zm5 14h6m-3-3.5v3.5",
            Self::Moon => "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z",
            Self::Pencil => "m4 20 1-4.5L16.5 4a1.4 1.4 0 0 1 2 0L20 5.5a1.4 1.4 0 0 1 0 2L8.5 19 4 20Z",
            Self::People => {
                "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6.5 8.5c0-3.3 2.9-5.5 6.5-5.5s6.5 2.2 6.5 5.5m-.5-15.1a3.5 3.5 0 0 1 0 6.2m2.5 3.6c2.4.7 4 2.6 4 5.3"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Restore => "M4.5 9.5h10a5 5 0 0 1 0 10H9m-4.5-10 4-4m-4 4 4 4",
            Self::Search => "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5",
            Self::Sun => {
                "M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2.5v2m0 15v2m9.5-9.5h-2m-15 0h-2m16.2-6.7-1.4 1.4M6.7 17.3l-1.4 1.4m0-13.4 1.4 1.4m10.6 10.6 1.4 1.4"
            }
            Self::Trash => "M4.5 6.5h15m-9.5 4v6m4-6v6M9 6.5V4h6v2.5m-8.5 0 .8 13h9.4l.8-13",
        }
    }
}

/// An icon that says nothing a word beside it does not say: hidden from screen readers.
#[component]
pub fn Icon(glyph: Glyph) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
}

/// The mark with the name, leading home.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <a href="/" class="logo">
            <svg class="logo-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
                <rect x="3" y="15.5" width="18" height="5" rx="1.5"></rect>
                <rect x="6" y="9.5" width="12" height="4.5" rx="1.5" opacity="0.7"></rect>
                <rect x="9" y="4" width="6" height="4" rx="1.5" opacity="0.45"></rect>
            </svg>
            {brand::NAME}
        </a>
    }
}
