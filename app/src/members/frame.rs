//! What the people pages have in common: their tabs, and what is said where there is nothing to show.

use clerk_leptos::{OrganizationProfile, Routing};
use domain::TenantInfo;

use super::{Copied, Part, PeoplePage, ReadPeople, invitations_path, members_path};
use crate::{
    prelude::*,
    tenant::page_data,
    ui::{Breadcrumbs, Crumb, EmptyState, Glyph, ListSkeleton, Loaded, PageHead},
};

/// A page of a part: asks for it, and shows `content` where there is any. `query` is what stands behind the `?`, or an id.
pub(super) fn page(
    part: Part,
    query: impl Fn() -> String + Send + Sync + 'static,
    content: impl Fn(&TenantInfo, PeoplePage) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let data = page_data(query, move |tenant, query| Ok(ReadPeople { tenant, part, query }));
    let view = move |tenant: TenantInfo, page: PeoplePage| match page.copied {
        Copied::Yes => content(&tenant, page),
        copied => without(copied),
    };
    view! { <Loaded data=data skeleton=|| view! { <ListSkeleton/> }.into_any() view=view/> }.into_any()
}

/// The head of a page, and the ways to the others.
pub(super) fn head(tenant: &TenantInfo, part: Part, title: &'static str, may_manage: bool) -> AnyView {
    let overview = format!("{}/organization", tenant.path);
    let tabs = [
        (Part::Overview, "Overview", overview),
        (Part::Members, "Members", members_path(&tenant.path)),
        (Part::Invitations, "Invitations", invitations_path(&tenant.path)),
    ];
    let tabs = tabs.into_iter().filter(|(of, ..)| may_manage || *of != Part::Invitations).map(|(of, text, href)| {
        let current = (of == part).then_some("page");
        view! { <a href=href aria-current=current data-noscroll>{text}</a> }
    });
    view! {
        <Breadcrumbs trail=vec![Crumb::here(title)]/>
        <PageHead title=title/>
        <nav class="tabs" aria-label="Organization">{tabs.collect_view()}</nav>
    }
    .into_any()
}

/// Why nothing is shown, and what to do instead.
fn without(copied: Copied) -> AnyView {
    let (title, text) = match copied {
        Copied::Personal => {
            ("You work alone here", "This is your personal account. Make an organization to work with others.")
        }
        Copied::NotYet => (
            "Not here yet",
            "Clerk has not told this app yet that you belong to this organization. Load the page again in a minute; whoever \
             runs the app can hurry that with “server reconcile”.",
        ),
        _ => (
            "Managed in Clerk's own pages",
            "Clerk does not tell this app who belongs to an organization: whoever runs it has not set \
             CLERK_WEBHOOK_SIGNING_SECRET. Until then, use Clerk's own pages below.",
        ),
    };
    let action = (copied == Copied::Personal)
        .then(|| view! { <a href="/onboarding" class="btn btn-secondary">"Make an organization"</a> });
    let profile =
        (copied == Copied::No).then(|| view! { <OrganizationProfile routing=Routing::Hash class="clerk-form"/> });
    view! {
        <Breadcrumbs trail=vec![Crumb::here("Organization")]/>
        <PageHead title="Organization"/>
        <EmptyState glyph=Glyph::People title=title text=text>{action}</EmptyState>
        {profile}
    }
    .into_any()
}
