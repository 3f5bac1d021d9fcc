//! Who is in: how many connections, whose, and which of them leaves where there are too many.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::pulse::{AwaitingBody, Pulse};
use super::{Limits, network_of};

/// The most bytes of all bodies that have begun to come and are not whole yet.
const BEGUN_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The connections that are open.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    open: Arc<Mutex<Open>>,
    /// Bytes of bodies that are not whole yet.
    begun_bytes: Arc<AtomicUsize>,
    limits: Limits,
}

#[derive(Debug, Default)]
struct Open {
    next_id: u64,
    by_id: HashMap<u64, Entry>,
    by_network: HashMap<IpAddr, usize>,
}

#[derive(Debug)]
struct Entry {
    pulse: Arc<Pulse>,
    displaced: Arc<Notify>,
    network: IpAddr,
}

/// A place inside; given back when it is dropped.
#[derive(Debug)]
pub(super) struct Ticket {
    id: u64,
    pulse: Arc<Pulse>,
    displaced: Arc<Notify>,
    open: Arc<Mutex<Open>>,
}

impl Connections {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            open: Arc::default(),
            begun_bytes: Arc::default(),
            limits,
        }
    }

    /// A place for a connection, unless everybody inside is being served; and whether somebody
    /// else lost theirs.
    pub(super) fn admit(&self, address: IpAddr) -> (Option<Ticket>, bool) {
        self.admit_with(address, Pulse::new())
    }

    /// The same for a connection that has a pulse already.
    pub(super) fn admit_with(&self, address: IpAddr, pulse: Arc<Pulse>) -> (Option<Ticket>, bool) {
        let network = network_of(address);
        let mut open = lock(&self.open);
        let counted = !self.limits.behind_proxy && !network.is_loopback();
        let of_network = open.by_network.get(&network).copied().unwrap_or_default();
        let mut displaced = false;
        if counted && of_network >= self.limits.connections_per_network_max {
            displaced = open.displace(|entry| entry.network == network);
            if !displaced {
                return (None, false);
            }
        } else if open.by_id.len() >= self.limits.connections_max {
            displaced = open.displace(|_| true);
            if !displaced {
                return (None, false);
            }
        }
        open.next_id += 1;
        let id = open.next_id;
        let entry = Entry {
            pulse,
            displaced: Arc::default(),
            network,
        };
        let ticket = Ticket {
            id,
            pulse: entry.pulse.clone(),
            displaced: entry.displaced.clone(),
            open: self.open.clone(),
        };
        open.by_id.insert(id, entry);
        *open.by_network.entry(network).or_default() += 1;
        (Some(ticket), displaced)
    }
}

/// A request's way to those who are in beside it.
#[derive(Clone, Debug)]
pub(super) struct Guest {
    pub(super) pulse: Arc<Pulse>,
    pub(super) inside: Connections,
}

/// A body that has begun to come; what is held of it is counted until it is dropped.
#[derive(Debug)]
pub(super) struct BegunBody {
    guest: Guest,
    bytes: usize,
    _awaiting: AwaitingBody,
}

impl Guest {
    /// A body begins.
    pub(super) fn begin_body(self) -> BegunBody {
        BegunBody {
            _awaiting: self.pulse.await_body(),
            guest: self,
            bytes: 0,
        }
    }
}

impl BegunBody {
    /// So many bytes more are held. Where all begun bodies together are too large, the one that
    /// has been awaited longest goes, with its connection.
    pub(super) fn grow(&mut self, bytes: usize) {
        self.bytes += bytes;
        let inside = &self.guest.inside;
        let before = inside.begun_bytes.fetch_add(bytes, Ordering::Relaxed);
        if before + bytes > BEGUN_BYTES_MAX {
            lock(&inside.open).displace(|entry| entry.pulse.is_awaiting_body());
        }
    }
}

impl Drop for BegunBody {
    fn drop(&mut self) {
        let held = &self.guest.inside.begun_bytes;
        held.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

impl Open {
    /// Takes the place of the connection that has kept us waiting longest, if any does.
    fn displace(&mut self, among: impl Fn(&Entry) -> bool) -> bool {
        let waiting = self.by_id.iter().filter(|(_, entry)| among(entry));
        let oldest = waiting
            .filter_map(|(id, entry)| Some((entry.pulse.waiting_since()?, *id)))
            .min();
        let Some((_, id)) = oldest else { return false };
        if let Some(entry) = self.remove(id) {
            entry.displaced.notify_one();
        }
        true
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.by_id.remove(&id)?;
        if let Some(count) = self.by_network.get_mut(&entry.network) {
            *count -= 1;
            if *count == 0 {
                self.by_network.remove(&entry.network);
            }
        }
        Some(entry)
    }
}

impl Ticket {
    pub(super) fn pulse(&self) -> &Arc<Pulse> {
        &self.pulse
    }

    /// Waits until the place is needed for somebody else.
    pub(super) async fn displaced(&self) {
        self.displaced.notified().await;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        lock(&self.open).remove(self.id);
    }
}

/// A panic elsewhere leaves nothing half done here.
fn lock(open: &Mutex<Open>) -> MutexGuard<'_, Open> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connections(max: usize, per_network: usize) -> Connections {
        Connections::new(Limits {
            connections_max: max,
            connections_per_network_max: per_network,
            ..Limits::default()
        })
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([203, 0, 113, last])
    }

