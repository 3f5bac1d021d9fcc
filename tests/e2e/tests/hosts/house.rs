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

/// What a scene is played with.
#[derive(Clone, Copy)]
pub(crate) struct Visit<'h> {
    /// Companion and double.
    pub(crate) stack: &'h Stack,
    /// A desktop browser of the scene's engine.
    pub(crate) browser: &'h Browser,
}

type Play = Box<dyn for<'v> Fn(Visit<'v>) -> Pin<Box<dyn Future<Output = ()> + 'v>> + Send + Sync>;

/// A test that is played in some engines.
pub(crate) struct Scene {
    name: String,
    engines: Vec<Engine>,
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
            play: Box::new(play),
        }
    }

    /// The same scene in one engine alone.
    pub(crate) fn only_in(mut self, engine: Engine) -> Self {
        self.engines = vec![engine];
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
    stack: OnceCell<Stack>,
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
            stack: OnceCell::new(),
            browser: Mutex::new(None),
        }
    }

    async fn play(&self, scene: &Scene) {
        let mut kept = self.browser.lock().await;
        let stack = self.stack.get_or_init(Stack::start).await;
        // A scene that fails takes the browser with it.
        let browser = match kept.take() {
            Some(browser) => browser,
            None => Browser::open_in(self.engine, Device::Desktop).await,
        };
        browser.renew().await;
        browser.console_errors().await;
        let visit = Visit {
            stack,
            browser: &browser,
        };
        (scene.play)(visit).await;
        *kept = Some(browser);
    }
}
