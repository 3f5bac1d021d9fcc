//! Reports over bookings: the spans of a range of days, and the rows of the files that are made of
//! them. Days are those of the business's clocks.

use booking_contract::owner::{REPORT_SPANS_MAX, Report, ReportBy, ReportSpan};
use booking_engine::{Currency, TaxKind};
use chrono::{Datelike, Days, Months, NaiveDate};
use chrono_tz::Tz;

use crate::clock::instant;
use crate::store::past_orders::{PastOrder, Range};
use crate::store::reports::{self, Booker};
use crate::store::{Conn, StoreError};
use crate::zones;

/// How many coupons a report names.
const COUPONS_MAX: i64 = 10;

/// Days of a business.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    /// The business.
    pub(crate) business_id: String,
    /// Its zone.
    pub(crate) zone: Tz,
    /// The mode of the bookings.
    pub(crate) test_mode: bool,
    /// The first day.
    pub(crate) from: NaiveDate,
    /// The last day.
    pub(crate) to: NaiveDate,
}

impl Stretch {
    /// Whether it is one, of years that the books know.
    pub(crate) fn is_one(&self) -> bool {
        let known = |date: NaiveDate| zones::YEARS.contains(&date.year());
        self.from <= self.to && known(self.from) && known(self.to)
    }

    /// The orders that were made in it.
    pub(crate) fn range(&self) -> Range {
        let next = self.to.checked_add_days(Days::new(1)).unwrap_or(self.to);
        Range {
            business_id: self.business_id.clone(),
            test_mode: self.test_mode,
            from_ms: zones::start_of(self.zone, self.from).timestamp_millis(),
            to_ms: zones::start_of(self.zone, next).timestamp_millis(),
        }
    }

    /// Its spans; none where there are too many of them.
    pub(crate) fn spans(&self, by: ReportBy) -> Option<Vec<Self>> {
        let mut spans = Vec::new();
        let mut from = self.from;
        while from <= self.to {
            if spans.len() == REPORT_SPANS_MAX {
                return None;
            }
            let next = next_span(from, by)?;
            let to = next.pred_opt()?.min(self.to);
            spans.push(Self {
                from,
                to,
                ..self.clone()
            });
            from = next;
        }
        Some(spans)
    }
}

/// The first day of the span after the one of a day.
fn next_span(day: NaiveDate, by: ReportBy) -> Option<NaiveDate> {
    match by {
        ReportBy::Day => day.succ_opt(),
        ReportBy::Week => {
            let left = 7 - u64::from(day.weekday().num_days_from_monday());
            day.checked_add_days(Days::new(left))
        }
        ReportBy::Month => day.with_day(1)?.checked_add_months(Months::new(1)),
    }
}

/// Adds a stretch up, span by span.
pub(crate) async fn report(
    conn: &mut Conn,
    stretch: &Stretch,
    spans: Vec<Stretch>,
    currency: Currency,
) -> Result<Report, StoreError> {
    let mut report = Report {
        currency,
        spans: Vec::with_capacity(spans.len()),
        coupons: reports::coupons(conn, &stretch.range(), currency, COUPONS_MAX).await?,
        other_currency: 0,
    };
    for span in spans {
        let sums = reports::sums(conn, &span.range(), currency).await?;
        report.other_currency += sums.other_currency;
        report.spans.push(ReportSpan {
            from: span.from,
            to: span.to,
            orders: sums.orders,
            uses: sums.uses,
            total_minor: sums.total_minor,
            discount_minor: sums.discount_minor,
        });
    }
    Ok(report)
}

/// The columns of a file of what was sold.
pub(crate) const ITEM_COLUMNS: &[&str] = &[
    "order",
    "booked",
    "status",
    "appointment",
    "service",
    "attendees",
    "amount",
    "discount",
    "tax_percent",
    "tax",
    "total",
    "currency",
    "coupon",
    "code",
    "customer",
    "email",
];

