//! What is being composed, and the acts of composing: take files, ask for recipients, send, take back.

use crate::draft::{Asked, Draft, Fate, Letter};
use crate::failure::Failure;
use crate::files::Taken;
use crate::shelf::Shelf;
use crate::state::App;
use crate::{api, browser};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::server_api::SentLetter;
use wire::{Address, Code, EnvelopeId, OfficeNumber};
use worker::protocol::{FileSort, Purpose, Severity};

/// Milliseconds before somebody is asked again who did not answer.
const PAUSE: u32 = 3_000;

/// Where one is in composing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// ファイルを選ぶ.
    Choose,
    /// 内容を確認する.
    Review,
    /// 受付完了.
    Done,
}

/// What is composed just now.
#[derive(Clone, Copy)]
pub struct Compose {
    pub shelf: Shelf,
    pub draft: RwSignal<Draft>,
    pub step: RwSignal<Step>,
    /// Whether letters are being handed over.
    pub sending: RwSignal<bool>,
    /// Whether letters are being taken back.
    pub undoing: RwSignal<bool>,
    /// What did not work when taking back.
    pub undo_failure: RwSignal<Option<Failure>>,
    /// Until when (browser's clock, milliseconds) the letters are held.
    pub held_until: RwSignal<Option<i64>>,
    /// Letters as they were before files were put away, with their messages and ticks.
    before: StoredValue<Vec<Letter>>,
}

impl Compose {
    pub fn new() -> Self {
        Self {
            shelf: Shelf::new(),
            draft: RwSignal::new(Draft::default()),
            step: RwSignal::new(Step::Choose),
            sending: RwSignal::new(false),
            undoing: RwSignal::new(false),
            undo_failure: RwSignal::new(None),
            held_until: RwSignal::new(None),
            before: StoredValue::new(Vec::new()),
        }
    }

    /// Begins anew.
    pub fn clear(self) {
        self.shelf.clear();
        self.draft.set(Draft::default());
        self.step.set(Step::Choose);
        self.undo_failure.set(None);
        self.held_until.set(None);
    }

    /// すべて外す.
    pub fn put_all_away(self) {
        self.remember();
        self.draft.set(Draft::default());
        self.shelf.put_all_away();
    }

    fn remember(self) {
        self.before
            .set_value(self.draft.with_untracked(|draft| draft.letters.clone()));
    }

    /// 元に戻す: the letters of the files come back with what was written in them.
    pub fn bring_back(self, app: App, taken: Vec<Taken>) {
        let before = self.before.get_value();
        self.draft.update(|draft| {
            for letter in before {
                if draft.letter(letter.id).is_none() {
                    draft.letters.push(letter);
                }
            }
        });
        self.take(app, taken);
    }

    /// Takes files: they are read, and sorted into letters.
    pub fn take(self, app: App, taken: Vec<Taken>) {
        if self.sending.get_untracked() || taken.is_empty() {
            return;
        }
        if self.step.get_untracked() == Step::Done {
            self.clear();
        }
        let Some(purpose) = purpose(app) else { return };
        spawn_local(async move {
            let read = self.shelf.add(taken, purpose).await;
            self.follow(app);
            let errors = self.shelf.outcome.with_untracked(|outcome| {
                outcome
                    .findings
                    .iter()
                    .any(|group| group.severity == Severity::Error)
            });
            if read && errors && self.step.get_untracked() == Step::Choose {
                browser::focus("#findings");
            }
        });
    }

    /// Puts files away.
    pub fn remove(self, app: App, keys: Vec<u32>) {
        let Some(purpose) = purpose(app) else { return };
        self.remember();
        spawn_local(async move {
            self.shelf.remove(keys, purpose).await;
            self.follow(app);
        });
    }

    /// Goes after what has been read, and asks about recipients that are new.
    pub fn follow(self, app: App) {
        let outcome = self.shelf.outcome.get_untracked();
        let desk = desk(app);
        self.draft.update(|draft| {
            draft.follow(&outcome, desk.as_ref());
            // Attachments without any unit can only go alone.
            if let Some(desk) = desk
                && outcome.units.is_empty()
                && !draft.attachments.is_empty()
            {
                let id = draft.files_letter(&desk);
                for attachment in &mut draft.attachments {
                    attachment.letter = Some(id);
                }
            }
        });
        self.ask_recipients(app);
    }

