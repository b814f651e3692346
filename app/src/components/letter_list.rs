//! A list of letters, received or sent: loaded page by page, and again whenever something has changed.

use crate::api::Answer;
use crate::components::file_name::file_name;
use crate::components::problem::{Problem, Waiting};
use crate::components::show::Show;
use crate::components::status::{Status, Unread};
use crate::failure::Failure;
use crate::page::Page;
use crate::state::{App, use_app};
use crate::text::Text;
use crate::when;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use wire::server_api::{ContentsList, Partner};
use wire::{Code, EnvelopeId, LetterKind, State, Time};

/// A letter as a line of a list.
#[derive(Clone, PartialEq)]
pub struct Row {
    pub id: EnvelopeId,
    /// Pages of the list go by it.
    pub sequence: u64,
    /// Where the letter is read.
    pub page: Page,
    pub partner: Partner,
    pub contents: Option<ContentsList>,
    pub kind: LetterKind,
    pub unit: Option<String>,
    pub month: Option<String>,
    pub time: Time,
    pub state: State,
    pub since: Time,
    pub unread: bool,
    /// What is wrong with it, in short.
    pub problem: Option<Failure>,
}

/// What a page of a list gives: its letters, and whether there are more.
pub struct Portion {
    pub rows: Vec<Row>,
    pub more: bool,
}

/// Loads the page that follows a letter's `sequence`, or the first.
pub type Fetch = fn(App, Option<u64>) -> Pin<Box<dyn Future<Output = Answer<Portion>>>>;

