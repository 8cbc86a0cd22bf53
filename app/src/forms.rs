//! Forms that work without JavaScript: they post to their own page's path, and a refused post shows the page again
//! with what was typed. With JavaScript the same form calls the server function and stays where it is.

use clerk_leptos::use_auth;
use domain::TenantPath;
use leptos::{
    form::FromFormData,
    html,
    prelude::*,
    server::ServerActionError,
    server_fn::{Http, ServerFn, client::Client, codec::PostUrl, request::ClientReq},
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{FormData, HtmlElement, SubmitEvent},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::AppError;

/// A form post that was refused: carried into the page that shows it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedPost {
    /// The path of the page it came from and is shown on.
    pub page: String,
    /// The path of the server function it was for.
    pub function: String,
    /// Why.
    pub error: AppError,
    /// What was typed.
    pub fields: Vec<(String, String)>,
}

impl RefusedPost {
    /// What was typed into a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// Reads the refused post of this request; runs once, in [`App`](crate::App).
pub(crate) fn provide_refused_post() {
    let post = SharedValue::new(from_request).into_inner();
    provide_context(StoredValue::new(post));
}

/// The refused post for `F`, if this page is the answer to one.
pub(crate) fn refused_post<F: ServerFn>(page: &str) -> Option<RefusedPost> {
    let post = use_context::<StoredValue<Option<RefusedPost>>>()?.get_value()?;
    (post.function == F::PATH && post.page == page).then_some(post)
}

/// Whoever comes back to the page later starts afresh.
pub(crate) fn forget_refused_post() {
    if let Some(refused) = use_context::<StoredValue<Option<RefusedPost>>>() {
        refused.set_value(None);
    }
}

#[cfg(feature = "ssr")]
fn from_request() -> Option<RefusedPost> {
    let parts = use_context::<http::request::Parts>()?;
    parts.extensions.get::<RefusedPost>().cloned()
}

#[cfg(not(feature = "ssr"))]
fn from_request() -> Option<RefusedPost> {
    None
}

/// The action of a form. Leptos would start it with an error from the page's query (`__err`): ours never travel there, so
/// whatever stands there was written by somebody else.
pub(crate) fn new_action<F>() -> ServerAction<F>
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
    provide_context(ServerActionError::new("", ""));
    ServerAction::new()
}

/// A form of the server function `F`, on a page of the tenant.
#[component]
pub(crate) fn PostForm<F, Output>(
    /// Runs the function when JavaScript is there.
    action: ServerAction<F>,
    /// The page's own path, which takes the post without JavaScript.
    #[prop(into)]
    page: String,
    /// The tenant the page was rendered for.
    tenant: TenantPath,
    children: Children,
) -> impl IntoView
where
    F: DeserializeOwned + ServerFn<Protocol = Http<PostUrl, Output>, Error = AppError> + Clone + Send + Sync + 'static,
    F::Client: Client<AppError>,
    F::Output: Send + Sync + 'static,
    <<F::Client as Client<AppError>>::Request as ClientReq<AppError>>::FormData: From<FormData>,
{
    let form = NodeRef::<html::Form>::new();
    let submit = move |event: SubmitEvent| match F::from_event(&event) {
        Ok(arguments) => {
            event.prevent_default();
            action.dispatch(arguments);
        }
        // Let the browser post it: the server explains what it could not read.
        Err(error) => leptos::logging::warn!("the form could not be read: {error}"),
    };
    focus_first_invalid(action, form);
    renew_session(action);
    view! {
        <form method="post" action=page on:submit=submit node_ref=form class="stack" novalidate>
            <input type="hidden" name="tenant" value=tenant.prefix()/>
            {children()}
        </form>
    }
}

/// The cookie of this browser may have expired, or be another tab's. A fresh token makes the second press count.
fn renew_session<F>(action: ServerAction<F>)
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
    let auth = use_auth();
    let value = action.value();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Err(AppError::TenantMismatch | AppError::Unauthenticated)))) {
            spawn_local(async move {
                if let Err(error) = auth.get_token(None, true).await {
                    leptos::logging::warn!("the session could not be renewed: {error}");
                }
            });
        }
    });
}

/// After a refusal the keyboard is where the first mistake is.
fn focus_first_invalid<F>(action: ServerAction<F>, form: NodeRef<html::Form>)
where
    F: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    F::Output: Send + Sync + 'static,
{
    let value = action.value();
    Effect::new(move |_| {
        if value.with(|value| !matches!(value, Some(Err(_)))) {
            return;
        }
        // The fields learn of the error in the same turn; wait for them to be marked.
        request_animation_frame(move || {
            let Some(form) = form.get_untracked() else { return };
            let find = |selector| form.query_selector(selector).ok().flatten();
            let first = find("[aria-invalid=true]").or_else(|| find("[role=alert]"));
            if let Some(element) = first.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
                _ = element.focus();
            }
        });
    });
}