    /// Asks the server about each recipient that it has not been asked about.
    pub fn ask_recipients(self, app: App) {
        let Some(office) = app.office_now() else {
            return;
        };
        let wanted: Vec<(EnvelopeId, Address)> = self.draft.with_untracked(|draft| {
            draft
                .letters
                .iter()
                .filter(|letter| letter.recipient == Asked::No && !letter.is_gone())
                .filter_map(|letter| Some((letter.id, letter.to.clone()?)))
                .collect()
        });
        self.find_service_types(app);
        for (id, to) in wanted {
            self.change(id, |letter| letter.recipient = Asked::Waiting);
            let office = office.clone();
            spawn_local(async move {
                loop {
                    let answer = match api::recipient(&office, &to).await {
                        Ok(recipient) => Asked::Answered(Box::new(recipient)),
                        Err(failure) => Asked::Failed(failure),
                    };
                    // The person may have chosen another meanwhile.
                    if !self.hear(id, |letter| letter.to.as_ref() == Some(&to), answer) {
                        return;
                    }
                    TimeoutFuture::new(PAUSE).await;
                }
            });
        }
    }

    /// Takes the server's answer about a letter's recipient, and says whether to ask again.
    fn hear(self, id: EnvelopeId, is_of: impl Fn(&Letter) -> bool, answer: Asked) -> bool {
        let again = matches!(&answer, Asked::Failed(failure) if failure.passes());
        let (there, news) = self.draft.with_untracked(|draft| {
            let letter = draft.letter(id).filter(|letter| is_of(letter));
            (
                letter.is_some(),
                letter.is_some_and(|it| it.recipient != answer),
            )
        });
        if news {
            // Said once, however often it is asked.
            self.change(id, |letter| letter.recipient = answer);
        }
        there && again
    }

    /// Asks the directory for the service type of recipients whose file names do not say it (edition 3).
    fn find_service_types(self, app: App) {
        let Some(office) = app.office_now() else {
            return;
        };
        let wanted: Vec<(EnvelopeId, OfficeNumber)> = self.draft.with_untracked(|draft| {
            draft
                .letters
                .iter()
                .filter(|letter| letter.to.is_none() && letter.recipient == Asked::No)
                .filter_map(|letter| Some((letter.id, letter.to_number.clone()?)))
                .collect()
        });
        for (id, number) in wanted {
            self.change(id, |letter| letter.recipient = Asked::Waiting);
            let office = office.clone();
            spawn_local(async move {
                let found = loop {
                    let answer = match api::directory(&office, number.as_str()).await {
                        Ok(directory) => break directory.offices,
                        Err(failure) => Asked::Failed(failure),
                    };
                    if !self.hear(id, |letter| letter.to.is_none(), answer) {
                        return;
                    }
                    TimeoutFuture::new(PAUSE).await;
                };
                let service_type = found
                    .into_iter()
                    .find(|it| it.number == number)
                    .and_then(|it| it.service_types.into_iter().next());
                self.change(id, |letter| match service_type {
                    Some(service_type) => {
                        letter.to = Some(Address {
                            number,
                            service_type,
                        });
                        letter.recipient = Asked::No;
                    }
                    None => {
                        letter.recipient =
                            Asked::Failed(const { Failure::of(Code::RecipientUnknown) });
                    }
                });
                self.ask_recipients(app);
            });
        }
    }

    /// Changes a letter.
    pub fn change(self, id: EnvelopeId, change: impl FnOnce(&mut Letter)) {
        self.draft.update(|draft| {
            if let Some(letter) = draft.letter_mut(id) {
                change(letter);
            }
        });
    }

    /// 送信する: every letter that can go, once, however often the button is pressed.
    pub fn send(self, app: App) {
        let Some(office) = app.office_now() else {
            return;
        };
        let outcome = self.shelf.outcome.get_untracked();
        let Ok(letters) = self.draft.with_untracked(|draft| draft.to_send(&outcome)) else {
            return;
        };
        if self.sending.get_untracked() {
            return;
        }
        self.sending.set(true);
        spawn_local(async move {
            for id in letters {
                self.hand_over(&office, id).await;
            }
            self.sending.set(false);
            if self.draft.with_untracked(Draft::has_gone) {
                self.step.set(Step::Done);
            }
        });
    }

