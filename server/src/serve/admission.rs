//! Who may be connected at once: a number in total, and a number for each address. Nobody waits for a place. If there
//! is none, one of a few connections that are reserved for it says so; and when these are taken too, the refusal is
//! made [in passing](super::turned_away).

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use clerk_axum::{TrustedProxies, limiter::Address};

/// Connections that are told at once, each in the form it asks for, that there is no place for them.
pub(crate) const REFUSALS: usize = 16;

/// How many connections there may be.
#[derive(Clone, Debug)]
pub(crate) struct Capacity {
    /// Altogether.
    pub(crate) all: usize,
    /// From one address.
    pub(crate) each: usize,
    /// Whose connections are other people's: they count together only.
    pub(crate) proxies: TrustedProxies,
}

/// The places and who has them. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Admission(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    capacity: Capacity,
    taken: Mutex<Taken>,
}

/// No entry is ever zero, so there are never more entries than connections.
#[derive(Debug, Default)]
struct Taken {
    all: usize,
    refusals: usize,
    by_address: HashMap<Address, usize>,
}

/// What a connection may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Be served.
    Served,
    /// Hear that there is no place.
    Refused,
}

/// A place; free again when dropped.
#[derive(Debug)]
pub(super) struct Place {
    shared: Arc<Shared>,
    /// What it is for.
    pub(super) entry: Entry,
    address: Option<Address>,
}

impl Admission {
    pub(super) fn new(capacity: Capacity) -> Self {
        Self(Arc::new(Shared { capacity, taken: Mutex::default() }))
    }

    /// A place for a connection from `peer`; `None` when it can only be turned away.
    pub(super) fn enter(&self, peer: IpAddr) -> Option<Place> {
        let Shared { capacity, .. } = &*self.0;
        let address = (!capacity.proxies.contains(peer)).then(|| Address::of(peer));
        let mut taken = self.0.taken();
        let entry = taken.enter(capacity, address)?;
        // Counted by address only where that is given back.
        let address = address.filter(|_| entry == Entry::Served);
        Some(Place { shared: Arc::clone(&self.0), entry, address })
    }
}

impl Shared {
    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Taken {
    fn enter(&mut self, capacity: &Capacity, address: Option<Address>) -> Option<Entry> {
        let own = address.and_then(|address| self.by_address.get(&address)).copied().unwrap_or(0);
        if self.all < capacity.all && own < capacity.each {
            self.all += 1;
            if let Some(address) = address {
                self.by_address.insert(address, own + 1);
            }
            return Some(Entry::Served);
        }
        (self.refusals < REFUSALS).then(|| {
            self.refusals += 1;
            Entry::Refused
        })
    }

    fn leave(&mut self, entry: Entry, address: Option<Address>) {
        match entry {
            Entry::Refused => self.refusals -= 1,
            Entry::Served => self.all -= 1,
        }
        let Some(address) = address else { return };
        let own = self.by_address.remove(&address).unwrap_or(0);
        if own > 1 {
            self.by_address.insert(address, own - 1);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.shared.taken().leave(self.entry, self.address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admission(all: usize, each: usize) -> Admission {
        let proxies = "10.0.0.0/8".parse().unwrap_or_default();
        Admission::new(Capacity { all, each, proxies })
    }

    fn enter(admission: &Admission, peer: &str) -> Option<Place> {
        admission.enter(peer.parse().expect("an address"))
    }

    fn entry(place: &Option<Place>) -> Option<Entry> {
        place.as_ref().map(|place| place.entry)
    }

    #[test]
    fn one_address_has_its_share_and_others_the_rest() {
        let admission = admission(5, 2);
        let first = enter(&admission, "192.0.2.1");
        let _second = enter(&admission, "::ffff:192.0.2.1");
        assert_eq!(entry(&enter(&admission, "192.0.2.1")), Some(Entry::Refused));
        let _other = enter(&admission, "192.0.2.2");
        drop(first);
        assert_eq!(entry(&enter(&admission, "192.0.2.1")), Some(Entry::Served), "given back");
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let admission = admission(5, 1);
        let _first = enter(&admission, "2001:db8:0:1::1");
        assert_eq!(entry(&enter(&admission, "2001:db8:0:1:ffff::2")), Some(Entry::Refused));
        assert_eq!(entry(&enter(&admission, "2001:db8:0:2::1")), Some(Entry::Served));
    }

    #[test]
    fn a_proxy_is_not_one_visitor() {
        let admission = admission(3, 1);
        let places: Vec<_> = (0..4).map(|_| enter(&admission, "10.0.0.1")).collect();
        let served = places.iter().filter(|place| entry(place) == Some(Entry::Served)).count();
        assert_eq!(served, 3, "no more than all");
    }

    #[test]
    fn refusals_are_bounded_too_and_nothing_is_forgotten() {
        let admission = admission(1, 1);
        let places: Vec<_> = (0..REFUSALS + 3).map(|_| enter(&admission, "192.0.2.1")).collect();
        let count = |wanted| places.iter().filter(|place| entry(place) == wanted).count();
        let counts = (count(Some(Entry::Served)), count(Some(Entry::Refused)), count(None));
        assert_eq!(counts, (1, REFUSALS, 2));
        drop(places);
        let taken = admission.0.taken();
        assert_eq!((taken.all, taken.refusals, taken.by_address.len()), (0, 0, 0));
    }
}
