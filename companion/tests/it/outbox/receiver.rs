//! A receiver over real HTTP: it keeps what it gets and answers as it is told.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use booking_contract::WebhookEvent;
use free_port::free_port;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;

/// How the receiver answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// With this status, and a header where one is given.
    Status(u16, Option<(&'static str, String)>),
    /// With 500 to the event of this id, with 200 to others.
    Refusing(String),
    /// With 200 once it is let go.
    Held,
    /// Never.
    Silent,
}

/// One request.
#[derive(Clone, Debug)]
pub(crate) struct Letter {
    pub(crate) id: String,
    pub(crate) timestamp: i64,
    pub(crate) signature: String,
    pub(crate) content_type: String,
    pub(crate) body: String,
}

impl Letter {
    /// The event in it.
    pub(crate) fn event(&self) -> WebhookEvent {
        serde_json::from_str(&self.body).expect("the body is of the contract")
    }

    /// The word for what happened.
    pub(crate) fn kind(&self) -> String {
        let body: serde_json::Value = serde_json::from_str(&self.body).expect("JSON");
        body["type"].as_str().expect("a type").to_owned()
    }

    /// Whether one of its signatures was made with this secret.
    pub(crate) fn is_signed_with(&self, secret: &str) -> bool {
        let key = secret.strip_prefix("whsec_").expect("a secret");
        let key = BASE64_STANDARD.decode(key).expect("base64");
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key");
        mac.update(format!("{}.{}.{}", self.id, self.timestamp, self.body).as_bytes());
        let expected = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
        self.signature.split(' ').any(|one| one == expected)
    }
}

/// The receiver, until it is stopped.
pub(crate) struct Receiver {
    inner: Arc<Inner>,
    address: SocketAddr,
    serving: Option<JoinHandle<()>>,
}

struct Inner {
    letters: Mutex<Vec<Letter>>,
    manner: Mutex<Manner>,
    let_go: Semaphore,
    /// Requests that are being answered, and the most that ever were at once.
    open: AtomicUsize,
    most_open: AtomicUsize,
}

impl Receiver {
    /// One that answers 200.
    pub(crate) async fn start() -> Self {
        let mut receiver = Self {
            inner: Arc::new(Inner {
                letters: Mutex::default(),
                manner: Mutex::new(Manner::Status(200, None)),
                let_go: Semaphore::new(0),
                open: AtomicUsize::new(0),
                most_open: AtomicUsize::new(0),
            }),
            address: (Ipv4Addr::LOCALHOST, free_port()).into(),
            serving: None,
        };
        receiver.up().await;
        receiver
    }

    /// Its URL.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/hooks", self.address)
    }

    /// Its address.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// It is gone: connections are refused.
    pub(crate) async fn down(&mut self) {
        if let Some(serving) = self.serving.take() {
            serving.abort();
            let _ = serving.await;
        }
    }

    /// It is back at its address.
    pub(crate) async fn up(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the port");
        let router = Router::new()
            .fallback(receive)
            .with_state(Arc::clone(&self.inner));
        self.serving = Some(tokio::spawn(async move {
            axum::serve(listener, router).await.expect("it serves");
        }));
    }

    /// From now on it answers so.
    pub(crate) fn answers(&self, manner: Manner) {
        *self.inner.manner.lock().expect("the manner") = manner;
    }

    /// Lets so many held requests go.
    pub(crate) fn let_go(&self, requests: usize) {
        self.inner.let_go.add_permits(requests);
    }

    /// Everything that it got, in order of arrival.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.inner.letters.lock().expect("the letters").clone()
    }

    /// Waits until so many requests have come.
    pub(crate) async fn until(&self, requests: usize) {
        for _ in 0..1_000 {
            if self.letters().len() >= requests {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("{} of {requests} requests came", self.letters().len());
    }

    /// The words for what happened, in order of arrival.
    pub(crate) fn kinds(&self) -> Vec<String> {
        self.letters().iter().map(Letter::kind).collect()
    }

    /// The places in which the events of each order came.
    pub(crate) fn sequences(&self) -> BTreeMap<String, Vec<u32>> {
        let mut sequences: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for letter in self.letters() {
            let event = letter.event();
            let order = event.fact.order().id.clone();
            sequences.entry(order).or_default().push(event.sequence);
        }
        sequences
    }

    /// The most requests that it ever answered at once.
    pub(crate) fn most_open(&self) -> usize {
        self.inner.most_open.load(Ordering::SeqCst)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        if let Some(serving) = &self.serving {
            serving.abort();
        }
    }
}

async fn receive(
    State(inner): State<Arc<Inner>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let header = |name: &str| {
        let value = headers.get(name).expect("the header");
        value.to_str().expect("text").to_owned()
    };
    let letter = Letter {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp").parse().expect("seconds"),
        signature: header("webhook-signature"),
        content_type: header("content-type"),
        body: String::from_utf8(body.to_vec()).expect("text"),
    };
    let id = letter.id.clone();
    inner.letters.lock().expect("the letters").push(letter);
    let _open = Open::new(&inner);
    let manner = inner.manner.lock().expect("the manner").clone();
    match manner {
        Manner::Status(status, header) => status_of(status, header),
        Manner::Refusing(refused) if refused == id => status_of(500, None),
        Manner::Refusing(_) => status_of(200, None),
        Manner::Held => {
            inner.let_go.acquire().await.expect("open").forget();
            status_of(200, None)
        }
        Manner::Silent => std::future::pending().await,
    }
}

/// A request that is being answered, until it is or its sender has left.
struct Open(Arc<Inner>);

impl Open {
    fn new(inner: &Arc<Inner>) -> Self {
        let open = inner.open.fetch_add(1, Ordering::SeqCst) + 1;
        inner.most_open.fetch_max(open, Ordering::SeqCst);
        Self(Arc::clone(inner))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.open.fetch_sub(1, Ordering::SeqCst);
    }
}

fn status_of(status: u16, header: Option<(&'static str, String)>) -> Response<Body> {
    // A kept connection would outlive the receiver's going down.
    let mut answer = Response::builder()
        .status(status)
        .header("connection", "close");
    if let Some((name, value)) = header {
        answer = answer.header(name, value);
    }
    answer
        .body(Body::from(format!("answer {status}\u{7}\n")))
        .expect("an answer")
}

/// A receiver that answers 200 and then pours out a gigabyte; how much got away is counted, in
/// bytes.
pub(crate) async fn endless() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let poured = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&poured);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 16 * 1024];
            let _ = stream.read(&mut request).await;
            let head = "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n";
            let mut open = stream.write_all(head.as_bytes()).await.is_ok();
            let chunk = [b'x'; 16 * 1024];
            while open && counted.load(Ordering::SeqCst) < 1 << 30 {
                open = stream.write_all(&chunk).await.is_ok();
                counted.fetch_add(chunk.len(), Ordering::SeqCst);
            }
        }
    });
    (address, poured)
}

/// A listener that counts who connects, and hangs up.
pub(crate) async fn counting() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let connected = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&connected);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            drop(stream);
        }
    });
    (address, connected)
}