    /// Hands one letter over. Where nobody answers it is tried again under the same id until somebody does.
    async fn hand_over(self, office: &OfficeNumber, id: EnvelopeId) {
        let (letter, keys) = self.draft.with_untracked(|draft| {
            let letter = draft.letter(id).and_then(Letter::outgoing);
            (letter, draft.files_of(id))
        });
        let Some(mut letter) = letter else { return };
        letter.mended = self.shelf.mendings(&keys);
        let files: Vec<(String, web_sys::Blob)> = keys
            .into_iter()
            .filter_map(|key| self.shelf.file(key))
            .map(|taken| (taken.name, taken.blob))
            .collect();
        let mut pause = 1_000;
        loop {
            self.change(id, |letter| letter.fate = Fate::Sending(0));
            let tell = move |share: f64| {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a share between 0 and 1"
                )]
                let percent = (share * 100.0) as u32;
                self.change(id, |letter| letter.fate = Fate::Sending(percent));
            };
            match api::hand_over(office, id, &letter, &files, tell).await {
                Ok(sent) => {
                    self.hold(&sent);
                    self.change(id, |letter| letter.fate = Fate::Accepted(Box::new(sent)));
                    return;
                }
                Err(failure) if failure.passes() => {
                    self.change(id, |letter| letter.fate = Fate::Waiting);
                    TimeoutFuture::new(pause).await;
                    pause = (pause * 2).min(15_000);
                }
                Err(failure) => {
                    self.change(id, |letter| letter.fate = Fate::Refused(failure));
                    return;
                }
            }
        }
    }

    /// Remembers until when a letter is held: by the server's own span, on this browser's clock.
    fn hold(self, sent: &SentLetter) {
        if let Some(until) = sent.held_until {
            let left = until.0.saturating_sub(sent.time.0).max(0);
            self.held_until.set(Some(browser::now().0 + left));
        }
    }

    /// The letters that the server has taken.
    pub fn accepted(self) -> Vec<SentLetter> {
        self.draft.with(|draft| {
            draft
                .letters
                .iter()
                .filter_map(|letter| match &letter.fate {
                    Fate::Accepted(sent) => Some((**sent).clone()),
                    _ => None,
                })
                .collect()
        })
    }

    /// Whether the letters are still held.
    pub fn is_held(self) -> bool {
        self.held_until
            .get_untracked()
            .is_some_and(|until| until > browser::now().0)
    }

    /// 送信を取り消す: the whole batch.
    pub fn take_back(self, app: App) {
        if self.undoing.get_untracked() {
            return;
        }
        let Some(office) = app.office_now() else {
            return;
        };
        self.undoing.set(true);
        self.undo_failure.set(None);
        let letters = untrack(|| self.accepted());
        spawn_local(async move {
            for sent in letters
                .into_iter()
                .filter(|sent| sent.state.can_be_withdrawn())
            {
                match api::withdraw(&office, sent.id).await {
                    Ok(withdrawn) => self.settle(withdrawn),
                    Err(failure) => self.undo_failure.set(Some(failure)),
                }
            }
            self.undoing.set(false);
            self.refresh(app);
        });
    }

    /// Fetches what has become of the letters.
    pub fn refresh(self, app: App) {
        let Some(office) = app.office_now() else {
            return;
        };
        for sent in untrack(|| self.accepted()) {
            let office = office.clone();
            spawn_local(async move {
                if let Ok(newer) = api::sent_letter(&office, sent.id).await {
                    self.settle(newer);
                }
            });
        }
    }

    fn settle(self, sent: SentLetter) {
        self.change(sent.id, |letter| {
            letter.fate = Fate::Accepted(Box::new(sent));
        });
    }

    /// Files that cannot be sent: of another kind, or with a name that says no sending unit.
    pub fn other_files(self) -> Vec<String> {
        self.shelf.outcome.with(|outcome| {
            let in_a_unit = |key: u32| outcome.units.iter().any(|unit| unit.files.contains(&key));
            outcome
                .files
                .iter()
                .filter(|file| file.sort != FileSort::Attachment && !in_a_unit(file.key))
                .map(|file| file.name.clone())
                .collect()
        })
    }
}

/// What the files are read for.
pub fn purpose(app: App) -> Option<Purpose> {
    Some(Purpose::Send {
        office: app.office_now()?.to_string(),
        now: browser::now().0,
    })
}

/// The desk of this office that sends attachments: its first service type.
pub fn desk(app: App) -> Option<Address> {
    let membership = app.membership_now()?;
    Some(Address {
        number: membership.number.clone(),
        service_type: membership.service_types.first()?.clone(),
    })
}

/// Why the button is off, in words.
pub fn why_not(readiness: &crate::draft::Readiness, lang: crate::text::Lang) -> String {
    use crate::draft::Readiness;
    let text = lang.text();
    match readiness {
        Readiness::Asking => text.recipients_missing.to_owned(),
        Readiness::Unticked => text.ticks_missing.to_owned(),
        Readiness::Unconfirmed => text.new_not_confirmed.to_owned(),
        Readiness::Unattached => text.attach_hint.to_owned(),
        Readiness::NoRecipient => text.choose_recipient_first.to_owned(),
        Readiness::Refused(failure) if failure.code() == Some(Code::NothingToSend) => {
            text.nothing_sendable.to_owned()
        }
        Readiness::Refused(failure) => failure.sentence(lang),
        Readiness::Ready | Readiness::LeftOut => text.nothing_sendable.to_owned(),
    }
}
