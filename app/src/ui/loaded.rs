//! A tenant's page once its data is there: skeleton, error page and content in one place.

use std::sync::Arc;

use domain::TenantInfo;
use leptos::prelude::*;

use super::ErrorPage;
use crate::tenant::{Answer, CurrentTenant, is_stale, retry_once, use_tenant};

/// What was there before stays until the new data has come: the keyboard keeps its place, and nothing flashes.
#[component]
pub(crate) fn Loaded<T>(
    data: Resource<Answer<T>>,
    /// Shown while nothing was there before.
    skeleton: fn() -> AnyView,
    /// Gets the tenant and the data.
    view: impl Fn(TenantInfo, T) -> AnyView + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let CurrentTenant { path, info, changes, .. } = use_tenant();
    retry_once(path, move || data.with(|data| data.as_ref().map(is_stale)));
    let pending = RwSignal::new(false);
    // A page from the server is whole, whatever its effects say while it is made.
    let set_pending = SignalSetter::map(move |is_pending| {
        if cfg!(not(feature = "ssr")) {
            pending.set(is_pending);
        }
    });
    let view = Arc::new(view);
    let content = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            let content = match (info.await, data.await) {
                (Some(Ok(tenant)), Some(Ok(data))) => view(tenant, data),
                (Some(Err(error)), _) | (_, Some(Err(error))) => view! { <ErrorPage error=error/> }.into_any(),
                _ => skeleton(),
            };
            changes.restore_focus();
            content
        })
    };
    view! {
        <div class="loaded" aria-busy=move || pending.get().to_string()>
            <Transition fallback=skeleton set_pending=set_pending>{content}</Transition>
        </div>
    }
}
