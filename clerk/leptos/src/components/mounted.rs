//! The life of a Clerk component: mounted when ClerkJS is there, unmounted when its host goes.

use leptos::html;

use super::meanwhile::Meanwhile;
use crate::{context::ClerkContext, js, prelude::*, props::Props};

/// What a component cannot do without; ClerkJS throws when it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    Nothing,
    User,
    Organization,
}

/// The host of one component. `name` is Clerk's: `SignIn` is mounted with `mountSignIn`.
#[component]
pub(crate) fn Mounted(name: &'static str, needs: Needs, props: Props, class: Option<String>) -> impl IntoView {
    view! {
        <div class=class data-clerk-component=name>
            <Host name needs props/>
            <Meanwhile name/>
        </div>
    }
}

/// Where ClerkJS shows it, and nothing beside.
#[component]
pub(crate) fn Host(name: &'static str, needs: Needs, props: Props) -> impl IntoView {
    let context = ClerkContext::current();
    let host = NodeRef::<html::Div>::new();
    let subject = Memo::new(move |_| subject(context, needs));
    effect(move || {
        let (Some(_), Some(host)) = (subject.get(), host.get()) else { return };
        if let Some(mounted) = js::mount(name, &host, &props) {
            on_cleanup(move || js::unmount(mounted));
        }
    });
    // Childless for Leptos, always: what is inside belongs to ClerkJS.
    view! { <div node_ref=host></div> }
}

/// Whom or what the component shows; a change mounts it anew, `None` keeps it away.
fn subject(context: ClerkContext, needs: Needs) -> Option<String> {
    if !context.is_loaded() {
        return None;
    }
    context.session.with(|session| match needs {
        Needs::Nothing => Some(String::new()),
        Needs::User => Some(session.as_ref()?.user.as_ref()?.id.clone()),
        Needs::Organization => session.as_ref()?.last_active_organization_id.clone(),
    })
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use clerk_protocol::AuthState;

    use super::*;
    use crate::{ClerkOptions, SignIn};

    #[test]
    fn the_server_renders_an_empty_host_of_the_callers_size_and_what_stands_there_meanwhile() {
        let html = Owner::new().with(|| {
            provide_context(ClerkContext::new(ClerkOptions::default(), AuthState::SignedOut));
            view! { <SignIn routing="/sign-in" class="min-h-96"/> }.to_html()
        });
        assert!(html.starts_with(r#"<div data-clerk-component="SignIn" class="min-h-96"><div></div>"#), "{html}");
        assert!(html.contains("The sign-in form needs JavaScript") && html.contains(r#"<a href="""#), "{html}");
        assert!(!html.contains("alert"), "{html}");
    }
}
