//! Who takes part: an office that plans, offices that serve, and their users.

use careplan::Edition;

use super::{Dice, Style, TestUnit};

/// A person who is cared for.
#[derive(Debug, Clone)]
pub struct User {
    pub insurer: String,
    pub number: String,
    pub name: String,
    pub kana: String,
    pub born: String,
    pub note: String,
    /// Days of short stay used up before the month; none where there was no short stay.
    pub stayed: Option<usize>,
}

/// Two offices, a month, and users of both.
#[derive(Debug, Clone)]
pub struct World {
    pub edition: Edition,
    /// Whether the plans are of preventive care.
    pub preventive: bool,
    pub manager: String,
    pub provider: String,
    /// Another office that serves the same users.
    pub other: String,
    pub satellite: String,
    pub year: usize,
    pub month: usize,
    pub users: Vec<User>,
    pub dice: Dice,
}

impl World {
    /// Any world, of any edition.
    pub fn any(seed: u64) -> Self {
        let edition = Dice::new(seed).pick(&Edition::ALL);
        Self::of(seed, edition)
    }

    /// A world of one edition.
    pub fn of(seed: u64, edition: Edition) -> Self {
        let mut dice = Dice::new(seed);
        let office = |dice: &mut Dice, first: &str| {
            format!("{first}{}", dice.characters("0123456789ABCXYZ", 9))
        };
        let year = match edition {
            Edition::First => 2020,
            Edition::Second => 2021,
            Edition::Third => dice.between(2023, 2024),
            Edition::Fourth | Edition::FourthOne => 2026,
        };
        let users = dice.between(1, 4);
        Self {
            edition,
            preventive: dice.once_in(3),
            manager: format!("1{}", dice.figures(9)),
            provider: office(&mut dice, "2"),
            other: office(&mut dice, "3"),
            satellite: dice.pick(&["", "", "1", "01", "A2"]).to_owned(),
            year,
            month: dice.between(1, 12),
            users: (1..=users).map(|number| user(number, &mut dice)).collect(),
            dice,
        }
    }

    /// 対象年月.
    pub fn target(&self) -> String {
        format!("{}{:02}", self.year, self.month)
    }

    /// A day of the month.
    pub fn day(&self, day: usize) -> String {
        format!("{}{day:02}", self.target())
    }

    /// How many days the month has.
    pub fn days(&self) -> usize {
        match self.month {
            2 if self.year.is_multiple_of(4) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The day on which plans are made: in the month before.
    pub fn made(&self) -> String {
        match self.month {
            1 => format!("{}1225", self.year - 1),
            month => format!("{}{:02}25", self.year, month - 1),
        }
    }

    /// The service type of the office that plans, and of the one that serves.
    fn services(&self) -> (String, String) {
        let (manager, provider) = if self.preventive {
            ("46", "A2")
        } else {
            ("43", "11")
        };
        match self.edition {
            Edition::First | Edition::Second | Edition::Third => (String::new(), String::new()),
            Edition::Fourth => (format!("{manager}0"), format!("{provider}1")),
            Edition::FourthOne => (manager.to_owned(), provider.to_owned()),
        }
    }

    /// A unit without files: from the office that plans, or back to it.
    pub fn unit(&mut self, is_back: bool, month: bool) -> TestUnit {
        let (planning, serving) = self.services();
        let (manager, provider) = (
            (self.manager.clone(), planning),
            (self.provider.clone(), serving),
        );
        let (from, to, day) = if is_back {
            (provider, manager, self.day(self.days()))
        } else {
            (manager, provider, self.made())
        };
        let clock = self.dice.pick(&["000000", "101500", "235959"]);
        let style = Style {
            quotes_all: self.dice.once_in(6),
            quotes_nothing: self.dice.once_in(3),
            ends_last_record: !self.dice.once_in(4),
            nec: self.dice.once_in(3),
            zeros: self.dice.once_in(5),
        };
        TestUnit {
            from,
            to,
            serial: format!("{day}{clock}"),
            month: month.then(|| self.target()),
            edition: self.edition,
            style,
            sheets: Vec::new(),
            images: Vec::new(),
        }
    }
}

/// The number tells users apart: the rest may be the same.
fn user(number: usize, dice: &mut Dice) -> User {
    let stayed = dice.once_in(3).then(|| dice.between(1, 400));
    let letter = dice.once_in(3);
    User {
        insurer: dice.pick(&["991018", "010002"]).to_owned(),
        number: format!(
            "{}{:09}",
            if letter { "H" } else { "0" },
            number * 7_654_321
        ),
        name: dice.name(),
        kana: dice.kana(),
        born: dice.pick(&["19260101", "19440229", "18991231"]).to_owned(),
        note: dice.text(),
        stayed,
    }
}
