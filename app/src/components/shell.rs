//! What stands around every page: where one can go, who is signed in, and what cannot be reached.

use crate::components::show::Show;
use crate::page::Page;
use crate::state::{Who, use_app};
use crate::text::Lang;
use crate::{api, browser, events};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Header, banners, the page, and the mark of the demonstration.
#[component]
pub fn Shell(page: Memo<Page>, children: Children) -> impl IntoView {
    let app = use_app();
    // Known before anything is drawn.
    let demo = app
        .about
        .with_untracked(|about| about.as_ref().is_some_and(|it| it.demo));
    view! {
        // Left to the browser: the router would change the address and leave the focus where it was.
        <a class="skip" href="#content" rel="external">{app.t(|t| t.skip)}</a>
        <header class="header">
            {demo
                .then(|| {
                    view! {
                        <p class="demo-mark">
                            <strong>{app.t(|t| t.demo)}</strong>
                            <span class="demo-long">{app.t(|t| t.demo_long)}</span>
                        </p>
                    }
                })}
            <div class="header-top">
                <a class="product" href=Page::Home.path()>{app.t(|t| t.product)}</a>
                <button
                    type="button"
                    class="button button-quiet"
                    lang=move || app.lang.get().pick("en", "ja")
                    on:click=move |_| {
                        app.lang.update(|lang| {
                            *lang = match lang {
                                Lang::Ja => Lang::En,
                                Lang::En => Lang::Ja,
                            };
                            browser::remember_language(lang.tag());
                        });
                    }
                >
                    {app.t(|t| t.language)}
                </button>
                <Account />
            </div>
            <Navigation page />
            <Banners />
        </header>
        <main id="content" class="content" tabindex="-1">{children()}</main>
    }
}

/// Who is signed in, for which office, and the way out.
#[component]
fn Account() -> impl IntoView {
    let app = use_app();
    let person = move || {
        app.who.with(|who| match who {
            Who::Somebody(session) => Some(session.name.clone()),
            Who::Nobody => None,
        })
    };
    let office = move || app.membership().map(|it| it.name).unwrap_or_default();
    let role = move || {
        app.membership()
            .map_or("", |it| app.lang.get().text().role(it.role))
    };
    view! {
        <Show when=move || app.is_signed_in()>
            <div class="account">
                <OfficeChoice />
                <p class="account-person">
                    <span class="hidden">{app.t(|t| t.signed_in)}</span>
                    <span class="account-office">{office}</span>
                    <span>{move || person().unwrap_or_default()}</span>
                    <span class="account-role">{role}</span>
                </p>
                <button
                    type="button"
                    class="button button-quiet"
                    on:click=move |_| {
                        spawn_local(async move {
                            // Whatever the server says, this browser forgets.
                            api::sign_out().await.ok();
                            events::leave_all();
                            browser::leave_to(&Page::Login.path());
                        });
                    }
                >
                    {app.t(|t| t.logout)}
                </button>
            </div>
        </Show>
    }
}

/// A choice for those who work for several offices.
#[component]
fn OfficeChoice() -> impl IntoView {
    let app = use_app();
    let offices = move || {
        app.who.with(|who| match who {
            Who::Somebody(session) => session
                .offices
                .iter()
                .map(|it| (it.number.clone(), it.name.clone()))
                .collect::<Vec<_>>(),
            Who::Nobody => Vec::new(),
        })
    };
    let change = move |event| {
        if let Ok(number) = event_target_value(&event).parse() {
            app.compose.clear();
            app.office.set(Some(number));
            app.changes.update(|changes| *changes += 1);
        }
    };
    view! {
        <Show when=move || { offices().len() > 1 }>
            <label class="office-choice">
                <span>{app.t(|t| t.office_label)}</span>
                // What is on its way belongs to this office.
                <select on:change=change disabled=move || app.compose.sending.get()>
                    {move || {
                        offices()
                            .into_iter()
                            .map(|(number, name)| {
                                let chosen = app.office.get_untracked().as_ref() == Some(&number);
                                view! {
                                    <option value=number.to_string() selected=chosen>
                                        {name}
                                    </option>
                                }
                            })
                            .collect_view()
                    }}
                </select>
            </label>
        </Show>
    }
}

/// The links to the pages.
#[component]
fn Navigation(page: Memo<Page>) -> impl IntoView {
    let app = use_app();
    let here = move |those: fn(Page) -> bool| {
        move || {
            if those(page.get()) {
                Some("page")
            } else {
                None
            }
        }
    };
    let unread = move || app.unread();
    view! {
        <nav class="navigation" aria-label=app.t(|t| t.navigation)>
            <ul>
                <Show when=move || app.is_signed_in()>
                    <li>
                        <a
                            href=Page::Inbox.path()
                            aria-current=here(|page| matches!(page, Page::Inbox | Page::Letter(_)))
                        >
                            {app.t(|t| t.inbox)}
                            {move || {
                                let words = (unread() > 0).then(|| app.lang.get().unread(unread()));
                                words.map(|words| view! { " " <span class="badge">{words}</span> })
                            }}
                        </a>
                    </li>
                    <li>
                        <a href=Page::Send.path() aria-current=here(|page| page == Page::Send)>
                            {app.t(|t| t.send)}
                        </a>
                    </li>
                    <li>
                        <a
                            href=Page::Sent.path()
                            aria-current=here(|page| {
                                matches!(page, Page::Sent | Page::SentLetter(_))
                            })
                        >
                            {app.t(|t| t.sent)}
                        </a>
                    </li>
                    <li>
                        <a
                            href=Page::Participation.path()
                            aria-current=here(|page| page == Page::Participation)
                        >
                            {app.t(|t| t.settings)}
                        </a>
                    </li>
                </Show>
                <li>
                    <a href=Page::Check.path() aria-current=here(Page::is_open)>
                        {app.t(|t| t.check)}
                    </a>
                </li>
                <Show when=move || !app.is_signed_in()>
                    <li>
                        <a
                            href=Page::Login.path()
                            aria-current=here(|page| !page.is_open())
                        >
                            {app.t(|t| t.login)}
                        </a>
                    </li>
                </Show>
            </ul>
        </nav>
    }
}

/// What cannot be reached, and what does not fit, said at once and without losing anything.
#[component]
fn Banners() -> impl IntoView {
    let app = use_app();
    let words = move || {
        let reach = app.reach.get();
        let text = app.lang.get().text();
        let away = if !reach.server {
            Some(text.offline)
        } else if !reach.hub && app.is_signed_in() {
            Some(text.hub_away)
        } else {
            None
        };
        away.map(str::to_owned)
    };
    let warning = move || {
        let here = app.office.get().filter(|_| app.is_signed_in());
        app.warnings.with(|warnings| {
            let found = warnings
                .iter()
                .find(|(office, _)| Some(office) == here.as_ref());
            found.map(|(_, it)| app.lang.get().pick(&it.text, &it.text_en).to_owned())
        })
    };
    view! {
        <div role="status">
            {move || {
                words()
                    .into_iter()
                    .chain(warning())
                    .map(|words| {
                        view! {
                            <p class="banner">
                                <span class="banner-mark" aria-hidden="true">"!"</span>
                                {words}
                            </p>
                        }
                    })
                    .collect_view()
            }}
        </div>
    }
}
