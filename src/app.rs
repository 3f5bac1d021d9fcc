//! The widget's one component: it holds the flow, hands it every event, runs its effects and
//! draws its screen.

use std::cell::Cell;
use std::rc::Rc;

use booking_engine::CalendarId;
use chrono::{DateTime, TimeDelta, Utc};
use gloo_timers::callback::{Interval, Timeout};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, FocusOptions, HtmlElement, Performance, Window};
use yew::{Callback, Component, Context, Html, Properties, html};

use crate::flow::{
    Effect, Event, Flow, Focus, FocusTarget, Input, News, Screen, Started, first, screen,
};
use crate::host::Host;
use crate::text::Texts;
use crate::view::{Ahead, Widget};
use crate::{effects, later};

/// How often time passes, in milliseconds.
const TICK_MS: u32 = 1_000;
/// How much later than what comes first the whole screen follows, in milliseconds: less than anybody
/// notices, and more than a frame of any screen.
const BEHIND_MS: u32 = 32;

/// What the widget starts from.
#[derive(Properties)]
pub struct AppProps {
    /// The element that it is drawn into.
    pub root: Element,
    /// What is known at the start, for the one widget that takes it.
    pub started: Cell<Option<Started>>,
}

/// They are given once and never again, so there is nothing to compare.
impl PartialEq for AppProps {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The widget.
pub struct App {
    flow: Flow,
    screen: Rc<Screen>,
    /// By which parts of it are told what comes first.
    ahead: Ahead,
    /// Until the whole screen follows that.
    behind: Option<Timeout>,
    calendar: CalendarId,
    clock: Clock,
    host: Rc<Host>,
    send: Callback<Event>,
    hear: Callback<News>,
    /// The last request for the focus that was followed.
    focused: Option<u32>,
    /// What waits for the later part of the program, in the order in which it came. None where
    /// nothing has asked for it yet.
    waiting: Option<Vec<Input>>,
    _ticks: Interval,
}

impl Component for App {
    type Message = Input;
    type Properties = AppProps;

    fn create(ctx: &Context<Self>) -> Self {
        let AppProps { root, started } = ctx.props();
        let started = started.take().expect("the widget is made once");
        // A component is only ever made in a page, and a page has a window.
        let window = web_sys::window().expect("the widget runs in a page");
        let send = ctx.link().callback(Input::Event);
        let hear = ctx.link().callback(|news: News| Input::from(news));
        let host = Host::connect(&window, root, &hear);
        let clock = Clock::new(&window, started.page.now);
        let calendar = started.page.calendar.id.clone();
        let (mut flow, effects) = Flow::start(started);
        // What the page brought along is there before the first drawing.
        let effects = effects::settled(&mut flow, effects);
        let ticks = Interval::new(TICK_MS, {
            let (clock, hear) = (clock.clone(), hear.clone());
            move || hear.emit(News::Tick(clock.now()))
        });
        let mut app = Self {
            screen: Rc::new(screen(&flow)),
            ahead: Ahead::default(),
            behind: None,
            flow,
            calendar,
            clock,
            host,
            send,
            hear,
            focused: None,
            waiting: None,
            _ticks: ticks,
        };
        app.run(effects);
        app
    }

