//! A moment in the text.

use crate::{dates, prelude::*};

/// Milliseconds since the epoch.
#[component]
pub fn Timestamp(ms: i64) -> impl IntoView {
    view! { <time datetime=dates::for_machines(ms)>{dates::for_people(ms)}</time> }
}
