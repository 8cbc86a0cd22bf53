//! Buttons without a look of their own. To sign in and up are links: they work before and without ClerkJS.

use leptos::{
    ev::{MouseEvent, SubmitEvent},
    task::spawn_local,
};

use super::acts::act;
use crate::{
    ClerkOptions, ClerkStatus, SignInOptions, SignUpOptions, UseClerk, context::ClerkContext, js, links::with_query,
    prelude::*, props::Props,
};

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

    fn page(self, options: &ClerkOptions) -> &str {
        match self {
            Self::SignIn => &options.sign_in_url,
            Self::SignUp => &options.sign_up_url,
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
    /// The rarer props, for the modal.
    #[prop(optional)]
    options: SignInOptions,
    /// The child is a `<button>` of the page's own: the submit button of the form that is put around it, so that it works before and
    /// without ClerkJS too. Give the form, `[data-clerk-own-button]`, `display: contents`; it cannot stand in a `<p>`.
    #[prop(optional)]
    as_child: bool,
    /// Classes of the link, or of what is around one's own button.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign in" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Sign in".into_any(), |children| children().into_any());
    let target = Target { form: Form::SignIn, mode, fallback: fallback_redirect_url, force: force_redirect_url };
    if as_child { target.own_button(class, content, options.0) } else { target.link(class, content, options.0) }
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
    /// The rarer props, for the modal.
    #[prop(optional)]
    options: SignUpOptions,
    /// The child is a `<button>` of the page's own: the submit button of the form that is put around it, so that it works before and
    /// without ClerkJS too. Give the form, `[data-clerk-own-button]`, `display: contents`; it cannot stand in a `<p>`.
    #[prop(optional)]
    as_child: bool,
    /// Classes of the link, or of what is around one's own button.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign up" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Sign up".into_any(), |children| children().into_any());
    let target = Target { form: Form::SignUp, mode, fallback: fallback_redirect_url, force: force_redirect_url };
    if as_child { target.own_button(class, content, options.0) } else { target.link(class, content, options.0) }
}

/// What a button leads to.
struct Target {
    form: Form,
    mode: ButtonMode,
    fallback: Option<String>,
    force: Option<String>,
}

impl Target {
    fn link(self, class: Option<String>, content: AnyView, options: Props) -> AnyView {
        let context = ClerkContext::current();
        let href = context.options.with_value(|options| self.href(options));
        let opens = self.opening(context, options);
        let open = move |event: MouseEvent| {
            if opens() {
                event.prevent_default();
            }
        };
        view! { <a href=href class=class on:click=open>{content}</a> }.into_any()
    }

    fn own_button(self, class: Option<String>, content: AnyView, options: Props) -> AnyView {
        let context = ClerkContext::current();
        let (page, href) =
            context.options.with_value(|options| (self.form.page(options).to_owned(), self.href(options)));
        let hidden = self.query().into_iter().filter_map(|(name, value)| Some((name, value?.to_owned())));
        let fields = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
        let opens = self.opening(context, options);
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            if !opens() {
                js::visit(&href);
            }
        };
        view! {
            <form action=page method="get" class=class data-clerk-own-button="true" on:submit=submit>{fields}{content}</form>
        }
        .into_any()
    }

    fn href(&self, options: &ClerkOptions) -> String {
        with_query(self.form.page(options), &self.query())
    }

    /// ClerkJS' names for where to go afterwards.
    fn query(&self) -> [(&'static str, Option<&str>); 2] {
        let (fallback, force) = (self.fallback.as_deref(), self.force.as_deref());
        match self.form {
            Form::SignIn => [("sign_in_fallback_redirect_url", fallback), ("sign_in_force_redirect_url", force)],
            Form::SignUp => [("sign_up_fallback_redirect_url", fallback), ("sign_up_force_redirect_url", force)],
        }
    }

    /// Opens the modal, and says whether it did.
    fn opening(self, context: ClerkContext, options: Props) -> impl Fn() -> bool {
        let props = Props::default()
            .text("fallbackRedirectUrl", self.fallback)
            .text("forceRedirectUrl", self.force)
            .and(options);
        move || {
            let opens =
                self.mode == ButtonMode::Modal && context.status.with_untracked(|status| *status == ClerkStatus::Ready);
            if opens {
                js::open(self.form.name(), &props);
            }
            opens
        }
    }
}

/// Signs out. Only ClerkJS can, so the button waits for it.
#[component]
pub fn SignOutButton(
    /// Where to go afterwards, if not where the provider says.
    #[prop(optional, into)]
    redirect_url: Option<String>,
    /// One of several sessions of this browser; all if absent.
    #[prop(optional, into)]
    session_id: Option<String>,
    /// The child is a `<button>` of the page's own.
    #[prop(optional)]
    as_child: bool,
    /// Classes of the button, or of what is around one's own.
    #[prop(optional, into)]
    class: Option<String>,
    /// "Sign out" when absent.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let content = children.map_or_else(|| "Sign out".into_any(), |children| children().into_any());
    act(as_child, class, content, move |clerk: UseClerk| {
        let (session_id, redirect_url) = (session_id.clone(), redirect_url.clone());
        spawn_local(async move {
            if let Err(error) = clerk.sign_out(session_id.as_deref(), redirect_url.as_deref()).await {
                leptos::logging::error!("signing out: {error}");
            }
        });
    })
}
