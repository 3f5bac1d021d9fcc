//! The accept loop: one task per connection, and a way to cut a connection without an answer.

use std::{
    convert::Infallible,
    fmt, io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    response::{IntoResponse, Response},
};
use hyper::{body::Incoming, server::conn::http1, service::Service};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinSet,
    time::{sleep, timeout},
};

/// How long connections may take to finish when the double stops.
const DRAIN_MAX: Duration = Duration::from_secs(1);

/// An answer that is none: the connection is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HangUp {
    /// Closed, as by a server that ends.
    Close,
    /// Reset, as by a machine that has forgotten the connection.
    Reset,
}

/// A connection that can be told how it is to end.
struct Wire {
    stream: TcpStream,
    reset: Arc<AtomicBool>,
}

impl fmt::Display for HangUp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection is cut on purpose")
    }
}

impl std::error::Error for HangUp {}

impl IntoResponse for HangUp {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        response.extensions_mut().insert(self);
        response
    }
}

/// Serves until `stop` says so, then lets the answers under way finish.
pub(crate) async fn run(listener: TcpListener, router: Router, mut stop: watch::Receiver<bool>) {
    let service = TowerToHyperService::new(router);
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = told(&mut stop) => break,
        };
        match accepted {
            Ok((stream, _)) => {
                connections.spawn(converse(stream, service.clone(), stop.clone()));
            }
            // Out of file handles, for instance: others may finish meanwhile.
            Err(_) => sleep(Duration::from_millis(20)).await,
        }
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    let drained = timeout(DRAIN_MAX, async {
        while connections.join_next().await.is_some() {}
    });
    // What is still open then hangs on purpose and is cut with the set.
    let _ = drained.await;
}

async fn converse(
    stream: TcpStream,
    service: TowerToHyperService<Router>,
    mut stop: watch::Receiver<bool>,
) {
    let reset = Arc::new(AtomicBool::new(false));
    let answer = hyper::service::service_fn(|request: hyper::Request<Incoming>| {
        let answering = service.call(request.map(Body::new));
        let reset = reset.clone();
        async move {
            let response = answering
                .await
                .unwrap_or_else(|never: Infallible| match never {});
            match response.extensions().get::<HangUp>() {
                Some(hang_up) => {
                    reset.store(*hang_up == HangUp::Reset, Ordering::Relaxed);
                    Err(*hang_up)
                }
                None => Ok(response),
            }
        }
    });
    let wire = Wire {
        stream,
        reset: reset.clone(),
    };
    let connection = http1::Builder::new().serve_connection(TokioIo::new(wire), answer);
    tokio::pin!(connection);
    // An error ends this connection, and that is all there is to do about it.
    tokio::select! {
        _ = connection.as_mut() => return,
        () = told(&mut stop) => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

impl Drop for Wire {
    fn drop(&mut self) {
        if self.reset.load(Ordering::Relaxed) {
            // Without time to linger the system answers with a reset. Where it cannot, the
            // connection is closed, which is bad enough for the client.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Waits until `stop` says so, or nobody is left to say it.
async fn told(stop: &mut watch::Receiver<bool>) {
    let _ = stop.wait_for(|stopping| *stopping).await;
}

/// The address of a listener as the start of a URL.
pub(crate) fn base_url(listener: &TcpListener) -> io::Result<String> {
    listener
        .local_addr()
        .map(|address| format!("http://{address}"))
}
