//! Chooses one of many persons: by a search, from a list, or one after another.

use crate::components::show::Show;
use crate::state::use_app;
use crate::viewing::Viewing;
use leptos::prelude::*;
use leptos::task::spawn_local;
use viewer::paper::Person;

/// Persons in the list at a time; a search shortens it.
const SHOWN: usize = 200;

/// What a person is called here.
fn called(person: &Person) -> String {
    match &person.name {
        Some(name) => format!("{name}（{}）", person.insured_number),
        None => person.insured_number.clone(),
    }
}

/// Nothing where there is only one person.
#[component]
pub fn Picker(viewing: Viewing) -> impl IntoView {
    let app = use_app();
    let contents = viewing.contents;
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<Vec<u32>>);
    let person = Memo::new(move |_| {
        contents.with(|contents| {
            contents
                .papers
                .get(viewing.place.get() as usize)
                .map_or(0, |paper| paper.person)
        })
    });
    let all = move || u32::try_from(contents.with(|contents| contents.persons.len())).unwrap_or(0);
    let listed = Memo::new(move |_| found.get().unwrap_or_else(|| (0..all()).collect()));
    // The same form of the other person, if there is one.
    let choose = move |other: u32| {
        let place = contents.with_untracked(|contents| {
            let name = contents
                .papers
                .get(viewing.place.get_untracked() as usize)
                .map(|paper| paper.name.clone());
            let of = |same: bool| {
                contents
                    .papers
                    .iter()
                    .position(|it| it.person == other && (!same || Some(&it.name) == name.as_ref()))
            };
            of(true).or_else(|| of(false))
        });
        if let Some(place) = place.and_then(|place| u32::try_from(place).ok()) {
            viewing.place.set(place);
        }
    };
    let search = move |text: String| {
        typed.set(text.clone());
        spawn_local(async move {
            let answer = viewing.find(text.clone()).await;
            if typed.try_get_untracked().as_ref() != Some(&text) {
                return;
            }
            if let Some(first) = answer.first()
                && !answer.contains(&person.get_untracked())
            {
                choose(*first);
            }
            found.set((!text.trim().is_empty()).then_some(answer));
        });
    };
    let here = move || listed.with(|listed| listed.iter().position(|it| *it == person.get()));
    let step = move |by: isize| {
        listed.with(|listed| {
            let next = here().map_or(Some(0), |here| here.checked_add_signed(by))?;
            listed.get(next).copied()
        })
    };
    let button = move |word: fn(&'static crate::text::Text) -> &'static str, by: isize| {
        view! {
            <button
                type="button"
                class="button"
                disabled=move || step(by).is_none()
                on:click=move |_| {
                    if let Some(next) = untrack(|| step(by)) {
                        choose(next);
                    }
                }
            >
                {app.t(word)}
            </button>
        }
    };
    let options = move || {
        let chosen = person.get();
        contents.with(|contents| {
            let mut shown: Vec<u32> =
                listed.with(|listed| listed.iter().take(SHOWN).copied().collect());
            if !shown.contains(&chosen) {
                shown.push(chosen);
            }
            shown
                .into_iter()
                .filter_map(|place| Some((place, contents.persons.get(place as usize)?)))
                .map(|(place, person)| {
                    view! {
                        <option value=place.to_string() selected=place == chosen>
                            {called(person)}
                        </option>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <Show when=move || { all() > 1 }>
            <div class="picker">
                <label class="field">
                    <span class="field-label">{app.t(|t| t.find_person)}</span>
                    <input
                        type="search"
                        autocomplete="off"
                        prop:value=move || typed.get()
                        on:input=move |event| search(event_target_value(&event))
                    />
                </label>
                <div class="buttons person-picker">
                    {button(|t| t.previous_person, -1)}
                    <label class="field-inline">
                        <span>{app.t(|t| t.person)}</span>
                        <select
                            prop:value=move || person.get().to_string()
                            on:change=move |event| {
                                if let Ok(place) = event_target_value(&event).parse() {
                                    choose(place);
                                }
                            }
                        >
                            {options}
                        </select>
                    </label>
                    {button(|t| t.next_person, 1)}
                    <span role="status">
                        {move || {
                            let lang = app.lang.get();
                            match found.get() {
                                Some(found) => lang.found(found.len()),
                                None => {
                                    lang.person_of(here().map_or(0, |it| it + 1), all() as usize)
                                }
                            }
                        }}
                    </span>
                </div>
            </div>
        </Show>
    }
}
