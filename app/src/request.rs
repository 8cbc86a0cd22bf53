//! The request that is being answered: what it says about itself, and the status of its answer. Thin functions, so that
//! little code depends on how Leptos does this.

use axum::extract::Query;
use http::{HeaderValue, StatusCode, Uri, header, request::Parts};
use leptos::{prelude::use_context, reactive::owner::with_context};
use leptos_axum::ResponseOptions;
use serde::de::DeserializeOwned;

/// What the paths of all server functions begin with (`server-fn-prefix` in Cargo.toml).
const CALLS: &str = "/api/fn/";

/// The id of a request, in its extensions; named to people when something breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

/// Reads the head of this request where it lies: a copy of it copies every header and extension. `None` outside of a request.
pub(crate) fn of_request<T>(read: impl FnOnce(&Parts) -> T) -> Option<T> {
    with_context(read)
}

/// The id of this request.
pub(crate) fn request_id() -> Option<String> {
    of_request(|parts| parts.extensions.get::<RequestId>().map(|RequestId(id)| id.clone()))?
}

/// Whether this code runs on behalf of a request.
pub(crate) fn is_answering() -> bool {
    of_request(|_| ()).is_some()
}

/// Whether a page is being rendered, and not a server function called over HTTP. The request's own path decides: Leptos may
/// run a call inside the owner of a page that the same thread is rendering, so whatever the call itself does not provide
/// could be that page's.
pub(crate) fn is_page() -> bool {
    of_request(|parts| !parts.uri.path().starts_with(CALLS)).unwrap_or_default()
}

/// Whether a call of our own browser code is answered. A plain form post is answered with a redirect, which a status would
/// break; a page being rendered decides for itself.
pub(crate) fn is_call() -> bool {
    !is_page() && !accepts_html()
}

/// The status of the answer, and in how many seconds another try may well succeed.
pub(crate) fn set_status(status: StatusCode, retry_after: Option<HeaderValue>) {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(status);
        if let Some(seconds) = retry_after {
            response.insert_header(header::RETRY_AFTER, seconds);
        }
    }
}

/// The query of a list's address. Strict: what is mistyped must not pass for nothing.
///
/// # Errors
/// [`MalformedQuery`] for a name that is none of the query's, or a value that is none.
pub fn read_query<T: DeserializeOwned>(query: &str) -> Result<T, MalformedQuery> {
    let address: Uri = format!("/?{query}").parse().map_err(|_| MalformedQuery)?;
    Query::try_from_uri(&address).map(|Query(query)| query).map_err(|_| MalformedQuery)
}

/// The query of an address cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedQuery;

fn accepts_html() -> bool {
    let accepts = |parts: &Parts| {
        let accept = parts.headers.get(header::ACCEPT)?.to_str().ok()?;
        Some(accept.contains("text/html"))
    };
    of_request(accepts).flatten().unwrap_or_default()
}
