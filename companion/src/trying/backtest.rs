//! What a draft of a coupon would have taken off bookings that were made: each is priced again by the
//! engine, with what was booked, at the prices of then, in the order in which they were made.
//!
//! It is what comes of it if everybody uses the coupon who can. It reads page by page, tells how far
//! it is, and ends where nobody listens any more.

use std::collections::{BTreeMap, HashMap};

use booking_contract::owner::{
    Backtest, BacktestLine, BacktestMiss, BacktestResult, BacktestService, LeftOut,
};
use booking_engine::{
    Check, Coupon, CouponId, Currency, Outcome, Policy, PriceRequest, PromotionCode, Quote,
    ServiceId, Terms, price, trace,
};
use chrono::Days;
use chrono_tz::Tz;
use tokio::sync::mpsc;

use crate::clock::instant;
use crate::coupons::{Editor, Refused, defined};
use crate::moving::agreed;
use crate::order_state::OrderState;
use crate::store::past_orders::{self, PastOrder, Range};
use crate::store::{StoreError, parsed, trying};
use crate::{AppState, Problem, zones};

/// So many orders are read at once.
const PAGE: i64 = 500;
/// The text and the id of the code by which the draft is tried.
const CODE: &str = "DRAFT";

/// Begins a back-test, and tells how it goes.
pub(crate) async fn begin(
    state: &AppState,
    editor: &Editor,
    asked: Backtest,
) -> Result<mpsc::Receiver<BacktestLine>, Problem> {
    let range = range(editor, &asked)?;
    let id = match &asked.coupon_id {
        Some(id) => id.clone(),
        None => parsed(CODE, "coupon id")?,
    };
    let coupon = defined::coupon(id, &asked.draft, editor.zone, state.store.secret())
        .map_err(Refused::from)?;
    let mut conn = state.store.read().await?;
    let rules = trying::rules(&mut conn, &editor.business_id).await?;
    let rules = rules.ok_or(Problem::NotFound)?;
    let of = past_orders::count(&mut conn, &range).await?;
    drop(conn);
    let code = PromotionCode::of(
        parsed(CODE, "promotion code id")?,
        coupon.id.clone(),
        parsed(CODE, "promotion code")?,
    );
    let run = Run {
        coupon: Coupon {
            starts_at: None,
            ends_at: None,
            ..coupon
        },
        code,
        replaces: asked.coupon_id,
        zone: editor.zone,
        policy: rules.policy,
        uses: 0,
        uses_of: HashMap::new(),
        services: BTreeMap::new(),
        missed: BTreeMap::new(),
        result: empty(rules.currency),
    };
    let (tell, told) = mpsc::channel(4);
    let state = state.clone();
    tokio::spawn(async move {
        let last = match go(&state, run, &range, of, &tell).await {
            Ok(Some(result)) => BacktestLine::Done(Box::new(result)),
            Ok(None) => return,
            Err(error) => BacktestLine::Failed(Box::new(Problem::from(error).into_body())),
        };
        // Whoever asked may be gone.
        let _ = tell.send(last).await;
    });
    Ok(told)
}

/// The days that are asked for, on the clocks of the business.
fn range(editor: &Editor, asked: &Backtest) -> Result<Range, Problem> {
    let known = |date: &chrono::NaiveDate| zones::YEARS.contains(&chrono::Datelike::year(date));
    let next = asked.to.checked_add_days(Days::new(1)).filter(known);
    let (Some(next), true) = (next, known(&asked.from) && asked.from <= asked.to) else {
        let detail = "to: not before `from`, and both of a year from 1970 to 9998";
        return Err(Problem::InvalidRequest(detail.into()));
    };
    Ok(Range {
        business_id: editor.business_id.clone(),
        test_mode: asked.test_mode,
        from_ms: zones::start_of(editor.zone, asked.from).timestamp_millis(),
        to_ms: zones::start_of(editor.zone, next).timestamp_millis(),
    })
}

/// Looks at every order; nothing comes of it where nobody listens any more.
async fn go(
    state: &AppState,
    mut run: Run,
    range: &Range,
    of: u64,
    tell: &mpsc::Sender<BacktestLine>,
) -> Result<Option<BacktestResult>, StoreError> {
    let (mut after, mut orders) = (range.start(), 0);
    loop {
        // The connection is given back between the pages: others want to read as well.
        let mut conn = state.store.read().await?;
        let page = past_orders::page(&mut conn, range, &after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(Some(run.finish()));
        };
        after.clone_from(&last.id);
        for order in &page {
            let mut terms = run.terms(order);
            if run.coupon.first_purchase_only {
                let earlier = past_orders::purchases_before(&mut conn, range, order).await?;
                terms.1.history.customer_orders = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
                terms.1.history.customer_purchases = earlier;
            }
            run.look_at(order, &terms);
        }
        drop(conn);
        orders += page.len() as u64;
        if tell
            .send(BacktestLine::Looked { orders, of })
            .await
            .is_err()
        {
            return Ok(None);
        }
    }
}

/// A back-test under way.
struct Run {
    coupon: Coupon,
    code: PromotionCode,
    /// The coupon whose place the draft takes.
    replaces: Option<CouponId>,
    zone: Tz,
    policy: Policy,
    /// How often the draft was used so far.
    uses: u32,
    /// How often by whom.
    uses_of: HashMap<String, u32>,
    services: BTreeMap<ServiceId, BacktestService>,
    missed: BTreeMap<Check, u64>,
    result: BacktestResult,
}

