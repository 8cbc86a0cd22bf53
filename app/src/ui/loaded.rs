//! A tenant's page once its data is there: skeleton, error page and content in one place.

use std::{pin::Pin, sync::Arc};

use domain::{People, TenantInfo};

use super::{ErrorPage, FormSkeleton};
use crate::{
    AppError,
    once_there::once_there,
    people::NamesPeople,
    prelude::*,
    tenant::{Answer, Answers, CurrentTenant, Data, PageData, Shown, retry_once, use_tenant},
};

/// What was there before stays until the new data has come: the keyboard keeps its place, and nothing flashes.
#[component]
pub fn Loaded<T>(
    data: PageData<T>,
    /// Shown while nothing was there before.
    skeleton: fn() -> AnyView,
    /// Gets the tenant and the data.
    view: impl Fn(TenantInfo, T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Shown + NamesPeople,
{
    let view = move |mut tenant: TenantInfo, data: Data| {
        let mut data: T = data.read()?;
        let own: People = std::mem::take(&mut tenant.people);
        tenant.people = data.take_people().and(own);
        Ok(view(tenant, data))
    };
    loaded(data.answer(), skeleton, Arc::new(view))
}

/// A page that needs nothing but its tenant.
pub fn in_tenant(view: impl Fn(TenantInfo) -> AnyView + Send + Sync + 'static) -> AnyView {
    whole(Arc::new(view))
}

fn whole(view: Arc<dyn Fn(TenantInfo) -> AnyView + Send + Sync>) -> AnyView {
    let CurrentTenant { info, changes, .. } = use_tenant();
    let skeleton = || view! { <FormSkeleton/> }.into_any();
    let content = awaited(skeleton, None, move || {
        let view = Arc::clone(&view);
        async move {
            let content = match once_there(info.wait()).await {
                Some(Ok(tenant)) => view(tenant),
                Some(Err(error)) => view! { <ErrorPage error=error/> }.into_any(),
                None => skeleton(),
            };
            changes.shown();
            content
        }
    });
    view! { <div class="loaded">{content}</div> }.into_any()
}

/// What has to be waited for. What was there before stays meanwhile; `fallback` is shown while nothing was.
pub fn awaited<F: Future<Output = AnyView> + Send + 'static>(
    fallback: fn() -> AnyView,
    set_pending: Option<SignalSetter<bool>>,
    content: impl Fn() -> F + Send + Sync + 'static,
) -> AnyView {
    type Content = Pin<Box<dyn Future<Output = AnyView> + Send>>;
    fn awaited(
        fallback: fn() -> AnyView,
        set_pending: Option<SignalSetter<bool>>,
        content: Box<dyn Fn() -> Content + Send + Sync>,
    ) -> AnyView {
        let content = move || Suspend::new(content());
        view! { <Transition fallback=fallback nostrip:set_pending=set_pending>{content}</Transition> }.into_any()
    }
    awaited(fallback, set_pending, Box::new(move || Box::pin(content())))
}

type View = Arc<dyn Fn(TenantInfo, Data) -> Result<AnyView, AppError> + Send + Sync>;

fn loaded(data: Answers, skeleton: fn() -> AnyView, view: View) -> AnyView {
    let CurrentTenant { path, info, changes, .. } = use_tenant();
    retry_once(path, data);
    let pending = RwSignal::new(false);
    // A page from the server is whole; there the effect that sets it may run when the request is over, and would panic.
    let set_pending = cfg!(not(feature = "ssr")).then(|| SignalSetter::map(move |is_pending| pending.set(is_pending)));
    let content = awaited(skeleton, set_pending, move || {
        let view = Arc::clone(&view);
        async move {
            let (tenant, data) = once_there(async { (info.wait().await, data.await) }).await;
            let content = shown(tenant, data, &view, skeleton);
            changes.shown();
            content
        }
    });
    view! { <div class="loaded" aria-busy=shared(move || pending.get().to_string())>{content}</div> }.into_any()
}

fn shown(tenant: Answer<TenantInfo>, data: Answer<Data>, view: &View, skeleton: fn() -> AnyView) -> AnyView {
    let content = match (tenant, data) {
        (Some(Ok(tenant)), Some(Ok(data))) => view(tenant, data),
        (Some(Err(error)), _) | (_, Some(Err(error))) => Err(error),
        _ => return skeleton(),
    };
    content.unwrap_or_else(|error| view! { <ErrorPage error=error/> }.into_any())
}