/// What an order sold, a row for each line of its price; nothing where it was never booked.
pub(crate) fn items(order: &PastOrder, booker: &Booker, zone: Tz) -> Vec<Vec<String>> {
    let currency = order.quote.currency;
    let money = |minor: i64| amount(minor, currency);
    let used = booker.used.as_ref();
    let coupon = order.quote.coupon.as_ref();
    let lines = order.quote.lines.iter().enumerate();
    let row = |(place, line): (usize, &booking_engine::QuoteLine)| {
        let tax = line.tax;
        let added = tax.map_or(0, |tax| match tax.rate.kind {
            TaxKind::Exclusive => tax.amount_minor,
            TaxKind::Inclusive => 0,
        });
        vec![
            order.id.clone(),
            local(order.created_ms, zone),
            order.state.to_string(),
            local(order.starts_ms, zone),
            order.names.get(place).cloned().unwrap_or_default(),
            line.attendees.to_string(),
            money(line.amount_minor),
            money(line.discount_minor),
            tax.map(|tax| tax.rate.percent.to_string())
                .unwrap_or_default(),
            tax.map(|tax| money(tax.amount_minor)).unwrap_or_default(),
            money(line.amount_minor - line.discount_minor + added),
            currency.code().to_owned(),
            coupon.map(|coupon| coupon.name.clone()).unwrap_or_default(),
            used.map(|used| used.code.clone()).unwrap_or_default(),
            booker.name.clone(),
            booker.email.clone(),
        ]
    };
    if order.state.was_booked() {
        lines.map(row).collect()
    } else {
        Vec::new()
    }
}

/// The columns of a file of uses.
pub(crate) const USE_COLUMNS: &[&str] = &[
    "order",
    "use",
    "coupon_id",
    "coupon",
    "code",
    "customer",
    "email",
    "service",
    "booked",
    "appointment",
    "discount",
    "total",
    "currency",
];

/// The use of a coupon by an order, where there is one.
pub(crate) fn redemption(order: &PastOrder, booker: &Booker, zone: Tz) -> Option<Vec<String>> {
    let used = booker.used.as_ref()?;
    let currency = order.quote.currency;
    Some(vec![
        order.id.clone(),
        used.state.clone(),
        used.coupon_id.clone(),
        used.coupon_name.clone(),
        used.code.clone(),
        booker.name.clone(),
        booker.email.clone(),
        order.names.join(", "),
        local(order.created_ms, zone),
        local(order.starts_ms, zone),
        amount(order.quote.discount_minor, currency),
        amount(order.quote.total_minor, currency),
        currency.code().to_owned(),
    ])
}

/// What the clocks of a zone show, as spreadsheets read it.
fn local(ms: i64, zone: Tz) -> String {
    let at = instant(ms).with_timezone(&zone);
    at.format("%Y-%m-%d %H:%M").to_string()
}

/// An amount in major units, exactly: `12.50`.
fn amount(minor: i64, currency: Currency) -> String {
    let places = usize::try_from(currency.exponent()).unwrap_or_default();
    if places == 0 {
        return minor.to_string();
    }
    let sign = if minor < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", minor.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    format!("{sign}{whole}.{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(from: &str, to: &str, by: ReportBy) -> Vec<String> {
        let date = |text: &str| text.parse().expect("a date");
        let stretch = Stretch {
            business_id: String::new(),
            zone: Tz::Europe__Lisbon,
            test_mode: false,
            from: date(from),
            to: date(to),
        };
        let spans = stretch.spans(by).expect("not too many");
        let told = spans
            .iter()
            .map(|span| format!("{}/{}", span.from, span.to));
        told.collect()
    }

    #[test]
    fn spans_begin_with_the_range_and_end_with_it() {
        let days_of = days("2026-03-28", "2026-03-30", ReportBy::Day);
        assert_eq!(
            days_of,
            [
                "2026-03-28/2026-03-28",
                "2026-03-29/2026-03-29",
                "2026-03-30/2026-03-30"
            ]
        );
        // A Wednesday to a Tuesday.
        let weeks = days("2026-11-18", "2026-12-01", ReportBy::Week);
        assert_eq!(
            weeks,
            [
                "2026-11-18/2026-11-22",
                "2026-11-23/2026-11-29",
                "2026-11-30/2026-12-01"
            ]
        );
        let months = days("2026-01-31", "2026-03-01", ReportBy::Month);
        assert_eq!(
            months,
            [
                "2026-01-31/2026-01-31",
                "2026-02-01/2026-02-28",
                "2026-03-01/2026-03-01"
            ]
        );
    }

    #[test]
    fn amounts_are_exact_whatever_the_currency() {
        let check = |minor, code: &str, expected| {
            assert_eq!(amount(minor, code.parse().expect("a currency")), expected);
        };
        check(1_250, "EUR", "12.50");
        check(5, "EUR", "0.05");
        check(0, "EUR", "0.00");
        check(1_250, "JPY", "1250");
        check(1_250, "KWD", "1.250");
        check(-5, "EUR", "-0.05");
    }
}
