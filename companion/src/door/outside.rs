//! What the machine does for those who have not come in yet: how many may wait for the door to
//! be opened, and how many files may be open, since each connection is one.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};

/// Connections that the machine has taken and we have not. A crowd that comes back within a
/// moment has to fit: whom the machine turns away knocks again only after a whole second, and
/// honest guests stand in the same queue. Machines cap this at a limit of their own.
const QUEUE_MAX: u32 = 8_192;
/// How long is waited where the machine has no more files to open.
const PAUSE: Duration = Duration::from_millis(50);

/// Listens at an address, with room for a crowd outside.
pub fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A companion that is started again must not wait for the last connections of the one
    // before. On Windows this would let two of them listen at once.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE_MAX)
}

/// Raises the limit of open files to what the machine allows.
#[cfg(not(unix))]
pub fn raise_files_limit() {}

/// Raises the limit of open files to what the machine allows.
#[cfg(unix)]
pub fn raise_files_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // Where the machine refuses, the old limit holds and connections wait at the door.
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(%error, "the limit of open files stays as it is");
    }
}

/// Lets time pass where accepting failed for want of something of ours.
pub(super) async fn recover(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    // The guest left before we came to the door.
    if matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        return;
    }
    tracing::error!(%error, "no connection can be accepted now");
    tokio::time::sleep(PAUSE).await;
}
