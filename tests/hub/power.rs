//! R5: the power is cut. Of the hub's files is left what a sync has made durable, and any part of what else was
//! written: nothing of it, all of it, or some of its sectors.
//!
//! The disk is played by `power.c`: the hub is killed, and goes on over what such a disk would hold.

use crate::acknowledged::{Found, Load, Told};
use crate::files::prepared;
use crate::preload::{library, through};
use crate::soak::{self, Dice};
use crate::support::*;
use std::path::Path;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// What a disk writes whole or not at all, in octets.
const SECTOR: usize = 512;
/// Offices' servers that leave letters at the same time.
const WRITERS: usize = 6;

/// Of the octets that no sync has made durable, how many in four are on the disk all the same.
#[derive(Debug, Clone, Copy)]
struct Luck(u64);

impl Luck {
    fn roll(dice: &mut Dice) -> Self {
        Self([0, 2, 4][usize::try_from(dice.below(3)).unwrap()])
    }
}

/// Copy all files of a folder, and of the folders in it.
fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let copy = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(file, copy).unwrap();
    }
}

/// What the disk holds of a file after the cut.
fn after_the_cut(durable: &[u8], written: &[u8], luck: Luck, dice: &mut Dice) -> Vec<u8> {
    let mut left = durable.to_vec();
    for at in (0..written.len()).step_by(SECTOR) {
        let sector = &written[at..written.len().min(at + SECTOR)];
        let is_durable = durable.get(at..at + sector.len()) == Some(sector);
        if is_durable || dice.below(4) >= luck.0 {
            continue;
        }
        let end = at + sector.len();
        if left.len() < end {
            left.resize(end, 0);
        }
        left[at..end].copy_from_slice(sector);
    }
    left
}

/// Leave letters until the hub is gone.
async fn write(load: &Load, url: &str, gone: &CancellationToken, octets: usize) {
    while !gone.is_cancelled() {
        let letter = load.begin(octets);
        while !gone.is_cancelled() {
            match load.deposit(url, &letter).await {
                Told::Kept => break,
                Told::Refused(status) => assert!(status.is_server_error(), "{status}"),
                Told::Nothing => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
    }
}

/// Cut the power of a hub under load, and look at what there is when it is back.
async fn cut(
    place: &Place,
    load: &Load,
    faults: &[(&str, &Path)],
    luck: Luck,
    dice: &mut Dice,
) -> Found {
    let Some(library) = library() else {
        unreachable!("asked for before")
    };
    let (folder, twin) = (place.hub_folder(), place.path("twin"));
    let _ = std::fs::remove_dir_all(&twin);
    copy(&folder, &twin);
    let faults = [&[("FAULT_TWIN", twin.as_path())], faults].concat();
    let mut hub = place.serve_with(&through(place, library, &faults));
    let (gone, url) = (CancellationToken::new(), hub.url.clone());
    let sizes = (0..WRITERS).map(|writer| if writer == 0 { 150_000 } else { 2_000 });
    let writers = sizes.map(|octets| write(load, &url, &gone, octets));
    let before = load.acknowledged();
    let delay = Duration::from_millis(dice.below(400));
    tokio::join!(futures_util::future::join_all(writers), async {
        // Something must have been acknowledged that could be lost.
        while load.acknowledged() < before + 3 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::time::sleep(delay).await;
        hub.kill();
        gone.cancel();
    });

    for file in files(&folder) {
        let name = file.strip_prefix(&folder).unwrap();
        let written = std::fs::read(&file).unwrap();
        std::fs::remove_file(&file).unwrap();
        // A file that no sync has ever reached, such as the memory that SQLite's connections share, is gone.
        if let Ok(durable) = std::fs::read(twin.join(name)) {
            std::fs::write(&file, after_the_cut(&durable, &written, luck, dice)).unwrap();
        }
    }
    let hub = place.serve();
    let found = load.verify(&hub).await;
    assert_eq!(hub.stop(), Some(0));
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r5_after_a_power_cut_everything_acknowledged_is_there() {
    if library().is_none() {
        return;
    }
    let (place, load) = prepared().await;
    let mut dice = Dice::of("R5");
    let cuts = soak::count("POWER_CUTS", 3);
    let mut last = None;
    for number in 0..cuts {
        let luck = Luck::roll(&mut dice);
        let found = cut(&place, &load, &[], luck, &mut dice).await;
        assert_eq!(
            (found.lost, found.twice),
            (0, 0),
            "{number} {luck:?} {found:?}"
        );
        last = Some(found);
    }
    let found = last.unwrap();
    let figures = [
        ("power_cuts", cuts),
        ("acknowledged", found.acknowledged),
        ("lost", found.lost),
        ("twice", found.twice),
    ];
    soak::record("R5", &figures);
}

/// The test of the test: on a disk that only says that it has synced, letters are lost, and this is seen.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r5_a_disk_that_does_not_sync_is_seen_to_lose_letters() {
    if library().is_none() {
        return;
    }
    let (place, load) = prepared().await;
    let faults = [("FAULT_NO_SYNC", Path::new("1"))];
    let found = cut(&place, &load, &faults, Luck(0), &mut Dice::of("R5")).await;
    assert!(found.lost >= 3, "{found:?}");
}
