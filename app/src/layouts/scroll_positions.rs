//! Back and forward return to where a page was left. A browser restores the position at once, but our pages get their
//! data a moment later. So the positions are kept here, one for each entry of the browser's history.

use leptos::{
    ev,
    wasm_bindgen::JsValue,
    web_sys::{History, ScrollRestoration, Storage},
};
use leptos_router::location::Location;

use crate::prelude::*;

use super::follow_navigation::focus_page;

/// The entry that is open. Entries carry a number of ours as their state; positions are in the session's storage, where
/// reloads do not reach.
#[derive(Clone, Copy)]
struct Positions {
    entry: StoredValue<u32>,
    /// How far its page is scrolled, as the last event said: the position itself is lost when the next page comes.
    top: StoredValue<i32>,
    /// Counts navigations: what one began ends with the next.
    turn: StoredValue<u32>,
}

/// Once, in the app.
pub(super) fn keep_scroll_positions(location: Location) {
    let positions = Positions { entry: StoredValue::new(0), top: StoredValue::new(0), turn: StoredValue::new(0) };
    let mut has_started = false;
    effect(move || {
        let address = address(&location);
        if has_started {
            return positions.follow(address);
        }
        has_started = true;
        positions.start();
    });
}

impl Positions {
    /// The first page is the browser's.
    fn start(self) {
        let Some(entry) = current_entry().or_else(|| name_entry(None)) else { return };
        self.entry.set_value(entry);
        self.top.set_value(scroll_top());
        restore_by(ScrollRestoration::Manual);
        _ = window_event_listener(ev::scroll, move |_| self.top.set_value(scroll_top()));
        // A reload, or coming back from elsewhere: the document comes whole, and the browser does it best.
        _ = window_event_listener(ev::pagehide, move |_| {
            self.keep();
            restore_by(ScrollRestoration::Auto);
        });
    }

    /// The router has gone elsewhere: to another entry, or to one that it is about to make.
    fn follow(self, address: String) {
        self.keep();
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        restore_by(ScrollRestoration::Manual);
        match current_entry().filter(|entry| *entry != self.entry.get_value()) {
            Some(entry) => {
                self.entry.set_value(entry);
                self.settle(turn, kept(entry));
            }
            None => {
                request_animation_frame(move || self.begin(turn, &address));
                self.settle(turn, None);
            }
        }
    }

    /// A new entry. The router takes an address for the open one when it was the last that it pushed, forgetting what
    /// back and forward did since; the address bar must not stay behind.
    fn begin(self, turn: u32, address: &str) {
        if self.turn.get_value() != turn {
            return;
        }
        let missing = Some(address).filter(|address| *address != here());
        if let Some(entry) = name_entry(missing) {
            self.entry.set_value(entry);
        }
        if missing.is_some() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    /// Once the page has its data: scrolls, and sees that the keyboard is somewhere if what it was on is gone.
    fn settle(self, turn: u32, top: Option<i32>) {
        request_animation_frame(move || {
            if self.turn.get_value() != turn {
                return;
            }
            if is_loading() {
                return self.settle(turn, top);
            }
            if let Some(top) = top {
                window().scroll_to_with_x_and_y(0.0, f64::from(top));
            }
            if document().active_element().is_none_or(|focused| focused.tag_name() == "BODY") {
                focus_page();
            }
        });
    }

    fn keep(self) {
        if let Some(storage) = storage() {
            _ = storage.set_item(&key(self.entry.get_value()), &self.top.get_value().to_string());
        }
    }
}

/// The number of the open entry, if it has one.
fn current_entry() -> Option<u32> {
    let number = history()?.state().ok()?.as_f64()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of ours; another saturates")]
    Some(number as u32)
}

/// Gives the open entry a number of its own, or makes a new one for an address.
fn name_entry(address: Option<&str>) -> Option<u32> {
    const LAST: &str = "entries";
    let storage = storage()?;
    let last = storage.get_item(LAST).ok().flatten().and_then(|text| text.parse::<u32>().ok()).unwrap_or_default();
    let entry = last.wrapping_add(1);
    storage.set_item(LAST, &entry.to_string()).ok()?;
    let (history, state) = (history()?, JsValue::from(entry));
    match address {
        Some(_) => history.push_state_with_url(&state, "", address).ok()?,
        None => history.replace_state(&state, "").ok()?,
    }
    Some(entry)
}

fn kept(entry: u32) -> Option<i32> {
    storage()?.get_item(&key(entry)).ok()??.parse().ok()
}

fn key(entry: u32) -> String {
    format!("scroll-{entry}")
}

fn restore_by(whom: ScrollRestoration) {
    if let Some(history) = history() {
        _ = history.set_scroll_restoration(whom);
    }
}

/// What a page shows while its data is under way, or while it is about to be replaced.
fn is_loading() -> bool {
    document().query_selector("main .skeleton, main [aria-busy=true]").is_ok_and(|element| element.is_some())
}

/// In whole pixels: reading and writing fractions would be most of this module in the browser's program.
fn scroll_top() -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "no page is that long; one that is saturates")]
    let top = window().scroll_y().unwrap_or_default() as i32;
    top
}

/// Where the router is.
fn address(location: &Location) -> String {
    let (path, search, hash) = (location.pathname.get(), location.search.get(), location.hash.get());
    if search.is_empty() { path + &hash } else { format!("{path}?{search}{hash}") }
}

/// Where the browser is.
fn here() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].into_iter().filter_map(Result::ok).collect()
}

fn history() -> Option<History> {
    window().history().ok()
}

fn storage() -> Option<Storage> {
    window().session_storage().ok().flatten()
}
