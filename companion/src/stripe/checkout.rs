//! The form bodies that make an order's coupon and session.
//!
//! The body is written once, with the order, and sent as it was written however often it takes:
//! the same key with other parameters would be an error.

use booking_engine::{Benefit, Currency, Quote};
use chrono::DateTime;
use chrono_tz::Tz;

use crate::clock::instant;
use crate::store::orders::Booked;

/// The longest name of a Stripe coupon, in characters.
const COUPON_NAME_LENGTH_MAX: usize = 40;
/// The longest name of what is sold, in characters.
const PRODUCT_NAME_LENGTH_MAX: usize = 250;
/// How long after the session's end the order's coupon may still be redeemed, in seconds.
const COUPON_SLACK_SECONDS: i64 = 60 * 60;

/// What a session is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Checkout<'a> {
    /// The order.
    pub(crate) order_id: &'a str,
    /// The token that opens it.
    pub(crate) token: &'a str,
    /// Where guests reach us.
    pub(crate) public_url: &'a str,
    /// Whose order it is.
    pub(crate) business_id: &'a str,
    /// Booked through.
    pub(crate) calendar_id: &'a str,
    /// What is booked, one for each line of the price.
    pub(crate) items: &'a [Booked],
    /// Where it takes place, as far as clocks go.
    pub(crate) zone: Tz,
    /// The price.
    pub(crate) quote: &'a Quote,
    /// Whether its guest may enter a code on Stripe's page; never beside a discount of ours.
    pub(crate) codes_at_stripe: bool,
    /// Who pays.
    pub(crate) email: &'a str,
    /// The tag of their language, such as `pt-BR`; none where it is not known.
    pub(crate) language: Option<&'a str>,
    /// When the session ends by itself, in milliseconds since the epoch.
    pub(crate) expires_ms: i64,
}

impl Checkout<'_> {
    /// The body of the single-use coupon that shows the discount; none without a discount, and
    /// where only a part of the price is paid.
    pub(crate) fn coupon_body(&self) -> Option<String> {
        let applied = self.quote.coupon.as_ref()?;
        if !charges_everything(self.quote) {
            return None;
        }
        let redeem_by = self.expires_ms.div_euclid(1000) + COUPON_SLACK_SECONDS;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("id", &self.coupon_id())
            .append_pair(
                "name",
                &coupon_name(applied.label(), &applied.benefit, self.quote.currency),
            )
            .append_pair("amount_off", &self.quote.discount_minor.to_string())
            .append_pair("currency", &self.currency())
            .append_pair("duration", "once")
            .append_pair("max_redemptions", "1")
            .append_pair("redeem_by", &redeem_by.to_string());
        Some(form.finish())
    }

    /// The body of the session: full prices and the taxes on top of them, and the order's coupon
    /// takes the discount off. Where only a part is paid now, one line with that part.
    pub(crate) fn body(&self) -> String {
        if !charges_everything(self.quote) {
            return self.body_without_coupon();
        }
        let mut form = self.common();
        for (index, line) in self.quote.lines.iter().enumerate() {
            let field = |name: &str| format!("line_items[{index}]{name}");
            form.append_pair(&field("[quantity]"), &line.attendees.to_string())
                .append_pair(&field("[price_data][currency]"), &self.currency())
                .append_pair(
                    &field("[price_data][unit_amount]"),
                    &line.attendee_minor().unwrap_or_default().to_string(),
                )
                .append_pair(
                    &field("[price_data][product_data][name]"),
                    &self.name_of(index),
                )
                .append_pair(
                    &field("[price_data][product_data][description]"),
                    &self.when(index),
                );
        }
        if self.quote.tax_minor > 0 {
            let field = |name: &str| format!("line_items[{}]{name}", self.quote.lines.len());
            form.append_pair(&field("[quantity]"), "1")
                .append_pair(&field("[price_data][currency]"), &self.currency())
                .append_pair(
                    &field("[price_data][unit_amount]"),
                    &self.quote.tax_minor.to_string(),
                )
                .append_pair(&field("[price_data][product_data][name]"), "Tax");
        }
        if self.quote.discount_minor > 0 {
            form.append_pair("discounts[0][coupon]", &self.coupon_id());
        } else if self.codes_at_stripe {
            form.append_pair("allow_promotion_codes", "true");
        }
        form.finish()
    }

    /// The body where the coupon cannot be made: one line with the amount due, and the
    /// discount told in its description. Never the full price.
    pub(crate) fn body_without_coupon(&self) -> String {
        let quote = self.quote;
        let mut description = self.when(0);
        if let Some(applied) = &quote.coupon {
            description = format!(
                "{description}. {} less {} with {}",
                amount(quote.subtotal_minor, quote.currency),
                amount(quote.discount_minor, quote.currency),
                applied.label()
            );
        }
        if quote.balance_minor > 0 {
            description = format!(
                "{description}. {} of {}, the rest is paid later",
                amount(quote.amount_due_minor, quote.currency),
                amount(quote.total_minor, quote.currency),
            );
        }
        let field = |name: &str| format!("line_items[0]{name}");
        let mut form = self.common();
        form.append_pair(&field("[quantity]"), "1")
            .append_pair(&field("[price_data][currency]"), &self.currency())
            .append_pair(
                &field("[price_data][unit_amount]"),
                &quote.amount_due_minor.to_string(),
            )
            .append_pair(
                &field("[price_data][product_data][name]"),
                &self.every_name(),
            )
            .append_pair(
                &field("[price_data][product_data][description]"),
                &description,
            );
        form.finish()
    }

    fn common(&self) -> form_urlencoded::Serializer<'static, String> {
        common(&Common {
            reference: self.order_id,
            order_id: self.order_id,
            token: self.token,
            public_url: self.public_url,
            business_id: self.business_id,
            calendar_id: self.calendar_id,
            email: self.email,
            language: self.language,
            expires_ms: self.expires_ms,
        })
    }

    fn coupon_id(&self) -> String {
        format!("{}-{}", self.order_id, self.quote.discount_minor)
    }

    fn currency(&self) -> String {
        self.quote.currency.code().to_ascii_lowercase()
    }

    fn name_of(&self, index: usize) -> String {
        let item = self.items.get(index).or(self.items.first());
        let name = item.map_or("", |item| item.name.as_str());
        name.chars().take(PRODUCT_NAME_LENGTH_MAX).collect()
    }

    fn every_name(&self) -> String {
        every_name(self.items)
    }

    /// The time of a service where it takes place.
    fn when(&self, index: usize) -> String {
        when(self.items, index, self.zone)
    }
}

