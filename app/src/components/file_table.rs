//! A file of the standard as a table: its items by name, its codes in words. Only the rows on the screen are here.

use crate::shelf::Shelf;
use crate::state::use_app;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashMap;
use worker::protocol::{Cell, FileFacts, RowPage, Severity};

/// Rows on the screen at a time.
const ROWS: u32 = 50;
/// A file with few rows and many items is read downwards, an item a line.
const FEW: u32 = 3;

/// A file with its table folded away.
#[component]
pub fn FileTable(shelf: Shelf, file: FileFacts) -> impl IntoView {
    let app = use_app();
    let key = file.key;
    let total = file.rows;
    let file = StoredValue::new(file);
    let open = RwSignal::new(false);
    let from = RwSignal::new(0_u32);
    let page = RwSignal::new(None::<RowPage>);

    // A finding's link opens the table at its row.
    Effect::new(move |_| {
        if let Some(wanted) = shelf.wanted.get()
            && wanted.file == key
            && let Some(record) = wanted.place.record
        {
            from.set(record.saturating_sub(1) / ROWS * ROWS);
            open.set(true);
        }
    });
    Effect::new(move |_| {
        shelf.outcome.track();
        if !open.get() {
            return;
        }
        let first = from.get();
        spawn_local(async move {
            let rows = shelf.rows(key, first, ROWS).await;
            if from.try_get_untracked() == Some(first) {
                page.set(rows);
            }
        });
    });
    let title = file.with_value(|file| {
        file.kind.clone().map_or_else(
            || file.name.clone(),
            |kind| format!("{kind}　{}", file.name),
        )
    });
    let title_for_button = title.clone();
    let downwards = total <= FEW;
    view! {
        <section class="file-table" id=format!("file-{key}") tabindex="-1">
            <h3 class="file-title">{title}</h3>
            {if total == 0 {
                view! { <p class="empty">{app.t(|t| t.empty_table)}</p> }.into_any()
            } else {
                view! {
                    <button
                        type="button"
                        class="button"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        {move || {
                            let text = app.lang.get().text();
                            if open.get() { text.close_table } else { text.open_table }
                        }}
                        <span class="hidden">{title_for_button}</span>
                    </button>
                }
                    .into_any()
            }}
            <Show when=move || open.get()>
                <div
                    class="table-scroll"
                    role="region"
                    tabindex="0"
                    aria-label=move || {
                        let scroll = app.lang.get().text().table_scroll;
                        file.with_value(|file| format!("{} {scroll}", file.name))
                    }
                >
                    {move || {
                        page.get()
                            .map(|page| {
                                let columns = file.with_value(|file| file.columns.clone());
                                let faults = faults(shelf, key);
                                if downwards {
                                    view! { <Downwards file=key columns page faults shelf /> }
                                        .into_any()
                                } else {
                                    view! { <Across file=key columns page faults shelf /> }.into_any()
                                }
                            })
                    }}
                </div>
                <Show when=move || { total > ROWS }>
                    <div class="buttons pager">
                        <button
                            type="button"
                            class="button"
                            disabled=move || from.get() == 0
                            on:click=move |_| from.update(|from| *from = from.saturating_sub(ROWS))
                        >
                            {app.t(|t| t.previous_rows)}
                        </button>
                        <span role="status">
                            {move || {
                                let first = from.get();
                                app.lang.get().rows(first + 1, (first + ROWS).min(total), total)
                            }}
                        </span>
                        <button
                            type="button"
                            class="button"
                            disabled=move || { from.get() + ROWS >= total }
                            on:click=move |_| from.update(|from| *from += ROWS)
                        >
                            {app.t(|t| t.next_rows)}
                        </button>
                    </div>
                </Show>
            </Show>
        </section>
    }
}

/// Cells with findings: row and item, counted from 1.
type Faults = HashMap<(u32, u32), Severity>;

fn faults(shelf: Shelf, file: u32) -> Faults {
    let mut faults = Faults::new();
    shelf.outcome.with_untracked(|outcome| {
        for group in outcome.findings.iter().filter(|it| it.file == Some(file)) {
            for place in &group.places {
                if let (Some(record), Some(item)) = (place.record, place.item) {
                    let worst = faults.entry((record, item)).or_insert(group.severity);
                    *worst = (*worst).min(group.severity);
                }
            }
        }
    });
    faults
}

