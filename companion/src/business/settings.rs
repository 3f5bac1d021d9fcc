//! What a business is set up as.

use booking_contract::owner::{BusinessSettings, EditSettings, SettingsView};
use booking_contract::{Field, FieldProblemCode};
use chrono_tz::Tz;
use serde_json::{Map, Value, json};

use super::Author;
use super::refusal::{Reason, Refusal};
use crate::store::settings::Stored;
use crate::store::{Conn, StoreError, businesses, owner_log, settings};
use crate::{AppState, Problem};

/// The settings as they are.
pub(crate) async fn show(state: &AppState, business_id: &str) -> Result<SettingsView, Problem> {
    let mut conn = state.store.read().await?;
    let stored = settings::find(&mut conn, business_id).await?;
    let stored = stored.ok_or(Problem::NotFound)?;
    Ok(view(&mut conn, business_id, stored).await?)
}

/// Changes them.
pub(crate) async fn edit(
    state: &AppState,
    author: Author,
    asked: EditSettings,
) -> Result<SettingsView, Problem> {
    let zone = &asked.settings.zone;
    if zone.parse::<Tz>().is_err() {
        let detail = format!("settings.zone: {zone:?} is not an IANA time zone");
        return Err(Problem::field(
            Field::Zone,
            FieldProblemCode::Unknown,
            detail,
        ));
    }
    if let Some(number) = asked.settings.out_of_range().first() {
        let (least, most) = number.range();
        let detail = format!("settings.{}: from {least} to {most}", number.name());
        return Err(Problem::InvalidFields(Vec::new(), detail));
    }
    let editing = Editing { author, asked };
    let edited = state
        .store
        .attempt(editing, |conn, editing| Box::pin(editing.write(conn)));
    Ok(edited.await??)
}

struct Editing {
    author: Author,
    asked: EditSettings,
}

impl Editing {
    async fn write(&self, conn: &mut Conn) -> Result<Result<SettingsView, Refusal>, StoreError> {
        let id = &self.author.business_id;
        let EditSettings {
            version,
            settings: asked,
        } = &self.asked;
        if !businesses::lock(conn, id).await? {
            return Ok(Err(Refusal::NotFound));
        }
        let Some(found) = settings::find(conn, id).await? else {
            return Ok(Err(Refusal::NotFound));
        };
        // Run again after its answer was lost, the transaction finds its own work.
        if found.settings == *asked {
            return view(conn, id, found).await.map(Ok);
        }
        if found.version != *version {
            return Ok(Err(Reason::Changed.into()));
        }
        if found.settings.currency != asked.currency {
            // Whoever gives something its first price has had their turn by then, or has it after us.
            owner_log::take_turn(conn, id).await?;
            if settings::has_prices(conn, id).await? {
                return Ok(Err(Reason::CurrencyInUse.into()));
            }
        }
        settings::write(conn, id, asked).await?;
        if found.settings.zone != asked.zone {
            settings::forget_typed_times(conn, id).await?;
        }
        let detail = differences(&found.settings, asked);
        self.author
            .log(conn, "business.settings", id, &detail)
            .await?;
        let stored = Stored {
            settings: asked.clone(),
            version: version + 1,
        };
        view(conn, id, stored).await.map(Ok)
    }
}

async fn view(
    conn: &mut Conn,
    business_id: &str,
    stored: Stored,
) -> Result<SettingsView, StoreError> {
    let Stored { settings, version } = stored;
    Ok(SettingsView {
        settings,
        version,
        currency_is_free: !settings::has_prices(conn, business_id).await?,
    })
}

/// What is another value now: from what to what.
fn differences(from: &BusinessSettings, to: &BusinessSettings) -> Value {
    let [from, to] = [from, to].map(|settings| json!(settings));
    let names = [&from, &to].into_iter().filter_map(Value::as_object);
    let mut changes = Map::new();
    for name in names.flat_map(Map::keys) {
        if from[name] != to[name] {
            changes.insert(name.clone(), json!({ "from": from[name], "to": to[name] }));
        }
    }
    Value::Object(changes)
}
