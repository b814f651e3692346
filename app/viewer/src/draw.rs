//! Papers as drawings: real tables with captions and heads, and classes that the stylesheet knows.

mod cell;
mod days;
mod items;
mod table;
mod week;

use crate::drawing::{Attribute, Drawing, Stroke, Tag};
use crate::paper::{Bar, Block, Head, Orientation, Paper, Table, Words};
use crate::protocol::{Fault, How, Sheet};

pub(crate) use cell::{mark_class, mark_shape};
pub use items::items;

/// From so many columns on a table is set in smaller letters on paper; narrow screens leave some out.
const WIDE: usize = 16;

/// What every part of a drawing asks.
struct Draw<'a> {
    drawing: Drawing,
    /// The page's keys of the files, by their places.
    keys: &'a [u32],
    how: &'a How,
}

/// Draws a paper; `keys` are the page's keys of the files that it was made of, `heads` those of all papers.
#[must_use]
pub fn paper(paper: &Paper, heads: &[Head], keys: &[u32], how: &How) -> Sheet {
    let days = days::Days::of(paper);
    let mut draw = Draw {
        drawing: Drawing::default(),
        keys,
        how,
    };
    let lies = match paper.head.orientation {
        Orientation::Portrait => "portrait",
        Orientation::Landscape => "landscape",
    };
    draw.open(
        Tag::Article,
        &[(Attribute::Class, &format!("paper {lies}"))],
    );
    if !how.print {
        draw.asides(paper, heads);
        if tables(paper).any(table::has_more) {
            draw.all_columns();
        }
    }
    draw.sheet(paper, &days);
    if !how.print {
        draw.data(paper);
    }
    draw.close();
    Sheet {
        drawing: draw.drawing,
        week: days.week_of(&how.today),
        weeks: days.weeks(),
    }
}

