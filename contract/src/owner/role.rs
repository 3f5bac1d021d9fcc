//! Roles of people at a business, what each may do, and what the business's plan holds.

use serde::{Deserialize, Serialize};

/// A closed list of words on the wire; a test holds the words against those that serde writes.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident, $what:literal { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            /// Every one, in the order in which they are explained.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                let found = Self::ALL.iter().find(|known| known.as_str() == word);
                found.copied().ok_or_else(|| {
                    let words: Vec<_> = Self::ALL.iter().map(|known| known.as_str()).collect();
                    format!(concat!($what, " is one of {}"), words.join(", "))
                })
            }
        }
    };
}

words! {
    /// What somebody is at a business.
    Role, "a role" {
        /// Whose business it is.
        Owner = "owner",
        /// Runs it for the owner.
        Admin = "admin",
        /// Looks after bookings and guests.
        Manager = "manager",
        /// Performs services.
        Staff = "staff",
    }
}

words! {
    /// One thing that a role allows.
    Permission, "a permission" {
        /// See the business's name, zone and currency.
        ViewBusiness = "view_business",
        /// See the own appointments.
        ViewOwnCalendar = "view_own_calendar",
        /// Book for a customer, with a coupon, and send a payment link.
        BookForCustomer = "book_for_customer",
        /// See every order and who booked it.
        ViewOrders = "view_orders",
        /// Record payments, collect balances, move and cancel bookings.
        ManageOrders = "manage_orders",
        /// Give money back.
        Refund = "refund",
        /// Take orders, payments and uses out as files.
        ExportReports = "export_reports",
        /// See coupons, their codes and who used them.
        ViewCoupons = "view_coupons",
        /// Make, change, switch off and delete coupons and codes.
        ManageCoupons = "manage_coupons",
        /// Change calendars, services, staff and hours.
        ManageCalendars = "manage_calendars",
        /// Change the business: its name, policies, sites and payment keys.
        ManageSettings = "manage_settings",
        /// Change where the business's own systems are told of orders.
        ManageWebhooks = "manage_webhooks",
        /// Invite people, change their roles, take them out.
        ManageMembers = "manage_members",
        /// Read who did what.
        ViewLog = "view_log",
        /// Delete the business, or hand it over.
        DeleteBusiness = "delete_business",
    }
}

words! {
    /// What a business pays for.
    Plan, "a plan" {
        /// Bookings and payments.
        Basic = "basic",
        /// All that there is.
        Full = "full",
    }
}

words! {
    /// What an entry of the log is about: what its action begins with.
    LogKind, "a kind of entry" {
        /// Signing in and out.
        Session = "session",
        /// Members, invitations and their passwords.
        Member = "member",
        /// The business and its settings.
        Business = "business",
        /// Sites that may embed.
        Site = "site",
        /// Calendars.
        Calendar = "calendar",
        /// Services.
        Service = "service",
        /// Who performs services.
        Staff = "staff",
        /// Where services are performed.
        Location = "location",
        /// When the business is open.
        Hours = "hours",
        /// Products.
        Product = "product",
        /// Coupons.
        Coupon = "coupon",
        /// Promotion codes.
        Code = "code",
        /// Orders and their money.
        Order = "order",
        /// Where the business's own systems are told.
        Webhook = "webhook",
    }
}

words! {
    /// A part of the product that not every plan holds.
    Feature, "a feature" {
        /// Coupons and promotion codes.
        Coupons = "coupons",
    }
}
