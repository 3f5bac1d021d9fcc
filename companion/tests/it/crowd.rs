//! Sockets that say nothing, or a byte now and then, in crowds: honest guests are answered, and
//! it is the crowd that makes room for them.
//!
//! How long honest guests wait beside 5,000 of them is measured by `cargo xtask bench --only siege`.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::LazyLock;
use std::time::Duration;

use booking_companion::door::{self, Limits};
use free_port::free_port;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use crate::app::{KILN, Setup, TestApp};
use crate::command::{Folder, Serving};

/// How many sockets share one address of the machine's own.
const SOCKETS_OF_AN_ADDRESS: usize = 100;
/// The head that a dribbler never ends.
const DRIBBLED: &[u8] = b"POST /v1/calendars/kiln-studio/orders HTTP/1.1\r\nhost: x\r\nx-dribble: ";
/// How much of a body comes at once before the rest dribbles.
const BODY_BEGUN_BYTES: usize = 31_000;
/// What a server may hold on to, whoever comes, beside the pages of its own program: those of a
/// program that is not optimised would be most of it.
const MEMORY_KB_MAX: u64 = 36 * 1024;
/// Long enough for whatever this machine does beside.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longer than any test takes: nobody is shown out for being late.
const FOR_EVER: Duration = Duration::from_hours(1);

/// Honest guests, one after the other: half on a connection that they have, half on a new one.
/// Answers how many of them were not answered.
async fn turned_away(url: &str, requests: usize) -> usize {
    let address = format!("{url}/v1/calendars/{KILN}");
    let kept = reqwest::Client::new();
    let mut failures = 0;
    for number in 0..requests {
        let fresh = reqwest::Client::builder().pool_max_idle_per_host(0).build();
        let client = if number % 2 == 0 {
            &kept
        } else {
            &fresh.expect("a client")
        };
        let answer = client
            .get(&address)
            .timeout(Duration::from_secs(5))
            .send()
            .await;
        let whole = match answer {
            Ok(answer) if answer.status() == 200 => answer.bytes().await.is_ok(),
            _ => false,
        };
        failures += usize::from(!whole);
    }
    failures
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

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_answered_beside_a_thousand_idle_and_dribbling_sockets() {
    door::raise_files_limit();
    let folder = Folder::new("crowd");
    let port = free_port();
    let (serving, _) = Serving::start(port, &folder.database());
    let url = format!("http://127.0.0.1:{port}");
    let to = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut crowd = JoinSet::new();
    for number in 0..1_000 {
        crowd.spawn(haunt(number, to));
    }
    // Until the crowd is in.
    sleep(Duration::from_secs(3)).await;
    let failures = turned_away(&url, 200).await;
    let peak_kb = memory_kb(&serving, "VmHWM") - memory_kb(&serving, "RssFile");
    crowd.shutdown().await;
    assert_eq!(failures, 0);
    assert!(peak_kb < MEMORY_KB_MAX, "{peak_kb} kB");
}

/// Fills the room with a crowd that begins like this and dribbles on, and lets honest guests
/// come, who keep their connections. The first of the crowd have to leave, one for each of
/// them, and nobody else.
async fn room_is_made(door: Limits, crowd: usize, begun: &[u8], honest: usize) {
    let app = TestApp::start_with(Setup {
        door: Limits {
            head: FOR_EVER,
            body: FOR_EVER,
            request: FOR_EVER,
            exchange: FOR_EVER,
            idle: FOR_EVER,
            ..door
        },
        ..Setup::default()
    })
    .await;
    let address = app.url.strip_prefix("http://").expect("an address");
    let connect = async || TcpStream::connect(address).await.expect("it listens");
    let mut dribblers = Vec::new();
    for _ in 0..crowd {
        let mut dribbler = connect().await;
        dribbler.write_all(begun).await.expect("it reads");
        // The door counts in milliseconds who came first.
        sleep(Duration::from_millis(3)).await;
        dribblers.push(dribbler);
    }
    let mut guests = Vec::new();
    for number in 0..honest {
        // A byte more buys nobody any time.
        for dribbler in &mut dribblers[number..] {
            dribbler.write_all(b"x").await.expect("it has its place");
        }
        let mut guest = connect().await;
        assert!(is_answered(&mut guest).await, "guest {number}");
        guests.push(guest);
        let mut said = [0; 256];
        let end = timeout(PATIENCE, dribblers[number].read(&mut said)).await;
        let end = end.expect("the first of the crowd leaves");
        assert!(matches!(end, Ok(0) | Err(_)), "{number}: {end:?}");
    }
    for (number, dribbler) in dribblers.iter().enumerate().skip(honest) {
        let mut said = [0; 256];
        let read = dribbler.try_read(&mut said);
        let waits = matches!(&read, Err(error) if error.kind() == ErrorKind::WouldBlock);
        assert!(waits, "{number} had to leave: {read:?}");
    }
    for guest in &mut guests {
        assert!(is_answered(guest).await, "a guest's connection was closed");
    }
    let counted = |event: &str| {
        let text = app.state.metrics.text();
        let name = format!("{{event=\"{event}\"}} ");
        let count = text
            .split(&name)
            .nth(1)
            .and_then(|rest| rest.lines().next());
        count.expect("a counter").parse::<usize>().expect("a count")
    };
    assert_eq!(counted("displaced"), honest);
    assert_eq!((counted("refused"), counted("overdue")), (0, 0));
    assert_eq!(counted("accepted"), crowd + honest);
}

/// Asks on a connection and keeps it.
async fn is_answered(guest: &mut TcpStream) -> bool {
    let request = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    if guest.write_all(request).await.is_err() {
        return false;
    }
    let mut answer = [0; 4096];
    let read = timeout(PATIENCE, guest.read(&mut answer)).await;
    matches!(read, Ok(Ok(read)) if answer[..read].starts_with(b"HTTP/1.1 200"))
}

#[tokio::test]
async fn who_dribbles_a_head_makes_room_for_honest_guests_the_longest_waiting_first() {
    let room = Limits {
        connections_max: 400,
        ..Limits::default()
    };
    room_is_made(room, 400, DRIBBLED, 100).await;
}

#[tokio::test]
async fn who_dribbles_a_body_makes_room_for_honest_guests_the_longest_waiting_first() {
    let room = Limits {
        conversations_max: 100,
        ..Limits::default()
    };
    room_is_made(room, 100, &BODY[..1_000], 50).await;
}

#[tokio::test]
async fn a_crowd_that_comes_at_once_fits_into_the_queue_before_the_door() {
    door::raise_files_limit();
    let listener = door::listen((Ipv4Addr::LOCALHOST, 0).into()).expect("a port");
    let to = listener.local_addr().expect("an address");
    // Machines have a limit of their own.
    let machine = std::fs::read_to_string("/proc/sys/net/core/somaxconn");
    let machine: usize = machine.expect("Linux").trim().parse().expect("a number");
    let mut crowd = Vec::new();
    for number in 0..machine.min(2_000) {
        // Nobody accepts: whom the queue has no room for would knock in vain.
        let connected = timeout(PATIENCE, TcpStream::connect(to)).await;
        let connected = connected.unwrap_or_else(|_| panic!("no room for number {number}"));
        crowd.push(connected.expect("a connection"));
    }
}