/// A word on the screen.
type Word = fn(&'static Text) -> &'static str;

/// The words of a list.
#[derive(Clone, Copy)]
pub struct Words {
    pub title: Word,
    pub time: Word,
    pub office: Word,
    pub empty: Word,
}

/// The list. It changes by itself.
#[component]
pub fn LetterList(words: Words, fetch: Fetch) -> impl IntoView {
    let app = use_app();
    let rows = RwSignal::new(Vec::<Row>::new());
    let more = RwSignal::new(false);
    let loaded = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let wanted = RwSignal::new(1_usize);
    let turn = StoredValue::new(0_u64);
    Effect::new(move |_| {
        app.changes.track();
        let wanted = wanted.get();
        turn.update_value(|turn| *turn += 1);
        let mine = turn.get_value();
        spawn_local(async move {
            let answer = load(app, fetch, wanted).await;
            // A later request has overtaken this one, or the page is gone.
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(portion) => {
                    failure.set(None);
                    more.set(portion.more);
                    rows.set(portion.rows);
                    loaded.set(true);
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    });
    let retry = Callback::new(move |()| app.changes.update(|changes| *changes += 1));
    let none = move || rows.with(Vec::is_empty);
    let heads: [(Word, &str); 6] = [
        (words.time, "col-time"),
        (words.office, "col-office"),
        (|t| t.note, "col-note"),
        (|t| t.file_name, "col-files"),
        (|t| t.file_kind, "col-kind"),
        (|t| t.state, "col-state"),
    ];
    let table = move || {
        let heads = heads
            .into_iter()
            .map(|(word, class)| view! { <th scope="col" class=class>{app.t(word)}</th> })
            .collect_view();
        view! {
            <table class="letters">
                <caption class="hidden">{app.t(words.title)}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>
                    <For
                        each=move || rows.get()
                        key=|row| (row.id, row.state, row.unread, row.since, row.problem.is_some())
                        children=|row| view! { <Line row /> }
                    />
                </tbody>
            </table>
        }
    };
    view! {
        <h1 tabindex="-1">{app.t(words.title)}</h1>
        {move || failure.get().map(|failure| view! { <Problem failure retry /> })}
        <Show when=move || !loaded.get() && failure.with(Option::is_none)>
            <Waiting words=Signal::derive(move || app.lang.get().text().loading.to_owned()) />
        </Show>
        <Show when=move || loaded.get() && none()>
            <p class="empty">{app.t(words.empty)}</p>
        </Show>
        <Show when=move || !none()>{table()}</Show>
        <Show when=move || more.get()>
            <p>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| wanted.update(|wanted| *wanted += 1)
                >
                    {app.t(|t| t.older)}
                </button>
            </p>
        </Show>
    }
}

/// As many pages as are on the screen, one after the other.
async fn load(app: App, fetch: Fetch, wanted: usize) -> Answer<Portion> {
    let mut all = Portion {
        rows: Vec::new(),
        more: true,
    };
    for _ in 0..wanted {
        let portion = fetch(app, all.rows.last().map(|row| row.sequence)).await?;
        all.rows.extend(portion.rows);
        all.more = portion.more;
        if !all.more {
            break;
        }
    }
    Ok(all)
}

/// One letter; the office's name leads to it.
#[component]
fn Line(row: Row) -> impl IntoView {
    let app = use_app();
    let address = row.partner.address.to_string();
    let name = row.partner.name.unwrap_or_else(|| address.clone());
    let contents = row.contents;
    let note = contents.as_ref().map(|it| it.note.clone());
    let files = contents.map(|it| it.files).unwrap_or_default();
    let more = files.len().saturating_sub(1);
    let first = files.into_iter().next().map(|file| file.name);
    let others = move || {
        let lang = app.lang.get();
        let count = lang.files(more);
        (more > 0).then(|| match lang {
            crate::text::Lang::Ja => format!("ほか{count}"),
            crate::text::Lang::En => format!("and {count} more"),
        })
    };
    let (kind, unit, month) = (row.kind, row.unit, row.month);
    let kind_words = move || {
        let lang = app.lang.get();
        let text = lang.text();
        let unit = unit.as_deref();
        view! {
            <span>{text.letter_kind(kind, unit)}</span>
            <span class="sub">{unit.map(|unit| text.unit(Some(unit)))}</span>
            <span class="sub">{month.as_deref().map(|month| lang.month(month))}</span>
        }
    };
    let unopened = row
        .problem
        .as_ref()
        .is_some_and(|it| it.code() == Some(Code::CannotOpen));
    let state = if row.unread && !unopened {
        view! { <Unread /> }.into_any()
    } else {
        view! {
            <Status state=row.state unopened />
            <span class="sub">
                <When time=row.since />
            </span>
        }
        .into_any()
    };
    let problem = row.problem;
    let problem = move || {
        problem
            .as_ref()
            .map(|failure| first_sentence(failure.sentence(app.lang.get())))
    };
    view! {
        <tr class:unread=row.unread>
            <td class="col-time">
                <When time=row.time />
            </td>
            <th scope="row" class="col-office">
                <a class="row-link" href=row.page.path()>
                    {name}
                </a>
                <span class="sub">{address}</span>
            </th>
            <td class="col-note">
                <span class="clamp">{note}</span>
            </td>
            <td class="col-files">
                <span class="file-name clamp">{first.as_deref().map(file_name)}</span>
                <span class="sub">{others}</span>
            </td>
            <td class="col-kind">{kind_words}</td>
            <td class="col-state">
                {state} <span class="sub">{problem}</span>
            </td>
        </tr>
    }
}

/// The reason; what to do about it stands in the letter.
fn first_sentence(mut text: String) -> String {
    if let Some(end) = text.find(['。', '.']) {
        let sign = text[end..].chars().next().map_or(0, char::len_utf8);
        text.truncate(end + sign);
    }
    text
}

/// A time as a cell.
#[component]
pub fn When(time: Time) -> impl IntoView {
    view! {
        <time datetime=when::iso(time) title=when::long(time)>
            {when::short(time)}
        </time>
    }
}

/// A time in full, where there is room.
#[component]
pub fn WhenLong(time: Time) -> impl IntoView {
    view! { <time datetime=when::iso(time)>{when::long(time)}</time> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_says_the_reason_only() {
        let first = |text: &str| first_sentence(text.to_owned());
        assert_eq!(first("開けませんでした。もう一度。"), "開けませんでした。");
        assert_eq!(first("It failed. Ask again."), "It failed.");
        assert_eq!(first("なし"), "なし");
    }
}
