//! An organization at a glance: how many people, and what happened lately.

use domain::{TenantInfo, member::COUNTED};

use super::{Part, PeoplePage, frame, invitations_path, members_path};
use crate::{activity, prelude::*};

/// `…/organization`
#[component]
pub(crate) fn OverviewPage() -> impl IntoView {
    frame::page(Part::Overview, String::new, content)
}

fn content(tenant: &TenantInfo, page: PeoplePage) -> AnyView {
    let [members, invitations] = [page.headcount.members, page.headcount.invitations].map(counted);
    let members = view! { <a href=members_path(&tenant.path) class="link">{members}</a> };
    let invitations = match page.may_manage {
        true => view! { <a href=invitations_path(&tenant.path) class="link">{invitations}</a> }.into_any(),
        false => invitations.into_any(),
    };
    let lately = (!page.entries.is_empty()).then(|| {
        let all = format!("{}/activity", tenant.path);
        view! {
            <h2 class="mt-8 mb-4">"Lately"</h2>
            {activity::lines(page.entries)}
            <p class="mt-4"><a href=all class="link">"All activity"</a></p>
        }
    });
    view! {
        {frame::head(tenant, Part::Overview, "Organization", page.may_manage)}
        <dl class="facts facts-main mt-6">
            <div><dt>"Name"</dt><dd dir="auto">{page.name}</dd></div>
            <div><dt>"Members"</dt><dd>{members}</dd></div>
            <div><dt>"Pending invitations"</dt><dd>{invitations}</dd></div>
        </dl>
        {lately}
    }
    .into_any()
}

fn counted(count: usize) -> String {
    let is_all = u32::try_from(count).is_ok_and(|count| count < COUNTED);
    if is_all { count.to_string() } else { format!("{count} or more") }
}
