//! A disk that is full: `SQLite` writes to a small one of its own, which is filled up and has room
//! again.

use std::path::{Path, PathBuf};
use std::process::Command;

use booking_contract::{OpenOrder, OrderOpened};
use chrono::TimeDelta;
use fastrand::Rng;

use crate::Failure;
use crate::books::{Books, Engine};
use crate::faults::wish;
use crate::guest::{self, Reply, Tariff};
use crate::oracle::{self, Acknowledged};
use crate::world::{CLASS, LESSON, World};

/// What a full disk leads to.
#[derive(Clone, Debug)]
pub struct Full {
    /// How a confirmation was answered while nothing could be written.
    pub refused: Reply,
    /// Whether calendars could be read meanwhile.
    pub reads: bool,
    /// Whether the same confirmation was taken once there was room again.
    pub recovered: bool,
    /// What was broken.
    pub complaints: Vec<String>,
}

/// A disk of a few megabytes, gone again with this.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(folder: PathBuf) -> Result<Self, Failure> {
        std::fs::create_dir_all(&folder)?;
        let mount = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
            .arg(&folder)
            .output()?;
        if mount.status.success() {
            return Ok(Self(folder));
        }
        Err(String::from_utf8_lossy(&mount.stderr).into_owned().into())
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // What stays mounted is as small as it was.
        let _ = Command::new("umount").arg(&self.0).output();
        let _ = std::fs::remove_dir(&self.0);
    }
}

/// The disk of `SQLite`'s file is filled up and has room again. Fails where no disk can be
/// mounted, which takes the rights of root.
pub async fn fill_disk(program: &Path) -> Result<Full, Failure> {
    let folder = format!("proof_disk_{:016x}", Rng::new().u64(..));
    let disk = SmallDisk::mount(std::env::temp_dir().join(folder))?;
    let mut world = World::new(&Engine::Sqlite, program.to_owned()).await?;
    let file = disk.0.join("books.db");
    if let Books::Sqlite(made) = &world.books {
        std::fs::copy(made, &file)?;
    }
    world.books = Books::Sqlite(file);
    world.start.database_url = world.books.url();
    let mut companion = world.serve().await?;
    let tariff = Tariff::of(&world, &[LESSON, CLASS]).await?;
    let body = tariff.confirmation(&wish(&world, 0))?;
    let first = guest::confirm(&world, LESSON, "proof-disk-0000000", &body).await;
    let mut acknowledged: Vec<Acknowledged> = first.opened().map(free).into_iter().collect();

    let ballast = disk.0.join("ballast");
    fill(&ballast)?;
    let body = tariff.confirmation(&wish(&world, 6))?;
    let mut refused = Reply::Nothing;
    // The log has some room of its own left.
    for number in 1..400 {
        let key = format!("proof-disk-{number:07}");
        refused = guest::confirm(&world, LESSON, &key, &body_at(&body, number)).await;
        match refused.opened() {
            Some(opened) => acknowledged.push(free(opened)),
            None => break,
        }
    }
    let page = format!("{}/v1/calendars/{}", world.url, LESSON.calendar);
    let reads = world.http.get(page).send().await?.status().is_success();

    std::fs::remove_file(&ballast)?;
    let again = guest::confirm(&world, LESSON, "proof-disk-9999999", &body_at(&body, 400)).await;
    acknowledged.extend(again.opened().map(free));
    let mut complaints = oracle::settle(&world).await?;
    companion.kill().await?;
    complaints.extend(oracle::complaints(&world, &acknowledged).await?);
    Ok(Full {
        refused,
        reads,
        recovered: again.opened().is_some(),
        complaints,
    })
}

fn free(opened: &OrderOpened) -> Acknowledged {
    Acknowledged {
        order_id: opened.order.id.clone(),
        key: opened.order.id.clone(),
        free: true,
        ..Acknowledged::default()
    }
}

/// The same lesson so many half hours later, for somebody else.
fn body_at(body: &OpenOrder, number: i32) -> OpenOrder {
    let mut body = body.clone();
    body.starts_at += TimeDelta::minutes(30 * i64::from(number));
    if let Ok(email) = format!("disk{number}@example.com").parse() {
        body.guest.email = email;
    }
    body
}

/// Writes until there is no room left.
fn fill(ballast: &Path) -> Result<(), Failure> {
    use std::io::Write as _;
    let mut file = std::fs::File::create(ballast)?;
    for size in [64 * 1024, 4096, 512, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
    Ok(())
}
