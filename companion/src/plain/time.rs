//! Day and time: a month with the days that have free times, and the times of one day. Every day
//! and every time is a button.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use booking_contract::{Slot, SlotsPage, SlotsQuery};
use booking_engine::CalendarId;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, SecondsFormat, Timelike, Utc};
use maud::{Markup, html};

use super::Visit;
use super::choices::Choices;
use super::frame::{Sheet, Step};
use super::menu::nothing;
use crate::Problem;
use crate::routes::{calendar, slots};
use crate::words::{fill, zone_place};

/// How many months are looked through for the first free time.
const MONTHS_MAX: u32 = 6;

/// Why the guest has to choose a time again.
pub(super) enum Notice {
    /// The chosen one does not fit the choice any more.
    Gone,
    /// Somebody else was faster; these are free nearby.
    Taken(Vec<Slot>),
}

/// The free times of a month, by their local dates.
struct Month {
    first: NaiveDate,
    days: BTreeMap<NaiveDate, Vec<Slot>>,
}

impl Visit {
    /// The step of day and time.
    pub(super) async fn times(
        &self,
        choices: &Choices,
        notice: Option<Notice>,
    ) -> Result<Response, Problem> {
        let date: Option<NaiveDate> = self.params.get("date").and_then(|it| it.parse().ok());
        let turned = (self.params.get("month")).and_then(|it| format!("{it}-01").parse().ok());
        let was = choices.start.map(|start| self.date(start));
        let month = match date.or(turned).or(was) {
            Some(date) => self.month(choices, self.within(first_of(date))).await?,
            None => self.first_open(choices).await?,
        };
        let date = date.filter(|date| month.days.contains_key(date));
        let first = month.days.keys().next().copied();
        let was = was.filter(|date| month.days.contains_key(date));
        let sheet = self.time_sheet(choices, &month, date.or(was).or(first), notice.as_ref());
        let status = match notice {
            Some(_) => StatusCode::CONFLICT,
            None => StatusCode::OK,
        };
        Ok(self.answer(status, &sheet))
    }

    /// The slot that was chosen, if it is still free for as many.
    pub(super) async fn slot(&self, choices: &Choices) -> Result<Option<Slot>, Problem> {
        let Some(start) = choices.start else {
            return Ok(None);
        };
        let date = self.date(start);
        if !self.bookable(date) {
            return Ok(None);
        }
        let page = self.free(choices, date, date).await?;
        let mut slots = page.slots.into_iter();
        Ok(slots.find(|slot| slot.starts_at == start && slot.seats_left >= choices.attendees()))
    }

