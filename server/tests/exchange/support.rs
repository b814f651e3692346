//! What every test needs: a hub, a server with offices, a browser, a letter.

mod browser;
mod hub;
mod letter;
mod site;

pub use browser::{Answer, Browser};
pub use hub::{Credentials, TestHub};
pub use letter::{LetterForm, file};
pub use site::{PASSWORD, Site, SiteBuilder};

use std::time::Duration;
use wire::{Address, OfficeNumber};

/// 居宅介護支援事業所.
pub const A: &str = "9970100018-43";
/// 訪問介護事業所.
pub const B: &str = "9970200024-11";
/// 通所介護事業所.
pub const C: &str = "9970300031-15";

pub fn address(text: &str) -> Address {
    text.parse().unwrap()
}

pub fn number(text: &str) -> OfficeNumber {
    address(text).number
}

/// Wait until something holds; fail after half a minute.
pub async fn wait_for<T, F: Future<Output = Option<T>>>(
    what: &str,
    mut look: impl FnMut() -> F,
) -> T {
    let patience = std::time::Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(
            std::time::Instant::now() < patience,
            "waited in vain: {what}"
        );
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}

/// A hub and one server with the offices A and B, both in the directory with their cards; letters are not held.
pub async fn two_offices() -> (TestHub, Site) {
    let hub = TestHub::start().await;
    let site = SiteBuilder::new(&hub)
        .await
        .office(A)
        .await
        .office(B)
        .await
        .start()
        .await;
    wait_for("both cards", || async {
        let offices = hub.operator().await.offices("").await.unwrap();
        offices.iter().all(|office| office.ready).then_some(())
    })
    .await;
    (hub, site)
}
