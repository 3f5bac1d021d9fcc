//! What one connection is doing, and until when it may.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use http_body::{Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::Limits;

/// The pulse of one connection. Instants are milliseconds since it was opened, plus one, so
/// that 0 can stand for "never".
#[derive(Debug)]
pub(crate) struct Pulse {
    opened: Instant,
    /// Requests whose answer is not out yet.
    under_way: AtomicU32,
    /// Those among them whose body is still awaited.
    awaiting_body: AtomicU32,
    /// When the guest's turn came, or when the first request under way began.
    turned: AtomicU64,
    /// When the first byte of a head came that is not whole yet.
    head_began: AtomicU64,
    /// When bytes of an answer last left.
    wrote: AtomicU64,
    /// Whether a request has ever been read whole.
    answered: AtomicU64,
}

impl Pulse {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            opened: Instant::now(),
            under_way: AtomicU32::new(0),
            awaiting_body: AtomicU32::new(0),
            turned: AtomicU64::new(0),
            head_began: AtomicU64::new(0),
            wrote: AtomicU64::new(0),
            answered: AtomicU64::new(0),
        })
    }

    /// A request begins.
    pub(super) fn enter(self: &Arc<Self>) -> UnderWay {
        if self.under_way.fetch_add(1, Ordering::Relaxed) == 0 {
            self.turned.store(self.now(), Ordering::Relaxed);
        }
        self.head_began.store(0, Ordering::Relaxed);
        self.answered.store(1, Ordering::Relaxed);
        UnderWay(self.clone())
    }

    /// A body is awaited from now on, until what is returned is dropped.
    pub(super) fn await_body(self: &Arc<Self>) -> AwaitingBody {
        self.awaiting_body.fetch_add(1, Ordering::Relaxed);
        AwaitingBody(self.clone())
    }

    /// Whether a body is awaited.
    pub(super) fn is_awaiting_body(&self) -> bool {
        self.awaiting_body.load(Ordering::Relaxed) > 0
    }

    /// Since when the connection waits for its guest; none while it is our turn.
    pub(super) fn waiting_since(&self) -> Option<Instant> {
        let ours =
            self.under_way.load(Ordering::Relaxed) > self.awaiting_body.load(Ordering::Relaxed);
        (!ours).then(|| self.at(self.turned.load(Ordering::Relaxed)))
    }

    /// When the connection has to be closed if nothing happens until then.
    pub(super) fn overdue_at(&self, limits: &Limits) -> Instant {
        let turned = self.at(self.turned.load(Ordering::Relaxed));
        if self.under_way.load(Ordering::Relaxed) > 0 {
            return turned + limits.exchange;
        }
        match self.head_began.load(Ordering::Relaxed) {
            0 if self.answered.load(Ordering::Relaxed) == 0 => turned + limits.head,
            0 => {
                // The end of an answer may still be on its way to somebody far away.
                let wrote = self.at(self.wrote.load(Ordering::Relaxed));
                (turned.max(wrote) + limits.idle).min(turned + limits.exchange + limits.idle)
            }
            began => self.at(began) + limits.head,
        }
    }

    fn read(&self) {
        if self.under_way.load(Ordering::Relaxed) == 0 {
            let _ = self.head_began.compare_exchange(
                0,
                self.now(),
                Ordering::Relaxed,
                Ordering::Relaxed,
            );
        }
    }

    fn leave(&self) {
        if self.under_way.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.turned.store(self.now(), Ordering::Relaxed);
        }
    }

    fn now(&self) -> u64 {
        let since = u64::try_from(self.opened.elapsed().as_millis());
        since.unwrap_or(u64::MAX).saturating_add(1)
    }

    fn at(&self, mark: u64) -> Instant {
        self.opened + Duration::from_millis(mark.saturating_sub(1))
    }
}

/// A request under way; it ends with the last byte of its answer's body.
#[derive(Debug)]
pub(super) struct UnderWay(Arc<Pulse>);

impl UnderWay {
    pub(super) fn until_the_end_of(self, body: Body) -> Body {
        Body::new(Answer {
            body,
            _under_way: self,
        })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.leave();
    }
}

/// A body that is still awaited.
#[derive(Debug)]
pub(super) struct AwaitingBody(Arc<Pulse>);

impl Drop for AwaitingBody {
    fn drop(&mut self) {
        self.0.awaiting_body.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The body of an answer, which keeps its request under way.
struct Answer {
    body: Body,
    _under_way: UnderWay,
}

impl http_body::Body for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A socket that tells its pulse what passes.
pub(super) struct Watched {
    stream: TcpStream,
    pulse: Arc<Pulse>,
}

impl Watched {
    pub(super) fn new(stream: TcpStream, pulse: Arc<Pulse>) -> Self {
        Self { stream, pulse }
    }

    fn note(&self, written: &Poll<io::Result<usize>>) {
        if matches!(written, Poll::Ready(Ok(bytes)) if *bytes > 0) {
            self.pulse.wrote.store(self.pulse.now(), Ordering::Relaxed);
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let outcome = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.pulse.read();
        }
        outcome
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.note(&outcome);
        outcome
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.note(&outcome);
        outcome
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
