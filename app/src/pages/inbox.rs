//! 受信一覧: what has arrived for this office.

use crate::api::{self, Answer};
use crate::components::letter_list::{LetterList, Portion, Row, Words};
use crate::failure::Failure;
use crate::page::Page;
use crate::state::App;
use leptos::prelude::*;
use wire::Code;
use wire::server_api::ReceivedLetter;

/// The list. It changes by itself when something arrives.
#[component]
pub fn Inbox() -> impl IntoView {
    let words = Words {
        title: |t| t.inbox,
        time: |t| t.received_at,
        office: |t| t.from_office,
        empty: |t| t.inbox_empty,
    };
    view! { <LetterList words fetch=|app, before| Box::pin(fetch(app, before)) /> }
}

async fn fetch(app: App, before: Option<u64>) -> Answer<Portion> {
    let office = app
        .office_now()
        .ok_or(const { Failure::of(Code::Forbidden) })?;
    let arrived = app.arrived.try_update_value(Option::take).flatten();
    let page = match arrived {
        Some(arrived) => arrived,
        None => api::inbox(&office, before).await?,
    };
    app.count_unread(&office, page.unread);
    Ok(Portion {
        rows: page.letters.into_iter().map(row).collect(),
        more: page.more,
    })
}

fn row(letter: ReceivedLetter) -> Row {
    Row {
        id: letter.id,
        sequence: letter.sequence,
        page: Page::Letter(letter.id),
        partner: letter.from,
        contents: letter.contents,
        kind: letter.kind,
        unit: letter.unit,
        month: letter.month,
        time: letter.time,
        state: letter.state,
        since: letter.since,
        unread: letter.unread,
        problem: letter.problem.map(Failure::from),
    }
}
