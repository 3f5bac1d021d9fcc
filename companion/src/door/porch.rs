//! Where connections wait until their first head is whole.
//!
//! What has come of it stays in the machine's own buffer: we look and leave it there. A guest who
//! says little, or nothing, costs a socket and a small task, and no buffer of ours.

use std::io;

use tokio::io::Interest;
use tokio::net::TcpStream;

#[cfg(unix)]
use super::HEAD_BUFFER_BYTES;

/// Whether there is something to read, at last; not if the guest has left.
pub(super) async fn head_is_there(stream: &TcpStream) -> bool {
    loop {
        let Ok(ready) = stream.ready(Interest::READABLE).await else {
            return false;
        };
        // Where the head is not whole, "would block" makes the socket tell of the next bytes.
        match stream.try_io(Interest::READABLE, || look(stream)) {
            Ok(there) => return there,
            // Nothing more will come, and waiting for it would be waiting for nothing in a circle.
            Err(_) if ready.is_read_closed() => return false,
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return false,
        }
    }
}

/// Whether what the socket holds is a whole head, or all of it that will be read anyway.
#[cfg(unix)]
fn look(stream: &TcpStream) -> io::Result<bool> {
    let mut held = [0; HEAD_BUFFER_BYTES];
    let (bytes, _) = rustix::net::recv(stream, &mut held, rustix::net::RecvFlags::PEEK)?;
    if bytes == 0 {
        return Ok(false);
    }
    if bytes == held.len() || ends(&held[..bytes]) {
        return Ok(true);
    }
    Err(io::ErrorKind::WouldBlock.into())
}

/// Elsewhere the first byte is enough.
#[cfg(not(unix))]
fn look(_: &TcpStream) -> io::Result<bool> {
    Ok(true)
}

/// Whether an empty line is in sight. Lines may end without a carriage return.
#[cfg(unix)]
fn ends(held: &[u8]) -> bool {
    let mut rest = held;
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        rest = &rest[end + 1..];
        if rest.starts_with(b"\n") || rest.starts_with(b"\r\n") {
            return true;
        }
    }
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::ends;

    #[test]
    fn a_head_ends_with_an_empty_line() {
        for whole in [
            "GET / HTTP/1.1\r\na: b\r\n\r\n",
            "GET / HTTP/1.1\n\nbody",
            "\r\n\r\n",
        ] {
            assert!(ends(whole.as_bytes()), "{whole:?}");
        }
        for begun in [
            "",
            "\r\n",
            "GET / HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\na: b\r\n\r",
            "\0",
        ] {
            assert!(!ends(begun.as_bytes()), "{begun:?}");
        }
    }
}
