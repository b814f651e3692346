//! Two hubs on one database.

use crate::events::Events;
use crate::journal::{checkpoint, continues, prove};
use crate::support::postgres;
use crate::support::*;
use futures_util::future::join_all;
use wire::{Code, State};

/// Two hubs on one database, two offices at the first, and the same offices at the second.
async fn two() -> Option<(TestHub, TestHub, [Caller; 2], [Caller; 2])> {
    if !postgres::is_installed() {
        return None;
    }
    let database = postgres::database().await;
    let one = TestHub::start_with(|config| config.database = database).await;
    let two = one.another().await;
    let manager = one.ready_office("9970100018-43").await;
    let visits = one.ready_office("9970200024-11").await;
    let there = [two.at(&manager), two.at(&visits)];
    Some((one, two, [manager, visits], there))
}

#[tokio::test]
async fn what_is_left_at_one_hub_is_heard_of_and_collected_at_the_other() {
    let Some((_one, _two, [manager, _], [manager_there, visits_there])) = two().await else {
        return;
    };
    let mut events = Events::listen(&visits_there, "/v1/events", None).await;
    for round in 1..=3 {
        let body = octets(70_000);
        let (id, receipt) = manager.send(&visits_there.address, &body).await;
        let mut heard = 0;
        while heard < 2 * round - 1 {
            heard = events.next().await.unwrap();
        }
        assert!(visits_there.body(id).await.bytes().await.unwrap() == body);
        assert_eq!(manager.letter(id).await.state, State::Collected);
        // Two offices with certificate and card, then a deposit and a collection in each round.
        let tree = checkpoint(&manager_there, 6 + 2 * round).await;
        prove(&visits_there, &receipt.read().unwrap().leaf_hash, &tree).await;
    }
}

#[tokio::test]
async fn letters_that_cross_at_two_hubs_are_each_kept_once_and_numbered_without_a_gap() {
    let Some((_one, _two, [manager, visits], [manager_there, visits_there])) = two().await else {
        return;
    };
    let sends = (0..40).map(|place| {
        let (from, again) = match place % 4 {
            0 => (&manager, &manager_there),
            1 => (&visits_there, &visits),
            2 => (&manager_there, &manager),
            _ => (&visits, &visits_there),
        };
        let to = if place % 2 == 0 { &visits } else { &manager };
        async move {
            // The same letter at both hubs at once: one has it, the other finds it.
            let label = from.label(&to.address, 4);
            let (first, second) = tokio::join!(
                from.deposit(&label, b"plan"),
                again.deposit(&label, b"plan")
            );
            let mut statuses = [first.status().as_u16(), second.status().as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 201]);
            assert_eq!(first.text().await.unwrap(), second.text().await.unwrap());
        }
    });
    join_all(sends).await;
    for (here, there) in [(&manager, &manager_there), (&visits, &visits_there)] {
        let inbox = here.inbox("?limit=100").await;
        let numbers: Vec<_> = inbox.letters.iter().map(|item| item.sequence).collect();
        assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
        assert_eq!(there.inbox("?limit=100").await, inbox);
    }
}

#[tokio::test]
async fn t55_of_a_fetch_at_one_hub_and_a_withdrawal_at_the_other_exactly_one_wins() {
    let Some((_one, _two, [manager, visits], [_, visits_there])) = two().await else {
        return;
    };
    for _ in 0..10 {
        let (id, _) = manager.send(&visits.address, b"plan").await;
        let (fetched, withdrawn) = tokio::join!(visits_there.body(id), manager.withdraw(id));
        if fetched.status().is_success() {
            assert_problem(withdrawn, Code::AlreadyCollected).await;
            assert_eq!(visits.letter(id).await.state, State::Collected);
        } else {
            assert_problem(fetched, Code::Withdrawn).await;
            assert_state(withdrawn, State::Withdrawn).await;
        }
    }
}

/// Both hubs look for what is due all the time, and letters come in and are collected at both meanwhile.
#[tokio::test]
async fn keeping_is_done_once_where_two_hubs_see_what_is_due() {
    if !postgres::is_installed() {
        return;
    }
    let database = postgres::database().await;
    let one = TestHub::start_with(|config| {
        config.database = database;
        config.sweep_seconds = 1;
        config.body_days = 10;
    })
    .await;
    let two = one.another().await;
    let manager = one.ready_office("9970100018-43").await;
    let visits = one.ready_office("9970200024-11").await;
    let (manager_there, visits_there) = (two.at(&manager), two.at(&visits));
    let mut letters = Vec::new();
    for place in 0..40 {
        // In both directions, so that the same mailboxes are wanted from both sides.
        let (from, to) = if place % 2 == 0 {
            (&manager, &visits)
        } else {
            (&visits, &manager)
        };
        letters.push((place % 2, from.send(&to.address, b"plan").await.0));
    }
    let before = [
        manager.outbox("").await.cursor,
        visits.outbox("").await.cursor,
    ];
    one.advance(5 * 24 * 60 * 60);
    until_none_is_due(&one).await;
    let after = [
        manager.outbox("").await.cursor,
        visits.outbox("").await.cursor,
    ];
    assert_eq!(
        after,
        before.map(|cursor| cursor + 20),
        "each sender is told of each letter once"
    );
    one.advance(5 * 24 * 60 * 60);
    // Meanwhile letters are left at both hubs, and collected at the other.
    let traffic = (0..20).map(|_| async {
        let (id, _) = manager_there.send(&visits.address, b"plan").await;
        visits.body(id).await.bytes().await.unwrap();
        let (id, _) = visits_there.send(&manager.address, b"plan").await;
        manager.body(id).await.bytes().await.unwrap();
    });
    join_all(traffic).await;
    until_none_is_due(&one).await;
    for (side, id) in letters {
        let caller = if side == 0 { &manager } else { &visits_there };
        assert_eq!(caller.letter(id).await.state, State::Expired);
    }
    let notices = "select count(*) from journal_entries where entry like '%\"what\":\"expiry\"%'";
    assert_eq!(one.numbers(notices).await, [40], "each expiry is one entry");
}

async fn until_none_is_due(hub: &TestHub) {
    let now = hub.now().0;
    for _ in 0..300 {
        let due = hub
            .numbers("select due from letters order by due limit 1")
            .await;
        if due.first().is_none_or(|due| *due > now) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("something stays due");
}

#[tokio::test]
async fn when_a_hub_ends_the_other_goes_on_with_the_journal() {
    let Some((one, _two, [manager, visits], [manager_there, visits_there])) = two().await else {
        return;
    };
    manager.send(&visits.address, b"plan").await;
    let before = checkpoint(&visits_there, 7).await;
    one.stop().await;
    let (_, receipt) = manager_there.send(&visits.address, b"plan").await;
    let after = checkpoint(&visits_there, 8).await;
    continues(&visits_there, &before, &after).await;
    prove(&visits_there, &receipt.read().unwrap().leaf_hash, &after).await;
}