/// What every session of an order has.
struct Common<'a> {
    reference: &'a str,
    order_id: &'a str,
    token: &'a str,
    public_url: &'a str,
    business_id: &'a str,
    calendar_id: &'a str,
    email: &'a str,
    language: Option<&'a str>,
    expires_ms: i64,
}

fn common(session: &Common<'_>) -> form_urlencoded::Serializer<'static, String> {
    let mut page = format!(
        "{}/b/{}/{}?order={}",
        session.public_url, session.business_id, session.calendar_id, session.order_id
    );
    if let Some(language) = session.language {
        // A tag is made of letters, digits and hyphens.
        page.extend(["&lang=", language]);
    }
    let success_url = format!(
        "{page}&session_id={{CHECKOUT_SESSION_ID}}#{}",
        session.token
    );
    let cancel_url = format!("{page}&cancelled=1#{}", session.token);
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("mode", "payment")
        .append_pair("submit_type", "book")
        .append_pair("client_reference_id", session.reference)
        .append_pair("customer_email", session.email)
        .append_pair("adaptive_pricing[enabled]", "false")
        .append_pair(
            "expires_at",
            &session.expires_ms.div_euclid(1000).to_string(),
        )
        .append_pair("success_url", &success_url)
        .append_pair("cancel_url", &cancel_url);
    if let Some(locale) = session.language.and_then(locale) {
        form.append_pair("locale", locale);
    }
    form
}

fn every_name(items: &[Booked]) -> String {
    let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
    let names = names.join(", ");
    names.chars().take(PRODUCT_NAME_LENGTH_MAX).collect()
}

/// The time of a service where it takes place.
fn when(items: &[Booked], index: usize, zone: Tz) -> String {
    let item = items.get(index).or(items.first());
    let starts_ms = item.map_or(0, |item| item.starts_ms);
    let local: DateTime<Tz> = instant(starts_ms).with_timezone(&zone);
    format!("{} ({})", local.format("%a %-d %b %Y, %H:%M"), zone.name())
}

/// What the session of a balance is made from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BalancePage<'a> {
    /// Of which order it is, and which payment of it.
    pub(crate) reference: &'a str,
    /// The order.
    pub(crate) order_id: &'a str,
    /// The token that opens it.
    pub(crate) token: &'a str,
    /// Where guests reach us.
    pub(crate) public_url: &'a str,
    /// Whose order it is.
    pub(crate) business_id: &'a str,
    /// Booked through.
    pub(crate) calendar_id: &'a str,
    /// What is booked.
    pub(crate) items: &'a [Booked],
    /// Where it takes place, as far as clocks go.
    pub(crate) zone: Tz,
    /// The currency.
    pub(crate) currency: Currency,
    /// What is left to be paid, in minor units.
    pub(crate) amount_minor: i64,
    /// Who pays.
    pub(crate) email: &'a str,
    /// The tag of their language.
    pub(crate) language: Option<&'a str>,
    /// When the session ends by itself, in milliseconds since the epoch.
    pub(crate) expires_ms: i64,
}

