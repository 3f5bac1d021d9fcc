//! Connections: who may stay how long, who makes room, and how everybody is seen out.

use std::time::{Duration, Instant};

use booking_companion::door::Limits;
use booking_contract::{OrderOpened, Problem, ProblemCode};
use reqwest::StatusCode;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

use crate::app::{CLASS, KILN, Setup, TUESDAY, TestApp, new_key};

/// Long enough for whatever this machine does beside.
const PATIENCE: Duration = Duration::from_secs(20);

async fn with(door: Limits) -> TestApp {
    TestApp::start_with(Setup {
        door,
        ..Setup::default()
    })
    .await
}

async fn connect(app: &TestApp) -> TcpStream {
    let address = app.url.strip_prefix("http://").expect("an address");
    TcpStream::connect(address).await.expect("it listens")
}

/// What comes until the other side closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let reading = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await;
    // Being cut off is an end, too.
    let _ = reading.expect("the connection ends");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[track_caller]
fn problem(answer: &str) -> Problem {
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    assert!(head.contains("application/problem+json"), "{head}");
    serde_json::from_str(body).expect("a problem")
}

#[tokio::test]
async fn who_connects_and_says_nothing_is_shown_out() {
    let app = with(Limits {
        head: Duration::from_millis(300),
        ..Limits::default()
    })
    .await;
    let began = Instant::now();
    let mut silent = connect(&app).await;
    assert_eq!(rest(&mut silent).await, "");
    assert!(began.elapsed() >= Duration::from_millis(250));
}

#[tokio::test]
async fn a_head_that_dribbles_is_not_waited_for() {
    let app = with(Limits {
        head: Duration::from_millis(300),
        ..Limits::default()
    })
    .await;
    let mut stream = connect(&app).await;
    let mut written = 0;
    let head = format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\n{}",
        "a: b\r\n".repeat(500)
    );
    for byte in head.as_bytes().chunks(1) {
        if stream.write_all(byte).await.is_err() {
            break;
        }
        written += 1;
        sleep(Duration::from_millis(10)).await;
        let mut answer = [0; 1];
        if matches!(stream.try_read(&mut answer), Ok(0)) {
            break;
        }
    }
    assert!(written < head.len(), "all of it was taken");
}

