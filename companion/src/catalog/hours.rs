//! Hours: of the business, of its staff and its locations, and of dates that differ. What is booked
//! outside of new hours is told, and stays.

use std::collections::BTreeMap;

use booking_contract::FieldProblemCode;
use booking_contract::owner::{
    BusinessHours, CatalogField, CatalogRefusal, DaySpan, HoursOf, HoursSaved, OUTSIDE_MAX,
    OutsideBooking, SPANS_MAX, SetHours, WeekSpan,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

use super::Refused;
use super::checks::Faults;
use crate::coupons::Editor;
use crate::slots::{Hours, Schedule, Weekly};
use crate::store::{Conn, StoreError, hours_rows, owner_log, workplace_rows};
use crate::{AppState, Problem, zones};

/// Minutes of a day.
const DAY_MINUTES: u32 = 24 * 60;

/// The hours of a business, with dates from today on.
pub(crate) async fn find(state: &AppState, editor: &Editor) -> Result<BusinessHours, Problem> {
    let today = zones::date_at(editor.zone, state.clock.now());
    let mut conn = state.store.read().await?;
    Ok(hours_rows::find(&mut conn, &editor.business_id, today).await?)
}

/// Replaces the hours of a week.
pub(crate) async fn set_weekly(
    state: &AppState,
    editor: Editor,
    set: SetHours,
) -> Result<HoursSaved, Problem> {
    let mut weekly = set.weekly;
    let mut was = set.was;
    let mut faults = Faults::default();
    for (place, span) in weekly.iter().enumerate() {
        let plain = DaySpan {
            opens_minute: span.opens_minute,
            closes_minute: span.closes_minute,
        };
        let good = (1..=7).contains(&span.weekday) && is_span(plain);
        needs(&mut faults, good, Some(place));
    }
    weekly.sort_unstable();
    was.sort_unstable();
    let apart = weekly.windows(2).all(|pair| match pair {
        [one, next] => one.weekday != next.weekday || one.closes_minute <= next.opens_minute,
        _ => true,
    });
    let of_day = |day| weekly.iter().filter(|span| span.weekday == day).count();
    let few = (1..=7).all(|day| of_day(day) <= SPANS_MAX);
    needs(&mut faults, apart && few, None);
    faults.judge()?;
    let change = Change::Week {
        of: set.of,
        was,
        weekly,
    };
    write(state, editor, change).await
}

/// Gives a date hours of its own; none: those of its weekday again.
pub(crate) async fn set_date(
    state: &AppState,
    editor: Editor,
    date: NaiveDate,
    spans: Option<Vec<DaySpan>>,
) -> Result<HoursSaved, Problem> {
    let spans = spans.map(|mut spans| {
        spans.sort_unstable();
        spans
    });
    let mut faults = Faults::default();
    if let Some(spans) = &spans {
        for (place, span) in spans.iter().enumerate() {
            needs(&mut faults, is_span(*span), Some(place));
        }
        let apart = spans.windows(2).all(|pair| match pair {
            [one, next] => one.closes_minute <= next.opens_minute,
            _ => true,
        });
        needs(&mut faults, apart && spans.len() <= SPANS_MAX, None);
    }
    faults.judge()?;
    write(state, editor, Change::Date { date, spans }).await
}

fn needs(faults: &mut Faults, holds: bool, place: Option<usize>) {
    let out = FieldProblemCode::OutOfRange;
    faults.needs_at(holds, CatalogField::Hours, place, out);
}

fn is_span(span: DaySpan) -> bool {
    let DaySpan {
        opens_minute,
        closes_minute,
    } = span;
    opens_minute < closes_minute
        && closes_minute <= DAY_MINUTES
        && opens_minute.is_multiple_of(5)
        && closes_minute.is_multiple_of(5)
}

async fn write(state: &AppState, editor: Editor, change: Change) -> Result<HoursSaved, Problem> {
    let writing = Writing {
        editor,
        change,
        now: state.clock.now(),
    };
    let work = state
        .store
        .attempt(writing, |conn, it| Box::pin(it.write(conn)));
    Ok(work.await??)
}

#[derive(Debug)]
enum Change {
    Week {
        of: HoursOf,
        was: Vec<WeekSpan>,
        weekly: Vec<WeekSpan>,
    },
    Date {
        date: NaiveDate,
        spans: Option<Vec<DaySpan>>,
    },
}

struct Writing {
    editor: Editor,
    change: Change,
    now: DateTime<Utc>,
}

impl Writing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<HoursSaved, Refused>, StoreError> {
        let business_id = self.editor.business_id.as_str();
        owner_log::take_turn(conn, business_id).await?;
        let today = zones::date_at(self.editor.zone, self.now);
        let stored = hours_rows::find(conn, business_id, today).await?;
        let of = match &self.change {
            Change::Week { of, was, weekly } => {
                if !is_there(conn, business_id, of).await? {
                    return Ok(Err(Refused::NotFound));
                }
                let is = week_of(&stored, of);
                // Run again after its answer was lost, the transaction finds its own work.
                if is == *weekly {
                    return Ok(Ok(HoursSaved {
                        outside: self.outside(conn, &stored, of).await?,
                        hours: stored,
                    }));
                }
                if is != *was {
                    return Ok(Err(CatalogRefusal::Changed.into()));
                }
                hours_rows::set_weekly(conn, business_id, of, weekly).await?;
                self.log(
                    conn,
                    "hours.week",
                    &json!({ "of": of, "was": was, "is": weekly }),
                )
                .await?;
                of.clone()
            }
            Change::Date { date, spans } => {
                let spans = spans.as_deref();
                hours_rows::set_date(conn, business_id, *date, spans).await?;
                let detail = json!({ "date": date.to_string(), "is": spans });
                self.log(conn, "hours.date", &detail).await?;
                HoursOf::Business
            }
        };
        let hours = hours_rows::find(conn, business_id, today).await?;
        Ok(Ok(HoursSaved {
            outside: self.outside(conn, &hours, &of).await?,
            hours,
        }))
    }

    /// What is booked outside of these hours.
    async fn outside(
        &self,
        conn: &mut Conn,
        hours: &BusinessHours,
        of: &HoursOf,
    ) -> Result<Vec<OutsideBooking>, StoreError> {
        let schedule = schedule(&self.editor, hours);
        let own = week_of(hours, of);
        let place = (*of != HoursOf::Business && !own.is_empty()).then(|| weekly_of(&own));
        let business_id = &self.editor.business_id;
        let now_ms = self.now.timestamp_millis();
        let mut booked = hours_rows::booked(conn, business_id, of, now_ms).await?;
        booked.retain(|it| !schedule.is_open(it.starts_at, it.ends_at, place.as_ref()));
        booked.truncate(OUTSIDE_MAX);
        Ok(booked)
    }

    async fn log(
        &self,
        conn: &mut Conn,
        done: &str,
        detail: &serde_json::Value,
    ) -> Result<(), StoreError> {
        let (editor, now_ms) = (&self.editor, self.now.timestamp_millis());
        let subject = editor.business_id.as_str();
        editor.log(conn, done, subject, detail, now_ms).await
    }
}

