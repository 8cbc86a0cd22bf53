//! The product's mark and name.

use leptos::prelude::*;

use crate::brand;

/// The mark with the name, leading home.
#[component]
pub(crate) fn Logo() -> impl IntoView {
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
