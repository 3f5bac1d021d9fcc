//! The settings of a business as they are typed: loaded, changed, saved.

use std::collections::BTreeMap;

use booking_contract::ProblemCode;
use booking_contract::owner::{BusinessSettings, EditSettings, SettingsNumber, SettingsView};
use booking_engine::{FirstPurchaseScope, FreeOrders, OversizeFixed};

use crate::client::Failure;

/// What is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the page"
)]
pub struct Entered {
    /// The name.
    pub name: String,
    /// The address of the own site.
    pub website: String,
    /// The time zone.
    pub zone: String,
    /// The code of the currency.
    pub currency: String,
    /// Whether a coupon may bring a booking down to nothing.
    pub free_orders: bool,
    /// Whether a fixed coupon that is worth more than the booking is refused.
    pub refuses_oversize: bool,
    /// Whether a first purchase is the first of a service at a location.
    pub first_of_service: bool,
    /// Whether guests are told plainly why a code does not apply.
    pub explains: bool,
    /// Whether guests may call off.
    pub guests_cancel: bool,
    /// Whether a coupon is free again after that.
    pub release: bool,
    /// The numbers; empty where there is none.
    pub numbers: BTreeMap<SettingsNumber, String>,
    /// What the notice is counted in.
    pub notice_in: NoticeUnit,
}

/// What a notice is counted in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeUnit {
    /// Minutes.
    Minutes,
    /// Hours.
    #[default]
    Hours,
    /// Days of 24 hours.
    Days,
}

/// A question of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "each is a field of what is typed")]
pub enum Entry {
    Name,
    Website,
    Zone,
    Currency,
    Number(SettingsNumber),
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// What is typed.
    pub entered: Entered,
    /// What is wrong with it, once that was asked.
    pub mistakes: BTreeMap<Entry, String>,
    /// The settings that it began with.
    pub kept: Option<SettingsView>,
    /// How far it came.
    pub stage: Stage,
}

/// How far the form came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// The settings are asked for.
    #[default]
    Loading,
    /// They did not come.
    Missing(Failure),
    /// They are there.
    Open,
    /// They are being saved.
    Saving,
    /// They were not saved.
    Failed(Failure),
    /// Somebody else has saved others meanwhile.
    Overtaken,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The page is opened, or the settings are wanted anew.
    Load,
    /// They have come, or not.
    Loaded(Result<SettingsView, Failure>),
    /// Something is typed.
    Set(Box<Entered>),
    /// The form is sent.
    Submit,
    /// The companion has answered.
    Saved(Result<SettingsView, Failure>),
    /// What was typed is given up.
    Discard,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Ask for the settings.
    Load,
    /// Save them.
    Save(Box<EditSettings>),
    /// Put the cursor into a field.
    Focus(Entry),
    /// Say something, and show the business as it is now.
    Done(&'static str),
    /// Nobody is signed in any more.
    SignedOut,
}

/// Every number of the form.
pub const NUMBERS: [SettingsNumber; 8] = [
    SettingsNumber::HoldMinutes,
    SettingsNumber::HoldExtensionsMax,
    SettingsNumber::HoldExtensionMinutes,
    SettingsNumber::HoldsPerNetworkMax,
    SettingsNumber::HoldsPerCustomerMax,
    SettingsNumber::CancelNoticeMinutes,
    SettingsNumber::CancelRefundPercent,
    SettingsNumber::CancelLateRefundPercent,
];

