//! A tenant's page once its data is there: skeleton, error page and content in one place.

use std::sync::Arc;

use domain::TenantInfo;
use leptos::{children::ViewFn, prelude::*};

use super::ErrorPage;
use crate::{AppError, tenant::use_tenant};

/// `view` gets the tenant and the data.
#[component]
pub(crate) fn Loaded<T>(
    data: Resource<Result<T, AppError>>,
    /// Shown meanwhile.
    #[prop(into)]
    skeleton: ViewFn,
    view: fn(TenantInfo, T) -> AnyView,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let info = use_tenant().info;
    let content = Arc::new(move || {
        Suspend::new(async move {
            match (info.await, data.await) {
                (Ok(tenant), Ok(data)) => view(tenant, data),
                (Err(error), _) | (_, Err(error)) => view! { <ErrorPage error=error/> }.into_any(),
            }
        })
    });
    view! { <Suspense fallback=move || skeleton.run()>{move || content()}</Suspense> }
}
