//! Shows by auth state, the same on the first server render and after: a help for people, never a guard.

use std::sync::Arc;

use clerk_protocol::{AuthState, Authorization};
use leptos::children::{TypedChildrenFn, ViewFn};

use crate::{context::ClerkContext, prelude::*};

/// When [`Show`] shows its children.
#[derive(Clone)]
pub enum When {
    /// Somebody is signed in.
    SignedIn,
    /// Nobody is.
    SignedOut,
    /// The session has this role, permission, feature or plan.
    Has(Authorization),
    /// Somebody is signed in and this holds.
    Is(Arc<dyn Fn(&AuthState) -> bool + Send + Sync>),
}

impl When {
    /// A condition of the caller's: `When::is(|auth| auth.has(&one) || auth.has(&other))`.
    pub fn is(condition: impl Fn(&AuthState) -> bool + Send + Sync + 'static) -> Self {
        Self::Is(Arc::new(condition))
    }

    /// Whether it is so. A pending session has tasks left and counts as signed out, unless the caller wants otherwise.
    fn holds(&self, auth: &AuthState, treat_pending_as_signed_out: bool) -> bool {
        match auth {
            AuthState::Pending(session) if !treat_pending_as_signed_out => {
                self.holds_for_active(&AuthState::SignedIn(session.clone()))
            }
            _ => self.holds_for_active(auth),
        }
    }

    fn holds_for_active(&self, auth: &AuthState) -> bool {
        let signed_in = auth.session().is_some();
        match self {
            Self::SignedIn => signed_in,
            Self::SignedOut => !signed_in,
            Self::Has(wanted) => auth.has(wanted),
            Self::Is(condition) => signed_in && condition(auth),
        }
    }
}

impl From<Authorization> for When {
    fn from(wanted: Authorization) -> Self {
        Self::Has(wanted)
    }
}

/// Clerk's `<Show when fallback>`. The HTML of what is hidden never leaves the server, but the page's code does: guard data on the server.
#[component]
pub fn Show<C>(
    /// When to show the children.
    #[prop(into)]
    when: When,
    /// Whether a session with tasks left counts as signed out.
    #[prop(default = true)]
    treat_pending_as_signed_out: bool,
    /// Shown otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// Shown when it is so.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    let auth = ClerkContext::current().auth;
    let holds = ArcMemo::new(move |_| auth.with(|auth| when.holds(auth, treat_pending_as_signed_out)));
    let children = children.into_inner();
    live(move || if holds.get() { children().into_any() } else { fallback.run() })
}

/// [`Show`] when somebody is signed in.
#[component]
pub fn SignedIn<C>(
    /// Shown while signed in.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    view! { <Show when=When::SignedIn children=children/> }
}

/// [`Show`] when nobody is signed in.
#[component]
pub fn SignedOut<C>(
    /// Shown while signed out.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    view! { <Show when=When::SignedOut children=children/> }
}

/// [`Show`] when the session has all of what is named; signed in is enough when nothing is.
#[component]
pub fn Protect<C>(
    /// `org:admin`.
    #[prop(optional, into)]
    role: Option<String>,
    /// `org:projects:read`.
    #[prop(optional, into)]
    permission: Option<String>,
    /// `org:reports`.
    #[prop(optional, into)]
    feature: Option<String>,
    /// `org:pro`.
    #[prop(optional, into)]
    plan: Option<String>,
    /// Shown otherwise.
    #[prop(optional, into)]
    fallback: ViewFn,
    /// Shown when it is so.
    children: TypedChildrenFn<C>,
) -> impl IntoView
where
    C: IntoView + 'static,
{
    let wanted = Authorization { role, permission, feature, plan, reverification: None };
    let when = if wanted == Authorization::default() { When::SignedIn } else { When::Has(wanted) };
    view! { <Show when=when fallback=fallback children=children/> }
}

#[cfg(test)]
mod tests {
    use clerk_protocol::{ActiveOrganization, SessionState};

    use super::*;

    fn session(permission: &str) -> SessionState {
        let organization = ActiveOrganization {
            id: "org_1".into(),
            permissions: vec![permission.into()],
            ..ActiveOrganization::default()
        };
        SessionState { user_id: "user_1".into(), organization: Some(organization), ..SessionState::default() }
    }

    fn read() -> When {
        Authorization::permission("org:projects:read").into()
    }

    #[test]
    fn each_condition_over_each_state() {
        let reader = AuthState::SignedIn(session("org:projects:read"));
        let other = AuthState::SignedIn(session("org:other:read"));
        let table = [
            (When::SignedIn, [true, true, false]),
            (When::SignedOut, [false, false, true]),
            (read(), [true, false, false]),
            (When::is(|_| true), [true, true, false]),
            (When::is(|_| false), [false, false, false]),
        ];
        for (row, (when, expected)) in table.iter().enumerate() {
            let seen = [&reader, &other, &AuthState::SignedOut].map(|auth| when.holds(auth, true));
            assert_eq!(seen, *expected, "row {row}");
        }
    }

    #[test]
    fn pending_counts_as_signed_out_unless_told_otherwise() {
        let pending = AuthState::Pending(session("org:projects:read"));
        assert!(
            When::SignedOut.holds(&pending, true)
                && !When::SignedIn.holds(&pending, true)
                && !read().holds(&pending, true)
        );
        assert!(
            !When::SignedOut.holds(&pending, false)
                && When::SignedIn.holds(&pending, false)
                && read().holds(&pending, false)
        );
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_server_renders_what_the_session_may_see() {
        let html = |auth| {
            Owner::new().with(|| {
                provide_context(ClerkContext::new(crate::ClerkOptions::default(), auth));
                view! {
                    <SignedIn>"in"</SignedIn>
                    <SignedOut>"out"</SignedOut>
                    <Protect permission="org:projects:read" fallback=|| "refused">"read"</Protect>
                    <Protect permission="org:projects:delete" fallback=|| "refused">"delete"</Protect>
                }
                .to_html()
            })
        };
        let signed_in = html(AuthState::SignedIn(session("org:projects:read")));
        let seen =
            |html: &str| ["in", "out", "read", "delete"].map(|part| html.split(['<', '>']).any(|text| text == part));
        assert_eq!(seen(&signed_in), [true, false, true, false], "{signed_in}");
        let signed_out = html(AuthState::SignedOut);
        assert_eq!(seen(&signed_out), [false, true, false, false], "{signed_out}");
        assert_eq!(signed_out.matches("refused").count(), 2);
    }
}
