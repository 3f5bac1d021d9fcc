//! On to the business's own page for guests who have booked: by itself once, and only for those
//! who book this very moment. Whoever comes back to the confirmation, by the browser's way back,
//! a reload or a link, stays there and finds a link.

use chrono::TimeDelta;

use super::stage::{Came, Face, Intent};
use crate::flow::booking::{At, Flow};
use crate::flow::message::Effect;
use crate::text::fill;

/// How long the confirmation is seen before.
const ONWARD_AFTER_SECONDS: i64 = 5;

impl Flow {
    /// Plans to go on; `intent` is what the guest wanted of the order before it was booked.
    pub(super) fn plan_onward(&mut self, intent: Intent) {
        let at = self.now + TimeDelta::seconds(ONWARD_AFTER_SECONDS);
        let text = self.text;
        if let At::Order(stage) = &mut self.at {
            let now_booked = intent == Intent::Pay
                || intent == Intent::Settle && stage.came == Came::FromPayment;
            if now_booked && stage.onward_url().is_some() {
                stage.onward_at = Some(at);
                let business = [("business", self.page.business.name.as_str())];
                let soon = fill(text.onward_soon(), &business);
                self.announcement = text.one_after_the_other(text.booked(), &soon);
            }
        }
    }

    /// A guest who does something with the confirmation is not taken away from it.
    pub(in crate::flow) fn stay_here(&mut self) {
        if let At::Order(stage) = &mut self.at {
            stage.onward_at = None;
        }
    }

    /// Goes on once it is time.
    pub(super) fn go_onward(&mut self) {
        let (now, online) = (self.now, self.online);
        if let At::Order(stage) = &mut self.at
            && stage.face() == Face::Booked
            && online
            && stage.onward_at.is_some_and(|at| at <= now)
        {
            stage.onward_at = None;
            if let Some(url) = stage.onward_url().map(ToOwned::to_owned) {
                let id = stage.key.id.clone();
                self.effects.push(Effect::Leave { id, url });
            }
        }
    }
}