impl BalancePage<'_> {
    /// The body of the session: one line with what is left to be paid.
    pub(crate) fn body(&self) -> String {
        let field = |name: &str| format!("line_items[0]{name}");
        let mut form = common(&Common {
            reference: self.reference,
            order_id: self.order_id,
            token: self.token,
            public_url: self.public_url,
            business_id: self.business_id,
            calendar_id: self.calendar_id,
            email: self.email,
            language: self.language,
            expires_ms: self.expires_ms,
        });
        form.append_pair(&field("[quantity]"), "1")
            .append_pair(
                &field("[price_data][currency]"),
                &self.currency.code().to_ascii_lowercase(),
            )
            .append_pair(
                &field("[price_data][unit_amount]"),
                &self.amount_minor.to_string(),
            )
            .append_pair(
                &field("[price_data][product_data][name]"),
                &every_name(self.items),
            )
            .append_pair(
                &field("[price_data][product_data][description]"),
                &format!("{}. Remaining balance", when(self.items, 0, self.zone)),
            );
        form.finish()
    }
}

/// What Stripe's page adds up to before the order's coupon, in minor units.
pub(crate) fn page_subtotal_minor(quote: &Quote, with_coupon: bool) -> i64 {
    if with_coupon {
        quote.subtotal_minor.saturating_add(quote.tax_minor)
    } else {
        quote.amount_due_minor
    }
}

/// Whether the whole price is paid now, so that every line of it can be shown.
fn charges_everything(quote: &Quote) -> bool {
    quote.amount_due_minor == quote.total_minor
}

/// Code and benefit, as long as they fit.
fn coupon_name(code: &str, benefit: &Benefit, currency: Currency) -> String {
    let benefit = match benefit {
        Benefit::Percent { percent, .. } => format!("{percent} % off"),
        Benefit::Fixed { amounts_minor } => {
            let off = amounts_minor.get(&currency).copied().unwrap_or_default();
            format!("{} off", amount(off, currency))
        }
    };
    let name = format!("{code}: {benefit}");
    if name.chars().count() <= COUPON_NAME_LENGTH_MAX {
        name
    } else {
        code.chars().take(COUPON_NAME_LENGTH_MAX).collect()
    }
}

/// What Stripe calls a guest's language, as far as its page speaks the languages of ours; else the
/// page follows the browser.
fn locale(language: &str) -> Option<&'static str> {
    match language.split('-').next()? {
        "de" => Some("de"),
        "en" => Some("en"),
        "es" => Some("es"),
        "fr" => Some("fr"),
        "ja" => Some("ja"),
        "pt" if language.eq_ignore_ascii_case("pt-BR") => Some("pt-BR"),
        "pt" => Some("pt"),
        _ => None,
    }
}

/// An amount for a reader without a locale, such as `EUR 12.00`.
pub(crate) fn amount(minor: i64, currency: Currency) -> String {
    let unit = 10_u64.pow(currency.exponent());
    let sign = if minor < 0 { "-" } else { "" };
    let (whole, part) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    match currency.exponent() {
        0 => format!("{currency} {sign}{whole}"),
        digits => format!(
            "{currency} {sign}{whole}.{part:0width$}",
            width = digits as usize
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(minor: i64, currency: &str, expected: &str) {
        let currency = currency.parse().expect("a currency");
        assert_eq!(amount(minor, currency), expected);
    }

    #[test]
    fn amounts_have_the_digits_of_their_currency() {
        check(4_800, "EUR", "EUR 48.00");
        check(5, "EUR", "EUR 0.05");
        check(4_800, "JPY", "JPY 4800");
        check(4_800, "KWD", "KWD 4.800");
        check(-50, "EUR", "EUR -0.50");
    }

    #[test]
    fn a_coupon_is_named_after_code_and_benefit_unless_that_is_too_long() {
        let benefit = Benefit::Percent {
            percent: "12.5".parse().expect("a percentage"),
            max_discount_minor: None,
        };
        let eur = "EUR".parse().expect("a currency");
        assert_eq!(coupon_name("CLAY", &benefit, eur), "CLAY: 12.5 % off");
        let long = "A".repeat(64);
        assert_eq!(coupon_name(&long, &benefit, eur), "A".repeat(40));
    }
}
