//! What the engine finds wrong with a coupon, given what the business sells.

use booking_contract::owner::CouponRefusal;
use booking_engine::{
    CalendarId, Coupon, Definitions, Finding, Flaw, PromotionCode, Severity, Subject, Terms,
    findings,
};
use chrono::{DateTime, Utc};

use crate::store::services::{services, terms};
use crate::store::{Conn, StoreError, catalog, code_rows, menu, parsed, query};

/// What is wrong with a coupon that is switched on, and with this code of it, the worst first.
///
/// Other coupons are left alone, so that this takes as long in a business with many.
pub(crate) async fn judge(
    conn: &mut Conn,
    business_id: &str,
    coupon: &Coupon,
    code: Option<&PromotionCode>,
    own_id: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Vec<Finding>, StoreError> {
    let on = Coupon {
        active: true,
        ..coupon.clone()
    };
    let mut codes: Vec<PromotionCode> = code.cloned().into_iter().collect();
    if let Some(code) = code {
        let same = code_rows::of_text(conn, business_id, &code.code).await?;
        let others = same.into_iter().filter(|it| Some(it.id.as_str()) != own_id);
        codes.extend(others.filter(|it| it.id != code.id));
    }
    let calendars = calendars(conn, business_id).await?;
    let found = findings(
        &Definitions {
            coupons: std::slice::from_ref(&on),
            promotion_codes: &codes,
            calendars: &calendars,
        },
        now,
    );
    let has_others = code_rows::has_others(conn, &coupon.id, own_id).await?;
    let subject = |finding: &Finding| match &finding.subject {
        Subject::Coupon { coupon_id } => *coupon_id == coupon.id,
        Subject::PromotionCode { promotion_code_id } => {
            code.is_some_and(|code| code.id == *promotion_code_id)
        }
    };
    // Of many codes only this one was shown to the engine.
    let so = |finding: &Finding| finding.flaw != Flaw::NotObtainable || !has_others;
    Ok(found
        .into_iter()
        .filter(|finding| subject(finding) && so(finding))
        .collect())
}

/// Refuses what contradicts itself. What is sold, its prices and other codes may change; what is
/// said of those is a matter for the owner.
pub(crate) fn without_contradiction(found: &[Finding]) -> Result<(), CouponRefusal> {
    let contradicts = |finding: &&Finding| {
        finding.severity == Severity::Error
            && matches!(
                finding.flaw,
                Flaw::EndsBeforeItStarts { .. }
                    | Flaw::NoAmount
                    | Flaw::AmountNotPositive { .. }
                    | Flaw::CapNotPositive { .. }
                    | Flaw::NoRedemptions
                    | Flaw::NoRedemptionsPerCustomer
                    | Flaw::HoursOutOfRange { .. }
                    | Flaw::DatesReversed { .. }
                    | Flaw::NoWeekdayBetweenDates { .. }
                    | Flaw::LeadReversed { .. }
                    | Flaw::OutlivesCoupon { .. }
                    | Flaw::ExpiresBeforeCouponStarts { .. }
                    | Flaw::LimitAboveCoupon { .. }
            )
    };
    let findings: Vec<Finding> = found.iter().filter(contradicts).cloned().collect();
    if findings.is_empty() {
        Ok(())
    } else {
        Err(CouponRefusal::CannotWork { findings })
    }
}

/// The terms of every calendar of a business.
async fn calendars(conn: &mut Conn, business_id: &str) -> Result<Vec<Terms>, StoreError> {
    let rows = query("SELECT id FROM calendar WHERE business_id = $1 ORDER BY id")
        .bind(business_id)
        .fetch_all(conn)
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let id: CalendarId = parsed(&row.get::<String>("id")?, "calendar id")?;
        let Some(calendar) = catalog::calendar(conn, &id).await? else {
            continue;
        };
        let services = services(conn, &id).await?;
        let menu = menu::of_calendar(conn, &calendar, &services).await?;
        all.push(terms(&calendar, &services, &menu));
    }
    Ok(all)
}
