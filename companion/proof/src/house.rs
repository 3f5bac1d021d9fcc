//! The companions of a campaign of kills: one, or two over the same books of which one always
//! works on.

use std::sync::Arc;

use crate::Failure;
use crate::balancer::Balancer;
use crate::companion::{Companion, Start, free_port};
use crate::world::World;

/// How many companions there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staff {
    /// One, which nobody stands in for.
    One,
    /// Two on one PostgreSQL behind one address: while one dies, the other works on.
    Two,
}

/// The companions of one world.
#[derive(Debug)]
pub(crate) struct House {
    world: Arc<World>,
    pair: Option<Pair>,
}

#[derive(Debug)]
struct Pair {
    /// Where the next victim answers, and where the one that stands by does.
    ports: [u16; 2],
    standing: Companion,
    balancer: Balancer,
}

impl House {
    pub(crate) async fn open(world: &Arc<World>, staff: Staff) -> Result<Self, Failure> {
        let world = Arc::clone(world);
        let pair = match staff {
            Staff::One => None,
            Staff::Two => {
                let ports = [free_port()?, free_port()?];
                let balancer = Balancer::start(world.start.port, ports).await?;
                let standing = serve(&world, ports[1]).await?;
                Some(Pair {
                    ports,
                    standing,
                    balancer,
                })
            }
        };
        Ok(Self { world, pair })
    }

    /// Starts the one that is to die; none where it has died already.
    pub(crate) async fn victim(
        &self,
        fail_point: Option<&str>,
    ) -> Result<Option<Companion>, Failure> {
        match &self.pair {
            None => self.world.start.serve(fail_point).await,
            Some(pair) => start(&self.world, pair.ports[0]).serve(fail_point).await,
        }
    }

    /// The dead one is started again, and the one that has stood by is killed and dies next;
    /// false where there is only one.
    pub(crate) async fn change_places(&mut self) -> Result<bool, Failure> {
        let Some(pair) = &mut self.pair else {
            return Ok(false);
        };
        let fresh = serve(&self.world, pair.ports[0]).await?;
        pair.standing.kill().await?;
        pair.standing = fresh;
        pair.ports.reverse();
        Ok(true)
    }

    /// The one that has to bring everything to its end, alone.
    pub(crate) async fn last(self) -> Result<Last, Failure> {
        match self.pair {
            None => Ok(Last {
                companion: self.world.serve().await?,
                _balancer: None,
            }),
            Some(pair) => Ok(Last {
                companion: pair.standing,
                _balancer: Some(pair.balancer),
            }),
        }
    }
}

/// The last companion, and the address that it is reached by.
#[derive(Debug)]
pub(crate) struct Last {
    companion: Companion,
    _balancer: Option<Balancer>,
}

impl Last {
    pub(crate) async fn kill(&mut self) -> Result<(), Failure> {
        self.companion.kill().await
    }
}

async fn serve(world: &World, port: u16) -> Result<Companion, Failure> {
    let companion = start(world, port).serve(None).await?;
    companion.ok_or_else(|| "a companion did not start".into())
}

fn start(world: &World, port: u16) -> Start {
    Start {
        port,
        ..world.start.clone()
    }
}
