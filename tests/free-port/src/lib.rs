//! Ports of this machine for servers that tests and the demo start: such as nobody else is given
//! meanwhile.
//!
//! Whoever asks the system for any port gets the one that another server has just left, and every
//! connection takes one, too. A server that is to listen later, or to come back after it was down,
//! needs a port from below those that the system gives away.

use std::hash::{BuildHasher, RandomState};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// The lowest port, and how many there are: Linux gives away those from 32,768, others from
/// 49,152.
const LOWEST: u16 = 16_384;
const COUNT: u16 = 16_384;

/// A port that nobody listens on. No call of this process answers the same before all have been
/// answered; another process may, with a chance of one in thousands.
pub fn free_port() -> u16 {
    static TAKEN: OnceLock<AtomicU64> = OnceLock::new();
    // Processes beside each other begin in different places.
    let taken = TAKEN.get_or_init(|| AtomicU64::new(RandomState::new().hash_one(0)));
    (0..COUNT)
        .map(|_| {
            let turn = taken.fetch_add(1, Ordering::Relaxed) % u64::from(COUNT);
            LOWEST + u16::try_from(turn).expect("less than all of them")
        })
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a port that nobody listens on")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One test: another beside it would take ports of the same process.
    #[test]
    fn a_port_is_free_and_given_once_to_one_who_asks_here_alone() {
        let ports: Vec<u16> = (0..200).map(|_| free_port()).collect();
        let mut different = ports.clone();
        different.sort_unstable();
        different.dedup();
        assert_eq!(different.len(), ports.len());

        let last = ports.last().expect("a port");
        let next = LOWEST + (last - LOWEST + 1) % COUNT;
        // Whether this listens there or somebody else does: it is not free.
        let _listener = TcpListener::bind((Ipv4Addr::LOCALHOST, next));
        assert_ne!(free_port(), next);

        let any = || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("any port");
        let given: Vec<TcpListener> = (0..200).map(|_| any()).collect();
        for listener in &given {
            let port = listener.local_addr().expect("an address").port();
            assert!(
                !(LOWEST..LOWEST + COUNT).contains(&port),
                "the system gives away {port}: let it begin at {} (net.ipv4.ip_local_port_range)",
                LOWEST + COUNT
            );
        }
    }
}
