//! Where scenes are played: for each engine one browser and one stack, which are started when they
//! are first needed and go from one scene to the next.
//!
//! A scene begins in an empty window with a session storage and a history of its own. Times that
//! earlier scenes have booked are taken, coupons that they have used are used. After a scene that
//! failed the engine's browser is a new one.

use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use e2e::browser::{Browser, Device, Engine};
use e2e::stack::Stack;
use libtest_mimic::{Arguments, Trial};
use tokio::runtime::Runtime;
use tokio::sync::{Mutex, OnceCell};

use crate::site::Site;

/// What a scene is played with.
#[derive(Clone, Copy)]
pub(crate) struct Visit<'h> {
    /// Companion and double.
    pub(crate) stack: &'h Stack,
    /// The businesses' own pages.
    pub(crate) site: &'h Site,
    /// A desktop browser of the scene's engine.
    pub(crate) browser: &'h Browser,
}

type Play = Box<dyn for<'v> Fn(Visit<'v>) -> Pin<Box<dyn Future<Output = ()> + 'v>> + Send + Sync>;

/// What the browser of a scene keeps for pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Memory {
    /// What pages ask for, as in the browser that goes from scene to scene.
    #[default]
    Whole,
    /// Nothing for frames of another site.
    OwnSite,
    /// Nothing at all.
    None,
}

/// A test that is played in some engines.
pub(crate) struct Scene {
    name: String,
    engines: Vec<Engine>,
    memory: Memory,
    play: Play,
}

impl Scene {
    /// A scene for all engines. The name says what is promised.
    pub(crate) fn new<F>(name: impl Into<String>, play: F) -> Self
    where
        F: for<'v> Fn(Visit<'v>) -> Pin<Box<dyn Future<Output = ()> + 'v>> + Send + Sync + 'static,
    {
        Self {
            name: name.into(),
            engines: Engine::ALL.to_vec(),
            memory: Memory::Whole,
            play: Box::new(play),
        }
    }

    /// The same scene in one engine alone.
    pub(crate) fn only_in(mut self, engine: Engine) -> Self {
        self.engines = vec![engine];
        self
    }

    /// The same in a browser of its own that keeps less. WebKit has no setting for that.
    pub(crate) fn with(mut self, memory: Memory) -> Self {
        self.memory = memory;
        if memory != Memory::Whole {
            self.engines.retain(|engine| *engine != Engine::WebKit);
        }
        self
    }

    /// The same without some engines.
    pub(crate) fn but_in(mut self, engines: &[Engine]) -> Self {
        self.engines.retain(|engine| !engines.contains(engine));
        self
    }
}

/// Scenes of async functions of a [`Visit`], named after them and their module.
#[macro_export]
macro_rules! scenes {
    ($($function:ident),+ $(,)?) => {{
        let module = module_path!().rsplit("::").next().unwrap_or_default();
        vec![$($crate::house::Scene::new(
            format!("{module}::{}", stringify!($function)),
            |visit| Box::pin($function(visit)),
        )),+]
    }};
}

/// One engine's part of the house.
struct Room {
    engine: Engine,
    servers: OnceCell<(Stack, Site)>,
    browser: Mutex<Option<Browser>>,
}

/// All of it.
pub(crate) struct House {
    runtime: Runtime,
    rooms: Vec<Arc<Room>>,
}

impl House {
    /// Plays what the arguments ask for, and says how it went.
    pub(crate) fn play(arguments: &Arguments, scenes: Vec<Scene>) -> ExitCode {
        let house = Arc::new(Self {
            runtime: Runtime::new().expect("threads"),
            rooms: Engine::ALL
                .map(|engine| Arc::new(Room::of(engine)))
                .to_vec(),
        });
        let mut tests = Vec::new();
        for scene in scenes {
            let scene = Arc::new(scene);
            // The engines by turns, so that tests beside each other are seldom of the same one.
            for room in &house.rooms {
                if !scene.engines.contains(&room.engine) {
                    continue;
                }
                let name = format!("{}::{}", room.engine, scene.name);
                let (house, room, scene) = (house.clone(), room.clone(), scene.clone());
                tests.push(Trial::test(name, move || {
                    house.runtime.block_on(room.play(&scene));
                    Ok(())
                }));
            }
        }
        // The last test has given back the house when this returns: everything in it ends.
        libtest_mimic::run(arguments, tests).exit_code()
    }
}

impl Room {
    fn of(engine: Engine) -> Self {
        Self {
            engine,
            servers: OnceCell::new(),
            browser: Mutex::new(None),
        }
    }

    async fn play(&self, scene: &Scene) {
        let mut kept = self.browser.lock().await;
        let start = async || {
            let stack = Stack::start().await;
            let site = Site::start(&stack).await;
            (stack, site)
        };
        let (stack, site) = self.servers.get_or_init(start).await;
        let (engine, device) = (self.engine, Device::Desktop);
        // A scene that fails takes the browser with it.
        let browser = match scene.memory {
            Memory::OwnSite => Browser::open_without_foreign_storage(engine, device).await,
            Memory::None => Browser::open_without_storage(engine, device).await,
            Memory::Whole => match kept.take() {
                Some(browser) => browser,
                None => Browser::open_in(engine, device).await,
            },
        };
        browser.renew().await;
        browser.console_errors().await;
        let visit = Visit {
            stack,
            site,
            browser: &browser,
        };
        (scene.play)(visit).await;
        if scene.memory == Memory::Whole {
            *kept = Some(browser);
        }
    }
}
