//! An owner's lists where there is a lot: 100,000 coupons, 1,000,000 orders and as many uses.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::books::Books;
use crate::companion::{self, Companion};
use crate::crowd::{Answers, Connection, Crowd, Kind};
use crate::{Failure, Options};

/// How often each page is asked for.
const TIMES: usize = 21;
/// Who asks.
const EMAIL: &str = "owner@example.com";
const PASSWORD: &str = "a password of the crowd's owner";

/// What is asked for: a name for people, and the address below that of the business.
const PAGES: [(&str, &str); 18] = [
    ("coupons, newest", "coupons?limit=50"),
    ("coupons by code", "coupons?limit=50&sort=code"),
    ("coupons by uses", "coupons?limit=50&sort=uses"),
    ("coupons that end first", "coupons?limit=50&sort=ends"),
    ("active coupons", "coupons?limit=50&status=active"),
    ("used up coupons", "coupons?limit=50&status=used_up"),
    ("coupons with a word", "coupons?limit=50&search=99"),
    ("coupons without a fit", "coupons?limit=50&search=nothing"),
    ("orders, newest", "orders?limit=50"),
    ("orders by start", "orders?limit=50&sort=starts"),
    ("paid orders", "orders?limit=50&state=paid"),
    ("disputed orders", "orders?limit=50&state=disputed"),
    (
        "orders of a calendar",
        "orders?limit=50&calendar=calendar-3",
    ),
    ("orders with a coupon", "orders?limit=50&coupon=coupon-7"),
    (
        "orders of a month",
        "orders?limit=50&from=2026-03-01&to=2026-03-31",
    ),
    (
        "orders of a guest",
        "orders?limit=50&search=guest77%40example.com",
    ),
    ("orders of many guests", "orders?limit=50&search=guest"),
    ("orders of nobody", "orders?limit=50&search=nobody"),
];

/// Prints `list ANSWERS P50_US P95_US MAX_US ROWS NAME` for each page of a list, the first page and one
/// from the middle.
pub(crate) async fn measure(options: &Options) -> Result<(), Failure> {
    companion::run(&options.companion, "migrate", &options.database_url)?;
    let books = Books::open(&options.database_url).await?;
    books.fill().await?;
    add_owner(options)?;
    {
        // One order of every coupon, made as guests make them; what is added is like them.
        let guests = Companion::start(
            &options.companion,
            &options.database_url,
            &["--trust-proxy"],
        )
        .await?;
        let mut crowd = Crowd::gather(guests.port).await?;
        crowd
            .ask(Kind::Confirmations, 1, Duration::from_secs(2))
            .await?;
    }
    let before = Instant::now();
    let (coupons, orders) = books.multiply()?;
    println!(
        "multiplied {coupons} {orders} {}",
        before.elapsed().as_micros()
    );
    let companion = Companion::start(&options.companion, &options.database_url, &[]).await?;
    let mut owner = Connection::open(companion.port).await?;
    owner.sign_in(EMAIL, PASSWORD).await?;
    for (name, address) in PAGES {
        let path = format!("/v1/businesses/crowd/{address}");
        let next = ask(&mut owner, name, &path).await?;
        if let Some(next) = next {
            ask(
                &mut owner,
                &format!("{name}, next"),
                &format!("{path}&after={next}"),
            )
            .await?;
        }
    }
    Ok(())
}

/// Asks for a page again and again, and prints how long that took; what the next page is asked for
/// after.
async fn ask(owner: &mut Connection, name: &str, path: &str) -> Result<Option<String>, Failure> {
    let mut waited = Vec::new();
    let mut body = Value::Null;
    for _ in 0..TIMES {
        let before = Instant::now();
        let answer = owner.get(0, path).await?;
        waited.push(before.elapsed());
        body = serde_json::from_slice(&answer)?;
    }
    let lists = body.as_object().into_iter().flatten();
    let rows = lists
        .filter_map(|(_, value)| value.as_array())
        .map(Vec::len)
        .next();
    let mut answers = Answers::of(waited);
    println!(
        "list {} {} {} {} {} {name}",
        answers.count(),
        answers.percentile_us(50),
        answers.percentile_us(95),
        answers.percentile_us(100),
        rows.unwrap_or(0)
    );
    Ok(body["next"].as_str().map(ToOwned::to_owned))
}

fn add_owner(options: &Options) -> Result<(), Failure> {
    let mut adding = Command::new(&options.companion)
        .args(["user", "--database-url", &options.database_url, "add"])
        .args(["--business", "crowd", "--role", "owner"])
        .args(["--email", EMAIL, "--name", "Owner"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()?;
    let mut input = adding.stdin.take().ok_or("the command takes no password")?;
    writeln!(input, "{PASSWORD}")?;
    drop(input);
    if !adding.wait()?.success() {
        return Err("the owner could not be added".into());
    }
    Ok(())
}
