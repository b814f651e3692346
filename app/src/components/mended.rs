//! What was mended in files before they were sent: equal changes are one line.

use crate::components::file_name::file_name;
use crate::components::letter_facts::Fact;
use crate::state::use_app;
use leptos::prelude::*;
use std::collections::BTreeMap;
use wire::Mending;

/// Characters that were replaced, and what was changed in the form of files.
#[component]
pub fn MendedList(mended: Vec<Mending>) -> impl IntoView {
    let app = use_app();
    let lines = lines(mended)
        .into_iter()
        .map(|(first, count)| {
            let place = app.say(move |lang| {
                if first.record == 0 {
                    return String::new();
                }
                let place = lang.place(Some(first.record), Some(first.item.into()));
                lang.place_and_more(&place, count - 1)
            });
            view! {
                <li>
                    <strong>{format!("「{}」→「{}」", first.before, first.after)}</strong>
                    " "
                    {place}
                    " "
                    <span class="file-name">{file_name(&first.file)}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="mended">{lines}</ul> }
}

/// 直した文字, as a fact of a letter; nothing where nothing was mended.
#[component]
pub fn MendedFact(mended: Vec<Mending>) -> impl IntoView {
    (!mended.is_empty()).then(|| {
        view! {
            <Fact name=|t| t.mended>
                <MendedList mended />
            </Fact>
        }
    })
}

/// The first of equal changes of a file, and how many there are.
fn lines(mended: Vec<Mending>) -> Vec<(Mending, usize)> {
    let mut places: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    let mut lines: Vec<(Mending, usize)> = Vec::new();
    for mending in mended {
        let key = (
            mending.file.clone(),
            mending.before.clone(),
            mending.after.clone(),
        );
        match places.get(&key) {
            Some(place) => lines[*place].1 += 1,
            None => {
                places.insert(key, lines.len());
                lines.push((mending, 1));
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_changes_of_a_file_are_one_line() {
        let of = |file: &str, record, before: &str| Mending {
            file: file.to_owned(),
            record,
            item: 6,
            before: before.to_owned(),
            after: "吉".to_owned(),
        };
        let lines = lines(vec![
            of("A.CSV", 1, "𠮷"),
            of("A.CSV", 2, "吉\u{E0100}"),
            of("A.CSV", 3, "𠮷"),
            of("B.CSV", 1, "𠮷"),
        ]);
        let told: Vec<_> = lines
            .iter()
            .map(|(first, count)| (first.file.as_str(), first.record, *count))
            .collect();
        assert_eq!(told, [("A.CSV", 1, 2), ("A.CSV", 2, 1), ("B.CSV", 1, 1)]);
    }
}
