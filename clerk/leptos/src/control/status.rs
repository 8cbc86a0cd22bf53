//! Shows by how far ClerkJS is. The server always renders "loading", and so does the first render in the browser.

use leptos::children::TypedChildrenFn;

use crate::{ClerkStatus, context::ClerkContext, prelude::*, use_clerk};

/// Children while ClerkJS is on its way.
#[component]
pub fn ClerkLoading<C>(
    /// Shown meanwhile.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    when_status(|status| matches!(status, ClerkStatus::Loading), children)
}

/// Children once ClerkJS answers.
#[component]
pub fn ClerkLoaded<C>(
    /// Shown then.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    when_status(|status| matches!(status, ClerkStatus::Ready), children)
}

/// Children when ClerkJS could not be loaded; `use_clerk().retry()` tries again.
#[component]
pub fn ClerkFailed<C>(
    /// Shown then.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    when_status(|status| matches!(status, ClerkStatus::Failed(_)), children)
}

/// Children while ClerkJS works without being able to reach Clerk: it was loaded, but sessions are not renewed.
#[component]
pub fn ClerkDegraded<C>(
    /// Shown then.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    let degraded = RwSignal::new(false);
    use_clerk().on_status(move |status| _ = degraded.try_set(status == "degraded"));
    let children = children.into_inner();
    live(move || degraded.get().then(|| children()))
}

fn when_status<C: IntoView + 'static>(wanted: fn(&ClerkStatus) -> bool, children: TypedChildrenFn<C>) -> impl IntoView {
    let status = ClerkContext::current().status;
    let holds = ArcMemo::new(move |_| status.with(wanted));
    let children = children.into_inner();
    live(move || holds.get().then(|| children()))
}
