//! Examples of what owners send and get about coupons, and of what can go wrong there.

use booking_contract::owner::{
    CheckCoupon, CodeRules, CodeSaved, CodeView, CodesImported, CodesPage, CodesProgress,
    CouponChecked, CouponDraft, CouponRefusal, CouponRow, CouponSaved, CouponStatus, CouponUse,
    CouponView, CouponsPage, EditCoupon, FreeCode, GenerateCodes, ImportOutcome, ImportedLine,
    NewCode, NewCoupon, SwitchCoupon, UseCounts, UseState, UseTotal, UseTotals, UsesPage,
};
use booking_engine::{Benefit, Finding, Flaw, Severity, Subject};
use serde_json::Value;

use super::examples::{of, value};

/// The coupon of the examples.
pub(super) const ID: &str = "cpn_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35";
const STARTS: &str = "2026-12-01T00:00:00Z";
const ENDS: &str = "2026-12-31T23:59:59.999Z";

/// The body of an operation's request.
pub(super) fn request(operation: &str) -> Option<Value> {
    Some(match operation {
        "create_coupon" => value(&NewCoupon {
            draft: draft(),
            active: true,
        }),
        "check_draft" => value(&CheckCoupon {
            draft: draft(),
            coupon_id: None,
        }),
        "edit_coupon" => value(&EditCoupon {
            version: 3,
            draft: draft(),
        }),
        "activate_coupon" | "deactivate_coupon" => value(&SwitchCoupon { version: Some(3) }),
        "create_code" => value(&NewCode {
            code: Some(of("FLYER-MAY")),
            rules: rules(),
        }),
        "import_codes" => {
            let file = "code,expires,max_redemptions,customer\r\nFLYER-MAY,2026-12-24,3,\r\n";
            Value::String(file.into())
        }
        "generate_codes" => value(&GenerateCodes {
            count: 5_000,
            rules: rules(),
        }),
        _ => return None,
    })
}

/// The body of an operation's answer when all is well.
pub(super) fn reply(operation: &str) -> Option<Value> {
    Some(match operation {
        "coupons" => value(&CouponsPage {
            coupons: vec![row()],
            total: 1,
            next: None,
        }),
        "create_coupon" | "coupon" | "edit_coupon" | "activate_coupon" | "deactivate_coupon"
        | "duplicate_coupon" => value(&CouponSaved {
            coupon: view(),
            findings: vec![Finding {
                severity: Severity::Warning,
                ..finding(Flaw::NameBlank)
            }],
        }),
        "check_draft" => value(&CouponChecked {
            findings: Vec::new(),
            refusal: Some(code_taken()),
        }),
        "codes" => value(&CodesPage {
            codes: vec![code()],
            total: 1,
            next: None,
        }),
        "create_code" => value(&CodeSaved {
            code: code(),
            findings: Vec::new(),
        }),
        "archive_code" => value(&CodeView {
            archived: true,
            ..code()
        }),
        "codes_file" => {
            let file = "code,expires,max_redemptions,customer,uses,created\r\n\
                        FLYER-MAY,,1,,0,2026-11-20T09:00:00+00:00\r\n";
            Value::String(file.into())
        }
        "import_codes" => value(&CodesImported {
            batch: "batch_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35".into(),
            made: 1,
            lines: vec![ImportedLine {
                line: 2,
                code: "FLYER-MAY".into(),
                outcome: ImportOutcome::Made,
            }],
        }),
        "generate_codes" => value(&CodesProgress::Made { made: 2_500 }),
        "uses" => value(&UsesPage {
            uses: vec![CouponUse {
                order_id: "ord_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35".into(),
                state: UseState::Redeemed,
                code: Some(of("WINTER15")),
                name: of("Test Guest"),
                email: of("guest@example.com"),
                service: "Wheel class".into(),
                starts_at: of("2026-12-08T18:00:00Z"),
                created_at: of("2026-12-02T10:15:00Z"),
                discount_minor: 720,
                total_minor: 4_080,
                currency: of("EUR"),
            }],
            next: None,
        }),
        "use_totals" => value(&UseTotals {
            name: of("Winter classes"),
            code: None,
            totals: vec![UseTotal {
                state: UseState::Redeemed,
                currency: of("EUR"),
                orders: 11,
                discount_minor: 7_920,
                total_minor: 44_880,
            }],
        }),
        "generate_code" => value(&FreeCode {
            code: of("K7RQ2MX9TD"),
        }),
        _ => return None,
    })
}

