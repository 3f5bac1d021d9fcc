//! Campaigns that the companion has to come through: it is killed, flooded, cut off, lied to and
//! run out of disk, and afterwards nothing that it acknowledged is lost, doubled or stuck.
//!
//! | module | subject |
//! |---|---|
//! | [`kills`] | kill -9 at every fail point and at random moments, under traffic, of one companion or of one of two |
//! | [`races`] | two hundred guests at once, and each guard taken away |
//! | [`events`] | Stripe's events in every order, with duplicates |
//! | [`model`] | random operations beside a small model of what must come of them |
//! | [`faults`], [`proxy`], [`disk`] | a cut during COMMIT, clocks that jump, a stop under load; a full disk |
//! | [`recovery`], [`cluster`] | PostgreSQL goes away and comes back; a row that somebody holds |
//! | [`oracle`] | what must hold of the books, and between them and Stripe's |
//! | [`world`], [`companion`], [`house`], [`books`], [`stripe`], [`guest`], [`receiver`] | what takes part |
//!
//! Everything goes through the companion's HTTP interface and its database. The companion runs as
//! a process of its own, this package's own program with the feature `fail-points`; where time
//! has to pass by the step, it runs inside.
//!
//! Each campaign has a seed that it prints. It replays what is planned and, where the companion
//! runs inside, all that happens; how guests and kills meet is up to the machine.

mod balancer;
pub mod books;
pub mod cluster;
pub mod companion;
pub mod disk;
pub mod events;
pub mod faults;
pub mod guest;
pub mod house;
pub mod kills;
pub mod model;
pub mod oracle;
pub mod proxy;
pub mod races;
pub mod receiver;
pub mod recovery;
pub mod soak;
mod street;
pub mod stripe;
pub mod world;

/// Why a campaign cannot go on: something of the harness, not a law that was broken.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
