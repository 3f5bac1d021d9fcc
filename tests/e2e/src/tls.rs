//! TLS before a companion, as a reverse proxy ends it where a business runs one.

use std::sync::Arc;

use rcgen::generate_simple_self_signed;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// A port that takes TLS, with a certificate that nobody has signed.
pub struct TlsFront {
    listener: TcpListener,
    acceptor: TlsAcceptor,
}

impl TlsFront {
    /// Takes a port.
    pub async fn bind() -> Self {
        let made = generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![made.cert.der().clone()], key.into());
        Self {
            listener: TcpListener::bind("127.0.0.1:0").await.expect("a port"),
            acceptor: TlsAcceptor::from(Arc::new(config.expect("a key of the certificate"))),
        }
    }

    /// Where browsers find what is behind it.
    pub fn origin(&self) -> String {
        let address = self.listener.local_addr().expect("an address");
        format!("https://localhost:{}", address.port())
    }

    /// Hands on what comes to a port of this machine, as long as the test runs.
    pub fn lead_to(self, port: u16) {
        tokio::spawn(async move {
            while let Ok((guest, _)) = self.listener.accept().await {
                let acceptor = self.acceptor.clone();
                tokio::spawn(async move {
                    // Browsers open connections that they give up again.
                    let Ok(mut guest) = acceptor.accept(guest).await else {
                        return;
                    };
                    if let Ok(mut server) = TcpStream::connect(("127.0.0.1", port)).await {
                        let _ = copy_bidirectional(&mut guest, &mut server).await;
                    }
                });
            }
        });
    }
}
