//! What went wrong with a form, above it; what is wrong with a field is said at the field.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::{AppError, return_to, settings::use_settings};

/// Nothing is lost: the form below keeps what was typed.
#[component]
pub(crate) fn ErrorNote(#[prop(into)] error: Signal<Option<AppError>>) -> impl IntoView {
    move || error.get().map(|error| view! { <Note error=error/> })
}

#[component]
fn Note(error: AppError) -> impl IntoView {
    let text = error.to_string();
    view! {
        <div class="alert alert-danger" role="alert" tabindex="-1">
            <Icon glyph=Glyph::Alert/>
            <div>
                <p>{text}</p>
                {way_out(&error)}
            </div>
        </div>
    }
}

fn way_out(error: &AppError) -> Option<AnyView> {
    match error {
        AppError::Unauthenticated => {
            let sign_in = return_to::sign_in(&use_settings().clerk, "/dashboard");
            Some(view! { <p><a href=sign_in target="_blank" class="link">"Sign in in a new tab"</a>", then save again here."</p> }.into_any())
        }
        AppError::TenantMismatch => {
            Some(view! { <p>"Another tab of this browser has switched. Press again to do it here."</p> }.into_any())
        }
        AppError::Internal { request_id: Some(id) } => {
            Some(view! { <p>"Request "<code>{id.clone()}</code></p> }.into_any())
        }
        _ => None,
    }
}
