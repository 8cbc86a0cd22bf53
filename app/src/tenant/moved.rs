//! An organization whose slug was changed: its open page goes along, and old addresses lead on.

use clerk_leptos::{use_auth, use_organization};
use domain::TenantPath;
use leptos::{prelude::*, task::spawn_local};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

/// The page that is open, at another tenant's address.
pub(crate) fn page_at(tenant: &TenantPath) -> String {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    page_of(tenant, &path, &search)
}

/// `/orgs/old/projects` becomes `/orgs/new/projects`.
fn page_of(tenant: &TenantPath, path: &str, search: &str) -> String {
    let rest = path.splitn(4, '/').nth(3).map(|rest| format!("/{rest}")).unwrap_or_default();
    let search = if search.is_empty() { String::new() } else { format!("?{search}") };
    format!("{tenant}{rest}{search}")
}

/// When ClerkJS says that the organization of the open page has another slug, the page goes there. The session's token
/// still has the old one, so a new one is asked for.
pub(super) fn go_along(path: Memo<Option<TenantPath>>) {
    let (auth, organization, navigate) = (use_auth(), use_organization().organization, use_navigate());
    // The slug that the page was opened by, and whose it was.
    let opened = StoredValue::new(None::<(String, String)>);
    Effect::new(move |_| {
        let Some(TenantPath::Organization(name)) = path.get() else { return };
        let Some((id, slug)) =
            organization.with(|it| it.as_ref().and_then(|it| Some((it.id.clone(), it.slug.clone()?))))
        else {
            return;
        };
        if slug == name {
            opened.set_value(Some((name, id)));
        } else if opened.with_value(|opened| opened.as_ref() == Some(&(name, id))) {
            navigate(
                &untrack(|| page_at(&TenantPath::Organization(slug))),
                NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() },
            );
            spawn_local(async move {
                _ = auth.get_token(None, true).await;
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rest_of_the_address_stays() {
        let new = TenantPath::Organization("new".to_owned());
        assert_eq!(page_of(&new, "/orgs/old", ""), "/orgs/new");
        assert_eq!(page_of(&new, "/orgs/old/projects", ""), "/orgs/new/projects");
        assert_eq!(page_of(&new, "/orgs/old/projects/1/edit", "a=b&c"), "/orgs/new/projects/1/edit?a=b&c");
    }
}