    fn update(&mut self, _: &Context<Self>, input: Input) -> bool {
        if later::is_here() {
            self.flow.later_arrived();
            for input in self.waiting.take().unwrap_or_default() {
                self.step(input);
            }
        }
        let may_hurry = matches!(input, Input::Event(Event::AttendeesChosen(_)));
        if self.flow.takes(&input) && self.waiting.is_none() {
            self.step(input);
        } else {
            self.wait_for_later(input);
        }
        if self.waiting.is_none() && self.flow.draws_later() && !later::is_here() {
            self.wait_for_later(News::Tick(self.clock.now()).into());
        }
        if self.waiting.is_some() {
            // What is to be seen now is drawn by what is not there yet.
            return false;
        }
        if may_hurry && let Some(first) = first(&self.flow, &self.screen) {
            self.ahead.tell(Some(&Rc::new(first)));
            // That time passes is as good a reason as any to draw the rest.
            let (clock, hear) = (self.clock.clone(), self.hear.clone());
            let follow = move || hear.emit(News::Tick(clock.now()));
            self.behind = Some(Timeout::new(BEHIND_MS, follow));
            return false;
        }
        let had_first = self.behind.take().is_some();
        let screen = screen(&self.flow);
        let changed = screen != *self.screen;
        if had_first || changed {
            // Yew shows a frame in between where drawing takes long, but not while a part waits that
            // was told something: so the total is never behind what stands around it.
            self.ahead.tell(None);
        }
        if screen.text != self.screen.text {
            speak(screen.text);
        }
        if changed {
            self.screen = Rc::new(screen);
        }
        changed
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let (screen, ahead, send) = (self.screen.clone(), self.ahead.clone(), self.send.clone());
        html! { <Widget {screen} {ahead} {send} /> }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        if let Some(focus) = self.screen.focus
            && self.focused != Some(focus.serial)
        {
            self.focused = Some(focus.serial);
            follow(focus);
        }
    }
}

impl App {
    fn step(&mut self, input: Input) {
        if !is_tick(&input) {
            // Prices depend on the time, so what happens happens at a time.
            let effects = self.flow.step(News::Tick(self.clock.now()));
            self.run(effects);
        }
        let effects = self.flow.step(input);
        self.run(effects);
    }

    /// Keeps an input until the later part of the program is there.
    fn wait_for_later(&mut self, input: Input) {
        if self.waiting.is_none() {
            let (clock, hear) = (self.clock.clone(), self.hear.clone());
            spawn_local(async move {
                later::arrival().await;
                hear.emit(News::Tick(clock.now()));
            });
        }
        let waiting = self.waiting.get_or_insert_default();
        if !is_tick(&input) {
            waiting.push(input);
        }
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            effects::run(effect, &self.calendar, &self.host, &self.hear);
        }
    }
}

fn is_tick(input: &Input) -> bool {
    matches!(input, Input::News(news) if matches!(**news, News::Tick(_)))
}

/// Tells the page which language it is in now.
fn speak(text: &Texts) {
    let document = web_sys::window().and_then(|window| window.document());
    if let Some(root) = document.and_then(|document| document.document_element()) {
        // Two attributes that every document takes.
        let _ = root.set_attribute("lang", text.tag());
        let _ = root.set_attribute("dir", text.direction());
    }
}

/// Moves the focus. An element that is not there is left be.
fn follow(focus: Focus) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document else {
        return;
    };
    let element = document.get_element_by_id(&focus.target.id());
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if focus.late && is_elsewhere(&document, &element) {
        return;
    }
    let options = FocusOptions::new();
    // The heading comes with a wish to show the top, which the page around follows.
    options.set_prevent_scroll(focus.target == FocusTarget::Heading);
    let _ = element.focus_with_options(&options);
}

/// Whether the guest has the focus on something else than the coupon that this element is of. What had
/// it and is gone has left it to the body.
fn is_elsewhere(document: &Document, element: &HtmlElement) -> bool {
    let (Some(active), Some(body)) = (document.active_element(), document.body()) else {
        return false;
    };
    let around = element.closest(".coupon").ok().flatten();
    active != *body && !around.is_some_and(|around| around.contains(Some(&active)))
}

/// The companion's clock, kept going by the browser's own count of time: the guest's clock may be
/// wrong by any amount.
#[derive(Clone)]
struct Clock {
    page_now: DateTime<Utc>,
    performance: Option<Performance>,
}

impl Clock {
    /// The page was made at `now`, shortly after the browser began to count.
    fn new(window: &Window, now: DateTime<Utc>) -> Self {
        Self {
            page_now: now,
            performance: window.performance(),
        }
    }

    fn now(&self) -> DateTime<Utc> {
        let elapsed_ms = self.performance.as_ref().map_or(0.0, Performance::now);
        #[allow(
            clippy::cast_possible_truncation,
            reason = "milliseconds of a visit; the fraction is of no use"
        )]
        let elapsed = TimeDelta::milliseconds(elapsed_ms as i64);
        self.page_now + elapsed
    }
}