impl Form {
    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Load => {
                self.stage = Stage::Loading;
                vec![Effect::Load]
            }
            Event::Loaded(Ok(view)) => {
                self.open(view);
                Vec::new()
            }
            Event::Saved(Ok(view)) => {
                self.open(view);
                vec![Effect::Done("The settings are saved.")]
            }
            Event::Loaded(Err(Failure::SignedOut)) | Event::Saved(Err(Failure::SignedOut)) => {
                vec![Effect::SignedOut]
            }
            Event::Loaded(Err(failure)) => {
                self.stage = Stage::Missing(failure);
                Vec::new()
            }
            Event::Saved(Err(failure)) => {
                self.stage = match failure.code() {
                    Some(ProblemCode::Changed) => Stage::Overtaken,
                    _ => Stage::Failed(failure),
                };
                Vec::new()
            }
            Event::Set(entered) => {
                self.entered = *entered;
                if !self.mistakes.is_empty() {
                    self.mistakes = self.entered.read().err().unwrap_or_default();
                }
                Vec::new()
            }
            Event::Submit => self.submit(),
            Event::Discard => {
                if let Some(kept) = self.kept.clone() {
                    self.open(kept);
                }
                Vec::new()
            }
        }
    }

    /// Whether something is typed that is not saved.
    pub fn is_changed(&self) -> bool {
        let kept = self.kept.as_ref();
        kept.is_some_and(|kept| Entered::of(&kept.settings) != self.entered)
    }

    fn open(&mut self, view: SettingsView) {
        self.entered = Entered::of(&view.settings);
        self.mistakes.clear();
        self.kept = Some(view);
        self.stage = Stage::Open;
    }

    fn submit(&mut self) -> Vec<Effect> {
        let Some(kept) = &self.kept else {
            return Vec::new();
        };
        if self.stage == Stage::Saving || !self.is_changed() {
            return Vec::new();
        }
        match self.entered.read() {
            Ok(settings) => {
                let version = kept.version;
                self.mistakes.clear();
                self.stage = Stage::Saving;
                vec![Effect::Save(Box::new(EditSettings { version, settings }))]
            }
            Err(mistakes) => {
                let first = mistakes.keys().next().copied();
                self.mistakes = mistakes;
                first.map(Effect::Focus).into_iter().collect()
            }
        }
    }
}

impl NoticeUnit {
    /// How many minutes it has.
    const fn minutes(self) -> u32 {
        match self {
            Self::Minutes => 1,
            Self::Hours => 60,
            Self::Days => 1_440,
        }
    }

    /// The largest in which a notice is a whole number.
    const fn of(minutes: u32) -> Self {
        if minutes == 0 || !minutes.is_multiple_of(60) {
            Self::Minutes
        } else if minutes.is_multiple_of(1_440) {
            Self::Days
        } else {
            Self::Hours
        }
    }
}

impl Entered {
    /// Settings as somebody would have typed them.
    pub fn of(settings: &BusinessSettings) -> Self {
        use SettingsNumber as Number;
        let notice_in = NoticeUnit::of(settings.cancel_notice_minutes);
        let notice = settings.cancel_notice_minutes / notice_in.minutes();
        let numbers = [
            (Number::HoldMinutes, Some(settings.hold_minutes)),
            (
                Number::HoldExtensionsMax,
                Some(settings.hold_extensions_max),
            ),
            (
                Number::HoldExtensionMinutes,
                Some(settings.hold_extension_minutes),
            ),
            (Number::HoldsPerNetworkMax, settings.holds_per_network_max),
            (Number::HoldsPerCustomerMax, settings.holds_per_customer_max),
            (Number::CancelNoticeMinutes, Some(notice)),
            (
                Number::CancelRefundPercent,
                Some(settings.cancel_refund_percent),
            ),
            (
                Number::CancelLateRefundPercent,
                Some(settings.cancel_late_refund_percent),
            ),
        ];
        let typed = |number: Option<u32>| number.map(|number| number.to_string());
        Self {
            name: settings.name.to_string(),
            website: settings
                .website
                .as_ref()
                .map(|website| website.as_str().to_owned())
                .unwrap_or_default(),
            zone: settings.zone.clone(),
            currency: settings.currency.code().to_owned(),
            free_orders: settings.free_orders == FreeOrders::Allow,
            refuses_oversize: settings.oversize_fixed == OversizeFixed::Refuse,
            first_of_service: settings.first_purchase_scope
                == FirstPurchaseScope::ServiceAtLocation,
            explains: settings.explain_rejections,
            guests_cancel: settings.guests_cancel,
            release: settings.release_on_cancel,
            numbers: numbers
                .into_iter()
                .map(|(which, number)| (which, typed(number).unwrap_or_default()))
                .collect(),
            notice_in,
        }
    }