/// A text that another coupon has.
pub(super) fn code_taken() -> CouponRefusal {
    CouponRefusal::CodeTaken {
        code: of("WINTER15"),
        coupon_id: of(ID),
    }
}

/// A draft that contradicts itself.
pub(super) fn contradiction() -> CouponRefusal {
    CouponRefusal::CannotWork {
        findings: vec![finding(Flaw::EndsBeforeItStarts {
            starts_at: of(ENDS),
            ends_at: of(STARTS),
        })],
    }
}

/// Orders that keep their coupon.
pub(super) fn ever_used() -> CouponRefusal {
    CouponRefusal::EverUsed { orders: 12 }
}

/// Another writing than the one that was asked for.
pub(super) fn changed() -> CouponRefusal {
    CouponRefusal::Changed {
        current: Box::new(view()),
    }
}

fn finding(flaw: Flaw) -> Finding {
    Finding {
        severity: Severity::Error,
        subject: Subject::Coupon { coupon_id: of(ID) },
        flaw,
    }
}

/// What the coupon of the examples takes off.
pub(super) fn benefit() -> Benefit {
    Benefit::Percent {
        percent: of("15"),
        max_discount_minor: Some(2_500),
    }
}

/// The draft of the examples.
pub(super) fn draft() -> CouponDraft {
    CouponDraft {
        name: of("Winter evenings"),
        code: Some(of("WINTER15")),
        starts: Some(of("2026-12-01")),
        ends: Some(of("2026-12-31")),
        max_redemptions: Some(100),
        max_per_customer: Some(1),
        ..CouponDraft::of(benefit())
    }
}

fn rules() -> CodeRules {
    CodeRules {
        max_redemptions: Some(1),
        ..CodeRules::default()
    }
}

fn code() -> CodeView {
    CodeView {
        id: of("code_019ad3c1f2003b8d5e7a90c4f61b2d7e8a35"),
        code: of("FLYER-MAY"),
        rules: rules(),
        expires_at: None,
        own: false,
        archived: false,
        uses: UseCounts::default(),
        test_uses: UseCounts::default(),
        batch: None,
        created_at: of("2026-11-20T09:00:00Z"),
    }
}

fn uses() -> UseCounts {
    UseCounts {
        reserved: 1,
        redeemed: 11,
    }
}

fn row() -> CouponRow {
    let CouponView {
        id,
        version,
        draft,
        status,
        starts_at,
        ends_at,
        uses,
        created_at,
        ..
    } = view();
    CouponRow {
        id,
        version,
        name: draft.name,
        code: draft.code,
        benefit: draft.benefit,
        scope: draft.scope,
        staff: draft.conditions.staff,
        locations: draft.conditions.locations,
        status,
        starts_at,
        ends_at,
        uses,
        max_redemptions: draft.max_redemptions,
        created_at,
    }
}

fn view() -> CouponView {
    CouponView {
        id: of(ID),
        version: 3,
        draft: draft(),
        status: CouponStatus::Active,
        active: true,
        starts_at: Some(of(STARTS)),
        ends_at: Some(of(ENDS)),
        uses: uses(),
        test_uses: UseCounts::default(),
        codes: 0,
        benefit_frozen: true,
        orders_ever: 12,
        created_at: of("2026-11-20T09:00:00Z"),
        updated_at: of("2026-11-21T16:30:00Z"),
    }
}
