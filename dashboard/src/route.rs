//! Which page an address shows.

use yew_router::Routable;

/// A page of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// Where owners come in.
    #[at("/sign-in")]
    SignIn,
    /// What the link of an invitation leads to; what makes it work stands behind the `#`.
    #[at("/join")]
    Join,
    /// The own account.
    #[at("/account")]
    Account,
    /// The businesses of whoever is signed in.
    #[at("/businesses")]
    Businesses,
    /// What a business opens with.
    #[at("/businesses/:business")]
    Business {
        /// The business's id.
        business: String,
    },
    /// All coupons.
    #[at("/businesses/:business/coupons")]
    Coupons {
        /// The business's id.
        business: String,
    },
    /// A coupon that is not there yet.
    #[at("/businesses/:business/coupons/new")]
    NewCoupon {
        /// The business's id.
        business: String,
    },
    /// Where codes are tried.
    #[at("/businesses/:business/coupons/try")]
    TryCode {
        /// The business's id.
        business: String,
    },
    /// One coupon.
    #[at("/businesses/:business/coupons/:coupon")]
    Coupon {
        /// The business's id.
        business: String,
        /// The coupon's id.
        coupon: String,
    },
    /// Who used a coupon.
    #[at("/businesses/:business/coupons/:coupon/uses")]
    CouponUses {
        /// The business's id.
        business: String,
        /// The coupon's id.
        coupon: String,
    },
    /// Bookings and what coupons took off them, over time.
    #[at("/businesses/:business/reports")]
    Reports {
        /// The business's id.
        business: String,
    },
    /// All calendars.
    #[at("/businesses/:business/calendars")]
    Calendars {
        /// The business's id.
        business: String,
    },
    /// A calendar that is not there yet.
    #[at("/businesses/:business/calendars/new")]
    NewCalendar {
        /// The business's id.
        business: String,
    },
    /// One calendar.
    #[at("/businesses/:business/calendars/:calendar")]
    Calendar {
        /// The business's id.
        business: String,
        /// The calendar's id.
        calendar: String,
    },
    /// What is sold by orders.
    #[at("/businesses/:business/products")]
    Products {
        /// The business's id.
        business: String,
    },
    /// A service that is not there yet.
    #[at("/businesses/:business/calendars/:calendar/services/new")]
    NewService {
        /// The business's id.
        business: String,
        /// The calendar that is to sell it.
        calendar: String,
    },
    /// One service.
    #[at("/businesses/:business/services/:service")]
    Service {
        /// The business's id.
        business: String,
        /// The service's id.
        service: String,
    },
    /// Who performs services.
    #[at("/businesses/:business/staff")]
    Staff {
        /// The business's id.
        business: String,
    },
    /// Somebody who is not there yet.
    #[at("/businesses/:business/staff/new")]
    NewMember {
        /// The business's id.
        business: String,
    },
    /// One member of staff.
    #[at("/businesses/:business/staff/:member")]
    Member {
        /// The business's id.
        business: String,
        /// Which one.
        member: String,
    },
    /// Where services are performed.
    #[at("/businesses/:business/locations")]
    Locations {
        /// The business's id.
        business: String,
    },
    /// A location that is not there yet.
    #[at("/businesses/:business/locations/new")]
    NewLocation {
        /// The business's id.
        business: String,
    },
    /// One location.
    #[at("/businesses/:business/locations/:location")]
    Location {
        /// The business's id.
        business: String,
        /// Which one.
        location: String,
    },
    /// When the business is open.
    #[at("/businesses/:business/hours")]
    Hours {
        /// The business's id.
        business: String,
    },
    /// How the business is set up.
    #[at("/businesses/:business/settings")]
    Settings {
        /// The business's id.
        business: String,
    },
    /// How it is paid.
    #[at("/businesses/:business/settings/payments")]
    Payments {
        /// The business's id.
        business: String,
    },
    /// Who belongs to it.
    #[at("/businesses/:business/settings/members")]
    Members {
        /// The business's id.
        business: String,
    },
    /// Where its widgets may stand.
    #[at("/businesses/:business/settings/sites")]
    Sites {
        /// The business's id.
        business: String,
    },
    /// Where its own systems are told.
    #[at("/businesses/:business/settings/webhooks")]
    Webhooks {
        /// The business's id.
        business: String,
    },
    /// One endpoint, with what was sent to it.
    #[at("/businesses/:business/settings/webhooks/:webhook")]
    Webhook {
        /// The business's id.
        business: String,
        /// The endpoint's id.
        webhook: String,
    },
    /// Who did what.
    #[at("/businesses/:business/settings/log")]
    Log {
        /// The business's id.
        business: String,
    },
    /// The lines that put a calendar on a site.
    #[at("/businesses/:business/calendars/:calendar/embed")]
    Embed {
        /// The business's id.
        business: String,
        /// The calendar's id.
        calendar: String,
    },
    /// All orders.
    #[at("/businesses/:business/orders")]
    Orders {
        /// The business's id.
        business: String,
    },
    /// A booking for a customer.
    #[at("/businesses/:business/orders/new")]
    NewOrder {
        /// The business's id.
        business: String,
    },
    /// One order.
    #[at("/businesses/:business/orders/:order")]
    Order {
        /// The business's id.
        business: String,
        /// The order's id.
        order: String,
    },
    /// The appointments of whoever is signed in.
    #[at("/businesses/:business/appointments")]
    Appointments {
        /// The business's id.
        business: String,
    },
    /// An address that no page has.
    #[not_found]
    #[at("/not-found")]
    NotFound,
}

impl Route {
    /// The business that the page is about.
    pub fn business(&self) -> Option<&str> {
        match self {
            Self::Business { business }
            | Self::Coupons { business }
            | Self::NewCoupon { business }
            | Self::TryCode { business }
            | Self::CouponUses { business, .. }
            | Self::Reports { business }
            | Self::Coupon { business, .. }
            | Self::Calendars { business }
            | Self::NewCalendar { business }
            | Self::Products { business }
            | Self::Calendar { business, .. }
            | Self::NewService { business, .. }
            | Self::Service { business, .. }
            | Self::Staff { business }
            | Self::NewMember { business }
            | Self::Member { business, .. }
            | Self::Locations { business }
            | Self::NewLocation { business }
            | Self::Location { business, .. }
            | Self::Hours { business }
            | Self::Settings { business }
            | Self::Payments { business }
            | Self::Members { business }
            | Self::Sites { business }
            | Self::Webhooks { business }
            | Self::Webhook { business, .. }
            | Self::Log { business }
            | Self::Embed { business, .. }
            | Self::Orders { business }
            | Self::NewOrder { business }
            | Self::Order { business, .. }
            | Self::Appointments { business } => Some(business),
            Self::SignIn | Self::Join | Self::Account | Self::Businesses | Self::NotFound => None,
        }
    }

    /// The page to go on to after the sign-in: only one of ours, whatever the address says.
    pub fn onward(wanted: &str) -> Self {
        let path = wanted.split(['?', '#']).next().unwrap_or_default();
        match Self::recognize(path) {
            None | Some(Self::SignIn | Self::Join | Self::NotFound) => Self::Businesses,
            Some(route) => route,
        }
    }
}
