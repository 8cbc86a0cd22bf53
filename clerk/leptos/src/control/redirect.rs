//! Sends whoever may not stay where they can go on.

use crate::{
    HandleRedirectCallback, RedirectOptions, UseClerk, context::ClerkContext, js, prelude::*, use_auth, use_clerk,
};

/// Put it where a signed-out visitor must not stay: `<Show when=When::SignedOut><RedirectToSignIn/></Show>`.
///
/// Works in the browser; a document request should already have been redirected by the server. While ClerkJS is still signing
/// out it waits: ClerkJS has a page of its own to go to, and if that replaces this one, nothing is redirected.
#[component]
pub fn RedirectToSignIn() -> impl IntoView {
    redirect(true, UseClerk::redirect_to_sign_in);
}

/// The same with the sign-up page.
#[component]
pub fn RedirectToSignUp(
    /// What the page is told beyond where to come back to; needs ClerkJS.
    #[prop(optional)]
    options: Option<RedirectOptions>,
) -> impl IntoView {
    redirect(true, move |clerk| match options.clone() {
        Some(options) => clerk.redirect_to_sign_up_with(options),
        None => clerk.redirect_to_sign_up(),
    });
}

/// Sends a session with a task to the task's page. Shows nothing and does nothing for others.
#[component]
pub fn RedirectToTasks(
    /// Where to go when it is done.
    #[prop(optional, into)]
    redirect_url: Option<String>,
) -> impl IntoView {
    let auth = use_auth().auth;
    let is_pending = Memo::new(move |_| auth.with(|auth| matches!(auth, clerk_protocol::AuthState::Pending(_))));
    redirect(false, move |clerk| {
        if is_pending.get_untracked() {
            clerk.redirect_to_tasks(redirect_url.as_deref());
        }
    });
}

/// Goes to the profile of the user.
#[deprecated(note = "Clerk deprecates it: use use_clerk().redirect_to_user_profile()")]
#[component]
pub fn RedirectToUserProfile() -> impl IntoView {
    redirect(false, UseClerk::redirect_to_user_profile);
}

/// Goes to the profile of the organization.
#[deprecated(note = "Clerk deprecates it: use use_clerk().redirect_to_organization_profile()")]
#[component]
pub fn RedirectToOrganizationProfile() -> impl IntoView {
    redirect(false, UseClerk::redirect_to_organization_profile);
}

/// Goes to the page that makes an organization.
#[deprecated(note = "Clerk deprecates it: use use_clerk().redirect_to_create_organization()")]
#[component]
pub fn RedirectToCreateOrganization() -> impl IntoView {
    redirect(false, UseClerk::redirect_to_create_organization);
}

/// On the page that another site sends people back to, where Clerk's components are used for signing in.
#[component]
pub fn AuthenticateWithRedirectCallback(
    /// Where to go then, and where what is missing is asked.
    #[prop(optional)]
    options: HandleRedirectCallback,
) -> impl IntoView {
    redirect(false, move |clerk| {
        let options = options.clone();
        leptos::task::spawn_local(async move {
            if let Err(problem) = clerk.handle_redirect_callback(options).await {
                leptos::logging::error!("coming back from another site: {problem}");
            }
        });
    });
    view! { <div id="clerk-captcha"></div> }
}

/// Goes once ClerkJS is there, unless the page has been left by then.
fn redirect(only_signed_out: bool, go: impl Fn(UseClerk) + Clone + 'static) {
    let context = ClerkContext::current();
    let (auth, clerk) = (use_auth(), use_clerk());
    let must_go =
        Memo::new(move |_| context.is_loaded() && !auth.switching.get() && !(only_signed_out && auth.is_signed_in()));
    effect(move || {
        let go = go.clone();
        if must_go.get()
            && let Some(timer) = js::soon(move || go(clerk))
        {
            on_cleanup(move || timer.clear());
        }
    });
}
