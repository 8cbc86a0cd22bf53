//! The form itself.

use domain::TenantPath;
use leptos::{prelude::*, web_sys::SubmitEvent};

use super::Posting;

/// A form of a server function, on a page of the tenant. Its buttons may have names: the one that is pressed counts.
#[component]
pub(crate) fn PostForm(
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
