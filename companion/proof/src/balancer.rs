//! What stands before two companions: guests and Stripe know one address, and whoever is alive
//! answers there.

use std::net::Ipv4Addr;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::Failure;

/// A running balancer.
#[derive(Debug)]
pub(crate) struct Balancer {
    serving: JoinHandle<()>,
}

impl Balancer {
    /// Listens at a port and passes each connection to one of the doors in turn, or to the other
    /// where that one is closed.
    pub(crate) async fn start(port: u16, doors: [u16; 2]) -> Result<Self, Failure> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let serving = tokio::spawn(async move {
            let mut number = 0_usize;
            while let Ok((client, _)) = listener.accept().await {
                number = number.wrapping_add(1);
                let [first, second] = doors;
                let in_turn = if number.is_multiple_of(2) {
                    [first, second]
                } else {
                    [second, first]
                };
                tokio::spawn(pass(client, in_turn));
            }
        });
        Ok(Self { serving })
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Passes bytes in both directions until either side ends; a companion that is killed takes its
/// connections with it.
async fn pass(mut client: TcpStream, doors: [u16; 2]) {
    for door in doors {
        if let Ok(mut companion) = TcpStream::connect((Ipv4Addr::LOCALHOST, door)).await {
            let _ = client.set_nodelay(true);
            let _ = companion.set_nodelay(true);
            let _ = tokio::io::copy_bidirectional(&mut client, &mut companion).await;
            return;
        }
    }
}
