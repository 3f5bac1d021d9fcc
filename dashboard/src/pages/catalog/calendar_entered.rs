//! What is typed into the form of a calendar: texts until they are read.

use booking_contract::owner::{
    CalendarDraft, CalendarView, CatalogField, CatalogProblem, ContinueField, ITEMS_MAX, Line,
    NOTICE_MINUTES_MAX, Paragraph, Title, WINDOW_DAYS_MAX,
};
use booking_contract::{CategoryInfo, FieldKind, FormField, PaymentTerms};
use booking_engine::{Currency, Deposit, Percent};

use super::reading::Reading;
use crate::editing::{Entered, Mistakes};
use crate::figures::{amount_minor, amount_text, hours_text, scaled};

/// All that is typed and chosen. What is only chosen is kept as the draft has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CalendarEntered {
    /// The business's currency.
    pub currency: Currency,
    /// What is chosen; what is typed is beside it.
    pub chosen: CalendarDraft,
    /// The title.
    pub title: String,
    /// The description.
    pub description: String,
    /// Where it takes place.
    pub location: String,
    /// The primary colour.
    pub accent: String,
    /// The colour around the card.
    pub background: String,
    /// The text of the button.
    pub button: String,
    /// The notice, in hours.
    pub notice: String,
    /// The days ahead.
    pub window: String,
    /// How many services one booking may hold.
    pub items_max: String,
    /// The headings, with their ids; an empty id: new.
    pub categories: Vec<CategoryInfo>,
    /// The questions.
    pub questions: Vec<Question>,
    /// The text beside the consent box.
    pub consent: String,
    /// How the payment terms are given.
    pub terms: TermsKind,
    /// The terms, or their address.
    pub terms_text: String,
    /// What is paid when booking.
    pub deposit: DepositKind,
    /// The share in percent, or the amount.
    pub deposit_value: String,
    /// The page to go on to.
    pub continue_to: String,
}

/// How payment terms are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsKind {
    /// There are none.
    None,
    /// In full.
    Text,
    /// As the address of a page.
    Link,
}

/// What is paid when booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepositKind {
    /// Everything.
    None,
    /// An amount.
    Flat,
    /// A share.
    Percent,
}

/// A question of the form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Question {
    /// Its id; empty: it is new.
    pub id: String,
    /// The question.
    pub label: String,
    /// What helps to answer it.
    pub hint: String,
    /// Whether it has to be answered.
    pub required: bool,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// The options, one on each line.
    pub options: String,
    /// The least number.
    pub min: String,
    /// The greatest number.
    pub max: String,
}

/// What kind of answer a question takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a kind of the contract's")]
pub enum Kind {
    #[default]
    Text,
    LongText,
    Number,
    Choice,
    Choices,
    Date,
    Checkbox,
}

impl Kind {
    /// Every kind with its name on the page.
    pub const ALL: [(Self, &'static str); 7] = [
        (Self::Text, "A line of text"),
        (Self::LongText, "Several lines of text"),
        (Self::Number, "A number"),
        (Self::Choice, "One of several"),
        (Self::Choices, "Any of several"),
        (Self::Date, "A date"),
        (Self::Checkbox, "A box to tick"),
    ];
}

impl Question {
    fn of(field: &FormField) -> Self {
        let mut question = Self {
            id: field.id.clone(),
            label: field.label.clone(),
            hint: field.hint.clone(),
            required: field.required,
            ..Self::default()
        };
        let text = |number: &Option<i64>| number.map_or_else(String::new, |it| it.to_string());
        question.kind = match &field.kind {
            FieldKind::Text => Kind::Text,
            FieldKind::LongText => Kind::LongText,
            FieldKind::Number { min, max } => {
                (question.min, question.max) = (text(min), text(max));
                Kind::Number
            }
            FieldKind::Choice { options } => {
                question.options = options.join("\n");
                Kind::Choice
            }
            FieldKind::Choices { options } => {
                question.options = options.join("\n");
                Kind::Choices
            }
            FieldKind::Date => Kind::Date,
            FieldKind::Checkbox => Kind::Checkbox,
        };
        question
    }

    /// Whether it has options.
    pub fn has_options(&self) -> bool {
        matches!(self.kind, Kind::Choice | Kind::Choices)
    }

