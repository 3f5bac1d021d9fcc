//! The areas of a business's pages: what the side lists, and who may go where.

use booking_contract::owner::{Feature, Membership, Permission};
use booking_widget::view::Icon;

use crate::parts::Sign;
use crate::route::Route;

/// Pages that belong together, under one link of the side.
pub(crate) struct Area {
    pub(crate) name: &'static str,
    pub(crate) sign: Sign,
    /// What a role has to allow.
    needs: Permission,
    /// What leaves it out of the side where a role allows it: another area shows the same and more.
    unless: Option<Permission>,
    /// What the business's plan has to hold.
    feature: Option<Feature>,
    /// Its first page at a business.
    home: fn(business: String) -> Route,
    /// Whether a page is one of its.
    holds: fn(&Route) -> bool,
}

/// Every area, in the order of the side. A business opens with the first that is open.
pub(crate) const AREAS: [Area; 10] = [
    ORDERS,
    APPOINTMENTS,
    DESK,
    CALENDARS,
    STAFF,
    LOCATIONS,
    HOURS,
    COUPONS,
    REPORTS,
    SETTINGS,
];

const ORDERS: Area = Area {
    name: "Orders",
    sign: Sign::Receipt,
    needs: Permission::ViewOrders,
    unless: None,
    feature: None,
    home: |business| Route::Orders { business },
    holds: |route| matches!(route, Route::Orders { .. } | Route::Order { .. }),
};

const APPOINTMENTS: Area = Area {
    name: "Appointments",
    sign: Sign::Shared(Icon::Calendar),
    needs: Permission::ViewOwnCalendar,
    // Whoever sees every order sees them there.
    unless: Some(Permission::ViewOrders),
    feature: None,
    home: |business| Route::Appointments { business },
    holds: |route| matches!(route, Route::Appointments { .. }),
};

const DESK: Area = Area {
    name: "Book for a customer",
    sign: Sign::Shared(Icon::More),
    needs: Permission::BookForCustomer,
    unless: None,
    feature: None,
    home: |business| Route::NewOrder { business },
    holds: |route| matches!(route, Route::NewOrder { .. }),
};

const CALENDARS: Area = Area {
    name: "Calendars",
    sign: Sign::Shared(Icon::Calendar),
    needs: Permission::ManageCalendars,
    unless: None,
    feature: None,
    home: |business| Route::Calendars { business },
    holds: |route| {
        matches!(
            route,
            Route::Calendars { .. }
                | Route::NewCalendar { .. }
                | Route::Products { .. }
                | Route::Calendar { .. }
                | Route::NewService { .. }
                | Route::Service { .. }
        )
    },
};

const STAFF: Area = Area {
    name: "Staff",
    sign: Sign::Person,
    needs: Permission::ManageCalendars,
    unless: None,
    feature: None,
    home: |business| Route::Staff { business },
    holds: |route| {
        matches!(
            route,
            Route::Staff { .. } | Route::NewMember { .. } | Route::Member { .. }
        )
    },
};

const LOCATIONS: Area = Area {
    name: "Locations",
    sign: Sign::Shared(Icon::Pin),
    needs: Permission::ManageCalendars,
    unless: None,
    feature: None,
    home: |business| Route::Locations { business },
    holds: |route| {
        matches!(
            route,
            Route::Locations { .. } | Route::NewLocation { .. } | Route::Location { .. }
        )
    },
};

const HOURS: Area = Area {
    name: "Hours",
    sign: Sign::Shared(Icon::Wait),
    needs: Permission::ManageCalendars,
    unless: None,
    feature: None,
    home: |business| Route::Hours { business },
    holds: |route| matches!(route, Route::Hours { .. }),
};

const COUPONS: Area = Area {
    name: "Coupons",
    sign: Sign::Shared(Icon::Tag),
    needs: Permission::ViewCoupons,
    unless: None,
    feature: Some(Feature::Coupons),
    home: |business| Route::Coupons { business },
    holds: |route| {
        matches!(
            route,
            Route::Coupons { .. }
                | Route::NewCoupon { .. }
                | Route::Coupon { .. }
                | Route::CouponUses { .. }
                | Route::TryCode { .. }
        )
    },
};

const REPORTS: Area = Area {
    name: "Reports",
    sign: Sign::Chart,
    needs: Permission::ExportReports,
    unless: None,
    feature: None,
    home: |business| Route::Reports { business },
    holds: |route| matches!(route, Route::Reports { .. }),
};

const SETTINGS: Area = Area {
    name: "Settings",
    sign: Sign::Settings,
    needs: Permission::ManageSettings,
    unless: None,
    feature: None,
    home: |business| Route::Settings { business },
    holds: |route| {
        matches!(
            route,
            Route::Settings { .. }
                | Route::Payments { .. }
                | Route::Members { .. }
                | Route::Sites { .. }
                | Route::Webhooks { .. }
                | Route::Webhook { .. }
                | Route::Log { .. }
                | Route::Embed { .. }
        )
    },
};

/// Whether somebody can go to an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    Open,
    /// The business's plan does not hold it, whatever the role.
    NotInPlan,
    /// The role does not allow it.
    NotAllowed,
}

impl Area {
    /// The area of a page.
    pub(crate) fn of(route: &Route) -> Option<&'static Self> {
        AREAS.iter().find(|area| area.has(route))
    }

    /// Whether a page is one of the area's.
    pub(crate) fn has(&self, route: &Route) -> bool {
        (self.holds)(route)
    }

    /// The area's first page at a business.
    pub(crate) fn home(&self, membership: &Membership) -> Route {
        (self.home)(membership.id.clone())
    }

    /// Whether a member can go there.
    pub(crate) fn access(&self, membership: &Membership) -> Access {
        let held = |feature| membership.features.contains(&feature);
        if !self.feature.is_none_or(held) {
            Access::NotInPlan
        } else if membership.permissions.contains(&self.needs) {
            Access::Open
        } else {
            Access::NotAllowed
        }
    }

    /// The areas that are open to a member.
    pub(crate) fn open(membership: &Membership) -> Vec<&'static Self> {
        let holds = |permission| membership.permissions.contains(&permission);
        let open = |area: &&Self| {
            area.access(membership) == Access::Open && !area.unless.is_some_and(holds)
        };
        AREAS.iter().filter(open).collect()
    }
}
