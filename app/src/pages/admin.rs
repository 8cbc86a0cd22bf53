//! `/admin`: a page for administrators alone, as Clerk's guide guards one: by a permission, or else by a role.

use clerk_leptos::{Show, When, use_auth};
use clerk_protocol::Authorization;

use crate::{
    AppError,
    error::Reason,
    prelude::*,
    ui::{ErrorPage, PageHead, ToSignIn},
};

const PERMISSION: &str = "org:admin:access";
const ROLE: &str = "org:admin";

/// `/admin`. What is behind its links is guarded where it is read.
#[component]
pub(super) fn Admin() -> impl IntoView {
    let permitted =
        When::is(|auth| auth.has(&Authorization::permission(PERMISSION)) || auth.has(&Authorization::role(ROLE)));
    view! {
        <Show when=When::SignedIn fallback=|| view! { <ToSignIn/> }>
            <Show when=permitted.clone() fallback=|| view! { <ErrorPage error=refused()/> }><Area/></Show>
        </Show>
    }
}

fn refused() -> AppError {
    let words = "Only people with the permission org:admin:access or the role Admin in the active organization see this page. \
                 Switch to an organization where you are one, or ask an admin.";
    let (code, words) = ("forbidden".to_owned(), words.to_owned());
    AppError::Refused(Box::new(Reason { status: 403, code, words, retry_after_s: None }))
}

#[component]
fn Area() -> impl IntoView {
    let auth = use_auth();
    let organization = untrack(|| auth.organization_slug().or_else(|| auth.organization_id())).unwrap_or_default();
    let link = |page: &str, text: &'static str| {
        let href = format!("/orgs/{organization}{page}");
        view! { <li class="row"><a href=href class="row-link">{text}</a></li> }
    };
    let links = [
        link("/organization/members", "Members and their roles"),
        link("/organization/invitations", "Invitations"),
        link("/activity", "Who did what"),
    ];
    view! {
        <section class="narrow">
            <PageHead title="Administration" about="For those who run the organization."/>
            <ul class="rows">{links.into_iter().collect_view()}</ul>
        </section>
    }
}
