//! Fetches what is compared: the lists of a month, and the files of the letters chosen from them.

use super::month::Found;
use crate::api::{self, Answer, Side};
use crate::files::{Taken, of_letter};
use crate::state::App;
use wire::OfficeNumber;

/// Pages of a list that are looked through: 2,000 letters.
const PAGES: usize = 40;

/// The letters of a month on one side.
pub async fn letters(office: &OfficeNumber, side: Side, month: &str) -> Answer<Vec<Found>> {
    let mut found = Vec::new();
    let mut before = None;
    for _ in 0..PAGES {
        let (page, more, last): (Vec<Option<Found>>, bool, Option<u64>) = match side {
            Side::Received => {
                let page = api::inbox(office, before).await?;
                let last = page.letters.last().map(|letter| letter.sequence);
                let letters = page.letters.into_iter().map(Found::received);
                (letters.collect(), page.more, last)
            }
            Side::Sent => {
                let page = api::sent(office, before).await?;
                let last = page.letters.last().map(|letter| letter.sequence);
                let letters = page.letters.into_iter().map(Found::sent);
                (letters.collect(), page.more, last)
            }
        };
        let of_month = page.into_iter().flatten();
        found.extend(of_month.filter(|letter| letter.month == month));
        if !more {
            break;
        }
        before = last;
    }
    Ok(found)
}

/// The files of letters, each with its letter for a folder.
pub async fn files(app: App, letters: &[Found]) -> Answer<Vec<Taken>> {
    let mut all = Vec::new();
    for letter in letters {
        let taken = of_letter(app, letter.side, letter.id, &letter.files, is_table).await?;
        all.extend(taken.into_iter().map(|file| Taken {
            folder: letter.id.to_string(),
            ..file
        }));
    }
    Ok(all)
}

/// Whether a file is one of the standard's tables.
pub fn is_table(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".csv")
}