#[tokio::test]
async fn who_hangs_up_in_the_middle_of_a_head_is_not_waited_for() {
    let app = TestApp::start().await;
    let mut stream = connect(&app).await;
    stream
        .write_all(b"GET /healthz HT")
        .await
        .expect("it reads");
    stream.shutdown().await.expect("it is open");
    let began = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(began.elapsed() < Duration::from_secs(5));
    // Whoever has said all and listens on is answered.
    let mut stream = connect(&app).await;
    let whole = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    for byte in whole.chunks(1) {
        stream.write_all(byte).await.expect("it reads");
        sleep(Duration::from_millis(1)).await;
    }
    assert!(rest(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn inside_too_the_oldest_makes_room() {
    let app = with(Limits {
        conversations_max: 5,
        ..Limits::default()
    })
    .await;
    let mut kept = Vec::new();
    for _ in 0..12 {
        let mut stream = connect(&app).await;
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .expect("it reads");
        let mut answer = [0; 4096];
        let read = stream.read(&mut answer).await.expect("it is open");
        assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
        kept.push(stream);
    }
    for stream in &mut kept[..7] {
        assert_eq!(rest(stream).await, "");
    }
}

#[tokio::test]
async fn a_body_that_dribbles_is_a_problem_with_a_code() {
    let app = with(Limits {
        body: Duration::from_millis(300),
        ..Limits::default()
    })
    .await;
    let mut stream = connect(&app).await;
    let request = format!(
        "POST /v1/calendars/{KILN}/coupon-checks HTTP/1.1\r\nhost: x\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{\"request\":"
    );
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let answer = rest(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(problem(&answer).code, ProblemCode::TooSlow);
}

#[tokio::test]
async fn a_connection_is_kept_for_the_next_request_and_not_for_ever() {
    let app = with(Limits {
        idle: Duration::from_millis(500),
        ..Limits::default()
    })
    .await;
    let mut stream = connect(&app).await;
    let request = b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for _ in 0..3 {
        stream.write_all(request).await.expect("it is open");
        let mut answer = [0; 4096];
        let read = stream.read(&mut answer).await.expect("it is open");
        assert!(answer[..read].starts_with(b"HTTP/1.1 200"));
        sleep(Duration::from_millis(100)).await;
    }
    let began = Instant::now();
    assert_eq!(rest(&mut stream).await, "");
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn where_there_are_too_many_the_oldest_makes_room() {
    let app = with(Limits {
        connections_max: 20,
        ..Limits::default()
    })
    .await;
    let mut silent = Vec::new();
    for _ in 0..60 {
        silent.push(connect(&app).await);
    }
    for _ in 0..20 {
        let client = reqwest::Client::new();
        let answer = client.get(format!("{}/healthz", app.url)).send().await;
        assert_eq!(answer.expect("an answer").status(), 200);
    }
    // The first of the crowd have left, long before their deadline.
    for stream in &mut silent[..40] {
        assert_eq!(rest(stream).await, "");
    }
    let text = app.state.metrics.text();
    assert!(!text.contains("{event=\"displaced\"} 0"), "{text}");
}

#[tokio::test]
async fn large_heads_are_a_problem_with_a_code() {
    let app = TestApp::start().await;
    let url = format!("{}/healthz", app.url);
    let large = app.http.get(&url).header("x-large", "x".repeat(13 * 1024));
    let many = (0..70).fold(app.http.get(&url), |request, number| {
        request.header(format!("x-{number}"), "x")
    });
    let long = app.http.get(format!("{url}?{}", "x".repeat(13 * 1024)));
    for request in [large, many, long] {
        let answer = app.send(request).await;
        assert_eq!(answer.status, 431);
        answer.problem(ProblemCode::HeadTooLarge);
    }
    let usual = app.http.get(&url).header("cookie", "x".repeat(8 * 1024));
    assert_eq!(app.send(usual).await.status, 200);
    // What does not even fit into the buffer is refused without words.
    let huge = app.http.get(&url).header("x-large", "x".repeat(64 * 1024));
    if let Ok(answer) = huge.send().await {
        assert_eq!(answer.status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    }
}

#[tokio::test]
async fn without_a_proxy_http2_is_not_spoken() {
    let app = TestApp::start().await;
    let mut stream = connect(&app).await;
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .await
        .expect("it reads");
    let answer = rest(&mut stream).await;
    assert!(
        answer.starts_with("HTTP/1.1 4") || answer.is_empty(),
        "{answer}"
    );
}

#[tokio::test]
async fn streams_that_are_opened_and_reset_end_the_connection() {
    let app = with(Limits::default().behind_proxy()).await;
    let (mut client, connection) = h2::client::handshake(connect(&app).await)
        .await
        .expect("HTTP/2 is spoken behind a proxy");
    let driver = tokio::spawn(connection);
    let request = || {
        let request = axum::http::Request::get(format!("{}/healthz", app.url));
        request.body(()).expect("a request")
    };
    // An honest one works.
    client = client.ready().await.expect("room for a stream");
    let (answer, _) = client.send_request(request(), true).expect("it is sent");
    assert_eq!(answer.await.expect("an answer").status(), 200);
    let mut resets = 0;
    let ended = loop {
        match client.clone().ready().await {
            Ok(mut ready) => match ready.send_request(request(), false) {
                Ok((answer, mut stream)) => {
                    stream.send_reset(h2::Reason::CANCEL);
                    drop(answer);
                    resets += 1;
                    tokio::task::yield_now().await;
                }
                Err(error) => break error,
            },
            Err(error) => break error,
        }
        assert!(resets < 10_000, "all streams were taken");
    };
    assert!(
        ended.is_go_away() || ended.is_io() || ended.get_io().is_some(),
        "{ended}"
    );
    let _ = driver.await;
    // Others are served as before.
    assert_eq!(app.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn ten_thousand_streams_at_once_are_sixteen() {
    let app = with(Limits::default().behind_proxy()).await;
    let (client, mut connection) = h2::client::handshake(connect(&app).await)
        .await
        .expect("HTTP/2 is spoken behind a proxy");
    // The settings of the other side are there once something was answered.
    let settled = async {
        let mut ready = client.clone().ready().await.expect("room for a stream");
        let request = axum::http::Request::get(format!("{}/healthz", app.url));
        let request = request.body(()).expect("a request");
        let (answer, _) = ready.send_request(request, true).expect("it is sent");
        answer.await.expect("an answer")
    };
    tokio::select! {
        _ = settled => {}
        ended = &mut connection => panic!("{ended:?}"),
    }
    assert_eq!(connection.max_concurrent_send_streams(), 16);
}

#[tokio::test]
async fn told_to_stop_it_finishes_what_it_has_begun_and_takes_nothing_new() {
    let app = TestApp::start().await;
    let mut confirmations = Vec::new();
    for number in 0..8 {
        let mut body = app.confirmation(CLASS, 1, TUESDAY, None).await;
        body.guest = crate::app::guest(&format!("guest{number}@example.com"));
        confirmations.push(body);
    }
    let mut under_way = tokio::task::JoinSet::new();
    for body in confirmations {
        let url = format!("{}/v1/calendars/{KILN}/orders", app.url);
        let http = reqwest::Client::new();
        under_way.spawn(async move {
            let answer = http
                .post(url)
                .header("idempotency-key", new_key())
                .json(&body);
            let answer = answer.send().await.expect("an answer");
            assert_eq!(answer.status(), 201);
            let closes = answer.headers().get("connection").is_some();
            (
                closes,
                answer.json::<OrderOpened>().await.expect("an order"),
            )
        });
    }
    // Other guests keep asking on connections that they have.
    let mut askers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let url = format!("{}/v1/calendars/{KILN}", app.url);
        askers.spawn(async move {
            let http = reqwest::Client::new();
            for asked in 0.. {
                match http.get(&url).send().await {
                    Ok(answer) => assert_eq!(answer.status(), 200),
                    Err(error) => {
                        assert!(error.is_connect(), "a request was lost: {error:?}");
                        return asked;
                    }
                }
            }
            0
        });
    }
    let mut silent = connect(&app).await;
    sleep(Duration::from_millis(20)).await;
    app.stop.send_replace(true);
    let orders = under_way.join_all().await;
    assert_eq!(orders.len(), 8);
    assert!(askers.join_all().await.iter().all(|asked| *asked > 0));
    assert_eq!(rest(&mut silent).await, "");
    let TestApp { serving, .. } = &app;
    let began = Instant::now();
    while !serving.is_finished() {
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "it is still open"
        );
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn what_takes_too_long_is_ended_with_a_problem_and_what_it_began_is_finished() {
    let app = with(Limits {
        request: Duration::from_millis(300),
        ..Limits::default()
    })
    .await;
    let fault = json!({
        "next": "timeout_after_effect", "hang_seconds": 1, "on": "create:checkout.session",
    });
    app.control("faults", &fault).await;
    let body = app.confirmation(CLASS, 1, TUESDAY, None).await;
    let key = new_key();
    let answer = app.confirm_with(&key, &body).await;
    assert_eq!(answer.status, 503);
    assert!(answer.headers.contains_key("retry-after"));
    answer.problem(ProblemCode::Unavailable);
    let began = Instant::now();
    loop {
        let again = app.confirm_with(&key, &body).await;
        if again.status == 200 {
            break;
        }
        assert_eq!(again.status, 409, "{}", again.text);
        assert!(began.elapsed() < PATIENCE, "it is never finished");
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(app.sessions().await, 1);
    app.check_books().await;
}

#[tokio::test]
async fn a_network_that_asks_too_much_is_told_when_to_come_back() {
    let app = with(Limits {
        requests_per_second: 1,
        ..Limits::default()
    })
    .await;
    let ask = async |address: &str| {
        let request = app.http.get(format!("{}/healthz", app.url));
        app.send(request.header("x-forwarded-for", address)).await
    };
    let mut answered = 0;
    let refused = loop {
        let answer = ask("203.0.113.7").await;
        if answer.status != 200 {
            break answer;
        }
        answered += 1;
        assert!(answered < 100);
    };
    assert!((10..30).contains(&answered), "{answered}");
    assert_eq!(refused.status, 429);
    let seconds: u32 = refused.headers["retry-after"]
        .to_str()
        .expect("text")
        .parse()
        .expect("seconds");
    let problem = refused.problem(ProblemCode::TooManyTries);
    assert_eq!(problem.retry_after_seconds, Some(seconds));
    assert!((1..=10).contains(&seconds));
    // Others, and the machine itself, are not concerned.
    assert_eq!(ask("203.0.113.8").await.status, 200);
    for _ in 0..30 {
        assert_eq!(app.get("/healthz").await.status, 200);
    }
    // Stripe's events are never too many.
    for _ in 0..30 {
        let event = app.http.post(format!("{}/v1/stripe/webhooks", app.url));
        let event = event
            .header("x-forwarded-for", "203.0.113.7")
            .json(&json!({}));
        assert_eq!(app.send(event).await.status, 400);
    }
}
