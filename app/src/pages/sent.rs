//! 送信一覧: what this office has sent, and how far it has come.

use crate::api::{self, Answer};
use crate::components::letter_list::{LetterList, Portion, Row, Words};
use crate::failure::Failure;
use crate::page::Page;
use crate::state::App;
use leptos::prelude::*;
use wire::Code;
use wire::server_api::SentLetter;

/// The list. States change by themselves.
#[component]
pub fn Sent() -> impl IntoView {
    let words = Words {
        title: |t| t.sent,
        time: |t| t.sent_at,
        office: |t| t.to_office,
        empty: |t| t.sent_empty,
    };
    view! { <LetterList words fetch=|app, before| Box::pin(fetch(app, before)) /> }
}

async fn fetch(app: App, before: Option<u64>) -> Answer<Portion> {
    let office = app
        .office_now()
        .ok_or(const { Failure::of(Code::Forbidden) })?;
    let page = api::sent(&office, before).await?;
    Ok(Portion {
        rows: page.letters.into_iter().map(row).collect(),
        more: page.more,
    })
}

fn row(letter: SentLetter) -> Row {
    Row {
        id: letter.id,
        sequence: letter.sequence,
        page: Page::SentLetter(letter.id),
        partner: letter.to,
        contents: letter.contents,
        kind: letter.kind,
        unit: letter.unit,
        month: letter.month,
        time: letter.time,
        state: letter.state,
        since: letter.since,
        unread: false,
        problem: letter.problem.map(Failure::from),
    }
}
