//! Licences: what they cost, how they are renewed, and what an office can do without one.

use crate::support::*;
use hub::day;
use hub::licence::Renewal;
use reqwest::StatusCode;
use wire::hub_api::{Licence, OfficeRecord, Standing};
use wire::{Code, Time};

const DAY: i64 = 24 * 60 * 60;

/// An office whose licence ends in so many days.
async fn ending_in(hub: &TestHub, caller: &Caller, days: i64) -> Time {
    let until = now().plus_seconds(days * DAY);
    let mut operator = hub.operator().await;
    operator
        .set_licence(&caller.address.number, LICENCE.0, until)
        .await
        .unwrap();
    until
}

async fn standing(caller: &Caller, of: &Caller) -> Standing {
    let record: OfficeRecord = caller
        .json(&format!("/v1/offices/{}", of.address.number))
        .await;
    record.office.standing
}

#[tokio::test]
async fn past_its_licence_an_office_collects_and_reads_and_sending_is_refused_in_words() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, receipt) = manager.send(&visits.address, b"plan").await;
    ending_in(&hub, &visits, 1).await;
    hub.advance(2 * DAY);
    assert_eq!(standing(&manager, &visits).await, Standing::Expired);
    assert_eq!(visits.inbox("").await.letters.len(), 1);
    assert_eq!(
        visits.body(id).await.bytes().await.unwrap().as_ref(),
        b"plan"
    );
    let statement = visits.statement(&receipt, wire::statement::Act::Collected);
    assert_eq!(visits.state(id, &statement).await.status(), StatusCode::OK);
    let label = visits.label(&manager.address, 4);
    let problem = assert_problem(visits.deposit(&label, b"plan").await, Code::SenderExpired).await;
    assert!(problem.title.contains("更新の手続き"), "{}", problem.title);
    let label = manager.label(&visits.address, 4);
    assert_problem(
        manager.deposit(&label, b"plan").await,
        Code::RecipientExpired,
    )
    .await;

    // Renewed: at once, from today, because there was a gap.
    let mut operator = hub.operator().await;
    let period = operator
        .renew_licence(&visits.address.number, Renewal::default())
        .await
        .unwrap();
    assert_eq!(period.fee_yen, 21_000);
    assert_eq!(
        day::day(period.from).unwrap(),
        day::day(hub.config().clock.now()).unwrap()
    );
    assert_eq!(standing(&manager, &visits).await, Standing::Active);
    visits.send(&manager.address, b"plan").await;
}

#[tokio::test]
async fn a_suspended_office_reads_and_does_not_send() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    let mut operator = hub.operator().await;
    operator.suspend(&visits.address.number).await.unwrap();
    assert_eq!(
        visits.body(id).await.bytes().await.unwrap().as_ref(),
        b"plan"
    );
    let label = visits.label(&manager.address, 4);
    assert_problem(visits.deposit(&label, b"plan").await, Code::SenderSuspended).await;
    operator.resume(&visits.address.number).await.unwrap();
    visits.send(&manager.address, b"plan").await;
}

#[tokio::test]
async fn a_renewal_goes_on_where_the_licence_ends() {
    let (hub, [manager, ..]) = TestHub::with_offices().await;
    let until = ending_in(&hub, &manager, 20).await;
    let number = &manager.address.number;
    let mut operator = hub.operator().await;
    let end = day::end(day::parse("2099-12-31").unwrap()).unwrap();
    let renewal = Renewal {
        until: Some(day::parse("2099-12-31").unwrap()),
        fee_yen: Some(5_000),
    };
    let period = operator.renew_licence(number, renewal).await.unwrap();
    assert_eq!(day::day(period.from).unwrap(), day::day(until).unwrap());
    assert_eq!((period.until, period.fee_yen), (end, 5_000));
    let past = Renewal {
        until: Some(day::parse("2001-01-01").unwrap()),
        fee_yen: None,
    };
    assert!(operator.renew_licence(number, past).await.is_err());
    let record: OfficeRecord = manager.json(&format!("/v1/offices/{number}")).await;
    assert_eq!(
        (record.office.active_from, record.office.active_until),
        (LICENCE.0, end)
    );
}

#[tokio::test]
async fn what_is_renewed_by_itself_is_renewed_once_thirty_days_before_its_end() {
    let hub = TestHub::start().await;
    let manager = hub.office_for("9970100018-43", 90).await;
    let visits = hub.office_for("9970200024-11", 90).await;
    let day_care = hub.office_for("9970300035-15", 90).await;
    let mut operator = hub.operator().await;
    for (caller, days, automatic) in [
        (&manager, 40, true),
        (&visits, 40, false),
        (&day_care, 40, true),
    ] {
        ending_in(&hub, caller, days).await;
        operator
            .set_renewal(&caller.address.number, automatic)
            .await
            .unwrap();
    }
    operator.suspend(&day_care.address.number).await.unwrap();
    assert_eq!(operator.renew_due_licences().await.unwrap(), []);
    hub.advance(15 * DAY);
    // The hub does it by itself; whoever of the two is first, it happens once.
    operator.renew_due_licences().await.unwrap();
    assert_eq!(operator.renew_due_licences().await.unwrap(), []);
    let charges = operator
        .charges(now(), now().plus_seconds(60 * DAY))
        .await
        .unwrap();
    let charged: Vec<_> = charges
        .iter()
        .map(|(period, name)| (period.number.as_str(), period.fee_yen, name.as_str()))
        .collect();
    assert_eq!(charged, [("9970100018", 21_000, "見本事業所9970100018")]);
    hub.advance(30 * DAY);
    assert_eq!(standing(&manager, &manager).await, Standing::Active);
    assert_eq!(standing(&manager, &visits).await, Standing::Expired);
    assert_eq!(standing(&manager, &day_care).await, Standing::Suspended);
}

#[tokio::test]
async fn the_hub_renews_by_itself_while_it_serves() {
    let hub = TestHub::start().await;
    let office = hub.office("9970100018-43").await;
    ending_in(&hub, &office, 5).await;
    let mut operator = hub.operator().await;
    operator
        .set_renewal(&office.address.number, true)
        .await
        .unwrap();
    let renewed = async {
        while operator
            .charges(now(), now().plus_seconds(60 * DAY))
            .await
            .unwrap()
            .is_empty()
        {
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(120), renewed)
        .await
        .unwrap();
}

#[tokio::test]
async fn an_office_sees_its_own_licence_and_an_agent_does_not() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let until = ending_in(&hub, &visits, 20).await;
    let mut operator = hub.operator().await;
    let own: Licence = visits.json("/v1/licence").await;
    assert_eq!((own.standing, own.until), (Standing::Active, until));
    assert!(!own.renews);
    let renewal = Renewal {
        fee_yen: Some(5_000),
        ..Renewal::default()
    };
    let number = &visits.address.number;
    let period = operator.renew_licence(number, renewal).await.unwrap();
    operator.set_renewal(number, true).await.unwrap();
    operator.suspend(number).await.unwrap();
    let own: Licence = visits.json("/v1/licence").await;
    assert_eq!(own.standing, Standing::Suspended);
    assert_eq!((own.until, own.fee_yen), (period.until, Some(5_000)));
    assert!(own.renews);
    // Nobody asks for another office's.
    let of_another = manager.get(&format!("/v1/licence?office={number}")).await;
    assert_problem(of_another, Code::Forbidden).await;
}
