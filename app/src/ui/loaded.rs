//! A tenant's page once its data is there: skeleton, error page and content in one place.

use std::sync::Arc;

use domain::{People, TenantInfo};
use leptos::prelude::*;

use super::ErrorPage;
use crate::{
    people::NamesPeople,
    tenant::{Answer, CurrentTenant, is_stale, retry_once, use_tenant},
};

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
    T: Clone + NamesPeople + Send + Sync + 'static,
{
    let CurrentTenant { path, info, changes, .. } = use_tenant();
    retry_once(path, move || data.with(|data| data.as_ref().map(is_stale)));
    let pending = RwSignal::new(false);
    // A page from the server is whole; there the effect that sets it may run when the request is over, and would panic.
    let set_pending = cfg!(not(feature = "ssr")).then(|| SignalSetter::map(move |is_pending| pending.set(is_pending)));
    let view = Arc::new(view);
    let content = move || {
        let view = Arc::clone(&view);
        Suspend::new(async move {
            let content = shown(info.await, data.await, &*view, skeleton);
            changes.shown();
            content
        })
    };
    view! {
        <div class="loaded" aria-busy=move || pending.get().to_string()>
            <Transition fallback=skeleton nostrip:set_pending=set_pending>{content}</Transition>
        </div>
    }
}

fn shown<T: NamesPeople>(
    tenant: Answer<TenantInfo>,
    data: Answer<T>,
    view: &(dyn Fn(TenantInfo, T) -> AnyView + Send + Sync),
    skeleton: fn() -> AnyView,
) -> AnyView {
    match (tenant, data) {
        (Some(Ok(mut tenant)), Some(Ok(mut data))) => {
            let own: People = std::mem::take(&mut tenant.people);
            tenant.people = data.take_people().and(own);
            view(tenant, data)
        }
        (Some(Err(error)), _) | (_, Some(Err(error))) => view! { <ErrorPage error=error/> }.into_any(),
        _ => skeleton(),
    }
}