fn empty(currency: Currency) -> BacktestResult {
    BacktestResult {
        currency,
        bookings: 0,
        hit: 0,
        before_minor: 0,
        after_minor: 0,
        largest_minor: 0,
        largest_order_id: None,
        services: Vec::new(),
        missed: Vec::new(),
        left_out: LeftOut::default(),
    }
}

impl Run {
    /// What was booked, at the prices of then, with the draft.
    fn terms(&self, order: &PastOrder) -> (PriceRequest, Terms) {
        let (mut request, mut terms) = agreed::sold(&order.calendar_id, &order.quote);
        request.code = Some(CODE.to_owned());
        request.location_id.clone_from(&order.location_id);
        let starts_at = instant(order.starts_ms).with_timezone(&self.zone);
        request.starts_at = Some(starts_at.fixed_offset());
        terms.policy = Policy {
            deposit_basis: terms.policy.deposit_basis,
            ..self.policy
        };
        terms.customer = keys(order).filter_map(|key| key.parse().ok()).collect();
        let uses = &mut terms.history;
        uses.coupon_redemptions
            .insert(self.coupon.id.clone(), self.uses);
        let by_customer = keys(order).filter_map(|key| self.uses_of.get(key));
        let by_customer = by_customer.copied().max().unwrap_or(0);
        uses.customer_redemptions
            .insert(self.coupon.id.clone(), by_customer);
        terms.coupons.push(self.coupon.clone());
        terms.promotion_codes.push(self.code.clone());
        (request, terms)
    }

    fn look_at(&mut self, order: &PastOrder, (request, terms): &(PriceRequest, Terms)) {
        let left_out = &mut self.result.left_out;
        let used = order.quote.coupon.as_ref().map(|it| &it.coupon_id);
        let excuse = match order.state {
            OrderState::Paid | OrderState::Disputed => None,
            OrderState::Cancelled | OrderState::RefundPending | OrderState::Refunded => {
                Some(&mut left_out.called_off)
            }
            OrderState::Opening
            | OrderState::Awaiting
            | OrderState::Closing
            | OrderState::Expired
            | OrderState::PaidLate
            | OrderState::Quarantine => Some(&mut left_out.not_booked),
        };
        if let Some(excuse) = excuse {
            *excuse += 1;
        } else if order.quote.currency != self.result.currency {
            left_out.other_currency += 1;
        } else if used.is_some() && used != self.replaces.as_ref() {
            left_out.other_coupon += 1;
        } else {
            match price(request, terms, instant(order.created_ms)) {
                Ok(quote) => self.priced(order, &quote, request, terms),
                Err(_) => left_out.no_price += 1,
            }
        }
    }

    fn priced(&mut self, order: &PastOrder, quote: &Quote, request: &PriceRequest, terms: &Terms) {
        let result = &mut self.result;
        result.bookings += 1;
        result.before_minor += order.quote.total_minor;
        result.after_minor += quote.total_minor;
        if quote.coupon.is_none() {
            let trace = trace(request, terms, instant(order.created_ms));
            let checks = trace.map(|trace| trace.checks).unwrap_or_default();
            let failed = checks.iter().find(|it| it.outcome == Outcome::Failed);
            if let Some(failed) = failed {
                *self.missed.entry(failed.check).or_default() += 1;
            }
            return;
        }
        result.hit += 1;
        if quote.discount_minor > result.largest_minor {
            result.largest_minor = quote.discount_minor;
            result.largest_order_id = Some(order.id.clone());
        }
        self.uses += 1;
        for key in keys(order) {
            *self.uses_of.entry(key.to_owned()).or_default() += 1;
        }
        let mut counted: Vec<&ServiceId> = Vec::new();
        for (place, line) in quote.lines.iter().enumerate().filter(|(_, it)| it.eligible) {
            let id = &line.service_id;
            let service = self.services.entry(id.clone());
            let service = service.or_insert_with(|| BacktestService {
                service_id: id.clone(),
                name: String::new(),
                hit: 0,
                amount_minor: 0,
                discount_minor: 0,
            });
            // One booking may hold a service more than once.
            if !counted.contains(&id) {
                service.hit += 1;
                counted.push(id);
            }
            if let Some(name) = order.names.get(place) {
                service.name.clone_from(name);
            }
            service.amount_minor += line.amount_minor;
            service.discount_minor += line.discount_minor;
        }
    }

    fn finish(self) -> BacktestResult {
        let mut services: Vec<_> = self.services.into_values().collect();
        services.sort_by_key(|service| std::cmp::Reverse(service.discount_minor));
        let missed = self.missed.into_iter();
        BacktestResult {
            services,
            missed: missed
                .map(|(check, orders)| BacktestMiss { check, orders })
                .collect(),
            ..self.result
        }
    }
}

/// The names of the customer of an order.
fn keys(order: &PastOrder) -> impl Iterator<Item = &str> {
    let member = order.member_key.as_deref();
    [Some(order.customer_key.as_str()), member]
        .into_iter()
        .flatten()
}