    fn is_displaced(ticket: &Ticket) -> bool {
        let open = lock(&ticket.open);
        !open.by_id.contains_key(&ticket.id)
    }

    #[tokio::test(start_paused = true)]
    async fn the_one_that_keeps_us_waiting_longest_makes_room() {
        let connections = connections(3, 9);
        let mut tickets = Vec::new();
        for last in 1..=3 {
            tickets.push(connections.admit(address(last)).0.expect("room"));
            tokio::time::advance(std::time::Duration::from_millis(10)).await;
        }
        // The oldest is being served, so it is the second's turn to leave.
        let under_way = tickets[0].pulse().enter();
        let (newcomer, displaced) = connections.admit(address(4));
        assert!(newcomer.is_some() && displaced);
        let left: Vec<bool> = tickets.iter().map(is_displaced).collect();
        assert_eq!(left, [false, true, false]);
        drop(under_way);
    }

    #[test]
    fn where_everybody_is_served_the_next_is_refused() {
        let connections = connections(2, 9);
        let tickets: Vec<_> = (1..=2)
            .map(|last| connections.admit(address(last)).0.expect("room"))
            .collect();
        let served: Vec<_> = tickets
            .iter()
            .map(|ticket| ticket.pulse().enter())
            .collect();
        assert!(connections.admit(address(3)).0.is_none());
        // Whoever owes us a body is waited for, too.
        let _body = tickets[1].pulse().await_body();
        assert!(connections.admit(address(3)).0.is_some());
        assert!(is_displaced(&tickets[1]) && !is_displaced(&tickets[0]));
        drop(served);
    }

    #[test]
    fn begun_bodies_together_have_a_limit() {
        let connections = connections(100, 100);
        let tickets: Vec<_> = (1..=3)
            .map(|last| connections.admit(address(last)).0.expect("room"))
            .collect();
        let guests = tickets.iter().map(|ticket| Guest {
            pulse: ticket.pulse().clone(),
            inside: connections.clone(),
        });
        // The first is being served, the others have begun a body.
        let served = tickets[0].pulse().enter();
        let under_way = [tickets[1].pulse().enter(), tickets[2].pulse().enter()];
        let mut bodies: Vec<_> = guests.skip(1).map(Guest::begin_body).collect();
        bodies[0].grow(BEGUN_BYTES_MAX / 2);
        bodies[1].grow(BEGUN_BYTES_MAX / 2);
        assert!(!tickets.iter().any(is_displaced));
        bodies[1].grow(1);
        let left = tickets.iter().filter(|ticket| is_displaced(ticket)).count();
        assert_eq!((left, is_displaced(&tickets[0])), (1, false));
        drop((bodies, under_way, served));
        assert_eq!(connections.begun_bytes.load(Ordering::Relaxed), 0);
    }

    #[test]
    fn one_network_displaces_only_itself() {
        let connections = connections(100, 2);
        let other = connections.admit(address(9)).0.expect("room");
        let first = connections.admit(address(1)).0.expect("room");
        let second = connections.admit(address(1)).0.expect("room");
        let third = connections.admit(address(1)).0.expect("room");
        assert!(!is_displaced(&other));
        assert!(is_displaced(&first) ^ is_displaced(&second));
        drop((other, first, second, third));
        let open = lock(&connections.open);
        assert!(open.by_id.is_empty() && open.by_network.is_empty());
    }

    #[test]
    fn neighbours_in_ipv6_are_one_network() {
        let connections = connections(100, 1);
        let one = connections.admit("2001:db8::1".parse().expect("an address"));
        let (two, displaced) = connections.admit("2001:db8::2".parse().expect("an address"));
        assert!(one.0.is_some() && two.is_some() && displaced);
        let mapped = connections.admit("::ffff:203.0.113.1".parse().expect("an address"));
        let plain = connections.admit(address(1));
        assert!(!mapped.1 && plain.1);
    }
}
