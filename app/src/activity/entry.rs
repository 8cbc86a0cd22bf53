//! A line of the activity page.

use leptos::prelude::*;

use super::{Change, Entry};
use crate::ui::Timestamp;

/// Who, what, which and when; what exactly changed is folded away.
#[component]
pub(super) fn Line(entry: Entry) -> impl IntoView {
    let Entry { at, who, impersonator, what, object, link, refused, changes } = entry;
    let impersonator = (!impersonator.is_empty()).then(|| {
        view! { <p class="row-note"><span>"Done by somebody signed in as "{who.clone()}": "<code>{impersonator}</code></span></p> }
    });
    let object = match (object.is_empty(), link.is_empty()) {
        (true, _) => None,
        (false, true) => Some(view! { <span class="font-medium" dir="auto">{object}</span> }.into_any()),
        (false, false) => Some(view! { <a href=link class="trail-link" dir="auto">{object}</a> }.into_any()),
    };
    view! {
        <li class="trail">
            <p class="trail-text">
                <span class="font-medium" dir="auto">{who}</span>" "{what}" "{object}
                {refused.then(|| view! { <span class="badge badge-danger">"Refused"</span> })}
            </p>
            {impersonator}
            <p class="row-note"><Timestamp ms=at/></p>
            {(!changes.is_empty()).then(|| differences(changes))}
        </li>
    }
}

fn differences(changes: Vec<Change>) -> AnyView {
    let summary = match changes.len() {
        1 => "1 field changed".to_owned(),
        many => format!("{many} fields changed"),
    };
    let rows = changes.into_iter().map(|Change { field, before, after }| {
        view! {
            <dt>{field}</dt>
            <dd><del dir="auto">{before}</del>" "<span aria-hidden="true">"→"</span><span class="sr-only">"became"</span>" "<ins dir="auto">{after}</ins></dd>
        }
    });
    view! {
        <details class="trail-changes">
            <summary>{summary}</summary>
            <dl>{rows.collect_view()}</dl>
        </details>
    }
    .into_any()
}
