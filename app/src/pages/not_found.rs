//! A path that is no page.

use leptos::prelude::*;

use crate::{AppError, layouts::SiteHeader, ui::ErrorPage};

/// With status 404 from the server.
#[component]
pub(crate) fn NotFound() -> impl IntoView {
    view! {
        <div class="site">
            <SiteHeader/>
            <main id="main" class="site-main" tabindex="-1"><ErrorPage error=AppError::NotFound/></main>
        </div>
    }
}
