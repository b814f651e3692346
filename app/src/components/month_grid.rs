//! 第6表 as a grid: the services of a person, the 31 days of the month, 予定 above 実績.

use crate::shelf::Shelf;
use crate::state::use_app;
use crate::when;
use leptos::prelude::*;
use leptos::task::spawn_local;
use worker::protocol::{Month, MonthLine, MonthPerson};

/// Always 31 columns; those after the end of the month are empty, as on paper.
const DAYS: usize = 31;

/// The months of all persons in hand, one at a time.
#[component]
pub fn MonthGrid(shelf: Shelf) -> impl IntoView {
    let app = use_app();
    let persons = Memo::new(move |_| shelf.outcome.with(|outcome| outcome.month_persons.clone()));
    let person = RwSignal::new(0_usize);
    let month = RwSignal::new(None::<Month>);
    Effect::new(move |_| {
        let count = persons.with(Vec::len);
        shelf.outcome.track();
        let wanted = person.get().min(count.saturating_sub(1));
        if count == 0 {
            month.set(None);
            return;
        }
        let number = u32::try_from(wanted).unwrap_or(0);
        spawn_local(async move {
            let found = shelf.month(number).await;
            if person.try_get_untracked().is_some() {
                month.set(found);
            }
        });
    });
    let many = move || persons.with(Vec::len) > 1;
    view! {
        <Show when=move || persons.with(|persons| !persons.is_empty())>
            <section class="month" aria-labelledby="month-title">
                <h2 id="month-title">{app.t(|t| t.month_title)}</h2>
                <Show when=many>
                    <PersonPicker persons chosen=person />
                </Show>
                {move || month.get().map(|month| view! { <Grid month /> })}
            </section>
        </Show>
    }
}

/// The name of a person, or the number where no file has the name.
fn name(person: &MonthPerson) -> String {
    person
        .name
        .clone()
        .unwrap_or_else(|| person.insured_number.clone())
}

