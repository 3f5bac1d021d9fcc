//! Which role may do what, and which plan holds what: the two tables that everything else asks.
//!
//! `companion/docs/roles.md` shows them, and a test keeps both the same.

use booking_contract::owner::{Feature, Permission, Plan, Role};

use Permission as May;
use Role::{Admin, Manager, Owner, Staff};

/// Who may do one thing.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The thing.
    pub permission: Permission,
    /// The roles.
    pub roles: &'static [Role],
    /// What the business's plan has to hold for it.
    pub feature: Option<Feature>,
    /// What it is, for the document.
    pub what: &'static str,
}

/// Every permission once, in the order in which they are declared.
pub const RULES: &[Rule] = &[
    rule(
        May::ViewBusiness,
        EVERYBODY,
        "see the business's name, zone and currency",
    ),
    rule(
        May::ViewOwnCalendar,
        EVERYBODY,
        "see their own appointments",
    ),
    rule(
        May::BookForCustomer,
        EVERYBODY,
        "book for a customer, with a coupon, and send a payment link",
    ),
    rule(
        May::ViewOrders,
        AT_THE_DESK,
        "see every order and who booked it",
    ),
    rule(
        May::ManageOrders,
        AT_THE_DESK,
        "record payments, collect balances, move and cancel bookings",
    ),
    rule(May::Refund, AT_THE_DESK, "give money back"),
    rule(
        May::ExportReports,
        AT_THE_DESK,
        "take orders, payments and uses out as files",
    ),
    rule(
        May::ViewCoupons,
        AT_THE_DESK,
        "see coupons, their codes and who used them",
    )
    .with(Feature::Coupons),
    rule(
        May::ManageCoupons,
        IN_CHARGE,
        "make, change, switch off and delete coupons and codes",
    )
    .with(Feature::Coupons),
    rule(
        May::ManageCalendars,
        IN_CHARGE,
        "change calendars, services, staff and hours",
    ),
    rule(
        May::ManageSettings,
        IN_CHARGE,
        "change the business: its name, policies, sites and payment keys",
    ),
    rule(
        May::ManageWebhooks,
        IN_CHARGE,
        "change where the business's own systems are told of orders",
    ),
    rule(
        May::ManageMembers,
        IN_CHARGE,
        "invite people, change their roles, take them out",
    ),
    rule(May::ViewLog, IN_CHARGE, "read who did what"),
    rule(
        May::DeleteBusiness,
        &[Owner],
        "delete the business, or hand it over",
    ),
];

const EVERYBODY: &[Role] = &[Owner, Admin, Manager, Staff];
const AT_THE_DESK: &[Role] = &[Owner, Admin, Manager];
const IN_CHARGE: &[Role] = &[Owner, Admin];

const fn rule(permission: Permission, roles: &'static [Role], what: &'static str) -> Rule {
    Rule {
        permission,
        roles,
        feature: None,
        what,
    }
}

impl Rule {
    const fn with(self, feature: Feature) -> Self {
        Self {
            feature: Some(feature),
            ..self
        }
    }
}

/// Why somebody may not do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Their role does not allow it.
    Role,
    /// The business's plan does not hold it.
    Plan(Feature),
}

/// Whether somebody of a role may do something at a business with this plan. What stands in no
/// rule is allowed to nobody.
pub fn judge(role: Role, plan: Plan, permission: Permission) -> Result<(), Refusal> {
    let mut rules = RULES.iter();
    let found = rules.find(|one| one.permission == permission && one.roles.contains(&role));
    match found.ok_or(Refusal::Role)?.feature {
        Some(feature) if !features(plan).contains(&feature) => Err(Refusal::Plan(feature)),
        _ => Ok(()),
    }
}

/// Everything that a role may do.
pub fn permissions(role: Role) -> Vec<Permission> {
    let allowed = RULES.iter().filter(|rule| rule.roles.contains(&role));
    allowed.map(|rule| rule.permission).collect()
}

/// What a plan holds.
pub const fn features(plan: Plan) -> &'static [Feature] {
    match plan {
        Plan::Basic => &[],
        Plan::Full => &[Feature::Coupons],
    }
}
