//! Thousands of sockets that say nothing, or a byte a second: honest guests do not notice.
//!
//! The short run is part of every test; the long one prints what it measured:
//! `cargo test --release -p booking-companion --test it five_thousand -- --ignored --nocapture`

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use booking_companion::door;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::app::KILN;
use crate::command::{Folder, Serving, free_port};

/// How many sockets share one address of the machine's own.
const SOCKETS_OF_AN_ADDRESS: usize = 100;
/// The head that a dribbler never ends.
const DRIBBLED: &[u8] = b"POST /v1/calendars/kiln-studio/orders HTTP/1.1\r\nhost: x\r\nx-dribble: ";
/// How much of a body comes at once before the rest dribbles.
const BODY_BEGUN_BYTES: usize = 31_000;
/// What a server may hold on to, whoever comes.
const MEMORY_KB_MAX: u64 = 64 * 1024;
/// Half of the time that a silent connection is given.
const STARVED: Duration = Duration::from_secs(5);

/// What honest guests saw.
#[derive(Debug)]
struct Seen {
    failures: usize,
    p50: Duration,
    p99: Duration,
}

/// Honest guests, one after the other: half on a connection that they have, half on a new one.
async fn honest(url: &str, requests: usize) -> Seen {
    let address = format!("{url}/v1/calendars/{KILN}");
    let kept = reqwest::Client::new();
    let mut failures = 0;
    let mut times = Vec::with_capacity(requests);
    for number in 0..requests {
        let fresh = reqwest::Client::builder().pool_max_idle_per_host(0).build();
        let client = if number % 2 == 0 {
            &kept
        } else {
            &fresh.expect("a client")
        };
        let began = Instant::now();
        let answer = client
            .get(&address)
            .timeout(Duration::from_secs(5))
            .send()
            .await;
        let whole = match answer {
            Ok(answer) if answer.status() == 200 => answer.bytes().await.is_ok(),
            _ => false,
        };
        times.push(began.elapsed());
        failures += usize::from(!whole);
    }
    times.sort_unstable();
    Seen {
        failures,
        p50: times[requests / 2],
        p99: times[requests * 99 / 100],
    }
}

async fn connect(number: usize, to: SocketAddr) -> Option<TcpStream> {
    let host = u8::try_from(2 + number / SOCKETS_OF_AN_ADDRESS).expect("an address");
    let socket = TcpSocket::new_v4().ok()?;
    socket
        .bind((Ipv4Addr::new(127, 0, 0, host), 0).into())
        .ok()?;
    socket.connect(to).await.ok()
}

/// A body that is nearly there.
static BODY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let head = "POST /v1/calendars/kiln-studio/orders HTTP/1.1\r\nhost: x\r\n\
                content-type: application/json\r\ncontent-length: 32000\r\n\r\n";
    let mut begun = head.as_bytes().to_vec();
    begun.resize(begun.len() + BODY_BEGUN_BYTES, b' ');
    begun
});

/// A socket that stays for as long as it is let, and comes back when it was shown out.
async fn haunt(number: usize, to: SocketAddr) {
    loop {
        let Some(mut stream) = connect(number, to).await else {
            sleep(Duration::from_millis(500)).await;
            continue;
        };
        // A half says nothing; of the others every third holds a body back, not a head.
        let dribbles = number.is_multiple_of(2);
        let begun = if number.is_multiple_of(6) {
            &BODY[..]
        } else {
            DRIBBLED
        };
        if dribbles && stream.write_all(begun).await.is_err() {
            continue;
        }
        loop {
            let mut said = [0; 256];
            match timeout(Duration::from_secs(1), stream.read(&mut said)).await {
                Err(_) if dribbles => {
                    if stream.write_all(b"x").await.is_err() {
                        break;
                    }
                }
                Err(_) | Ok(Ok(1..)) => {}
                Ok(_) => break,
            }
        }
        // It takes a moment to come back; without one this would be a test of another thing, a
        // flood of connections.
        sleep(Duration::from_secs(1)).await;
    }
}

fn memory_kb(serving: &Serving, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.0.id()));
    let status = status.expect("the process runs on Linux");
    let line = status
        .lines()
        .find(|line| line.starts_with(name))
        .expect("a figure");
    let figure = line.split_whitespace().nth(1).expect("a figure");
    figure.parse().expect("kilobytes")
}

/// Answers how honest guests fared as usual, and with so many sockets about.
async fn besiege(sockets: usize, requests: usize) -> [Seen; 2] {
    door::raise_files_limit();
    let folder = Folder::new(&format!("crowd-{sockets}"));
    let port = free_port();
    let (serving, _) = Serving::start(port, &folder.database());
    let url = format!("http://127.0.0.1:{port}");
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    honest(&url, 50).await;
    let usual = honest(&url, requests).await;
    let rest_kb = memory_kb(&serving, "VmRSS");
    let mut crowd = JoinSet::new();
    for number in 0..sockets {
        crowd.spawn(haunt(number, to));
    }
    // Until the crowd is in, and has been shown out and come back once.
    sleep(Duration::from_secs(3)).await;
    let besieged = honest(&url, requests).await;
    let peak_kb = memory_kb(&serving, "VmHWM");
    crowd.shutdown().await;
    println!(
        "{sockets} sockets: p50 {:?} and p99 {:?} as usual, {:?} and {:?} besieged; \
         memory {rest_kb} kB at rest, {peak_kb} kB at most",
        usual.p50, usual.p99, besieged.p50, besieged.p99
    );
    assert_eq!((usual.failures, besieged.failures), (0, 0));
    assert!(peak_kb < MEMORY_KB_MAX, "{peak_kb} kB");
    [usual, besieged]
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_starves_beside_a_thousand_idle_and_dribbling_sockets() {
    // Other tests run on the same machine at the same time: that everybody is answered long
    // before a deadline is told here, and nothing finer.
    let [_, besieged] = besiege(1_000, 200).await;
    assert!(besieged.p99 < STARVED, "{besieged:?}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: it wants a quiet machine and is read by a person"]
async fn five_thousand_idle_and_dribbling_sockets_are_not_noticed() {
    let [usual, besieged] = besiege(5_000, 2_000).await;
    let bearable = (usual.p99 * 2).max(Duration::from_millis(100));
    assert!(besieged.p99 <= bearable, "{besieged:?} after {usual:?}");
}
