//! Makes Clerk's active organization follow the URL, in the browser.

use clerk_leptos::{ClerkError, Target, UseAuth, brief::Session, use_auth, use_brief, use_clerk};
use domain::TenantPath;
use leptos::task::spawn_local;
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};

use super::{
    GetTenant,
    data::{Answers, Data, ask},
    gate::{Answer, FailedSwitch, Gate, is_active},
};
use crate::{AppError, prelude::*};

/// The retries so far, shared by everything under one layout.
#[derive(Clone, Copy)]
struct Attempts(RwSignal<u32>);

/// The gate of the URL's tenant; switches Clerk to it once, if the person belongs to it.
pub(super) fn gate(path: Memo<Option<TenantPath>>) -> Memo<Gate> {
    let auth = use_auth();
    let failed = RwSignal::new(None::<FailedSwitch>);
    let attempts = Attempts(RwSignal::new(0));
    provide_context(attempts);
    switch_to(path, auth, failed);
    Memo::new(move |_| {
        auth.auth.with(|auth| failed.with(|failed| Gate::new(path.get(), auth, failed.as_ref(), attempts.0.get())))
    })
}

fn switch_to(path: Memo<Option<TenantPath>>, auth: UseAuth, failed: RwSignal<Option<FailedSwitch>>) {
    let clerk = use_clerk();
    let tried = StoredValue::new(None::<TenantPath>);
    effect(move || {
        // While ClerkJS switches it also navigates; interfering would undo what the person chose.
        if !auth.is_loaded.get() || auth.switching.get() || !auth.is_signed_in() {
            return;
        }
        let Some(path) = path.get() else { return };
        if auth.auth.with(|auth| is_active(&path, auth)) {
            return tried.set_value(None);
        }
        if tried.with_value(|tried| tried.as_ref() == Some(&path)) {
            return failed.set(Some(FailedSwitch { path, error: AppError::NotFound }));
        }
        tried.set_value(Some(path.clone()));
        let target = match &path {
            TenantPath::Organization(name) => Target::Organization(name.clone()),
            TenantPath::Personal => Target::Personal,
        };
        spawn_local(async move {
            if let Err(error) = clerk.set_active(target).await {
                let error = in_our_words(error, &path).await;
                failed.try_set(Some(FailedSwitch { path, error }));
            }
        });
    });
}

/// A stranger gets the answer for an organization that does not exist; a member learns where it is now.
async fn in_our_words(error: ClerkError, path: &TenantPath) -> AppError {
    if error.code != ClerkError::NOT_A_MEMBER {
        return AppError::Transport(error.message);
    }
    match ask(GetTenant { tenant: path.clone() }).await {
        Err(moved @ AppError::Moved(_)) => moved,
        _ => AppError::NotFound,
    }
}

/// The browser's cookie may be another tab's: when the server sees another tenant than ClerkJS does here, or nobody, a fresh
/// token is asked for and everything is fetched once more.
pub(crate) fn retry_once(path: Memo<Option<TenantPath>>, answer: Answers) {
    let auth = use_auth();
    let Some(Attempts(attempts)) = use_context() else { return };
    let retried = StoredValue::new(false);
    effect(move || {
        let is_active = path.get().is_some_and(|path| auth.auth.with(|auth| is_active(&path, auth)));
        match answer.with(|answer| answer.as_ref().map(is_stale)) {
            Some(false) => retried.set_value(false),
            Some(true) if is_active && auth.is_loaded.get() && !retried.get_value() => {
                retried.set_value(true);
                spawn_local(async move {
                    if auth.get_token(None, true).await.is_ok() {
                        attempts.try_update(|attempts| *attempts += 1);
                    }
                });
            }
            _ => (),
        }
    });
}

/// Whether the server saw another tenant than the page's, or nobody.
fn is_stale(answer: &Answer<Data>) -> bool {
    matches!(answer, Some(Err(AppError::TenantMismatch | AppError::Unauthenticated)))
}

// An organization whose slug was changed: its open page goes along, and old addresses lead on.

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

/// Id and slug of the active organization.
fn active(session: &Session) -> Option<(String, String)> {
    let organization = &session.membership()?.organization;
    Some((organization.id.clone(), organization.slug.clone()?))
}

/// When ClerkJS says that the organization of the open page has another slug, the page goes there. The session's token
/// still has the old one, so a new one is asked for.
pub(super) fn go_along(path: Memo<Option<TenantPath>>) {
    let (auth, session, navigate) = (use_auth(), use_brief(), use_navigate());
    // The slug that the page was opened by, and whose it was.
    let opened = StoredValue::new(None::<(String, String)>);
    effect(move || {
        let Some(TenantPath::Organization(name)) = path.get() else { return };
        let Some((id, slug)) = session.with(|session| active(session.as_ref()?)) else {
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
