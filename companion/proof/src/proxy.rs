//! A connection to PostgreSQL that breaks at the worst moment: when the commit is on its way, or
//! when it was made and the answer is on its way back.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

use crate::Failure;

/// What a client sends to commit: a simple query, its length, its text and its end.
const COMMIT: &[u8] = b"COMMIT\0";

/// A running proxy.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// Its port on this machine.
    pub port: u16,
    cuts: Arc<Cuts>,
}

#[derive(Debug)]
struct Cuts {
    /// Every so many commits one is cut; none while it is 0.
    every: AtomicU32,
    commits: AtomicU32,
    before: AtomicU32,
    after: AtomicU32,
}

impl Proxy {
    /// Stands before the server of a `postgres://USER@HOST:PORT` address.
    pub async fn start(server: &str) -> Result<Self, Failure> {
        let (_, address) = server.rsplit_once('@').ok_or("no address of a server")?;
        let address = address.to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let proxy = Self {
            port: listener.local_addr()?.port(),
            cuts: Arc::new(Cuts {
                every: AtomicU32::new(0),
                commits: AtomicU32::new(0),
                before: AtomicU32::new(0),
                after: AtomicU32::new(0),
            }),
        };
        let cuts = Arc::clone(&proxy.cuts);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (cuts, address) = (Arc::clone(&cuts), address.clone());
                tokio::spawn(async move {
                    // A connection that broke is what this is for.
                    let _ = relay(client, &address, &cuts).await;
                });
            }
        });
        Ok(proxy)
    }

    /// From now on cuts one in so many commits; none with 0.
    pub fn cut_every(&self, commits: u32) {
        self.cuts.every.store(commits, Ordering::SeqCst);
    }

    /// How many were cut before the server saw them, and after it made them.
    pub fn cuts(&self) -> (u32, u32) {
        let read = |count: &AtomicU32| count.load(Ordering::SeqCst);
        (read(&self.cuts.before), read(&self.cuts.after))
    }
}

impl Cuts {
    /// Whether this commit is cut, and if so, whether the server is to see it.
    fn decide(&self) -> Option<bool> {
        let every = self.every.load(Ordering::SeqCst);
        let number = self.commits.fetch_add(1, Ordering::SeqCst);
        if every == 0 || !number.is_multiple_of(every) {
            return None;
        }
        let seen = (number / every).is_multiple_of(2);
        let count = if seen { &self.after } else { &self.before };
        count.fetch_add(1, Ordering::SeqCst);
        Some(seen)
    }
}

/// Passes bytes on in both directions until either side ends or a commit is cut.
async fn relay(client: TcpStream, address: &str, cuts: &Cuts) -> Result<(), Failure> {
    let server = TcpStream::connect(address).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (from_client, mut to_client) = client.into_split();
    let (mut from_server, to_server) = server.into_split();
    let forth = forth(from_client, to_server, cuts);
    let back = async {
        tokio::io::copy(&mut from_server, &mut to_client).await?;
        Ok::<_, Failure>(None)
    };
    let cut = tokio::select! {
        outcome = forth => outcome?,
        outcome = back => outcome?,
    };
    if let Some(mut to_server) = cut {
        // The server makes the commit and answers; nobody hears it.
        from_server.read_u8().await?;
        to_server.shutdown().await?;
    }
    Ok(())
}

/// Client to server; ends with the way to the server where it shall have a commit that the
/// client hears nothing of.
async fn forth(
    mut client: OwnedReadHalf,
    mut server: OwnedWriteHalf,
    cuts: &Cuts,
) -> Result<Option<OwnedWriteHalf>, Failure> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = client.read(&mut buffer).await?;
        if length == 0 {
            return Ok(None);
        }
        let bytes = &buffer[..length];
        let commits = bytes.windows(COMMIT.len()).any(|part| part == COMMIT);
        match commits.then(|| cuts.decide()).flatten() {
            None => server.write_all(bytes).await?,
            Some(false) => return Ok(None),
            Some(true) => {
                server.write_all(bytes).await?;
                return Ok(Some(server));
            }
        }
    }
}
