//! Leptos' prelude, for whatever writes views. Its `view!` forgets in the browser what a view is made of: Leptos compiles
//! much for each type of view, and a paragraph that may be missing would be another type than one that is always there.

use std::sync::{Arc, Mutex};

pub use leptos::{prelude::*, server_fn::ServerFn};

/// `leptos::view!`; in the browser always an [`AnyView`].
#[cfg(not(feature = "ssr"))]
macro_rules! view {
    ($($markup:tt)*) => {
        $crate::prelude::erased(::leptos::view! { $($markup)* })
    };
}
#[cfg(not(feature = "ssr"))]
pub(crate) use view;

/// Without the wrapper that `view!` puts around it, which would be a type of its own.
#[cfg(not(feature = "ssr"))]
pub fn erased<V: RenderHtml + Send>(view: View<V>) -> AnyView {
    view.into_inner().into_any()
}

/// A part of a view that changes with what it reads; in the browser of one type, whatever it shows.
#[cfg(not(feature = "ssr"))]
pub fn live<V: IntoView>(view: impl Fn() -> V + Send + 'static) -> impl IntoView {
    shared(move || view().into_any()).into_any()
}

/// A part of a view that changes with what it reads.
#[cfg(feature = "ssr")]
pub fn live<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> impl IntoView {
    view
}

/// A value that changes with what it reads, of one type for all attributes.
pub fn shared<V>(value: impl FnMut() -> V + Send + 'static) -> Shared<V> {
    Arc::new(Mutex::new(value))
}

/// See [`shared`].
pub type Shared<V> = Arc<Mutex<dyn FnMut() -> V + Send>>;

/// [`Effect::new`], compiled once for all of them.
pub fn effect(run: impl FnMut() + 'static) {
    fn effect(mut run: Box<dyn FnMut()>) {
        Effect::new(move |_| run());
    }
    effect(Box::new(run));
}
