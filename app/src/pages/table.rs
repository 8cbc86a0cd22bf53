//! Every page and who may see it. A test compares it with the router's own list.

use crate::policy::Policy;

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path in axum's syntax.
    pub path: &'static str,
    /// Who may see it. Permissions are checked where the data is: a page without the right one says so.
    pub policy: Policy,
}

/// All pages.
pub const PAGES: [Page; 23] = [
    public("/"),
    public("/sign-in"),
    public("/sign-in/{*any}"),
    public("/sign-up"),
    public("/sign-up/{*any}"),
    signed_in("/onboarding"),
    signed_in("/dashboard"),
    signed_in("/orgs/{slug}"),
    signed_in("/orgs/{slug}/projects"),
    signed_in("/orgs/{slug}/projects/new"),
    signed_in("/orgs/{slug}/projects/{id}"),
    signed_in("/orgs/{slug}/projects/{id}/edit"),
    signed_in("/orgs/{slug}/projects/{id}/delete"),
    signed_in("/orgs/{slug}/projects/{id}/tasks/{task_id}/edit"),
    signed_in("/orgs/{slug}/activity"),
    signed_in("/personal"),
    signed_in("/personal/projects"),
    signed_in("/personal/projects/new"),
    signed_in("/personal/projects/{id}"),
    signed_in("/personal/projects/{id}/edit"),
    signed_in("/personal/projects/{id}/delete"),
    signed_in("/personal/projects/{id}/tasks/{task_id}/edit"),
    signed_in("/personal/activity"),
];

const fn public(path: &'static str) -> Page {
    Page { path, policy: Policy::Public }
}

const fn signed_in(path: &'static str) -> Page {
    Page { path, policy: Policy::SignedIn }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_route_declares_its_policy() {
        let routes = leptos_axum::generate_route_list(crate::App);
        let routed: BTreeSet<&str> = routes.iter().map(leptos_axum::AxumRouteListing::path).collect();
        let declared: BTreeSet<&str> = PAGES.iter().map(|page| page.path).collect();
        assert_eq!(routed, declared);
    }

    #[test]
    fn forms_post_to_pages() {
        for (path, _) in crate::server::forms::FORMS {
            assert!(PAGES.iter().any(|page| page.path == path), "{path}");
        }
    }
}
