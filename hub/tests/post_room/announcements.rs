//! What the operator has to say to all offices.

use crate::support::*;
use hub::Error;
use wire::hub_api::{Announcement, AnnouncementKind, Announcements, path};

fn maintenance(from: i64, until: i64) -> Announcement {
    Announcement {
        number: 0,
        kind: AnnouncementKind::Maintenance,
        text: "1月11日 1時から3時まで停止します。".to_owned(),
        text_en: "Away on 11 January from 1 to 3.".to_owned(),
        from: now().plus_seconds(from),
        until: now().plus_seconds(until),
    }
}

#[tokio::test]
async fn an_announcement_is_shown_to_every_office_until_it_is_over() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let mut operator = hub.operator().await;
    let shown = |answer: Announcements| -> Vec<u64> {
        answer.announcements.iter().map(|one| one.number).collect()
    };
    // Maintenance is shown before it begins, other news is not.
    let first = operator.announce(&maintenance(3600, 7200)).await.unwrap();
    let mut news = maintenance(3600, 7200);
    news.kind = AnnouncementKind::News;
    let second = operator.announce(&news).await.unwrap();
    assert_eq!(shown(manager.json(path::ANNOUNCEMENTS).await), [first]);
    hub.advance(3600);
    assert_eq!(
        shown(visits.json(path::ANNOUNCEMENTS).await),
        [second, first]
    );
    assert!(operator.end_announcement(first).await.unwrap());
    assert!(!operator.end_announcement(first).await.unwrap());
    assert_eq!(shown(visits.json(path::ANNOUNCEMENTS).await), [second]);
    hub.advance(3600);
    assert!(shown(visits.json(path::ANNOUNCEMENTS).await).is_empty());
    assert_eq!(operator.announcements().await.unwrap(), []);
}

#[tokio::test]
async fn an_announcement_that_nobody_would_see_is_refused() {
    let hub = TestHub::start().await;
    let mut operator = hub.operator().await;
    let mut silent = maintenance(0, 60);
    silent.text_en = " ".to_owned();
    for wrong in [maintenance(60, 60), maintenance(-60, -1), silent] {
        let error = operator.announce(&wrong).await.unwrap_err();
        assert!(matches!(error, Error::Input(_)), "{error}");
    }
    assert_eq!(operator.announcements().await.unwrap(), []);
}
