//! Buttons that only ClerkJS can answer, so they wait for it.

use leptos::{ev::SubmitEvent, task::spawn_local};
use serde_json::Value;

use crate::{UseClerk, context::ClerkContext, prelude::*, props::Props, use_clerk};

/// Opens the form that invites people to the active organization. For members who may: put it in
/// `<Show when=Authorization::permission(…)>`.
#[component]
pub fn InviteMembersButton(
    /// The child is a `<button>` of the page's own.
    #[prop(optional)]
    as_child: bool,
    /// Clerk's `appearance` object.
    #[prop(optional)]
    appearance: Option<Value>,
    /// Classes of the button, or of what is around one's own.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Invite members" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Invite members".into_any(), |children| children().into_any());
    let props = Props::default().value("appearance", appearance);
    act(as_child, class, content, move |clerk| clerk.open("InviteMembers", props.clone()))
}

/// Signs in by the wallet MetaMask. Needs it to be switched on for the instance, and installed.
#[component]
pub fn SignInWithMetamaskButton(
    /// Where to go afterwards.
    #[prop(optional, into)]
    redirect_url: Option<String>,
    /// The child is a `<button>` of the page's own.
    #[prop(optional)]
    as_child: bool,
    /// Classes of the button, or of what is around one's own.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign in with MetaMask" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Sign in with MetaMask".into_any(), |children| children().into_any());
    act(as_child, class, content, move |clerk| {
        let redirect_url = redirect_url.clone();
        spawn_local(async move {
            if let Err(problem) = clerk.authenticate_with_web3("metamask", redirect_url.as_deref()).await {
                leptos::logging::error!("MetaMask: {problem}");
            }
        });
    })
}

/// A button, or what is around one's own. One's own is the submit button of a form, so that it needs no listener.
pub(super) fn act(
    as_child: bool,
    class: Option<String>,
    content: AnyView,
    run: impl Fn(UseClerk) + Clone + Send + Sync + 'static,
) -> AnyView {
    let (context, clerk) = (ClerkContext::current(), use_clerk());
    if as_child {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            run(clerk);
        };
        return view! { <form class=class data-clerk-own-button="true" on:submit=submit>{content}</form> }.into_any();
    }
    view! {
        <button type="button" class=class disabled=shared(move || !context.is_loaded()) on:click=move |_| run(clerk)>
            {content}
        </button>
    }
    .into_any()
}
