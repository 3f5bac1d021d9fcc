//! The form of a coupon as it goes: what is typed, what is said of it, how it is saved.

use std::collections::BTreeSet;

use booking_contract::ProblemCode;
use booking_contract::owner::{
    CheckCoupon, CouponChecked, CouponDraft, CouponRefusal, CouponSaved, CouponView, EditCoupon,
    FreeCode, NewCoupon,
};
use booking_engine::{Benefit, Currency, Finding};
use litemap::LiteMap;

use super::entered::{Entered, Entry, Mistakes};
use crate::client::Failure;

/// The form.
#[allow(
    clippy::struct_excessive_bools,
    reason = "none of them follows from another"
)]
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// The coupon as it was read; none for a new one.
    pub coupon: Option<CouponView>,
    /// What is typed.
    pub entered: Entered,
    /// Whether a new coupon is switched on at once.
    pub active: bool,
    /// Whether the rarer rules are shown.
    pub unfolded: bool,
    /// Whether changes of an earlier visit were put back.
    pub restored: bool,
    /// What the linter says.
    pub findings: Vec<Finding>,
    /// Why it could not be saved as it was.
    pub refusal: Option<CouponRefusal>,
    /// How far saving came.
    pub stage: Stage,
    /// The business's currency.
    pub currency: Currency,
    base: CouponDraft,
    initial: Entered,
    touched: BTreeSet<Entry>,
    tried: bool,
    ticket: u32,
}

/// How far saving came.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nothing is under way.
    #[default]
    Ready,
    /// A code is being made.
    Generating,
    /// It is being saved.
    Saving,
    /// It was not saved.
    Failed(String),
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something is typed or chosen.
    Set(Entry, Box<Entered>),
    /// A question was left.
    Left(Entry),
    /// Nothing was typed for a while.
    Settled {
        /// The ticket of the last change.
        ticket: u32,
    },
    /// The linter has answered.
    Checked {
        /// What it answers.
        ticket: u32,
        /// What it says.
        result: Result<CouponChecked, Failure>,
    },
    /// A code is wanted.
    Generate,
    /// A code has come.
    Generated(Result<FreeCode, Failure>),
    /// Whether a new coupon is to be switched on.
    Active(bool),
    /// The rarer rules are shown, or hidden.
    Unfold,
    /// It is to be saved.
    Save,
    /// The companion has answered.
    Saved(Box<Result<CouponSaved, Failure>>),
    /// Changes are given up.
    Discard,
    /// What somebody else has made of the coupon is taken over.
    TakeTheirs,
    /// It was switched on or off.
    Switched(Box<CouponView>),
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Come back when nothing was typed for a while.
    Settle {
        /// To be handed back.
        ticket: u32,
    },
    /// Ask the linter.
    Check {
        /// To be handed back with the answer.
        ticket: u32,
        /// The draft.
        check: Box<CheckCoupon>,
    },
    /// Keep what is typed for this tab's next visit, or forget it.
    Keep(Option<Box<Entered>>),
    /// Ask for a free code.
    Generate,
    /// Make the coupon.
    Create(Box<NewCoupon>),
    /// Change the coupon.
    Edit(Box<EditCoupon>),
    /// It is saved.
    Done(Box<CouponView>),
    /// Put the cursor into a question.
    Focus(Entry),
    /// Nobody is signed in any more.
    SignedOut,
}

impl Form {
    /// The form of a coupon, or of a new one, with what was typed at an earlier visit.
    pub fn open(coupon: Option<CouponView>, kept: Option<Entered>, currency: Currency) -> Self {
        let base = match &coupon {
            Some(coupon) => coupon.draft.clone(),
            None => CouponDraft::of(Benefit::Fixed {
                amounts_minor: LiteMap::new_vec(),
            }),
        };
        let initial = match &coupon {
            Some(coupon) => Entered::of(&coupon.draft, currency),
            None => Entered::default(),
        };
        let restored = kept.as_ref().is_some_and(|kept| *kept != initial);
        let entered = kept.unwrap_or_else(|| initial.clone());
        let mut form = Self {
            coupon,
            entered,
            active: true,
            unfolded: false,
            restored,
            findings: Vec::new(),
            refusal: None,
            stage: Stage::Ready,
            currency,
            base,
            initial,
            touched: BTreeSet::new(),
            tried: false,
            ticket: 0,
        };
        form.unfolded = form.has_rare_rules();
        form
    }

