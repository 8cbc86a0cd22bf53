//! Placeholders of the right shape while something loads. They appear late enough not to flash (`.skeleton` in the stylesheet).

use leptos::prelude::*;

/// A page with a list.
#[component]
pub(crate) fn ListSkeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="sr-only">"Loading"</span>
            <div class="skeleton-bar h-8 w-48"></div>
            <div class="skeleton-bar h-20"></div>
            <div class="skeleton-bar h-20"></div>
            <div class="skeleton-bar h-20"></div>
        </div>
    }
}

/// A page with a form or one thing.
#[component]
pub(crate) fn FormSkeleton() -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="sr-only">"Loading"</span>
            <div class="skeleton-bar h-8 w-64"></div>
            <div class="skeleton-bar h-11"></div>
            <div class="skeleton-bar h-36"></div>
            <div class="skeleton-bar h-10 w-32"></div>
        </div>
    }
}
