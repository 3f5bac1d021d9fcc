//! What crosses the wire between the dashboard and the companion: who is signed in, what they may
//! do at which business, and what they do there.

mod appointments;
mod backtest;
mod bookings;
mod calendars;
mod catalog;
mod catalog_refusal;
mod code_import;
mod codes;
mod coupon_preview;
mod coupon_refusal;
mod coupons;
mod log;
mod members;
mod order;
mod order_deeds;
mod orders;
mod problem;
mod reports;
mod role;
mod services;
mod session;
mod settings;
mod simulation;
mod sites;
mod stripe_accounts;
mod uses;
mod webhooks;
mod wording;
mod workplace;

pub use appointments::{
    APPOINTMENTS_PER_PAGE_MAX, AppointmentsPage, AppointmentsQuery, OwnAppointment,
};
pub use backtest::{
    Backtest, BacktestLine, BacktestMiss, BacktestResult, BacktestService, LeftOut,
};
pub use bookings::{
    AskBookingTerms, BookForCustomer, BookedForCustomer, BookingTerms, CUSTOMERS_SUGGESTED_MAX,
    CustomersFound, CustomersQuery, PastCustomer, PayBy,
};
pub use calendars::{
    CATEGORIES_MAX, CalendarDraft, CalendarLooks, CalendarView, ContinueField, EditCalendar,
    ITEMS_MAX, NOTICE_MINUTES_MAX, NewCalendar, ProductList, ProductTag, ProductView,
    WINDOW_DAYS_MAX,
};
pub use catalog::{
    CALENDARS_MAX, CalendarList, CalendarRow, LOCATIONS_MAX, LocationList, LocationRow,
    OfferedAddOn, OfferedVariation, SERVICES_MAX, STAFF_MAX, ServiceList, ServiceRow,
    ServicesQuery, StaffList, StaffRow,
};
pub use catalog_refusal::{CatalogField, CatalogProblem, CatalogRefusal};
pub use code_import::{CodesImported, IMPORT_LINES_MAX, ImportOutcome, ImportQuery, ImportedLine};
pub use codes::{
    CODES_AT_ONCE_MAX, CODES_PER_PAGE_MAX, CodeRules, CodeSaved, CodeView, CodesFileQuery,
    CodesPage, CodesProgress, CodesQuery, GenerateCodes, NewCode,
};
pub use coupon_preview::{NewPreview, PREVIEW_MINUTES, PreviewMade};
pub use coupon_refusal::{CouponRefusal, DraftField, DraftProblem};
pub use coupons::{
    COUPON_NAME_LENGTH_MAX, COUPONS_PER_PAGE_MAX, CheckCoupon, CivilTime, CivilTimeError,
    CouponChecked, CouponCustomer, CouponDraft, CouponName, CouponNameError, CouponRow,
    CouponSaved, CouponSort, CouponStatus, CouponView, CouponsPage, CouponsQuery, EditCoupon,
    FreeCode, NewCoupon, SwitchCoupon, UseCounts,
};
pub use log::{LOG_PAGE_MAX, LogCheck, LogEntry, LogPage, LogQuery};
pub use members::{
    AcceptInvitation, ChangePassword, ChangeRole, InvitationMade, InvitationTo, InvitationToken,
    InvitationView, MEMBERS_PER_PAGE_MAX, MemberView, MembersPage, MembersQuery, NewInvitation,
    OpenInvitation, OwnSession, OwnSessions,
};
pub use order::{
    AttendeePayments, OrderAnswer, OrderCoupon, OrderDeeds, OrderDetails, OrderRefund,
    OrderTransaction, PaymentLink, PaymentMethod, PaymentsView, RefundProgress, TransactionKind,
};
pub use order_deeds::{
    CallOff, CollectBalance, PAYMENT_NOTE_LENGTH_MAX, PaymentNote, PaymentNoteError, RecordPayment,
    RefundOrder, RefundShare,
};
pub use orders::{
    ORDER_SEARCH_LENGTH_MAX, ORDERS_COUNTED_MAX, ORDERS_PER_PAGE_MAX, OrderRow, OrderSort,
    OrderStanding, OrdersPage, OrdersQuery,
};
pub use problem::OwnerProblem;
pub use reports::{
    REPORT_SPANS_MAX, Report, ReportBy, ReportCoupon, ReportFileQuery, ReportQuery, ReportSpan,
};
pub use role::{Feature, LogKind, Permission, Plan, Role};
pub use services::{
    ADD_ONS_MAX, AddOnDraft, CAPACITY_MAX, DURATION_MINUTES_MAX, EditService, NewService,
    QUANTITY_MAX, Reorder, ServiceDraft, ServiceView, Towards, VARIATIONS_MAX, VariationDraft,
};
pub use session::{BusinessDetails, Membership, Password, Session, SignIn, User};
pub use settings::{
    BusinessSettings, EditSettings, SettingsNumber, SettingsView, WEB_ADDRESS_BYTES_MAX,
    WebAddress, WebAddressError,
};
pub use simulation::{
    LeadsTo, Simulate, Simulation, SimulationCalendar, SimulationMenu, SimulationService, Tried,
    TriedDraft,
};
pub use sites::{NamedSite, SITES_MAX, Sites};
pub use stripe_accounts::{
    CheckStripe, ConnectStripe, EarlierStripeAccount, PaymentMode, PaysTo, STRIPE_EVENTS,
    STRIPE_KEY_BYTES_MAX, SigningSecret, SigningSecretError, StripeAccountView, StripeAccounts,
    StripeCheck, StripeFinding, StripeKey, StripeKeyError, StripeRight, StripeSide,
};
pub use uses::{CouponUse, USES_PER_PAGE_MAX, UseState, UseTotal, UseTotals, UsesPage, UsesQuery};
pub use webhooks::{
    DELIVERIES_COUNTED_MAX, DELIVERIES_PER_PAGE_MAX, DeliveriesPage, DeliveriesQuery,
    DeliveryAttempt, DeliveryDetails, DeliveryFailure, DeliveryFilter, DeliveryRow, DeliveryState,
    EditWebhook, NewWebhook, OVERLAP_HOURS_MAX, ReplayFailed, Replayed, RollSecret, WEBHOOKS_MAX,
    WebhookList, WebhookMade, WebhookSecret, WebhookStanding, WebhookTried, WebhookView,
};
pub use wording::{
    LINE_LENGTH_MAX, Line, PARAGRAPH_LENGTH_MAX, Paragraph, TITLE_LENGTH_MAX, Title, WordingError,
};
pub use workplace::{
    BusinessHours, DateHours, DaySpan, EditLocation, EditStaff, HoursOf, HoursSaved, LocationDraft,
    NewLocation, NewStaff, OUTSIDE_MAX, OutsideBooking, OwnHours, SPANS_MAX, SetDate, SetHours,
    StaffDraft, WeekSpan,
};
