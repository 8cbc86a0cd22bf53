//! `/accept-invite`: where the link in an invitation leads. Clerk says in the address how far it got; the page says what that
//! means and what to do.

use leptos_router::hooks::use_query_map;

use crate::{
    prelude::*,
    return_to::percent_encode,
    ui::{Glyph, Icon, PageHead},
};

/// What is said, and the way on: a path and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    title: &'static str,
    text: &'static str,
    way: Option<(String, &'static str)>,
}

/// `/accept-invite?__clerk_status=&__clerk_ticket=`
#[component]
pub(super) fn AcceptInvite() -> impl IntoView {
    let query = use_query_map();
    let content = live(move || {
        let get = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        view! { <Said answer=answer(&get("__clerk_status"), &get("code"), &get("__clerk_ticket"))/> }
    });
    view! { <section class="narrow">{content}</section> }
}

#[component]
fn Said(answer: Answer) -> impl IntoView {
    let Answer { title, text, way } = answer;
    let way = way.map(|(href, text)| {
        view! { <p class="mt-6"><a href=href class="btn btn-primary">{text}<Icon glyph=Glyph::ArrowRight/></a></p> }
    });
    view! {
        <PageHead title=title about=text/>
        {way}
    }
}

const ASK: &str = "Ask whoever invited you to send it again.";

/// A code says why a ticket was not taken; without one the status counts.
fn answer(status: &str, code: &str, ticket: &str) -> Answer {
    let said = |title, text, way| Answer { title, text, way };
    let form = |path: &str, status: &str| {
        format!("{path}?__clerk_status={status}&__clerk_ticket={}&redirect_url=%2Fdashboard", percent_encode(ticket))
    };
    let to_dashboard = || Some(("/dashboard".to_owned(), "Go to your dashboard"));
    let to_sign_in = || Some(("/sign-in".to_owned(), "Sign in"));
    match (code, status) {
        ("ticket_expired_code", _) => said(
            "The invitation has run out",
            "Its link is no longer good. Ask whoever invited you to send it again.",
            None,
        ),
        ("ticket_invalid_code", _) => said(
            "This link is not an invitation",
            "It may have been cut off on the way. Open the link in the mail again, or copy all of it.",
            None,
        ),
        ("organization_invitation_revoked_code", _) => said("The invitation was taken back", ASK, None),
        ("organization_invitation_already_accepted", _) => said(
            "The invitation was accepted before",
            "If it was you, sign in; if not, tell whoever invited you.",
            to_sign_in(),
        ),
        ("organization_invitation_not_pending", _) => said("The invitation is not open any more", ASK, None),
        (_, "complete") => said("Welcome", "You belong to the organization now.", to_dashboard()),
        (_, "sign_in") if !ticket.is_empty() => said(
            "You are invited",
            "You have an account with this address: sign in, and you are in.",
            Some((form("/sign-in", status), "Sign in and accept")),
        ),
        (_, "sign_up") if !ticket.is_empty() => said(
            "You are invited",
            "Make an account with this address, and you are in.",
            Some((form("/sign-up", status), "Sign up and accept")),
        ),
        (_, "verified") => said("Your address is proved", "Go on in the tab where you began, or here.", to_dashboard()),
        (_, "expired") => said("The link has run out", "Begin again to get another one.", to_sign_in()),
        (_, "failed") => said(
            "That did not work",
            "The link was used before, or something went wrong. Begin again to get another one.",
            to_sign_in(),
        ),
        (_, "client_mismatch") => said("Another browser", "Open the link in the browser where you began.", None),
        (_, "transferable") => said(
            "There is no account yet",
            "Nobody has an account with this address. Make one, and you are in.",
            Some(("/sign-up".to_owned(), "Sign up")),
        ),
        _ => said(
            "No invitation here",
            "Open the link in the mail that invited you. If you belong to the organization already, sign in.",
            to_dashboard(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Clerk's words for tickets and for links by mail, and the codes by which a ticket is refused.
    #[test]
    fn each_state_and_each_code_has_words_of_its_own() {
        let statuses =
            ["sign_in", "sign_up", "complete", "verified", "expired", "failed", "client_mismatch", "transferable"];
        let codes = [
            "ticket_expired_code",
            "ticket_invalid_code",
            "organization_invitation_revoked_code",
            "organization_invitation_already_accepted",
            "organization_invitation_not_pending",
        ];
        let by_status = statuses.map(|status| answer(status, "", "t"));
        let by_code = codes.map(|code| answer("sign_in", code, "t"));
        let nothing = answer("", "", "");
        let told: BTreeSet<_> = by_status.iter().chain(&by_code).map(|answer| (answer.title, answer.text)).collect();
        assert_eq!(told.len(), 13);
        assert!(!told.contains(&(nothing.title, nothing.text)));
        assert_eq!(answer("sign_in", "", ""), nothing, "a form without a ticket would not know of the invitation");
    }

    #[test]
    fn the_ticket_goes_along_and_nothing_else() {
        let way = answer("sign_up", "", "a&b=c").way.map(|(href, _)| href);
        assert_eq!(
            way.as_deref(),
            Some("/sign-up?__clerk_status=sign_up&__clerk_ticket=a%26b%3Dc&redirect_url=%2Fdashboard")
        );
    }
}
