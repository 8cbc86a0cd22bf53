//! A moment in the text.

use leptos::prelude::*;

use crate::dates;

/// Milliseconds since the epoch.
#[component]
pub fn Timestamp(ms: i64) -> impl IntoView {
    view! { <time datetime=dates::for_machines(ms)>{dates::for_people(ms)}</time> }
}