/// Whether the business has whoever or whatever the hours are of.
async fn is_there(conn: &mut Conn, business_id: &str, of: &HoursOf) -> Result<bool, StoreError> {
    Ok(match of {
        HoursOf::Business => true,
        HoursOf::Staff(id) => {
            let found = workplace_rows::staff(conn, business_id, id.as_str()).await?;
            found.is_some()
        }
        HoursOf::Location(id) => {
            let found = workplace_rows::location(conn, business_id, id.as_str()).await?;
            found.is_some()
        }
    })
}

/// The hours of one of those who have some.
fn week_of(hours: &BusinessHours, of: &HoursOf) -> Vec<WeekSpan> {
    match of {
        HoursOf::Business => hours.weekly.clone(),
        of => {
            let own = hours.own.iter().find(|own| own.of == *of);
            own.map_or_else(Vec::new, |own| own.weekly.clone())
        }
    }
}

fn weekly_of(spans: &[WeekSpan]) -> Weekly {
    let mut weekly = Weekly::new();
    for span in spans {
        weekly.entry(span.weekday).or_default().push(Hours {
            opens_minute: span.opens_minute,
            closes_minute: span.closes_minute,
        });
    }
    weekly
}

fn schedule(editor: &Editor, hours: &BusinessHours) -> Schedule {
    let of_date = |spans: &[DaySpan]| {
        let spans = spans.iter().map(|span| Hours {
            opens_minute: span.opens_minute,
            closes_minute: span.closes_minute,
        });
        spans.collect::<Vec<_>>()
    };
    let dates = hours.dates.iter();
    let overrides: BTreeMap<_, _> = dates.map(|it| (it.date, of_date(&it.spans))).collect();
    Schedule {
        zone: editor.zone,
        weekly: weekly_of(&hours.weekly),
        overrides,
    }
}
