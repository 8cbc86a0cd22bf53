//! Lists that come page by page: members, invitations, domains.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;

use crate::{
    ClerkApiError,
    context::ClerkContext,
    js::{self, Argument, Place},
    prelude::effect,
    props::Props,
    resources::{Read, field},
};

/// How a list is asked for.
#[derive(Clone, Default)]
pub struct Paging {
    page_size: Option<u32>,
    initial_page: Option<u32>,
    infinite: bool,
    filter: Props,
}

impl Paging {
    /// Ten at a time, from the first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many at a time.
    #[must_use]
    pub fn page_size(mut self, size: u32) -> Self {
        self.page_size = Some(size);
        self
    }

    /// The page to begin with; 1 if absent.
    #[must_use]
    pub fn initial_page(mut self, page: u32) -> Self {
        self.initial_page = Some(page);
        self
    }

    /// `fetch_next` adds to what is there, in place of turning the page.
    #[must_use]
    pub fn infinite(mut self) -> Self {
        self.infinite = true;
        self
    }

    /// Only members with one of these roles.
    #[must_use]
    pub fn role(self, roles: &[&str]) -> Self {
        self.only("role", roles.iter().copied().map(Value::from).collect())
    }

    /// Only members whose name or address has this in it.
    #[must_use]
    pub fn query(self, words: &str) -> Self {
        self.only("query", words.into())
    }

    /// Only what is `pending`, `accepted`, `revoked`, `expired`.
    #[must_use]
    pub fn status(self, statuses: &[&str]) -> Self {
        self.only("status", statuses.iter().copied().map(Value::from).collect())
    }

    /// Only domains with this mode.
    #[must_use]
    pub fn enrollment_mode(self, mode: &str) -> Self {
        self.only("enrollmentMode", mode.into())
    }

    fn only(mut self, name: &str, value: Value) -> Self {
        self.filter = self.filter.value(name, Some(value));
        self
    }

    fn size(&self) -> u32 {
        self.page_size.unwrap_or(10).max(1)
    }

    fn first(&self) -> u32 {
        self.initial_page.unwrap_or(1).max(1)
    }

    fn of_page(&self, page: u32) -> Props {
        let paging =
            Props::default().value("initialPage", Some(page.into())).value("pageSize", Some(self.size().into()));
        self.filter.clone().and(paging)
    }
}

/// A list that comes page by page. It is fetched again when the user, the session or the active organization change, in
/// another tab too.
pub struct Pages<T: Send + Sync + 'static> {
    /// What is there: one page, or all so far where it is infinite.
    pub data: Signal<Vec<T>>,
    /// How many there are in all.
    pub count: Signal<u32>,
    /// Whether nothing has come yet.
    pub is_loading: Signal<bool>,
    /// Whether Clerk is being asked.
    pub is_fetching: Signal<bool>,
    /// Why nothing came.
    pub error: Signal<Option<ClerkApiError>>,
    /// The page, from 1.
    pub page: Signal<u32>,
    state: State<T>,
}

struct State<T: Send + Sync + 'static> {
    paging: StoredValue<Arc<Paging>>,
    data: RwSignal<Vec<T>>,
    count: RwSignal<u32>,
    loaded: RwSignal<bool>,
    fetching: RwSignal<bool>,
    error: RwSignal<Option<ClerkApiError>>,
    page: RwSignal<u32>,
    again: Trigger,
    /// Answers to older questions are dropped.
    asked: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for Pages<T> {}
impl<T: Send + Sync + 'static> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Send + Sync + 'static> Copy for State<T> {}

impl<T: Send + Sync + 'static> Pages<T> {
    /// How many pages there are.
    pub fn page_count(self) -> u32 {
        self.count.get().div_ceil(self.state.paging.with_value(|paging| paging.size()))
    }

    /// Whether there is more.
    pub fn has_next_page(self) -> bool {
        self.page.get() < self.page_count()
    }

    /// Whether there is something before.
    pub fn has_previous_page(self) -> bool {
        self.page.get() > 1
    }

    /// Turns the page, or adds the next where the list is infinite.
    pub fn fetch_next(self) {
        if untrack(|| self.has_next_page()) {
            self.state.page.update(|page| *page += 1);
        }
    }

    /// Turns back.
    pub fn fetch_previous(self) {
        if untrack(|| self.has_previous_page()) {
            self.state.page.update(|page| *page -= 1);
        }
    }

    /// Goes to a page.
    pub fn fetch_page(self, page: u32) {
        self.state.page.set(page.max(1));
    }

    /// Fetches anew, after a change.
    pub fn revalidate(self) {
        let first = self.state.paging.with_value(|paging| paging.first());
        if self.state.paging.with_value(|paging| paging.infinite) && self.state.page.get_untracked() != first {
            self.state.page.set(first);
        } else {
            self.state.again.notify();
        }
    }
}

/// The list that `method` of `Clerk.user` or `Clerk.organization` gives.
pub(crate) fn pages<T: Read + Send + Sync + 'static>(
    of: &'static str,
    method: &'static str,
    paging: Paging,
) -> Pages<T> {
    let context = ClerkContext::current();
    let state = State {
        page: RwSignal::new(paging.first()),
        paging: StoredValue::new(Arc::new(paging)),
        data: RwSignal::new(Vec::new()),
        count: RwSignal::new(0),
        loaded: RwSignal::new(false),
        fetching: RwSignal::new(false),
        error: RwSignal::new(None),
        again: Trigger::new(),
        asked: StoredValue::new(0),
    };
    let seen = StoredValue::new(None::<u32>);
    effect(move || {
        let version = context.version.get();
        state.again.track();
        let page = state.page.get();
        if !context.is_loaded() {
            return;
        }
        // Somebody else, or somewhere else: nothing of before stays.
        if seen.get_value().is_some_and(|seen| seen != version) {
            state.forget();
        }
        seen.set_value(Some(version));
        if js::look(&Place::Clerk(of)).is_some() {
            spawn_local(fetch(state, of, method, page));
        }
    });
    Pages {
        data: state.data.into(),
        count: state.count.into(),
        is_loading: Signal::derive(move || !state.loaded.get()),
        is_fetching: state.fetching.into(),
        error: state.error.into(),
        page: state.page.into(),
        state,
    }
}

impl<T: Send + Sync + 'static> State<T> {
    fn forget(self) {
        self.data.set(Vec::new());
        self.count.set(0);
        self.loaded.set(false);
        self.error.set(None);
    }
}

async fn fetch<T: Read + Send + Sync + 'static>(state: State<T>, of: &'static str, method: &'static str, page: u32) {
    let Some(paging) = state.paging.try_get_value() else { return };
    let Some(turn) = state.asked.try_update_value(|asked| {
        *asked += 1;
        *asked
    }) else {
        return;
    };
    state.fetching.try_set(true);
    let answer = js::ask(Place::Clerk(of), method, vec![Argument::Props(paging.of_page(page))]).await;
    if state.asked.try_get_value() != Some(turn) {
        return;
    }
    state.fetching.try_set(false);
    state.loaded.try_set(true);
    match answer {
        Ok(answer) => {
            let found: Vec<T> = field(&answer, "data");
            let adds = paging.infinite && page > paging.first();
            state.data.try_update(|data| if adds { data.extend(found) } else { *data = found });
            state.count.try_set(field(&answer, "total_count"));
            state.error.try_set(None);
        }
        Err(problem) => drop(state.error.try_set(Some(problem))),
    }
}
