//! What stands on a letter, as a list of facts.

use crate::state::use_app;
use leptos::prelude::*;
use wire::Person;
use wire::server_api::Partner;

/// A fact with its name.
#[component]
pub fn Fact(
    /// What it is.
    name: fn(&'static crate::text::Text) -> &'static str,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    view! {
        <div class="fact">
            <dt>{app.t(name)}</dt>
            <dd>{children()}</dd>
        </div>
    }
}

/// The other office: name, number, telephone.
#[component]
pub fn PartnerFact(
    /// Whether it is the sender or the recipient.
    name: fn(&'static crate::text::Text) -> &'static str,
    partner: Partner,
) -> impl IntoView {
    let app = use_app();
    view! {
        <Fact name>
            {partner.name.map(|name| view! { <strong>{name}</strong> <br /> })}
            <span class="sub-inline">{partner.address.to_string()}</span>
            {partner
                .telephone
                .map(|telephone| {
                    view! {
                        <br />
                        {app.t(|t| t.telephone)}
                        " "
                        <span class="telephone">{telephone}</span>
                    }
                })}
        </Fact>
    }
}

/// The persons, folded away where they are many.
#[component]
pub fn PersonsFact(persons: Vec<Person>) -> impl IntoView {
    let app = use_app();
    let count = persons.len();
    let few = count <= 5;
    let list = persons
        .into_iter()
        .map(|person| {
            // Without a file that has the name, the number says who it is.
            let name = person.name.map(|name| format!("{name} "));
            view! {
                <li>
                    {name} <span class="sub-inline">{person.insured_number}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <Fact name=|t| t.persons>
            <details class="persons" open=few>
                <summary>{app.say(move |lang| lang.persons(count))}</summary>
                <ul>{list}</ul>
            </details>
        </Fact>
    }
}

/// メッセージ, with its line breaks.
#[component]
pub fn NoteFact(note: String) -> impl IntoView {
    let app = use_app();
    view! {
        <Fact name=|t| t.note>
            {if note.is_empty() {
                view! { <span class="sub-inline">{app.t(|t| t.no_note)}</span> }.into_any()
            } else {
                view! { <span class="note">{note}</span> }.into_any()
            }}
        </Fact>
    }
}

/// ファイル種別, サービス提供年月 and ファイル連番.
#[component]
pub fn KindFacts(
    kind: wire::LetterKind,
    unit: Option<String>,
    month: Option<String>,
    serial: Option<String>,
) -> impl IntoView {
    let app = use_app();
    let unit_name = unit.clone();
    view! {
        <Fact name=|t| t.file_kind>
            {move || app.lang.get().text().letter_kind(kind, unit.as_deref())}
            {unit_name
                .map(|name| {
                    view! {
                        "　"
                        {move || app.lang.get().text().unit(Some(&name))}
                    }
                })}
        </Fact>
        {month
            .map(|month| {
                view! {
                    <Fact name=|t| t.month>{app.say(move |lang| lang.month(&month))}</Fact>
                }
            })}
        {serial.map(|serial| view! { <Fact name=|t| t.serial>{serial}</Fact> })}
    }
}
