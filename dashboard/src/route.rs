//! Which page an address shows.

use yew_router::Routable;

/// A page of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Routable)]
pub enum Route {
    /// Where owners come in.
    #[at("/sign-in")]
    SignIn,
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
            | Self::Coupon { business, .. } => Some(business),
            Self::SignIn | Self::Businesses | Self::NotFound => None,
        }
    }

    /// The page to go on to after the sign-in: only one of ours, whatever the address says.
    pub fn onward(wanted: &str) -> Self {
        let path = wanted.split(['?', '#']).next().unwrap_or_default();
        match Self::recognize(path) {
            None | Some(Self::SignIn | Self::NotFound) => Self::Businesses,
            Some(route) => route,
        }
    }
}