    /// Takes an event in.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Set(entry, entered) => self.set(entry, *entered),
            Event::Left(entry) => {
                self.touched.insert(entry);
                Vec::new()
            }
            Event::Settled { ticket } => self.settled(ticket),
            Event::Checked { ticket, result } => self.checked(ticket, result),
            Event::Generate if self.stage == Stage::Generating => Vec::new(),
            Event::Generate => {
                self.stage = Stage::Generating;
                vec![Effect::Generate]
            }
            Event::Generated(result) => self.generated(result),
            Event::Active(active) => {
                self.active = active;
                Vec::new()
            }
            Event::Unfold => {
                self.unfolded = !self.unfolded;
                Vec::new()
            }
            Event::Save => self.save(),
            Event::Saved(result) => self.saved(*result),
            Event::Discard => {
                self.findings.clear();
                self.begin_again()
            }
            Event::TakeTheirs => match self.refusal.take() {
                Some(CouponRefusal::Changed { current }) => {
                    self.renew(*current);
                    self.begin_again()
                }
                _ => Vec::new(),
            },
            Event::Switched(coupon) => {
                let changed = self.is_changed().then(|| self.entered.clone());
                self.renew(*coupon);
                if let Some(entered) = changed {
                    self.entered = entered;
                }
                Vec::new()
            }
        }
    }

    /// Whether something was changed and not saved.
    pub fn is_changed(&self) -> bool {
        self.entered != self.initial
    }

    /// What is to be shown as wrong: what was left or tried to be saved like this, never what is
    /// just being typed.
    pub fn mistakes(&self) -> Mistakes {
        let all = self.read().err().unwrap_or_default();
        let shown = all
            .into_iter()
            .filter(|(entry, _)| self.tried || self.touched.contains(entry));
        shown.collect()
    }

    /// Whether benefit and currency have to stay as they are.
    pub fn is_frozen(&self) -> bool {
        self.coupon
            .as_ref()
            .is_some_and(|coupon| coupon.benefit_frozen)
    }

    /// What is meant, where all of it can be read.
    pub fn read(&self) -> Result<CouponDraft, Mistakes> {
        self.entered.draft(&self.base, self.currency)
    }

    /// Whether a rule is set that the simple form does not show.
    fn has_rare_rules(&self) -> bool {
        let plain = Entered::default();
        let now = &self.entered;
        let shown = Entered {
            name: now.name.clone(),
            code: now.code.clone(),
            codeless: now.codeless,
            fixed: now.fixed,
            value: now.value.clone(),
            others: now.others.clone(),
            only: now.only,
            calendars: now.calendars.clone(),
            services: now.services.clone(),
            starts_date: now.starts_date.clone(),
            starts_time: now.starts_time.clone(),
            ends_date: now.ends_date.clone(),
            ends_time: now.ends_time.clone(),
            limit: now.limit.clone(),
            ..plain
        };
        shown != *now
    }

    fn set(&mut self, entry: Entry, entered: Entered) -> Vec<Effect> {
        if self.stage == Stage::Saving {
            return Vec::new();
        }
        self.entered = entered;
        // What is right again says so at once; what is not yet right waits until it is left.
        if !self.read().err().unwrap_or_default().contains_key(&entry) {
            self.touched.remove(&entry);
        }
        if matches!(self.stage, Stage::Failed(_)) {
            self.stage = Stage::Ready;
        }
        if !matches!(self.refusal, Some(CouponRefusal::Changed { .. })) {
            self.refusal = None;
        }
        self.ticket += 1;
        let kept = self.is_changed().then(|| Box::new(self.entered.clone()));
        vec![
            Effect::Keep(kept),
            Effect::Settle {
                ticket: self.ticket,
            },
        ]
    }

    fn settled(&mut self, ticket: u32) -> Vec<Effect> {
        if ticket != self.ticket {
            return Vec::new();
        }
        let Ok(draft) = self.read() else {
            self.findings.clear();
            return Vec::new();
        };
        let coupon_id = self.coupon.as_ref().map(|coupon| coupon.id.clone());
        let check = Box::new(CheckCoupon { draft, coupon_id });
        vec![Effect::Check { ticket, check }]
    }

    fn checked(&mut self, ticket: u32, result: Result<CouponChecked, Failure>) -> Vec<Effect> {
        if ticket != self.ticket {
            return Vec::new();
        }
        match result {
            Ok(checked) => {
                self.findings = checked.findings;
                if !matches!(self.refusal, Some(CouponRefusal::Changed { .. })) {
                    self.refusal = checked.refusal;
                }
                Vec::new()
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            // Advice is missing, nothing else; saving says what is wrong.
            Err(_) => {
                self.findings.clear();
                Vec::new()
            }
        }
    }

    fn generated(&mut self, result: Result<FreeCode, Failure>) -> Vec<Effect> {
        self.stage = Stage::Ready;
        match result {
            Ok(free) => {
                let code = free.code.to_string();
                let entered = Entered {
                    code,
                    ..self.entered.clone()
                };
                self.set(Entry::Code, entered)
            }
            Err(Failure::SignedOut) => vec![Effect::SignedOut],
            Err(failure) => {
                self.stage = Stage::Failed(failure.sentence());
                Vec::new()
            }
        }
    }

    fn save(&mut self) -> Vec<Effect> {
        if matches!(self.stage, Stage::Saving | Stage::Generating) {
            return Vec::new();
        }
        self.tried = true;
        let draft = match self.read() {
            Ok(draft) => draft,
            Err(mistakes) => {
                self.unfolded |= mistakes.keys().any(|entry| entry.is_folded());
                let first = mistakes.keys().next();
                return first
                    .map(|entry| Effect::Focus(*entry))
                    .into_iter()
                    .collect();
            }
        };
        self.stage = Stage::Saving;
        // Advice that is under way is about what is being saved; the answer brings its own.
        self.ticket += 1;
        vec![match &self.coupon {
            None => Effect::Create(Box::new(NewCoupon {
                draft,
                active: self.active,
            })),
            Some(coupon) => Effect::Edit(Box::new(EditCoupon {
                version: coupon.version,
                draft,
            })),
        }]
    }

    fn saved(&mut self, result: Result<CouponSaved, Failure>) -> Vec<Effect> {
        self.stage = Stage::Ready;
        let failure = match result {
            Ok(saved) => {
                let coupon = saved.coupon.clone();
                self.renew(saved.coupon);
                self.findings = saved.findings;
                let mut effects = self.begin_again();
                effects.push(Effect::Done(Box::new(coupon)));
                return effects;
            }
            Err(failure) => failure,
        };
        if failure == Failure::SignedOut {
            return vec![Effect::SignedOut];
        }
        if let Failure::Refused(told) = &failure
            && told.problem.code == ProblemCode::CouponRefused
            && let Some(refusal) = told.refusal.clone()
        {
            if let CouponRefusal::CannotWork { findings } = &refusal {
                self.findings.clone_from(findings);
            }
            self.refusal = Some(refusal);
            return Vec::new();
        }
        self.stage = Stage::Failed(failure.sentence());
        Vec::new()
    }

    /// The coupon as it is now becomes what changes are made to.
    fn renew(&mut self, coupon: CouponView) {
        self.base = coupon.draft.clone();
        self.initial = Entered::of(&coupon.draft, self.currency);
        self.entered = self.initial.clone();
        self.coupon = Some(coupon);
    }

    fn begin_again(&mut self) -> Vec<Effect> {
        self.entered = self.initial.clone();
        self.restored = false;
        self.tried = false;
        self.touched.clear();
        self.refusal = None;
        self.stage = Stage::Ready;
        vec![Effect::Keep(None)]
    }
}