    /// What is typed for a number.
    pub fn number(&self, which: SettingsNumber) -> &str {
        self.numbers.get(&which).map_or("", String::as_str)
    }

    /// The settings that are meant.
    pub fn read(&self) -> Result<BusinessSettings, BTreeMap<Entry, String>> {
        use SettingsNumber as Number;
        let mut mistakes = BTreeMap::new();
        let mut wrong = |entry, text: &str| {
            mistakes.insert(entry, text.to_owned());
        };
        let name = self.name.parse().map_err(|_| {
            wrong(
                Entry::Name,
                "Enter the name that guests know, at most 120 characters.",
            );
        });
        let website = match self.website.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                wrong(
                    Entry::Website,
                    "Enter the whole address, such as https://www.example.com.",
                );
            }),
        };
        let currency = self.currency.trim().to_ascii_uppercase();
        let currency = currency.parse().map_err(|_| {
            wrong(
                Entry::Currency,
                "Enter a code of three letters, such as EUR.",
            );
        });
        let mut numbers = BTreeMap::new();
        for which in NUMBERS {
            match self.read_number(which) {
                Ok(number) => {
                    numbers.insert(which, number);
                }
                Err(mistake) => {
                    mistakes.insert(Entry::Number(which), mistake);
                }
            }
        }
        let (Ok(name), Ok(website), Ok(currency), true) =
            (name, website, currency, mistakes.is_empty())
        else {
            return Err(mistakes);
        };
        let perhaps = |which| numbers.get(&which).copied().flatten();
        // What must be there was read as a number.
        let number = |which| perhaps(which).unwrap_or_default();
        Ok(BusinessSettings {
            name,
            website,
            zone: self.zone.clone(),
            currency,
            free_orders: if self.free_orders {
                FreeOrders::Allow
            } else {
                FreeOrders::Refuse
            },
            oversize_fixed: if self.refuses_oversize {
                OversizeFixed::Refuse
            } else {
                OversizeFixed::Clamp
            },
            first_purchase_scope: if self.first_of_service {
                FirstPurchaseScope::ServiceAtLocation
            } else {
                FirstPurchaseScope::Business
            },
            explain_rejections: self.explains,
            hold_minutes: number(Number::HoldMinutes),
            hold_extensions_max: number(Number::HoldExtensionsMax),
            hold_extension_minutes: number(Number::HoldExtensionMinutes),
            holds_per_network_max: perhaps(Number::HoldsPerNetworkMax),
            holds_per_customer_max: perhaps(Number::HoldsPerCustomerMax),
            guests_cancel: self.guests_cancel,
            cancel_notice_minutes: number(Number::CancelNoticeMinutes),
            cancel_refund_percent: number(Number::CancelRefundPercent),
            cancel_late_refund_percent: number(Number::CancelLateRefundPercent),
            release_on_cancel: self.release,
        })
    }

    fn read_number(&self, which: SettingsNumber) -> Result<Option<u32>, String> {
        let may_be_none = matches!(
            which,
            SettingsNumber::HoldsPerNetworkMax | SettingsNumber::HoldsPerCustomerMax
        );
        let typed = self.number(which).trim();
        if typed.is_empty() && may_be_none {
            return Ok(None);
        }
        let times = match which {
            SettingsNumber::CancelNoticeMinutes => self.notice_in.minutes(),
            _ => 1,
        };
        let number = typed.parse::<u32>().ok();
        let number = number.and_then(|number| number.checked_mul(times));
        if let Some(number) = number.filter(|number| which.takes(*number)) {
            return Ok(Some(number));
        }
        let (least, most) = which.range();
        let most = most / times;
        Err(format!("Enter a whole number from {least} to {most}."))
    }
}