    fn read(&self, place: usize, read: &mut Reading) -> FormField {
        let id = |part: &str| format!("question-{place}-{part}");
        let label = read.needed::<Line>(&id("label"), &self.label, "Enter the question.");
        let hint = read.text::<Line>(&id("hint"), &self.hint);
        let listed = || -> Vec<String> {
            let lines = self.options.lines().map(str::trim);
            lines
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect()
        };
        let options = listed();
        if self.has_options() {
            let twice = (1..options.len()).any(|at| options[..at].contains(&options[at]));
            if options.is_empty() {
                read.wrong(
                    &id("options"),
                    "Enter what can be chosen, one on each line.",
                );
            } else if twice {
                read.wrong(&id("options"), "Each line has to be different.");
            }
        }
        let kind = match self.kind {
            Kind::Text => FieldKind::Text,
            Kind::LongText => FieldKind::LongText,
            Kind::Number => {
                let min = read.whole(&id("min"), &self.min);
                let max = read.whole(&id("max"), &self.max);
                if min.zip(max).is_some_and(|(min, max)| min > max) {
                    read.wrong(&id("max"), "This is below the least number.");
                }
                FieldKind::Number { min, max }
            }
            Kind::Choice => FieldKind::Choice { options },
            Kind::Choices => FieldKind::Choices { options },
            Kind::Date => FieldKind::Date,
            Kind::Checkbox => FieldKind::Checkbox,
        };
        FormField {
            id: self.id.clone(),
            label: label.map_or_else(String::new, |text| text.to_string()),
            hint: hint.map_or_else(String::new, |text| text.to_string()),
            required: self.required,
            kind,
        }
    }
}

impl CalendarEntered {
    /// What would have been typed for a draft.
    pub fn of_draft(draft: &CalendarDraft, currency: Currency) -> Self {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (terms, terms_text) = match &draft.payment_terms {
            None => (TermsKind::None, String::new()),
            Some(PaymentTerms::Text { text }) => (TermsKind::Text, text.clone()),
            Some(PaymentTerms::Link { url }) => (TermsKind::Link, url.clone()),
        };
        let (deposit, deposit_value) = match draft.deposit {
            None => (DepositKind::None, String::new()),
            Some(Deposit::Flat { amount_minor }) => {
                (DepositKind::Flat, amount_text(amount_minor, currency))
            }
            Some(Deposit::Percent { percent }) => (DepositKind::Percent, percent.to_string()),
        };
        Self {
            currency,
            title: draft.title.to_string(),
            description: draft.description.to_string(),
            location: draft.location.to_string(),
            accent: text(&draft.accent),
            background: text(&draft.theme.background),
            button: text(&draft.theme.button),
            notice: hours_text(draft.notice_minutes),
            window: draft.window_days.to_string(),
            items_max: draft.items_max.to_string(),
            categories: draft.categories.clone(),
            questions: draft.form.iter().map(Question::of).collect(),
            consent: draft
                .consent
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            terms,
            terms_text,
            deposit,
            deposit_value,
            continue_to: text(&draft.continue_to),
            chosen: draft.clone(),
        }
    }

    /// Whether a part of what guests are told goes along to the page after the booking.
    pub fn tells(&self, field: ContinueField) -> bool {
        self.chosen.continue_fields.contains(&field)
    }

    /// Tells it, or does not any more.
    pub fn toggle_told(&mut self, field: ContinueField) {
        let told = &mut self.chosen.continue_fields;
        if told.contains(&field) {
            told.retain(|one| *one != field);
        } else {
            told.push(field);
        }
    }

    fn terms(&self, read: &mut Reading) -> Option<PaymentTerms> {
        match self.terms {
            TermsKind::None => None,
            TermsKind::Text => {
                let text = read.needed::<Paragraph>(
                    "terms-text",
                    &self.terms_text,
                    "Enter the terms, or choose that there are none.",
                )?;
                let text = text.to_string();
                Some(PaymentTerms::Text { text })
            }
            TermsKind::Link => {
                let url = read.address("terms-text", &self.terms_text)?;
                Some(PaymentTerms::Link { url })
            }
        }
    }

    fn paid_first(&self, read: &mut Reading) -> Option<Deposit> {
        let typed = self.deposit_value.trim();
        match self.deposit {
            DepositKind::None => None,
            DepositKind::Flat => match amount_minor(typed, self.currency) {
                Some(amount_minor) if amount_minor > 0 => Some(Deposit::Flat { amount_minor }),
                _ => {
                    read.wrong(
                        "deposit-value",
                        "Enter an amount above 0, such as 20 or 12.50.",
                    );
                    None
                }
            },
            DepositKind::Percent => {
                let percent = typed.replace(',', ".").parse::<Percent>().ok();
                if percent.is_none() {
                    read.wrong("deposit-value", "Enter a share from 0 to 100, such as 50.");
                }
                percent.map(|percent| Deposit::Percent { percent })
            }
        }
    }

