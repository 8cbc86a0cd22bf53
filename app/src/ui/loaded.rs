//! A tenant's page once its data is there: skeleton, error page and content in one place.

use domain::TenantInfo;
use leptos::{children::ViewFn, prelude::*};

use super::ErrorPage;
use crate::tenant::{Answer, CurrentTenant, retry_once, use_tenant};

/// `view` gets the tenant and the data.
#[component]
pub(crate) fn Loaded<T>(
    data: Resource<Answer<T>>,
    /// Shown meanwhile.
    #[prop(into)]
    skeleton: ViewFn,
    view: fn(TenantInfo, T) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let CurrentTenant { path, info, .. } = use_tenant();
    retry_once(path, data);
    let fallback = skeleton.clone();
    let content = move || {
        let skeleton = skeleton.clone();
        Suspend::new(async move {
            match (info.await, data.await) {
                (Some(Ok(tenant)), Some(Ok(data))) => view(tenant, data),
                (Some(Err(error)), _) | (_, Some(Err(error))) => view! { <ErrorPage error=error/> }.into_any(),
                _ => skeleton.run(),
            }
        })
    };
    view! { <Suspense fallback=move || fallback.run()>{content}</Suspense> }
}
