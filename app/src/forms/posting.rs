//! What becomes of a form after it was sent.

use clerk_leptos::{UseAuth, use_auth};
use domain::TenantPath;
use leptos::{
    server_fn::redirect::call_redirect_hook,
    task::spawn_local,
    wasm_bindgen::JsCast,
    web_sys::{Element, HtmlElement, HtmlFormElement, SubmitEvent},
};

use super::{
    Refused,
    changes::Changes,
    refused_here,
    send::{clear_busy, fields, form_of, has_fields, is_busy, mark_busy, send, sent},
};
use crate::{AppError, prelude::*};

/// The state of a form, or of several that share one. It belongs to the page, not to the data fetched for it: the error of
/// a form must outlive a fetch.
#[derive(Clone, Copy)]
pub struct Posting {
    /// Whether the answer is awaited.
    pub pending: RwSignal<bool>,
    /// Whether the last one from here did what it was for.
    pub succeeded: RwSignal<bool>,
    /// The last error: of a call from here, else of the post that this page is the answer to.
    pub error: RwSignal<Option<AppError>>,
    refused: Option<Refused>,
    auth: UseAuth,
    changes: Changes,
}

impl Posting {
    /// For the forms of these server functions on this page.
    pub fn of(functions: &[&str]) -> Self {
        let refused = refused_here(functions);
        let error = refused.and_then(|refused| refused.with_value(|post| Some(post.as_ref()?.error.clone())));
        Self {
            pending: RwSignal::new(false),
            succeeded: RwSignal::new(false),
            error: RwSignal::new(error),
            refused,
            auth: use_auth(),
            changes: expect_context(),
        }
    }

    /// What was typed into a field before the server refused it.
    pub fn typed(self, field: &str) -> Option<String> {
        self.refused?.with_value(|post| post.as_ref()?.field(field).map(str::to_owned))
    }

    /// Whether this page is the answer to a post that was refused.
    pub fn was_refused(self) -> bool {
        self.refused.is_some_and(|refused| refused.with_value(Option::is_some))
    }

    /// What is wrong with a field.
    pub fn error_of(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.with(|error| error.as_ref().and_then(|error| error.of_field(field))))
    }

    /// An error belongs to the page it came up on: it goes when `about` changes.
    pub fn clear_when_changes<S: PartialEq + Send + Sync + 'static>(
        self,
        about: impl Fn() -> S + Send + Sync + 'static,
    ) {
        let mut before = None;
        effect(move || {
            let now = about();
            if before.as_ref().is_some_and(|before| *before != now) {
                self.error.set(None);
                self.succeeded.set(false);
            }
            before = Some(now);
        });
    }

    /// Sends the form; a second press on it does nothing until the page shows what became of the first.
    pub(super) fn submit(self, event: &SubmitEvent, function: &'static str) {
        let Some(form) = form_of(event) else { return };
        if is_busy(&form) {
            return event.prevent_default();
        }
        // Else let the browser post it, as it would without us.
        let Some(sent) = sent(&form, event) else { return };
        event.prevent_default();
        mark_busy(&form);
        self.pending.set(true);
        self.succeeded.set(false);
        spawn_local(async move { self.follow(send(function, sent.clone()).await, &form, &sent) });
    }

    fn follow(self, answer: Result<Option<String>, AppError>, form: &HtmlFormElement, sent: &str) {
        match answer {
            // The page is about to be left: a second press must not send the form again.
            Ok(Some(location)) => call_redirect_hook(&location),
            Ok(None) => self.done(form, sent),
            Err(error) => self.failed(error, form),
        }
    }

    /// Nothing of what was sent is left in the form, and the page shows what has become of it.
    fn done(self, form: &HtmlFormElement, sent: &str) {
        self.pending.try_set(false);
        self.succeeded.try_set(true);
        self.error.try_set(None);
        if let Some(refused) = self.refused {
            refused.try_set_value(None);
        }
        // What was typed since is not thrown away.
        if fields(form, None).is_some_and(|now| now == sent) {
            form.reset();
        }
        if let Ok(Some(details)) = form.closest("details") {
            _ = details.remove_attribute("open");
        }
        self.changes.notice(form);
    }

    fn failed(self, error: AppError, form: &HtmlFormElement) {
        self.pending.try_set(false);
        // A button in a list that is out of date: its object is gone.
        let error = if error == AppError::NotFound && !has_fields(form) { AppError::Stale } else { error };
        match error {
            AppError::Stale => self.changes.notice(form),
            AppError::TenantMismatch | AppError::Unauthenticated => {
                clear_busy(form);
                self.renew_session();
            }
            _ => clear_busy(form),
        }
        self.error.try_set(Some(error));
        focus_first_mistake(form.clone());
    }

    /// The cookie of this browser may have expired, or be another tab's. A fresh token makes the second press count.
    fn renew_session(self) {
        spawn_local(async move {
            if let Err(error) = self.auth.get_token(None, true).await {
                leptos::logging::warn!("the session could not be renewed: {error}");
            }
        });
    }
}

/// After a refusal the keyboard is where the first mistake is. The fields learn of it in the same turn; wait for them to
/// be marked.
fn focus_first_mistake(form: HtmlFormElement) {
    request_animation_frame(move || {
        let alert = || document().query_selector("[role=alert]").ok().flatten();
        let field: Option<Element> = form.query_selector("[aria-invalid=true]").ok().flatten();
        if let Some(element) = field.or_else(alert).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            _ = element.focus();
        }
    });
}

/// A form of a server function, on a page of the tenant. Its buttons may have names: the one that is pressed counts.
#[component]
pub fn PostForm(
    posting: Posting,
    /// The server function: its `PATH`.
    function: &'static str,
    /// The page's own path with its query, which takes the post without JavaScript.
    #[prop(into)]
    page: String,
    /// The tenant the page was rendered for.
    tenant: TenantPath,
    /// What is sent with what people fill in.
    #[prop(optional)]
    hidden: Vec<(&'static str, String)>,
    /// How it looks.
    #[prop(default = "stack")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| posting.submit(&event, function);
    // A page may have several forms: the function tells its path which one was sent.
    let always = [("function", function.to_owned()), ("tenant", tenant.prefix())];
    let hidden_fields = always.into_iter().chain(hidden).map(|(name, value)| {
        view! { <input type="hidden" name=name value=value/> }
    });
    view! {
        <form method="post" action=page on:submit=submit class=class novalidate>
            {hidden_fields.collect_view()}
            {children()}
        </form>
    }
}