    fn notice_minutes(&self, read: &mut Reading) -> u32 {
        let typed = self.notice.trim();
        // What was not touched stays to the minute, also where hours cannot say it.
        if hours_text(self.chosen.notice_minutes) == typed {
            return self.chosen.notice_minutes;
        }
        let minutes = scaled(if typed.is_empty() { "0" } else { typed }, 2);
        let minutes = minutes.map(|hundredths| hundredths.saturating_mul(60));
        let minutes = minutes.filter(|minutes| minutes % 100 == 0);
        let minutes = minutes.and_then(|minutes| u32::try_from(minutes / 100).ok());
        minutes
            .filter(|minutes| *minutes <= NOTICE_MINUTES_MAX)
            .unwrap_or_else(|| {
                read.wrong("notice", "Enter hours, such as 24 or 1.5.");
                0
            })
    }
}

impl Entered for CalendarEntered {
    type Draft = CalendarDraft;
    type View = CalendarView;

    fn of(view: &CalendarView, currency: Currency) -> Self {
        Self::of_draft(&view.draft, currency)
    }

    fn draft(&self) -> Result<CalendarDraft, Mistakes> {
        let mut read = Reading::default();
        let title = read.needed::<Title>("title", &self.title, "Enter a title.");
        let description = read.text::<Paragraph>("description", &self.description);
        let location = read.text::<Line>("location", &self.location);
        let mut theme = self.chosen.theme.clone();
        let accent = read.colour("accent", &self.accent);
        theme.background = read.colour("background", &self.background);
        let button = self.button.trim();
        theme.button = if button.is_empty() {
            None
        } else {
            read.text::<Title>("button", button).map(String::from)
        };
        let mut categories = self.categories.clone();
        for (place, category) in categories.iter_mut().enumerate() {
            let id = format!("category-{place}");
            let name = read.needed::<Title>(&id, &category.name, "Enter a name, or take it out.");
            category.name = name.map_or_else(String::new, String::from);
        }
        let questions = self.questions.iter().enumerate();
        let form = questions
            .map(|(place, it)| it.read(place, &mut read))
            .collect();
        let consent = read.text::<Line>("consent", &self.consent);
        let continue_to = if self.continue_to.trim().is_empty() {
            None
        } else {
            read.address("continue-to", &self.continue_to)
        };
        let draft = CalendarDraft {
            title: title.clone().unwrap_or_else(|| self.chosen.title.clone()),
            description: description.unwrap_or_default(),
            location: location.unwrap_or_default(),
            accent,
            theme,
            notice_minutes: self.notice_minutes(&mut read),
            window_days: read.range("window", &self.window, 0, WINDOW_DAYS_MAX),
            items_max: read.range("items-max", &self.items_max, 1, ITEMS_MAX),
            categories,
            form,
            consent: consent.filter(|text| !text.as_str().is_empty()),
            payment_terms: self.terms(&mut read),
            deposit: self.paid_first(&mut read),
            continue_to,
            ..self.chosen.clone()
        };
        read.end(draft)
    }

    fn meant(&self, problem: &CatalogProblem) -> (String, String) {
        let place = problem.place.unwrap_or(0);
        let (id, text) = match problem.field {
            CatalogField::Accent => ("accent".to_owned(), "This is no colour."),
            CatalogField::Background => ("background".to_owned(), "This is no colour."),
            CatalogField::Button => ("button".to_owned(), "This text cannot be used."),
            CatalogField::Notice => ("notice".to_owned(), "At most a year."),
            CatalogField::Window => ("window".to_owned(), "At most 730 days."),
            CatalogField::ItemsMax => ("items-max".to_owned(), "From 1 to 10."),
            CatalogField::Categories => {
                (format!("category-{place}"), "This heading cannot be used.")
            }
            CatalogField::Form => (
                format!("question-{place}-label"),
                "This question cannot be used like this.",
            ),
            CatalogField::PaymentTerms => (
                "terms-text".to_owned(),
                "These terms cannot be used; an address begins with https://.",
            ),
            CatalogField::CodesAtStripe => (
                "codes-at-stripe".to_owned(),
                "Guests enter a code either here or on Stripe\u{2019}s page, and there only where everything is paid when booking.",
            ),
            CatalogField::Deposit => ("deposit-value".to_owned(), "This cannot be a deposit."),
            CatalogField::ContinueTo => (
                "continue-to".to_owned(),
                "Enter an address that begins with https://.",
            ),
            _ => ("title".to_owned(), "Something of this cannot be used."),
        };
        (id, text.to_owned())
    }
}