    async fn free(
        &self,
        choices: &Choices,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<SlotsPage, Problem> {
        let id: &CalendarId = &self.page.calendar.id;
        let calendar = calendar(&self.state, id.as_str()).await?;
        let query = SlotsQuery {
            items: choices.slot_items(),
            location: choices.location.clone(),
            from,
            to,
            zone: self.zone.name().to_owned(),
        };
        slots::free(&self.state, &calendar, &query).await
    }

    /// The first month with a free time, or the first one.
    async fn first_open(&self, choices: &Choices) -> Result<Month, Problem> {
        let first = first_of(self.page.calendar.first_date);
        let mut month = self.month(choices, first).await?;
        for ahead in 1..MONTHS_MAX {
            let Some(next) = first.checked_add_months(Months::new(ahead)) else {
                break;
            };
            if !month.days.is_empty() || !self.has_month(next) {
                return Ok(month);
            }
            let later = self.month(choices, next).await?;
            if !later.days.is_empty() {
                return Ok(later);
            }
            if ahead + 1 == MONTHS_MAX {
                month = later;
            }
        }
        Ok(month)
    }

    async fn month(&self, choices: &Choices, first: NaiveDate) -> Result<Month, Problem> {
        let calendar = &self.page.calendar;
        let from = first.max(calendar.first_date);
        let to = last_of(first).min(calendar.last_date);
        let mut days: BTreeMap<NaiveDate, Vec<Slot>> = BTreeMap::new();
        if from <= to {
            for slot in self.free(choices, from, to).await?.slots {
                if slot.seats_left >= choices.attendees() {
                    days.entry(self.date(slot.starts_at))
                        .or_default()
                        .push(slot);
                }
            }
        }
        Ok(Month { first, days })
    }

    fn date(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    fn bookable(&self, date: NaiveDate) -> bool {
        let calendar = &self.page.calendar;
        (calendar.first_date..=calendar.last_date).contains(&date)
    }

    fn has_month(&self, first: NaiveDate) -> bool {
        let calendar = &self.page.calendar;
        first <= calendar.last_date && last_of(first) >= calendar.first_date
    }

    /// The month, or the nearest one that can be booked.
    fn within(&self, first: NaiveDate) -> NaiveDate {
        let calendar = &self.page.calendar;
        first.clamp(first_of(calendar.first_date), first_of(calendar.last_date))
    }

    fn time_sheet(
        &self,
        choices: &Choices,
        month: &Month,
        date: Option<NaiveDate>,
        notice: Option<&Notice>,
    ) -> Sheet {
        let words = &self.words;
        let zone = zone_place(self.zone.name());
        let back = match (self.has_services(), self.page.calendar.items_max) {
            (false, _) => None,
            (true, 1) => Some("services"),
            (true, _) => Some("cart"),
        };
        let body = html! {
            div.pick {
                (self.grid(month, date))
                div.slots {
                    @match date {
                        Some(date) => {
                            h2 { (words.day_title(date)) }
                            (self.day(choices, month.days.get(&date).map_or(&[][..], |slots| slots)))
                        }
                        None => p.hint {
                            (fill(words.none_in_month(), &[("month", &words.month_title(month.first))]))
                        }
                    }
                    p.hint { (fill(words.zone_locked(), &[("zone", &zone)])) }
                }
            }
            @if let Some(back) = back {
                p.actions { button.side type="submit" name="go" value=(back) { (words.change_service()) } }
            }
        };
        let told = notice.map(|notice| self.notice(choices, notice));
        Sheet {
            step: Some(Step::Time),
            at: Some("time"),
            title: words.step_time().to_owned(),
            error: told.as_ref().map(|(text, _)| text.clone()),
            notice: None,
            body: html! {
                (self.chosen(choices, None))
                (self.ask(choices, &["start"], &nothing, &html! {
                    @if let Some((_, Some(slots))) = &told { (slots) }
                    (body)
                }))
            },
            refresh: None,
        }
    }

    /// What happened to the chosen time, and what is free nearby.
    fn notice(&self, choices: &Choices, notice: &Notice) -> (String, Option<Markup>) {
        let words = &self.words;
        let time = choices.start.map(|start| words.moment(self.zone, start));
        let time = time.unwrap_or_default();
        let (pattern, nearby) = match notice {
            Notice::Gone => (words.time_gone_service(), &[][..]),
            Notice::Taken(slots) if slots.is_empty() => (words.slot_taken_none(), &[][..]),
            Notice::Taken(slots) => (words.slot_taken(), &slots[..]),
        };
        let slots = (!nearby.is_empty()).then(|| {
            html! {
                ul.nearby {
                    @for slot in nearby {
                        li { button.slot type="submit" name="start" value=(value_of(slot)) { (words.moment(self.zone, slot.starts_at)) } }
                    }
                }
            }
        });
        (fill(pattern, &[("time", &time)]), slots)
    }

    fn grid(&self, month: &Month, chosen: Option<NaiveDate>) -> Markup {
        let words = &self.words;
        let lead = (month.first.weekday().num_days_from_monday() + 7 - words.week_start()) % 7;
        let begin = month.first.checked_sub_days(Days::new(lead.into()));
        let begin = begin.unwrap_or(month.first);
        let weeks: Vec<Vec<NaiveDate>> = (0..6)
            .map(|week| begin.iter_days().skip(week * 7).take(7).collect::<Vec<_>>())
            .filter(|week: &Vec<NaiveDate>| week.iter().any(|date| first_of(*date) == month.first))
            .collect();
        let turn = |first: Option<NaiveDate>| first.filter(|first| self.has_month(*first));
        let before = turn(month.first.checked_sub_months(Months::new(1)));
        let after = turn(month.first.checked_add_months(Months::new(1)));
        html! {
            section.cal {
                div.turn {
                    h2 { (words.month_title(month.first)) }
                    (turner(before, words.previous_month(), "M15 5l-7 7 7 7"))
                    (turner(after, words.next_month(), "M9 5l7 7-7 7"))
                }
                table {
                    thead { tr {
                        @for date in weeks.first().into_iter().flatten() {
                            @let (long, short) = words.weekday(*date);
                            th scope="col" { span aria-hidden="true" { (short) } span.unseen { (long) } }
                        }
                    } }
                    tbody {
                        @for week in &weeks {
                            tr {
                                @for date in week {
                                    td { @if first_of(*date) == month.first { (self.cell(month, *date, chosen)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn cell(&self, month: &Month, date: NaiveDate, chosen: Option<NaiveDate>) -> Markup {
        let words = &self.words;
        let number = words.number(date.day());
        let Some(slots) = month.days.get(&date) else {
            return html! { span.day { (number) } };
        };
        let free = u32::try_from(slots.len()).unwrap_or(u32::MAX);
        let day = words.day_title(date);
        let name = fill(
            words.day_free(free),
            &[("day", &day), ("count", &words.number(free))],
        );
        html! {
            button.day.free type="submit" name="date" value=(date) aria-label=(name)
                aria-current=[(chosen == Some(date)).then_some("date")] { (number) }
        }
    }

    fn day(&self, choices: &Choices, slots: &[Slot]) -> Markup {
        let words = &self.words;
        let parts = [
            (words.morning(), 0..12),
            (words.afternoon(), 12..17),
            (words.evening(), 17..24),
        ];
        let hour = |slot: &&Slot| slot.starts_at.with_timezone(&self.zone).hour();
        let groups = parts.into_iter().map(|(label, hours)| {
            let own = slots.iter().filter(|slot| hours.contains(&hour(slot)));
            (label, own.collect::<Vec<_>>())
        });
        html! {
            @for (label, group) in groups.filter(|(_, group)| !group.is_empty()) {
                h3 { (label) }
                ul.pills {
                    @for slot in group { li { (self.pill(choices, slot, slots)) } }
                }
            }
        }
    }

    fn pill(&self, choices: &Choices, slot: &Slot, day: &[Slot]) -> Markup {
        let words = &self.words;
        let local = |at: DateTime<Utc>| at.with_timezone(&self.zone);
        let own = local(slot.starts_at);
        let mut label = words.time(own.time());
        // When the clock goes back, an hour comes twice; the offset tells the two apart.
        let twice = day.iter().any(|other| {
            other.starts_at != slot.starts_at && local(other.starts_at).time() == own.time()
        });
        if twice {
            let offset = format!("UTC{}", own.format("%:z"));
            label = fill(
                words.clock_twice(),
                &[("time", &label), ("offset", &offset)],
            );
        }
        let groups = |id| self.page.terms.service(id).map_or(1, |it| it.attendees_max) > 1;
        let seats = choices.items.iter().any(|item| groups(&item.service_id));
        html! {
            button.slot type="submit" name="start" value=(value_of(slot))
                aria-current=[(choices.start == Some(slot.starts_at)).then_some("time")] {
                (label)
                @if seats { small { (words.count(words.places_left(slot.seats_left), slot.seats_left)) } }
            }
        }
    }
}

/// A button that turns to another month; a place for one where there is none.
fn turner(to: Option<NaiveDate>, name: &str, path: &str) -> Markup {
    html! {
        @if let Some(to) = to {
            button.turner type="submit" name="month" value=(to.format("%Y-%m")) aria-label=(name) {
                svg viewBox="0 0 24 24" aria-hidden="true" { path d=(path) {} }
            }
        } @else {
            span.turner {}
        }
    }
}

fn value_of(slot: &Slot) -> String {
    slot.starts_at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

fn last_of(first: NaiveDate) -> NaiveDate {
    let next = first.checked_add_months(Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(first)
}
