//! The laws of money that every quote keeps.

use crate::money::multiply;
use crate::quote::sum;
use crate::{AppliedDeposit, Quote, QuoteLine, TaxKind, TaxTotal};

/// A law of quotes that does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LawBroken {
    /// An amount is negative.
    Negative,
    /// A line is not its unit price and add-ons times its attendees, its discount is above it,
    /// or it has one although the coupon does not cover it.
    Line,
    /// The lines do not sum to the subtotal.
    Subtotal,
    /// The shares do not sum to the discount, or there is a discount without a coupon or the
    /// other way round.
    Discount,
    /// A tax is not its rate on the discounted lines, or those added do not sum to the quote's.
    Tax,
    /// Subtotal less discount plus added taxes is not the total.
    Total,
    /// The amount due is not what the deposit says, the deposit is on neither the total nor what
    /// it would be without a coupon, or amount due and balance are not the total.
    AmountDue,
}

impl Quote {
    /// Checks the laws of section Money. [`crate::price`] asserts them on every quote it makes;
    /// whoever reads a quote back asserts them again.
    pub fn check_laws(&self) -> Result<(), LawBroken> {
        let amounts = [
            self.subtotal_minor,
            self.discount_minor,
            self.tax_minor,
            self.total_minor,
            self.amount_due_minor,
            self.balance_minor,
        ];
        if amounts.iter().any(|&amount| amount < 0)
            || self.lines.iter().any(has_negative)
            || (self.deposit).is_some_and(|it| it.basis_minor < 0 || it.rule.is_negative())
        {
            return Err(LawBroken::Negative);
        }
        if !self.lines.iter().all(is_whole) {
            return Err(LawBroken::Line);
        }
        if sum(self.lines.iter().map(|line| line.amount_minor)) != Some(self.subtotal_minor) {
            return Err(LawBroken::Subtotal);
        }
        self.check_discount()?;
        self.check_taxes()?;
        let net = self.subtotal_minor.checked_sub(self.discount_minor);
        if net.and_then(|net| net.checked_add(self.tax_minor)) != Some(self.total_minor) {
            return Err(LawBroken::Total);
        }
        let due = match &self.deposit {
            None => self.total_minor,
            Some(deposit) => deposit.due_minor(self.total_minor, self.currency),
        };
        let has_basis = |deposit: &AppliedDeposit| {
            deposit.basis_minor == self.total_minor
                || Some(deposit.basis_minor) == self.undiscounted_total_minor()
        };
        if !self.deposit.as_ref().is_none_or(has_basis)
            || self.amount_due_minor != due
            || self.amount_due_minor.checked_add(self.balance_minor) != Some(self.total_minor)
        {
            return Err(LawBroken::AmountDue);
        }
        Ok(())
    }

    /// What the total would be without a coupon; none where it does not fit.
    fn undiscounted_total_minor(&self) -> Option<i64> {
        let mut total = self.subtotal_minor;
        for TaxTotal { rate, .. } in self.taxes() {
            let taxed = |line: &&QuoteLine| line.tax.is_some_and(|tax| tax.rate == rate);
            let amount = sum(self
                .lines
                .iter()
                .filter(taxed)
                .map(|line| line.amount_minor))?;
            if rate.kind == TaxKind::Exclusive {
                total = total.checked_add(rate.on(amount, self.currency))?;
            }
        }
        Some(total)
    }

    fn check_discount(&self) -> Result<(), LawBroken> {
        let shares = sum(self.lines.iter().map(|line| line.discount_minor));
        let covered = |line: &&QuoteLine| line.eligible;
        let eligible = sum(self.lines.iter().filter(covered).map(|l| l.amount_minor));
        let holds = match &self.coupon {
            Some(coupon) => self.discount_minor > 0 && eligible == Some(coupon.eligible_minor),
            None => self.discount_minor == 0 && eligible == Some(0),
        };
        if holds && shares == Some(self.discount_minor) {
            Ok(())
        } else {
            Err(LawBroken::Discount)
        }
    }

    fn check_taxes(&self) -> Result<(), LawBroken> {
        let right =
            |tax: &crate::TaxTotal| tax.rate.on(tax.net_minor, self.currency) == tax.amount_minor;
        let added = sum(self.lines.iter().map(QuoteLine::added_tax_minor));
        if added == Some(self.tax_minor) && self.taxes().iter().all(right) {
            Ok(())
        } else {
            Err(LawBroken::Tax)
        }
    }
}

fn has_negative(line: &QuoteLine) -> bool {
    line.unit_price_minor < 0
        || line.amount_minor < 0
        || line.discount_minor < 0
        || line.tax.is_some_and(|tax| tax.amount_minor < 0)
        || line
            .add_ons
            .iter()
            .any(|add_on| add_on.unit_price_minor < 0)
}

fn is_whole(line: &QuoteLine) -> bool {
    let amount = line
        .attendee_minor()
        .and_then(|amount| multiply(amount, i64::from(line.attendees)));
    amount == Some(line.amount_minor)
        && line.discount_minor <= line.amount_minor
        && (line.eligible || line.discount_minor == 0)
}
