//! What was found in files: equal findings are one line, and each line leads to its place.

use crate::components::file_name::file_name as revealed;
use crate::components::show::Show;
use crate::shelf::{Shelf, Wanted};
use crate::state::use_app;
use crate::text::Lang;
use leptos::prelude::*;
use worker::protocol::{FindingGroup, Place, Severity, Who, Words};

fn words(lang: Lang, words: &Words) -> String {
    lang.pick(&words.ja, &words.en).to_owned()
}

/// The findings, errors first. With errors the list takes the focus when it is new.
#[component]
pub fn FindingList(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let of = move |severity: Severity| {
        shelf.outcome.with(|outcome| {
            outcome
                .findings
                .iter()
                .filter(|group| group.severity == severity)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let any = move || shelf.outcome.with(|outcome| !outcome.findings.is_empty());
    view! {
        <section class="findings" id="findings" tabindex="-1" aria-labelledby="findings-title">
            <h2 id="findings-title">{app.t(|t| t.findings)}</h2>
            <Show
                when=any
                fallback=move || {
                    view! {
                        <p class="finding-none">
                            <span class="status-shape" aria-hidden="true">"✓"</span>
                            {app.t(|t| t.no_findings)}
                        </p>
                    }
                }
            >
                {[Severity::Error, Severity::Warning, Severity::Note]
                    .map(|severity| {
                        view! {
                            {move || {
                                let groups = of(severity);
                                (!groups.is_empty())
                                    .then(|| view! { <Severe severity groups shelf /> })
                            }}
                        }
                    })
                    .collect_view()}
            </Show>
        </section>
    }
}

/// The findings of one severity.
#[component]
fn Severe(severity: Severity, groups: Vec<FindingGroup>, shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let total: u64 = groups.iter().map(|group| u64::from(group.count)).sum();
    let (class, shape) = match severity {
        Severity::Error => ("severity severity-error", "×"),
        Severity::Warning => ("severity severity-warning", "▲"),
        Severity::Note => ("severity severity-note", "i"),
    };
    let name = app.t(match severity {
        Severity::Error => |t| t.severity_error,
        Severity::Warning => |t| t.severity_warning,
        Severity::Note => |t| t.severity_note,
    });
    view! {
        <div class=class>
            <h3>
                <span class="severity-shape" aria-hidden="true">{shape}</span>
                {name}
                " "
                {app.say(move |lang| {
                    let count = crate::when::count(total);
                    lang.pick(&format!("{count}件"), &count).to_owned()
                })}
            </h3>
            <ul class="finding-groups">
                {groups
                    .into_iter()
                    .map(|group| view! { <Finding group shelf /> })
                    .collect_view()}
            </ul>
        </div>
    }
}

/// One finding, or many equal ones.
#[component]
fn Finding(group: FindingGroup, shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let first = group.places.first().copied().unwrap_or_default();
    let file = group.file;
    let file_name = file.and_then(|key| {
        shelf.outcome.with_untracked(|outcome| {
            outcome
                .files
                .iter()
                .find(|it| it.key == key)
                .map(|it| it.name.clone())
        })
    });
    let FindingGroup {
        rule,
        message,
        item_name,
        found,
        expected,
        who,
        count,
        places,
        files,
        ..
    } = group;
    let who = app.t(match who {
        Who::CareSoftware => |t| t.who_software,
        Who::Here => |t| t.who_here,
        Who::Partner => |t| t.who_partner,
    });
    let has_expected = !expected.ja.is_empty();
    view! {
        <li class="finding">
            <p class="finding-sentence">
                <PlaceLink shelf file place=first words=Signal::derive(move || words(app.lang.get(), &message)) />
            </p>
            <dl class="finding-facts">
                {file_name
                    .map(|name| {
                        view! {
                            <div>
                                <dt>{app.t(|t| t.file_name)}</dt>
                                <dd class="file-name">
                                    {revealed(&name)}
                                    {(files > 1)
                                        .then(|| {
                                            view! {
                                                " "
                                                {app.say(move |lang| lang.and_more_files(files - 1))}
                                            }
                                        })}
                                </dd>
                            </div>
                        }
                    })}
                {first
                    .record
                    .is_some()
                    .then(|| {
                        view! {
                            <div>
                                <dt>{app.t(|t| t.item)}</dt>
                                <dd>
                                    {app.say(move |lang| lang.place(first.record, first.item))}
                                    {item_name.map(|name| format!("「{name}」"))}
                                </dd>
                            </div>
                        }
                    })}
                {found
                    .filter(|found| !found.is_empty())
                    .map(|found| {
                        view! {
                            <div>
                                <dt>{app.t(|t| t.found)}</dt>
                                <dd>
                                    <code>{revealed(&found)}</code>
                                </dd>
                            </div>
                        }
                    })}
                {has_expected
                    .then(|| {
                        view! {
                            <div>
                                <dt>{app.t(|t| t.expected)}</dt>
                                <dd>{app.say(move |lang| words(lang, &expected))}</dd>
                            </div>
                        }
                    })}
                <div>
                    <dt>{app.t(|t| t.who)}</dt>
                    <dd>
                        {who} " " <span class="finding-rule">{rule}</span>
                    </dd>
                </div>
            </dl>
            {(count > 1)
                .then(|| {
                    view! {
                        <details class="finding-places">
                            <summary>{app.say(move |lang| lang.same_finding(count))}</summary>
                            <ul>
                                {places
                                    .into_iter()
                                    .map(|place| {
                                        view! {
                                            <li>
                                                <PlaceLink
                                                    shelf
                                                    file
                                                    place
                                                    words=Signal::derive(move || {
                                                        app.lang.get().place(place.record, place.item)
                                                    })
                                                />
                                            </li>
                                        }
                                    })
                                    .collect_view()}
                            </ul>
                        </details>
                    }
                })}
        </li>
    }
}

/// A link to a place in a file: opens the table there and marks the cell.
#[component]
fn PlaceLink(
    shelf: Shelf,
    file: Option<u32>,
    place: Place,
    #[prop(into)] words: Signal<String>,
) -> impl IntoView {
    let Some(file) = file else {
        return view! { <span>{move || words.get()}</span> }.into_any();
    };
    let target = target(file, place);
    let href = format!("#{target}");
    view! {
        <a
            href=href
            on:click=move |event| {
                event.prevent_default();
                shelf.wanted.set(Some(Wanted { file, place }));
            }
        >
            {move || words.get()}
        </a>
    }
    .into_any()
}

/// The id of the element that a place leads to: a cell, a row, or the file.
pub fn target(file: u32, place: Place) -> String {
    match (place.record, place.item) {
        (Some(record), Some(item)) => format!("cell-{file}-{record}-{item}"),
        (Some(record), None) => format!("row-{file}-{record}"),
        _ => format!("file-{file}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_leads_as_near_as_it_is_known() {
        let place = |record, item| Place {
            record,
            line: None,
            item,
        };
        assert_eq!(target(3, place(Some(2), Some(5))), "cell-3-2-5");
        assert_eq!(target(3, place(Some(2), None)), "row-3-2");
        assert_eq!(target(3, place(None, None)), "file-3");
    }
}
