//! Data that a view waits for, in such a way that the view is built once.

#[cfg(feature = "ssr")]
use std::{future::poll_fn, task::Poll};

/// What a view waits for: `let data = once_there(data).await;` stands before the first thing that is built in a `Suspend`.
///
/// On the server Leptos asks each suspended view whether it waits for something before it asks for the view, and again when the
/// data has come; what is built for the question is thrown away. So the data is not there when it is asked for first, even
/// if it is: only whoever waits for the view gets one. In the browser nothing waits longer than it must.
#[cfg(feature = "ssr")]
#[track_caller]
pub(crate) fn once_there<D>(data: impl Future<Output = D>) -> impl Future<Output = D> {
    let at = std::panic::Location::caller();
    async move {
        let data = data.await;
        not_when_asked_first().await;
        tracing::trace!(target: "views", %at, "built");
        data
    }
}

/// What a view waits for.
#[cfg(not(feature = "ssr"))]
pub(crate) async fn once_there<D>(data: impl Future<Output = D>) -> D {
    data.await
}

#[cfg(feature = "ssr")]
async fn not_when_asked_first() {
    let mut was_asked = false;
    poll_fn(|context| {
        if was_asked {
            return Poll::Ready(());
        }
        was_asked = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
