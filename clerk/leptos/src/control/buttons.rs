//! Buttons without a look of their own. To sign in and up are links: they work before and without ClerkJS.

use leptos::{ev::MouseEvent, task::spawn_local};

use crate::{ClerkOptions, ClerkStatus, context::ClerkContext, js, links::with_query, prelude::*, props::Props};

/// What a click does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonMode {
    /// Goes to the page.
    #[default]
    Redirect,
    /// Opens the modal, once ClerkJS is there; goes to the page until then.
    Modal,
}

/// Which form a link leads to.
#[derive(Clone, Copy)]
enum Form {
    SignIn,
    SignUp,
}

impl Form {
    fn name(self) -> &'static str {
        match self {
            Self::SignIn => "SignIn",
            Self::SignUp => "SignUp",
        }
    }

    /// The page, with ClerkJS' names for where to go afterwards.
    fn href(self, options: &ClerkOptions, fallback: Option<&str>, force: Option<&str>) -> String {
        match self {
            Self::SignIn => with_query(
                &options.sign_in_url,
                &[("sign_in_fallback_redirect_url", fallback), ("sign_in_force_redirect_url", force)],
            ),
            Self::SignUp => with_query(
                &options.sign_up_url,
                &[("sign_up_fallback_redirect_url", fallback), ("sign_up_force_redirect_url", force)],
            ),
        }
    }
}

/// A link to the sign-in page.
#[component]
pub fn SignInButton(
    /// What a click does.
    #[prop(optional)]
    mode: ButtonMode,
    /// Where to go afterwards, unless the address asks for a page.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// Where to go afterwards, whatever the address asks for.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// Classes of the link.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign in" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Sign in".into_any(), |children| children().into_any());
    link(Form::SignIn, mode, fallback_redirect_url, force_redirect_url, class, content)
}

/// A link to the sign-up page.
#[component]
pub fn SignUpButton(
    /// What a click does.
    #[prop(optional)]
    mode: ButtonMode,
    /// Where to go afterwards, unless the address asks for a page.
    #[prop(optional, into)]
    fallback_redirect_url: Option<String>,
    /// Where to go afterwards, whatever the address asks for.
    #[prop(optional, into)]
    force_redirect_url: Option<String>,
    /// Classes of the link.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign up" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Sign up".into_any(), |children| children().into_any());
    link(Form::SignUp, mode, fallback_redirect_url, force_redirect_url, class, content)
}

fn link(
    form: Form,
    mode: ButtonMode,
    fallback: Option<String>,
    force: Option<String>,
    class: Option<String>,
    content: AnyView,
) -> impl IntoView {
    let context = ClerkContext::current();
    let href = context.options.with_value(|options| form.href(options, fallback.as_deref(), force.as_deref()));
    let props = Props::default().text("fallbackRedirectUrl", fallback).text("forceRedirectUrl", force);
    let open = move |event: MouseEvent| {
        if mode == ButtonMode::Modal && context.status.with_untracked(|status| *status == ClerkStatus::Ready) {
            event.prevent_default();
            js::open(form.name(), &props);
        }
    };
    view! { <a href=href class=class on:click=open>{content}</a> }
}

/// Signs out. Only ClerkJS can, so the button waits for it.
#[component]
pub fn SignOutButton(
    /// Where to go afterwards, if not where the provider says.
    #[prop(optional, into)]
    redirect_url: Option<String>,
    /// Classes of the button.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign out" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let context = ClerkContext::current();
    let target =
        redirect_url.unwrap_or_else(|| context.options.with_value(|options| options.after_sign_out_url.clone()));
    let sign_out = move |_| {
        let target = target.clone();
        spawn_local(async move {
            if let Err(error) = js::sign_out(&target).await {
                leptos::logging::error!("signing out: {error}");
            }
        });
    };
    let content = children.map_or_else(|| "Sign out".into_any(), |children| children().into_any());
    view! { <button type="button" class=class disabled=shared(move || !context.is_loaded()) on:click=sign_out>{content}</button> }
}
