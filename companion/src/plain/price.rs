//! The price line by line, with and without the discount.

use booking_contract::BookedItem;
use booking_engine::{Deposit, Item, ItemAddOn, Quote, QuoteLine, TaxKind};
use maud::{Markup, html};

use super::Visit;
use crate::words::fill;

/// A line of the price.
struct Row {
    class: &'static str,
    label: String,
    detail: String,
    amount: String,
}

impl Visit {
    /// The lines of a quote, the discount, the taxes and the total. What is booked already has
    /// its names with it.
    pub(super) fn price(&self, quote: &Quote, booked: Option<&[BookedItem]>) -> Markup {
        let words = &self.words;
        let mut rows = Vec::new();
        for (place, line) in quote.lines.iter().enumerate() {
            let item = booked.and_then(|items| items.get(place));
            self.push_line(quote, line, item, &mut rows);
        }
        if let Some(coupon) = &quote.coupon {
            if rows.len() > 1 {
                rows.push(self.row("part", words.subtotal(), quote.subtotal_minor, quote));
            }
            let mut off = self.row("off", coupon.label(), -quote.discount_minor, quote);
            off.detail = self.benefit_of(quote);
            rows.push(off);
        }
        self.push_taxes(quote, TaxKind::Exclusive, &mut rows);
        let total = words.money(quote.total_minor, quote.currency);
        // Where a tax adds to it, the sum before is another amount.
        let added = quote
            .taxes()
            .iter()
            .any(|tax| tax.rate.kind == TaxKind::Exclusive);
        let was = (quote.discount_minor > 0 && !added)
            .then(|| words.money(quote.subtotal_minor, quote.currency));
        let mut rest = Vec::new();
        self.push_taxes(quote, TaxKind::Inclusive, &mut rest);
        html! {
            dl.lines {
                @for row in &rows { (row.markup()) }
                div.total {
                    dt { (words.total()) }
                    dd {
                        @if let Some(was) = was { span.unseen { (words.price_before()) " " } s { (was) } " " }
                        strong { (total) }
                    }
                }
                @for row in &rest { (row.markup()) }
            }
        }
    }

    /// What is paid now and what later, where a deposit is asked for.
    pub(super) fn due(&self, quote: &Quote) -> Option<Markup> {
        if quote.balance_minor <= 0 {
            return None;
        }
        let words = &self.words;
        let why = match quote.deposit?.rule {
            Deposit::Percent { percent } => {
                let percent = words.percent(&percent.to_string());
                fill(words.deposit_percent(), &[("percent", &percent)])
            }
            Deposit::Flat { amount_minor } => {
                let amount = words.money(amount_minor, quote.currency);
                fill(words.deposit_flat(), &[("amount", &amount)])
            }
        };
        let later = fill(words.due_later(), &[("business", &self.page.business.name)]);
        let now = self.row("now", words.due_now(), quote.amount_due_minor, quote);
        let later = self.row("", &later, quote.balance_minor, quote);
        Some(html! { dl.lines { (now.markup()) (later.markup()) } p.hint { (why) } })
    }

    fn row(&self, class: &'static str, label: &str, minor: i64, quote: &Quote) -> Row {
        Row {
            class,
            label: label.to_owned(),
            detail: String::new(),
            amount: self.words.money(minor, quote.currency),
        }
    }

    fn push_line(
        &self,
        quote: &Quote,
        line: &QuoteLine,
        booked: Option<&BookedItem>,
        rows: &mut Vec<Row>,
    ) {
        let words = &self.words;
        let times = |price: &str, count: u32| {
            let count = words.number(count);
            fill(words.unit_times(), &[("price", price), ("count", &count)])
        };
        let money = |minor| words.money(minor, quote.currency);
        let item = item_of(line);
        let name = booked.map_or_else(|| self.name_of(&item), |item| item.name.clone());
        let base = line.unit_price_minor.saturating_mul(line.attendees.into());
        let mut row = self.row("", &name, base, quote);
        let mut staff = self.page.staff.iter();
        let who = staff.find(|who| Some(&who.id) == line.staff_id.as_ref());
        let who = match booked {
            Some(item) => item.staff_name.clone(),
            None => who.map(|who| who.name.clone()),
        };
        let who = who.map(|name| fill(words.with_staff(), &[("name", &name)]));
        let each =
            (line.attendees > 1).then(|| times(&money(line.unit_price_minor), line.attendees));
        row.detail = words.all(who.into_iter().chain(each));
        rows.push(row);
        for (place, add_on) in line.add_ons.iter().enumerate() {
            let info = self
                .page
                .services
                .iter()
                .find(|it| it.id == line.service_id);
            let mut known = info.map_or(&[][..], |info| &info.add_ons).iter();
            let known = known.find(|known| known.id == add_on.add_on_id);
            let none = String::new();
            let kept = booked.and_then(|item| item.add_ons.get(place));
            let name = kept.unwrap_or_else(|| known.map_or(&none, |it| &it.name));
            let pieces = add_on.quantity.saturating_mul(line.attendees);
            let label = if pieces == 1 {
                name.to_owned()
            } else {
                times(name, pieces)
            };
            let minor = add_on.unit_price_minor.saturating_mul(pieces.into());
            rows.push(self.row("part", &label, minor, quote));
        }
    }

    /// What the coupon takes off, and what of, where it is not everything.
    fn benefit_of(&self, quote: &Quote) -> String {
        let Some(coupon) = &quote.coupon else {
            return String::new();
        };
        let benefit = self.words.benefit(&coupon.benefit, quote.currency);
        let covered: Vec<&QuoteLine> = quote.lines.iter().filter(|line| line.eligible).collect();
        if covered.len() == quote.lines.len() {
            return benefit;
        }
        let what = covered.into_iter().map(|line| self.name_of(&item_of(line)));
        let what = self.words.all(what);
        fill(
            self.words.off_on(),
            &[("benefit", &benefit), ("what", &what)],
        )
    }

    fn push_taxes(&self, quote: &Quote, kind: TaxKind, rows: &mut Vec<Row>) {
        let words = &self.words;
        let label = match kind {
            TaxKind::Exclusive => words.tax_added(),
            TaxKind::Inclusive => words.tax_included(),
        };
        for tax in quote.taxes().iter().filter(|tax| tax.rate.kind == kind) {
            let percent = words.percent(&tax.rate.percent.to_string());
            let label = fill(label, &[("percent", &percent)]);
            rows.push(self.row("part", &label, tax.amount_minor, quote));
        }
    }
}

impl Row {
    fn markup(&self) -> Markup {
        html! {
            div class=(self.class) {
                dt { bdi { (self.label) } @if !self.detail.is_empty() { " " small { (self.detail) } } }
                dd { (self.amount) }
            }
        }
    }
}

fn item_of(line: &QuoteLine) -> Item {
    let add_ons = line.add_ons.iter().map(|add_on| ItemAddOn {
        add_on_id: add_on.add_on_id.clone(),
        quantity: add_on.quantity,
    });
    Item {
        service_id: line.service_id.clone(),
        variation_id: line.variation_id.clone(),
        staff_id: line.staff_id.clone(),
        add_ons: add_ons.collect(),
        attendees: line.attendees,
    }
}
