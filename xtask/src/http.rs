//! The least HTTP client: one GET to this machine, to see whether a process answers and to weigh
//! what it sends.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// A process on this machine that does not answer within this time does not answer.
const TIMEOUT: Duration = Duration::from_secs(5);

/// An answer as it came over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The body as sent, compressed or not.
    pub(crate) body: Vec<u8>,
}

/// Asks a process on this machine for a path, allowing it to compress with brotli.
pub(crate) fn get(port: u16, path: &str, accept_encoding: &str) -> io::Result<Answer> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    write!(
        stream,
        // HTTP/1.0, so that the body is neither chunked nor followed by a second answer.
        "GET {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nAccept: */*\r\n\
         Accept-Encoding: {accept_encoding}\r\nConnection: close\r\n\r\n"
    )?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    answer_of(&bytes).ok_or_else(|| io::Error::from(io::ErrorKind::InvalidData))
}

/// Whether nobody listens on a port of this machine.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
        // Some systems allow to bind beside a listener on all addresses.
        && TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), TIMEOUT)
            .is_err()
}

fn answer_of(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = str::from_utf8(&bytes[..end]).ok()?;
    let status = head.split_whitespace().nth(1)?.parse().ok()?;
    Some(Answer {
        status,
        body: bytes[end + 4..].to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_split_at_the_first_empty_line() {
        let answer = answer_of(b"HTTP/1.1 503 Service Unavailable\r\nA: b\r\n\r\none\r\n\r\ntwo")
            .expect("this is an answer");
        assert_eq!(answer.status, 503);
        assert_eq!(answer.body, b"one\r\n\r\ntwo");
    }

    #[test]
    fn half_an_answer_is_none() {
        assert!(answer_of(b"HTTP/1.1 200 OK\r\nA: b\r\n").is_none());
        assert!(answer_of(b"").is_none());
    }

    #[test]
    fn a_port_with_a_listener_is_not_free() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
        let port = listener.local_addr().expect("it has an address").port();
        assert!(!is_free(port));
        drop(listener);
        assert!(is_free(port));
    }
}
