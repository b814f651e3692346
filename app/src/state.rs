//! What every page knows: the language, who is signed in, and whether something has changed.

use crate::files::Taken;
use crate::page::Page;
use crate::pages::send::compose::Compose;
use crate::shelf::Shelf;
use crate::text::{Lang, Text};
use leptos::prelude::*;
use wire::OfficeNumber;
use wire::server_api::{About, Membership, News, Received, Session, Start, Warning};

/// Who sits here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// Nobody has signed in.
    Nobody,
    /// Signed in.
    Somebody(Session),
}

/// What can be reached just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    pub server: bool,
    pub hub: bool,
}

/// The state that outlives pages.
#[derive(Clone, Copy)]
pub struct App {
    pub lang: RwSignal<Lang>,
    /// Where one is; the address bar says the same.
    pub page: RwSignal<Page>,
    pub about: RwSignal<Option<About>>,
    pub who: RwSignal<Who>,
    /// Whether the overlay for signing in again is shown.
    pub shut: RwSignal<bool>,
    /// The office that the person works for just now.
    pub office: RwSignal<Option<OfficeNumber>>,
    /// Counts changes at the office; what is on the screen is fetched again.
    pub changes: RwSignal<u64>,
    pub reach: RwSignal<Reach>,
    /// By office, what does not fit between the hub's word and what the office's server knows.
    pub warnings: RwSignal<Vec<(OfficeNumber, Warning)>>,
    /// Files dropped anywhere, until a page takes them.
    pub dropped: RwSignal<Vec<Taken>, LocalStorage>,
    /// Whether a dropped folder could not be read.
    pub unpack_failed: RwSignal<bool>,
    /// ファイルを点検する: what is checked stays while other pages are visited.
    pub checked: Shelf,
    /// What is being composed: it stays while other pages are visited.
    pub compose: Compose,
    /// The first page of 受信一覧 that came with the app, until it is drawn.
    pub arrived: StoredValue<Option<Received>>,
}

impl App {
    /// With what the server has said first, if it has said anything.
    pub fn new(start: Option<Start>) -> Self {
        let (about, session, inbox) = match start {
            Some(start) => (Some(start.about), start.session, start.inbox),
            None => (None, None, None),
        };
        let shut = RwSignal::new(false);
        crate::gate::install(shut);
        let app = Self {
            lang: RwSignal::new(match crate::browser::remembered_language().as_deref() {
                Some("en") => Lang::En,
                _ => Lang::Ja,
            }),
            page: RwSignal::new(crate::address_bar::page()),
            about: RwSignal::new(about),
            who: RwSignal::new(Who::Nobody),
            shut,
            office: RwSignal::new(None),
            changes: RwSignal::new(0),
            warnings: RwSignal::new(Vec::new()),
            reach: RwSignal::new(Reach {
                server: true,
                hub: true,
            }),
            dropped: RwSignal::new_local(Vec::new()),
            unpack_failed: RwSignal::new(false),
            checked: Shelf::new(),
            compose: Compose::new(),
            arrived: StoredValue::new(inbox),
        };
        if let Some(session) = session {
            app.signed_in(session);
        }
        app
    }

    /// A text that changes with the language.
    pub fn t(
        self,
        pick: fn(&'static Text) -> &'static str,
    ) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
        move || pick(self.lang.get().text())
    }

    /// A sentence that changes with the language. Boxed, so that drawing it is compiled once for all sentences.
    pub fn say(
        self,
        say: impl Fn(Lang) -> String + Send + Sync + 'static,
    ) -> Box<dyn Fn() -> String + Send + Sync> {
        Box::new(move || say(self.lang.get()))
    }

    /// The person has signed in.
    pub fn signed_in(self, session: Session) {
        let office = self.office.get_untracked();
        let stays = office.is_some_and(|number| {
            session
                .offices
                .iter()
                .any(|membership| membership.number == number)
        });
        if !stays {
            let first = session.offices.first();
            self.office
                .set(first.map(|membership| membership.number.clone()));
        }
        self.who.set(Who::Somebody(session));
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(self) -> bool {
        self.who.with(|who| matches!(who, Who::Somebody(_)))
    }

    /// The person's place in the office of the moment.
    pub fn membership(self) -> Option<Membership> {
        let office = self.office.get()?;
        self.who.with(|who| match who {
            Who::Somebody(session) => session
                .offices
                .iter()
                .find(|membership| membership.number == office)
                .cloned(),
            Who::Nobody => None,
        })
    }

    /// The same, for code that is not drawn.
    pub fn membership_now(self) -> Option<Membership> {
        untrack(|| self.membership())
    }

    /// Whether the person may send, withdraw and open unread letters.
    pub fn may_exchange(self) -> bool {
        self.membership()
            .is_some_and(|membership| membership.role.may_exchange())
    }

    /// 未読 at the office of the moment.
    pub fn unread(self) -> u64 {
        self.membership().map_or(0, |membership| membership.unread)
    }

    /// The office that a request is for. Pages are drawn for somebody only, and everybody has an office.
    pub fn office_now(self) -> Option<OfficeNumber> {
        self.office.get_untracked()
    }

    /// Something has changed at an office.
    pub fn take_news(self, news: News) {
        self.count_unread(&news.number, news.unread);
        if self.reach.get_untracked().hub != news.hub_reachable {
            self.reach.update(|reach| reach.hub = news.hub_reachable);
        }
        if self.office.get_untracked().as_ref() == Some(&news.number) {
            self.changes.update(|changes| *changes += 1);
        }
        self.warnings.update(|warnings| {
            warnings.retain(|(office, _)| *office != news.number);
            warnings.extend(news.warning.map(|warning| (news.number, warning)));
        });
    }

    /// The number of unread letters of an office, as the server just said.
    pub fn count_unread(self, office: &OfficeNumber, unread: u64) {
        let changed = self.who.with_untracked(|who| match who {
            Who::Somebody(session) => session
                .offices
                .iter()
                .any(|membership| membership.number == *office && membership.unread != unread),
            Who::Nobody => false,
        });
        if changed {
            self.who.update(|who| {
                if let Who::Somebody(session) = who {
                    for membership in &mut session.offices {
                        if membership.number == *office {
                            membership.unread = unread;
                        }
                    }
                }
            });
        }
    }
}

/// The state, from wherever a component is drawn.
pub fn use_app() -> App {
    expect_context::<App>()
}