impl Draw<'_> {
    fn open(&mut self, tag: Tag, attributes: &[(Attribute, &str)]) {
        let attributes = attributes
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(attribute, value)| (*attribute, (*value).to_owned()))
            .collect();
        self.drawing.strokes.push(Stroke::Open { tag, attributes });
    }

    fn close(&mut self) {
        self.drawing.strokes.push(Stroke::Close);
    }

    fn text(&mut self, text: &str) {
        if !text.is_empty() {
            self.drawing.strokes.push(Stroke::Text(text.to_owned()));
        }
    }

    /// An element with a class and a text.
    fn word(&mut self, tag: Tag, class: &str, text: &str) {
        self.open(tag, &[(Attribute::Class, class)]);
        self.text(text);
        self.close();
    }

    fn words<'w>(&self, words: &'w Words) -> &'w str {
        if self.how.english {
            &words.en
        } else {
            &words.ja
        }
    }

    /// What stands over the form on the screen: badges, and sentences about the data.
    fn asides(&mut self, paper: &Paper, heads: &[Head]) {
        if !paper.badges.is_empty() {
            self.open(Tag::Ul, &[(Attribute::Class, "paper-badges")]);
            for badge in &paper.badges {
                self.word(Tag::Li, "", self.words(badge));
            }
            self.close();
        }
        for notice in &paper.notices {
            self.word(Tag::P, "notice", self.words(notice));
        }
        for place in &paper.takes_away {
            let Some(head) = usize::try_from(*place).ok().and_then(|at| heads.get(at)) else {
                continue;
            };
            self.open(
                Tag::Button,
                &[
                    (Attribute::Class, "button"),
                    (Attribute::Type, "button"),
                    (Attribute::Paper, &place.to_string()),
                ],
            );
            self.text(self.words(&head.name));
            self.text(" ");
            self.text(&head.when);
            self.close();
        }
    }

    /// A box to tick, for screens too narrow for all columns.
    fn all_columns(&mut self) {
        self.open(Tag::LabelFor, &[(Attribute::Class, "all-columns")]);
        self.open(Tag::Input, &[(Attribute::Type, "checkbox")]);
        self.close();
        self.text(if self.how.english {
            "All columns"
        } else {
            "すべての列を表示"
        });
        self.close();
    }

    /// The sheet itself, which moves sideways in a frame of its own where it does not fit.
    fn sheet(&mut self, paper: &Paper, days: &days::Days) {
        let columns = paper.blocks.iter().map(columns).max().unwrap_or(0);
        let class = match (days.is_empty(), columns) {
            (false, _) => "paper-sheet has-days",
            (true, WIDE..) => "paper-sheet wide",
            _ => "paper-sheet",
        };
        let name = region_name(paper);
        self.open(
            Tag::Div,
            &[
                (Attribute::Class, class),
                (Attribute::Role, "region"),
                (Attribute::TabIndex, "0"),
                (Attribute::Label, &name),
                (
                    Attribute::Style,
                    &format!("--n:{}rem", least(columns, days)),
                ),
            ],
        );
        self.open(Tag::Div, &[(Attribute::Class, "paper-head")]);
        self.open(Tag::Div, &[(Attribute::Class, "paper-head-line")]);
        if !paper.number.is_empty() {
            self.word(Tag::Span, "paper-number", &paper.number);
        }
        self.word(Tag::Title, "paper-title", &paper.title);
        if !paper.corner.is_empty() {
            self.open(Tag::Span, &[(Attribute::Class, "paper-corner")]);
            self.runs(&paper.corner);
            self.close();
        }
        self.close();
        self.close();
        self.open(Tag::Div, &[(Attribute::Class, "paper-body")]);
        // As high as a sheet at least, so that boxes and empty lines know how much room there is.
        let fills = |table: &Table| table.stretches || !table.spare.is_empty();
        let flow = if self.how.print && tables(paper).any(fills) {
            "paper-flow"
        } else {
            ""
        };
        self.open(Tag::Div, &[(Attribute::Class, flow)]);
        for block in &paper.blocks {
            self.block(block, days);
        }
        for _ in 0..3 {
            self.close();
        }
    }

    fn block(&mut self, block: &Block, days: &days::Days) {
        match block {
            Block::Heading(text) => self.word(Tag::Heading, "paper-heading", text),
            Block::Text(runs) => {
                self.open(Tag::P, &[(Attribute::Class, "paper-text")]);
                self.runs(runs);
                self.close();
            }
            Block::Table(table) => self.table(table, days),
            Block::Timetable(timetable) => self.timetable(timetable),
            Block::Bar(bar) if !self.how.print => self.bar(bar),
            Block::Bar(_) => {}
            Block::NewSheet => self.word(Tag::Div, "paper-new-sheet", ""),
        }
    }

    /// Units against a limit; the words say all that the bar shows.
    fn bar(&mut self, bar: &Bar) {
        let limit = bar.limit.max(1);
        let percent = |part: i64| part.clamp(0, limit) * 100 / limit;
        let over = bar.used > bar.limit;
        // With too much, the whole bar is what is used, and the limit is a line in it.
        let (used, line) = if over {
            (100, limit * 100 / bar.used)
        } else {
            (percent(bar.used), 100)
        };
        self.open(Tag::Div, &[(Attribute::Class, "paper-bar")]);
        self.word(Tag::P, "", self.words(&bar.label));
        self.open(
            Tag::Div,
            &[
                (Attribute::Class, if over { "bar bar-over" } else { "bar" }),
                (Attribute::Hidden, "true"),
            ],
        );
        let part = [("bar-used", used), ("bar-limit", line)];
        for (class, width) in part {
            let style = format!("width:{width}%");
            self.open(
                Tag::Span,
                &[(Attribute::Class, class), (Attribute::Style, &style)],
            );
            self.close();
        }
        self.close();
        self.word(Tag::P, "", self.words(&bar.words));
        self.close();
    }

    /// データの情報, folded.
    fn data(&mut self, paper: &Paper) {
        if paper.data.is_empty() {
            return;
        }
        let name = if self.how.english {
            "About the data"
        } else {
            "データの情報"
        };
        self.open(Tag::Details, &[(Attribute::Class, "paper-data")]);
        self.word(Tag::Summary, "", name);
        self.open(Tag::Dl, &[]);
        for (label, value) in &paper.data {
            self.word(Tag::Dt, "", self.words(label));
            self.word(Tag::Dd, "", value);
        }
        self.close();
        self.close();
    }

    /// What was found at an item of a file.
    fn fault(&self, file: u32, record: u32, item: u32) -> Option<Fault> {
        let at = |fault: &&Fault| (fault.file, fault.record, fault.item) == (file, record, item);
        let mut here = self.how.faults.iter().filter(at);
        let first = here.next()?;
        Some(here.find(|fault| fault.error).copied().unwrap_or(*first))
    }

    /// The word that marks a place at which something was found.
    fn fault_word(&mut self, fault: Option<Fault>) {
        if let Some(fault) = fault {
            let word = match (fault.error, self.how.english) {
                (true, false) => "エラー",
                (true, true) => "Error",
                (false, false) => "警告",
                (false, true) => "Warning",
            };
            self.word(Tag::Span, "cell-mark", word);
        }
    }
}

/// The form, whose it is, and its month: no two papers of a page are called the same.
fn region_name(paper: &Paper) -> String {
    let head = &paper.head;
    let person = head.person.name.as_ref();
    let person = person.unwrap_or(&head.person.insured_number);
    let parts = [&head.name.ja, &paper.title, person, &head.when];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).collect();
    parts.join(" ")
}

/// The class of a place at which something was found.
fn fault_class(fault: Option<Fault>) -> &'static str {
    match fault {
        Some(Fault { error: true, .. }) => "cell-error",
        Some(_) => "cell-warning",
        None => "",
    }
}

fn tables(paper: &Paper) -> impl Iterator<Item = &Table> {
    paper.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    })
}

fn columns(block: &Block) -> usize {
    match block {
        Block::Table(table) => table.widths.len(),
        Block::Timetable(timetable) => timetable.columns.len() + 2,
        _ => 0,
    }
}

/// The least width of a sheet in rem, below which it is moved sideways rather than pressed together.
fn least(columns: usize, days: &days::Days) -> usize {
    match columns {
        // 31 days fit a tablet's 1180 px.
        _ if !days.is_empty() => 69,
        0..=3 => 0,
        _ => 44,
    }
}
