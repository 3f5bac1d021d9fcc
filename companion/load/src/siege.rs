//! A siege: thousands of sockets that say nothing or a byte a second, and honest guests among
//! them, who ask one after the other at a steady pace.
//!
//! The honest guests live in a thread of their own, so that what they wait for is the companion
//! and not the crowd beside them.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::Failure;
use crate::books::calendar;
use crate::crowd::Connection;

/// How many sockets share one address of the machine's own; fewer than the door lets in of one
/// network.
const SOCKETS_OF_AN_ADDRESS: usize = 100;
/// How often an honest guest asks.
const PACE: Duration = Duration::from_millis(5);
/// An honest guest who waits longer has not been answered.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long the crowd comes, one after the other, before anything is measured: as long as the
/// door waits for the silent. In step, all would dribble in the same moment of a second and be
/// shown out in another, and what is measured would be these moments.
const GATHERING: Duration = Duration::from_secs(10);
/// Who was shown out sooner than this comes back only after as long: a crowd that is turned away
/// and comes back at once would be another thing, a flood of connections.
const PAUSE: Duration = Duration::from_secs(1);
/// How often a dribbler says a byte.
const DRIBBLE: Duration = Duration::from_secs(1);
/// The head that a dribbler never ends.
const HEAD_BEGUN: &[u8] =
    b"POST /v1/calendars/calendar-0/orders HTTP/1.1\r\nhost: x\r\nx-dribble: ";
/// The head of a body that never ends.
const HEAD_OF_BODY: &[u8] = b"POST /v1/calendars/calendar-0/orders HTTP/1.1\r\nhost: x\r\n\
    content-type: application/json\r\ncontent-length: 32000\r\n\r\n";
/// How much of that body comes at once.
const BODY_BEGUN_BYTES: usize = 31_000;

/// A siege that was measured.
pub(crate) struct Besieged {
    /// How honest guests fared in it.
    pub(crate) fared: Fared,
    /// How many of the crowd's sockets were open when the measurement began or when it ended,
    /// whichever is less: those who were shown out are on their way back.
    pub(crate) sockets: usize,
}

/// How honest guests fared.
pub(crate) struct Fared {
    waited: Vec<Duration>,
    /// Questions that were not answered, or not with 200.
    pub(crate) failures: usize,
}

impl Fared {
    /// How long the given part of a hundred waited at most, in microseconds.
    pub(crate) fn percentile_us(&mut self, part: usize) -> u128 {
        self.waited.sort_unstable();
        let index = (self.waited.len() * part / 100).min(self.waited.len().saturating_sub(1));
        self.waited.get(index).map_or(0, Duration::as_micros)
    }
}

/// Lets the sockets come, and answers how honest guests fare among them for so long.
pub(crate) async fn lay(port: u16, sockets: usize, length: Duration) -> Result<Besieged, Failure> {
    raise_files_limit()?;
    let mut body = HEAD_OF_BODY.to_vec();
    body.resize(body.len() + BODY_BEGUN_BYTES, b' ');
    let siege = Arc::new(Siege {
        to: (Ipv4Addr::LOCALHOST, port).into(),
        body,
        open: AtomicUsize::new(0),
    });
    let mut crowd = JoinSet::new();
    let started = Instant::now();
    for number in 0..sockets {
        crowd.spawn(haunt(number, Arc::clone(&siege)));
        sleep_until(started + GATHERING * u32::try_from(number)? / u32::try_from(sockets)?).await;
    }
    let before = siege.open.load(Ordering::Relaxed);
    let fared = honest(port, length).await?;
    let after = siege.open.load(Ordering::Relaxed);
    crowd.shutdown().await;
    Ok(Besieged {
        fared,
        sockets: before.min(after),
    })
}

/// How honest guests fare for so long: half come on a connection that they have, half on a new
/// one.
pub(crate) async fn honest(port: u16, length: Duration) -> Result<Fared, Failure> {
    let asking = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(ask(port, length))
    });
    let asked = tokio::task::spawn_blocking(move || asking.join()).await?;
    asked.map_err(|_| "the honest guests panicked")?
}

async fn ask(port: u16, length: Duration) -> Result<Fared, Failure> {
    let mut kept = Connection::open(port).await?;
    let mut fared = Fared {
        waited: Vec::new(),
        failures: 0,
    };
    let started = Instant::now();
    let mut due = started;
    for number in 0.. {
        if due.duration_since(started) >= length {
            break;
        }
        sleep_until(due).await;
        // Who could not ask in time because of the answer before has waited since then; that a
        // timer is late is nobody's fault.
        let late = due.elapsed() > PACE;
        let began = if late { due } else { Instant::now() };
        due += PACE;
        let answered = timeout(PATIENCE, ask_once(port, number, &mut kept)).await;
        if !matches!(answered, Ok(Ok(()))) {
            fared.failures += 1;
            kept = Connection::open(port).await?;
        }
        fared.waited.push(began.elapsed());
    }
    Ok(fared)
}

async fn ask_once(port: u16, number: u64, kept: &mut Connection) -> Result<(), Failure> {
    let path = format!("/v1/calendars/{}", calendar(number));
    if number.is_multiple_of(2) {
        kept.get(number, &path).await?;
    } else {
        Connection::open(port).await?.get(number, &path).await?;
    }
    Ok(())
}

/// What the whole crowd shares.
struct Siege {
    to: SocketAddr,
    /// A body that is nearly there.
    body: Vec<u8>,
    /// Sockets that are open now.
    open: AtomicUsize,
}

/// A socket that stays for as long as it is let, and comes back when it was shown out.
async fn haunt(number: usize, siege: Arc<Siege>) {
    loop {
        let came = Instant::now();
        if let Some(mut stream) = siege.connect(number).await {
            siege.open.fetch_add(1, Ordering::Relaxed);
            siege.stay(number, &mut stream).await;
            siege.open.fetch_sub(1, Ordering::Relaxed);
        }
        if came.elapsed() < PAUSE {
            sleep(PAUSE).await;
        }
    }
}

impl Siege {
    async fn connect(&self, number: usize) -> Option<TcpStream> {
        let host = u8::try_from(2 + number / SOCKETS_OF_AN_ADDRESS).ok()?;
        let socket = TcpSocket::new_v4().ok()?;
        let from = Ipv4Addr::new(127, 0, 0, host);
        socket.bind((from, 0).into()).ok()?;
        socket.connect(self.to).await.ok()
    }

    /// A half says nothing; of the others every third holds a body back, the rest a head.
    async fn stay(&self, number: usize, stream: &mut TcpStream) {
        let dribbles = number.is_multiple_of(2);
        let begun = if number.is_multiple_of(6) {
            &self.body[..]
        } else {
            HEAD_BEGUN
        };
        if dribbles && stream.write_all(begun).await.is_err() {
            return;
        }
        loop {
            let mut said = [0; 256];
            match timeout(DRIBBLE, stream.read(&mut said)).await {
                Err(_) if dribbles => {
                    if stream.write_all(b"x").await.is_err() {
                        return;
                    }
                }
                Err(_) | Ok(Ok(1..)) => {}
                Ok(_) => return,
            }
        }
    }
}

/// Each socket is an open file.
fn raise_files_limit() -> Result<(), Failure> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}
