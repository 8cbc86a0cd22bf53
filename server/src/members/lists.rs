//! What is known of each tenant's people, and when Clerk may be asked again.

use std::collections::HashMap;

use domain::Member;
use tokio::sync::watch;

/// How long a list counts as true, in milliseconds.
pub(super) const FRESH_MS: i64 = 60_000;
/// How long Clerk is left alone after it failed or was slow.
pub(super) const PAUSE_MS: i64 = 5_000;
/// Tenants remembered at once; a table that grows without bound would be an attack of its own.
const TENANTS_MAX: usize = 1_000;

/// The lists of all tenants.
#[derive(Default)]
pub(super) struct Lists {
    tenants: HashMap<String, List>,
    /// Nobody is asked about before this: what one tenant's question met, the next one's would meet too.
    quiet_until: i64,
}

#[derive(Default)]
struct List {
    known: Vec<Member>,
    /// Clerk is not asked before this.
    ask_at: i64,
    /// Closed as soon as the last question is answered.
    answer: Option<watch::Receiver<()>>,
}

/// What to do before the known list is read.
pub(super) enum Turn {
    /// Nothing.
    Known,
    /// Wait for somebody else's question.
    Wait(watch::Receiver<()>),
    /// Ask.
    Ask,
}

impl List {
    fn awaited(&self) -> Option<&watch::Receiver<()>> {
        self.answer.as_ref().filter(|answer| answer.has_changed().is_ok())
    }
}

impl Lists {
    /// The last list of a tenant; empty when there is none.
    pub(super) fn known(&self, tenant: &str) -> Vec<Member> {
        self.tenants.get(tenant).map(|list| list.known.clone()).unwrap_or_default()
    }

    /// What to do now. With [`Turn::Ask`] the question counts as asked, and `answer` as what others wait for.
    pub(super) fn turn(&mut self, tenant: &str, answer: &watch::Receiver<()>, now: i64) -> Turn {
        if now < self.quiet_until {
            return Turn::Known;
        }
        self.make_room_for(tenant, now);
        let list = self.tenants.entry(tenant.to_owned()).or_default();
        if let Some(answer) = list.awaited() {
            return Turn::Wait(answer.clone());
        }
        if now < list.ask_at {
            return Turn::Known;
        }
        list.answer = Some(answer.clone());
        Turn::Ask
    }

    /// Clerk answered.
    pub(super) fn learn(&mut self, tenant: &str, members: Vec<Member>, now: i64) {
        let list = self.tenants.entry(tenant.to_owned()).or_default();
        list.known = members;
        list.ask_at = now + FRESH_MS;
    }

    /// Clerk failed: for this tenant alone, or for all.
    pub(super) fn give_up(&mut self, tenant: &str, for_all: bool, now: i64) {
        let list = self.tenants.entry(tenant.to_owned()).or_default();
        list.ask_at = now + PAUSE_MS;
        if for_all {
            self.pause(now);
        }
    }

    /// Clerk is slow: nobody else shall wait for it.
    pub(super) fn pause(&mut self, now: i64) {
        self.quiet_until = now + PAUSE_MS;
    }

    /// Forgets lists that are no longer true; if that does not help, the oldest one.
    fn make_room_for(&mut self, tenant: &str, now: i64) {
        if self.tenants.len() < TENANTS_MAX || self.tenants.contains_key(tenant) {
            return;
        }
        self.tenants.retain(|_, list| now < list.ask_at || list.awaited().is_some());
        if self.tenants.len() >= TENANTS_MAX {
            let oldest = self.tenants.iter().min_by_key(|(_, list)| list.ask_at).map(|(tenant, _)| tenant.clone());
            oldest.and_then(|tenant| self.tenants.remove(&tenant));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_bounded_and_the_oldest_goes_first() {
        let mut lists = Lists::default();
        let answer = watch::channel(()).1;
        for number in 0..2 * TENANTS_MAX {
            let (tenant, now) = (format!("org_{number}"), i64::try_from(number).unwrap_or(0));
            assert!(matches!(lists.turn(&tenant, &answer, now), Turn::Ask));
            lists.learn(&tenant, Vec::new(), now);
            assert!(lists.tenants.len() <= TENANTS_MAX);
        }
        assert!(lists.tenants.contains_key(&format!("org_{}", 2 * TENANTS_MAX - 1)));
        assert!(!lists.tenants.contains_key("org_0"));
    }
}