/// Chooses one of many persons.
#[component]
fn PersonPicker(persons: Memo<Vec<MonthPerson>>, chosen: RwSignal<usize>) -> impl IntoView {
    let app = use_app();
    let count = move || persons.with(Vec::len);
    view! {
        <div class="buttons person-picker">
            <button
                type="button"
                class="button"
                disabled=move || chosen.get() == 0
                on:click=move |_| chosen.update(|chosen| *chosen = chosen.saturating_sub(1))
            >
                {app.t(|t| t.previous_person)}
            </button>
            <label class="field-inline">
                <span>{app.t(|t| t.person)}</span>
                <select
                    prop:value=move || chosen.get().to_string()
                    on:change=move |event| {
                        if let Ok(place) = event_target_value(&event).parse() {
                            chosen.set(place);
                        }
                    }
                >
                    {move || {
                        persons
                            .get()
                            .iter()
                            .enumerate()
                            .map(|(place, person)| {
                                let month = app.lang.get().month(&person.month);
                                let number = &person.insured_number;
                                let label = match &person.name {
                                    Some(name) => format!("{name}（{number}）{month}"),
                                    None => format!("{number}　{month}"),
                                };
                                view! {
                                    <option
                                        value=place.to_string()
                                        selected=chosen.get_untracked() == place
                                    >
                                        {label}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
            <button
                type="button"
                class="button"
                disabled=move || { chosen.get() + 1 >= count() }
                on:click=move |_| chosen.update(|chosen| *chosen += 1)
            >
                {app.t(|t| t.next_person)}
            </button>
            <span role="status">
                {move || app.lang.get().person_of(chosen.get() + 1, count())}
            </span>
        </div>
    }
}

/// What kind of day a column is: its weekday if the month has it.
fn day_class(weekday: Option<u8>) -> &'static str {
    match weekday {
        Some(5) => "day saturday",
        Some(6) => "day sunday",
        Some(_) => "day",
        None => "day no-day",
    }
}

/// The grid of one person.
#[component]
fn Grid(month: Month) -> impl IntoView {
    let app = use_app();
    let Month {
        person,
        weekdays,
        lines,
        ..
    } = month;
    let weekday = move |day: usize| weekdays.get(day).copied();
    let classes: Vec<&'static str> = (0..DAYS).map(|day| day_class(weekday(day))).collect();
    let weekday_names: Vec<&'static str> = classes
        .iter()
        .enumerate()
        .map(|(day, _)| weekday(day).map_or("", when::weekday))
        .collect();
    let caption = {
        let person = person.clone();
        app.say(move |lang| {
            format!(
                "{} {}（{}・{}）",
                lang.text().month_grid,
                name(&person),
                person.insured_number,
                lang.month(&person.month)
            )
        })
    };
    let heads = classes
        .iter()
        .enumerate()
        .map(|(day, class)| view! { <th scope="col" class=*class>{day + 1}</th> })
        .collect_view();
    let week = classes
        .iter()
        .zip(weekday_names)
        .map(|(class, name)| view! { <td class=*class>{name}</td> })
        .collect_view();
    let none = lines.is_empty();
    let rows = lines
        .into_iter()
        .map(|line| view! { <Line line classes=classes.clone() /> })
        .collect_view();
    view! {
        <p class="month-person">
            <strong>{name(&person)}</strong>
            " "
            <span class="sub-inline">
                {person.name.is_some().then(|| person.insured_number.clone())}
            </span>
            " "
            {app.say(move |lang| lang.month(&person.month))}
        </p>
        <div
            class="table-scroll"
            role="region"
            tabindex="0"
            aria-label=app.t(|t| t.table_scroll)
        >
            <table class="grid">
                <caption class="hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col" rowspan="2" class="grid-time">{app.t(|t| t.time_band)}</th>
                        <th scope="col" rowspan="2" class="grid-service">{app.t(|t| t.service)}</th>
                        <th scope="col" rowspan="2" class="grid-office">
                            {app.t(|t| t.service_office)}
                        </th>
                        <th scope="col" class="grid-kind">{app.t(|t| t.day)}</th>
                        {heads}
                        <th scope="col" rowspan="2" class="grid-total">{app.t(|t| t.total)}</th>
                    </tr>
                    <tr class="grid-weekdays">
                        <th scope="row" class="grid-kind">{app.t(|t| t.weekday)}</th>
                        {week}
                    </tr>
                </thead>
                {rows}
            </table>
        </div>
        {none.then(|| view! { <p class="empty">{app.t(|t| t.no_lines)}</p> })}
        <p class="sub">{app.t(|t| t.weekend_hint)}</p>
    }
}

/// The counts of a row of days; a day without one is empty, not 0.
fn days(counts: &[u32], classes: &[&'static str]) -> impl IntoView + use<> {
    classes
        .iter()
        .enumerate()
        .map(|(day, class)| {
            let count = counts.get(day).copied().filter(|count| *count > 0);
            view! { <td class=*class>{count}</td> }
        })
        .collect_view()
}

/// One line of the form: 予定 above 実績.
#[component]
fn Line(line: MonthLine, classes: Vec<&'static str>) -> impl IntoView {
    let app = use_app();
    let total = |number: u32| (number > 0).then_some(number);
    let (plan, actual) = (total(line.plan_total()), total(line.actual_total()));
    view! {
        <tbody class="grid-line">
            <tr>
                <td rowspan="2" class="grid-time">
                    {line.start} <br /> {line.end}
                </td>
                <th rowspan="2" scope="rowgroup" class="grid-service">
                    {line.service}
                    {line.remark.map(|remark| view! { <span class="sub">{remark}</span> })}
                </th>
                <td rowspan="2" class="grid-office">{line.office}</td>
                <th scope="row" class="grid-kind">{app.t(|t| t.plan)}</th>
                {days(&line.plan, &classes)}
                <td class="grid-total">{plan}</td>
            </tr>
            <tr class="grid-actual">
                <th scope="row" class="grid-kind">{app.t(|t| t.actual)}</th>
                {days(&line.actual, &classes)}
                <td class="grid-total">{actual}</td>
            </tr>
        </tbody>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekends_and_days_that_do_not_exist_are_told_apart() {
        assert_eq!(day_class(Some(0)), "day");
        assert_eq!(day_class(Some(5)), "day saturday");
        assert_eq!(day_class(Some(6)), "day sunday");
        assert_eq!(day_class(None), "day no-day");
    }
}
