//! An owner's lists and long jobs where there is a lot: 100,000 coupons, 1,000,000 orders and as many
//! uses.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use booking_contract::owner::{Backtest, CodeRules, CouponDraft, GenerateCodes};
use booking_engine::Benefit;
use chrono::{Days, Utc};
use serde_json::Value;

use crate::books::{Books, POPULAR};
use crate::companion::{self, Companion};
use crate::crowd::{Answers, Connection, Crowd, Kind};
use crate::{Failure, Options};

/// How often each page is asked for.
const TIMES: usize = 21;
/// Who asks.
const EMAIL: &str = "owner@example.com";
const PASSWORD: &str = "a password of the crowd's owner";

/// What is asked for: a name for people, and the address below that of the business. `{today}` and
/// `{month}` are days, `nothing` and `nobody` what is not there.
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
        "orders?limit=50&from={today}&to={month}",
    ),
    (
        "orders of a guest",
        "orders?limit=50&search=guest77%40example.com",
    ),
    ("orders of many guests", "orders?limit=50&search=guest"),
    ("orders of nobody", "orders?limit=50&search=nobody"),
];

/// How many are made.
const CODES: u32 = 100_000;
/// The days of a back-test and of a file: 400,000 orders, of which the back-test prices those that
/// used the coupon and stand.
const DAYS: u64 = 146;

/// Prints `list ANSWERS P50_US P95_US MAX_US ROWS NAME` for each page of a list, the first page and the
/// one after it, and `job MICROSECONDS RESTED_KB PEAK_KB THINGS NAME` for each long job: the
/// companion's memory before the jobs, and the most since it started.
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
        let today = Utc::now().date_naive();
        let address = (address.replace("{today}", &today.to_string()))
            .replace("{month}", &(today + Days::new(30)).to_string());
        let path = of_business(&address);
        let page = ask(&mut owner, name, &path).await?;
        if (page.rows == 0) != address.contains("=no") {
            return Err(format!("{name}: {} rows", page.rows).into());
        }
        if let Some(next) = page.next {
            let path = format!("{path}&after={next}");
            ask(&mut owner, &format!("{name}, next"), &path).await?;
        }
    }
    drop(companion);
    work(options).await
}

/// The long jobs, each of a companion that has done nothing yet.
async fn work(options: &Options) -> Result<(), Failure> {
    let today = Utc::now().date_naive();
    let from = today - Days::new(DAYS);
    let benefit = Benefit::Percent {
        percent: "12.5".parse()?,
        max_discount_minor: None,
    };
    let backtest = Backtest {
        draft: CouponDraft::of(benefit),
        coupon_id: Some(POPULAR.parse()?),
        from,
        to: today,
        test_mode: false,
    };
    let codes = GenerateCodes {
        count: CODES,
        rules: CodeRules::default(),
    };
    let file = format!("reports/items/csv?from={from}&to={today}");
    for (name, job) in [
        (
            "codes made",
            Job::Post(
                format!("coupons/{POPULAR}/codes/generate"),
                serde_json::to_vec(&codes)?,
            ),
        ),
        (
            "codes as a file",
            Job::Get(format!("coupons/{POPULAR}/codes/csv")),
        ),
        (
            "orders back-tested",
            Job::Post("backtests".to_owned(), serde_json::to_vec(&backtest)?),
        ),
        ("invoice items as a file", Job::Get(file)),
    ] {
        let companion = Companion::start(&options.companion, &options.database_url, &[]).await?;
        let mut owner = Connection::open(companion.port).await?;
        owner.sign_in(EMAIL, PASSWORD).await?;
        let rested_kb = companion.memory_kb("VmRSS")?;
        let before = Instant::now();
        let answer = match job {
            Job::Get(address) => owner.get(0, &of_business(&address)).await?,
            Job::Post(address, body) => owner.post_bytes(&of_business(&address), body).await?,
        };
        let took = before.elapsed();
        let text = std::str::from_utf8(&answer)?;
        let last = text.lines().last().unwrap_or_default();
        println!(
            "job {} {rested_kb} {} {} {name}",
            took.as_micros(),
            companion.memory_kb("VmHWM")?,
            done(last)?.unwrap_or(text.lines().count() as u64),
        );
    }
    Ok(())
}

/// What is asked for.
enum Job {
    Get(String),
    Post(String, Vec<u8>),
}

fn of_business(address: &str) -> String {
    format!("/v1/businesses/crowd/{address}")
}

/// How many things a job tells in its last line that it has done; none where it is a file.
fn done(line: &str) -> Result<Option<u64>, Failure> {
    let Ok(line) = serde_json::from_str::<Value>(line) else {
        return Ok(None);
    };
    let done = &line["done"];
    let things = done["made"].as_u64().or_else(|| done["bookings"].as_u64());
    things.map(Some).ok_or_else(|| line.to_string().into())
}

/// A page that came.
struct Page {
    rows: usize,
    /// What the next page is asked for after.
    next: Option<String>,
}

/// Asks for a page again and again, and prints how long that took.
async fn ask(owner: &mut Connection, name: &str, path: &str) -> Result<Page, Failure> {
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
        .next()
        .unwrap_or(0);
    let mut answers = Answers::of(waited);
    println!(
        "list {} {} {} {} {rows} {name}",
        answers.count(),
        answers.percentile_us(50),
        answers.percentile_us(95),
        answers.percentile_us(100),
    );
    let next = body["next"].as_str().map(ToOwned::to_owned);
    Ok(Page { rows, next })
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
