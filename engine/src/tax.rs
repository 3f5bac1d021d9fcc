//! Taxes: on the discounted amount, rounded half up once for each rate.

use crate::money::{Part, split};
use crate::quote::sum;
use crate::{Currency, QuoteLine, Tax, TaxKind};

impl Tax {
    /// The tax on a discounted amount, in minor units.
    ///
    /// What is added must leave an amount that can be charged, so it is rounded to the
    /// currency's charge step; what is contained is only stated.
    pub(crate) fn on(self, net_minor: i64, currency: Currency) -> i64 {
        match self.kind {
            TaxKind::Exclusive => self.percent.of(net_minor, currency.charge_step_minor()),
            TaxKind::Inclusive => self.percent.contained_in(net_minor),
        }
    }
}

/// Writes each line's share of its tax and answers what the taxes add to the total.
pub(crate) fn levy(lines: &mut [QuoteLine], currency: Currency) -> i64 {
    let mut added_minor = 0_i64;
    let mut rates: Vec<Tax> = Vec::new();
    for tax in lines.iter().filter_map(|line| line.tax) {
        if !rates.contains(&tax.rate) {
            rates.push(tax.rate);
        }
    }
    for rate in rates {
        let taxed = |line: &QuoteLine| match line.tax {
            Some(tax) if tax.rate == rate => line.net_minor(),
            _ => 0,
        };
        // No overflow: a part of the subtotal, which fits.
        let tax_minor = rate.on(sum(lines.iter().map(taxed)).unwrap_or(0), currency);
        let mut parts: Vec<Part> = lines.iter().map(|line| Part::of(taxed(line))).collect();
        split(tax_minor, &mut parts);
        for (line, part) in lines.iter_mut().zip(&parts) {
            if let Some(tax) = &mut line.tax
                && tax.rate == rate
            {
                tax.amount_minor = part.share_minor;
            }
        }
        if rate.kind == TaxKind::Exclusive {
            added_minor = added_minor.saturating_add(tax_minor);
        }
    }
    added_minor
}