/// Place of a row and a column, counted from 1.
fn place(from: u32, row: usize, column: usize) -> (u32, u32) {
    let row = u32::try_from(row).unwrap_or(u32::MAX - from - 1);
    (
        from + row + 1,
        u32::try_from(column + 1).unwrap_or(u32::MAX),
    )
}

/// Rows across: the items are columns.
#[component]
fn Across(
    file: u32,
    columns: Vec<String>,
    page: RowPage,
    faults: Faults,
    shelf: Shelf,
) -> impl IntoView {
    let app = use_app();
    let from = page.from;
    view! {
        <table class="data">
            <thead>
                <tr>
                    <th scope="col">"#"</th>
                    {columns
                        .into_iter()
                        .map(|name| view! { <th scope="col">{name}</th> })
                        .collect_view()}
                </tr>
            </thead>
            <tbody>
                {page
                    .rows
                    .into_iter()
                    .enumerate()
                    .map(|(row, cells)| {
                        let (record, _) = place(from, row, 0);
                        view! {
                            <tr id=format!("row-{file}-{record}") tabindex="-1">
                                <th scope="row">{record}</th>
                                {cells
                                    .into_iter()
                                    .enumerate()
                                    .map(|(column, cell)| {
                                        let at = place(from, row, column);
                                        let fault = faults.get(&at).copied();
                                        view! { <DataCell file at cell fault shelf /> }
                                    })
                                    .collect_view()}
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
        <p class="hidden">{app.t(|t| t.table_scroll)}</p>
    }
}

/// Rows downwards: the items are lines.
#[component]
fn Downwards(
    file: u32,
    columns: Vec<String>,
    page: RowPage,
    faults: Faults,
    shelf: Shelf,
) -> impl IntoView {
    let app = use_app();
    let from = page.from;
    let rows = page.rows;
    let longest = rows.iter().map(Vec::len).max().unwrap_or(0);
    let heads = (0..rows.len())
        .map(|row| place(from, row, 0).0)
        .map(|record| {
            view! {
                <th scope="col" id=format!("row-{file}-{record}") tabindex="-1">
                    {app.say(move |lang| lang.place(Some(record), None))}
                </th>
            }
        })
        .collect_view();
    let lines = (0..longest.max(columns.len()))
        .map(|column| {
            let name = columns
                .get(column)
                .cloned()
                .unwrap_or_else(|| format!("{}", column + 1));
            let cells = rows
                .iter()
                .enumerate()
                .map(|(row, cells)| {
                    let at = place(from, row, column);
                    let fault = faults.get(&at).copied();
                    let cell = cells.get(column).cloned().unwrap_or_default();
                    view! { <DataCell file at cell fault shelf /> }
                })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="data data-down">
            <thead>
                <tr>
                    <th scope="col">{app.t(|t| t.item)}</th>
                    {heads}
                </tr>
            </thead>
            <tbody>{lines}</tbody>
        </table>
    }
}

/// One cell, marked where something was found.
#[component]
fn DataCell(
    file: u32,
    /// Row and item, counted from 1.
    at: (u32, u32),
    cell: Cell,
    fault: Option<Severity>,
    shelf: Shelf,
) -> impl IntoView {
    let app = use_app();
    let (record, item) = at;
    let here = move || {
        shelf.wanted.with(|wanted| {
            wanted.is_some_and(|it| {
                it.file == file && it.place.record == Some(record) && it.place.item == Some(item)
            })
        })
    };
    let class = match fault {
        Some(Severity::Error) => "cell-error",
        Some(_) => "cell-warning",
        None => "",
    };
    let mark = fault.map(|severity| {
        let name = app.t(match severity {
            Severity::Error => |t| t.severity_error,
            Severity::Warning => |t| t.severity_warning,
            Severity::Note => |t| t.severity_note,
        });
        view! {
            <span class="cell-mark">{name}</span>
        }
    });
    view! {
        <td
            id=format!("cell-{file}-{record}-{item}")
            tabindex="-1"
            class=class
            class:cell-wanted=here
        >
            {mark}
            {match cell.shown {
                Some(shown) => {
                    view! {
                        <span class="cell-shown">{shown}</span>
                        <span class="cell-raw">{cell.raw}</span>
                    }
                        .into_any()
                }
                None => view! { <span class="cell-text">{cell.raw}</span> }.into_any(),
            }}
        </td>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_from_one() {
        assert_eq!(place(0, 0, 0), (1, 1));
        assert_eq!(place(50, 2, 4), (53, 5));
    }
}
