//! A letter as the browser hands it over: read as it comes, under its limits, and checked.

use crate::contents::{FILES, File};
use crate::error::{Error, Result};
use crate::offices::Office;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest as _, Request};
use axum::http::{StatusCode, header};
use http_body_util::BodyExt as _;
use std::time::Duration;
use wire::server_api::{OutgoingLetter, limit, part};
use wire::{Code, LetterKind, Problem};

/// Room for the letter's own part and the form's lines.
const SLACK: u64 = 4 * 1024 * 1024;
/// The letter without its files.
const LETTER_PART: u64 = 2 * 1024 * 1024;

/// The parts of the form.
pub struct Form {
    /// The letter without its files.
    pub letter: OutgoingLetter,
    /// The files, in their order.
    pub files: Vec<File>,
}

/// Read the form. What is too large is refused before it is read whole; who is silent for longer than `silence` is let go.
pub async fn read(request: Request, silence: Duration) -> Result<Form> {
    let announced = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit::LETTER + SLACK) {
        linger(request.into_body());
        return Err(Code::TooLarge.into());
    }
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::from(Code::Invalid))?;
    let mut letter = None;
    let mut files = Vec::new();
    let mut left = limit::LETTER;
    while let Some(field) = in_time(silence, form.next_field()).await? {
        match field.name() {
            Some(part::LETTER) if letter.is_none() => {
                let (octets, _) = take(field, LETTER_PART, silence).await?;
                letter = Some(serde_json::from_slice(&octets).map_err(|error| {
                    // The line and column only: the text may quote a person's name.
                    Problem::new(Code::Invalid).with_detail(format!(
                        "`letter`, line {} column {}",
                        error.line(),
                        error.column()
                    ))
                })?);
            }
            Some(part::FILE) if files.len() < FILES => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let kind = Kind::of(&name)?;
                let (octets, taken) = take(field, kind.limit().min(left), silence).await?;
                left -= taken;
                if !kind.fits(&octets) {
                    return Err(Code::FileNotAccepted.into());
                }
                files.push(File { name, octets });
            }
            Some(part::FILE) => return Err(Code::TooLarge.into()),
            _ => return Err(Code::Invalid.into()),
        }
    }
    let letter = letter.ok_or(Code::Invalid)?;
    Ok(Form { letter, files })
}

/// Whether the letter's facts agree with its office and its files.
pub fn check(office: &Office, letter: &OutgoingLetter, files: &[File]) -> Result<()> {
    if !office.has_desk(&letter.from) {
        return Err(Code::SenderMismatch.into());
    }
    if files.is_empty() {
        return Err(Code::NothingToSend.into());
    }
    if letter.note.chars().count() > limit::NOTE {
        return Err(Problem::new(Code::TooLarge).with_detail("`note`").into());
    }
    let digits = |text: &Option<String>, length: usize| {
        text.as_ref().is_none_or(|text| {
            text.len() == length && text.bytes().all(|octet| octet.is_ascii_digit())
        })
    };
    let has_table = files
        .iter()
        .any(|file| Kind::of(&file.name).is_ok_and(|kind| kind == Kind::Csv));
    let fits = match letter.kind {
        LetterKind::Unit => letter.unit.is_some() && has_table,
        LetterKind::Files => letter.unit.is_none() && !has_table,
        LetterKind::Test => true,
        // Passing letters on is not built yet.
        LetterKind::Forward => false,
    };
    let unit = letter.unit.as_ref().is_none_or(|unit| {
        unit.len() <= 40
            && !unit.is_empty()
            && unit
                .bytes()
                .all(|octet| octet.is_ascii_lowercase() || octet == b'_')
    });
    let month = letter
        .month
        .as_deref()
        .and_then(|month| month.get(4..))
        .is_none_or(|month| ("01"..="12").contains(&month));
    if fits && unit && month && digits(&letter.month, 6) && digits(&letter.serial, 14) {
        Ok(())
    } else {
        Err(Code::LabelInvalid.into())
    }
}

/// The kinds of files that are carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Csv,
    Pdf,
    Jpeg,
}

impl Kind {
    /// By the end of the name.
    fn of(name: &str) -> Result<Self> {
        match name
            .rsplit_once('.')
            .map(|(_, end)| end.to_ascii_lowercase())
            .as_deref()
        {
            Some("csv") => Ok(Self::Csv),
            Some("pdf") => Ok(Self::Pdf),
            Some("jpg" | "jpeg") => Ok(Self::Jpeg),
            _ => Err(Code::FileNotAccepted.into()),
        }
    }

    const fn limit(self) -> u64 {
        match self {
            Self::Csv => limit::CSV,
            Self::Pdf | Self::Jpeg => limit::ATTACHMENT,
        }
    }

    /// Whether the first octets are of this kind: a program does not travel under the name of a table.
    fn fits(self, octets: &[u8]) -> bool {
        const OTHERS: [&[u8]; 6] = [
            b"%PDF-",
            b"\xff\xd8\xff",
            b"PK\x03\x04",
            b"MZ",
            b"\x7fELF",
            b"\xd0\xcf\x11\xe0",
        ];
        match self {
            Self::Csv => {
                !OTHERS.iter().any(|magic| octets.starts_with(magic))
                    && !octets.iter().take(512).any(|octet| *octet == 0)
            }
            Self::Pdf => octets.starts_with(b"%PDF-"),
            Self::Jpeg => octets.starts_with(b"\xff\xd8\xff"),
        }
    }
}

/// Read one part, at most `limit` octets. Returns them and their count.
async fn take(mut field: Field<'_>, limit: u64, silence: Duration) -> Result<(Vec<u8>, u64)> {
    let mut octets = Vec::new();
    let mut taken = 0_u64;
    while let Some(chunk) = in_time(silence, field.chunk()).await? {
        taken = taken.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if taken > limit {
            return Err(Code::TooLarge.into());
        }
        octets.extend_from_slice(&chunk);
    }
    Ok((octets, taken))
}

/// What comes next, unless nothing comes for too long: a line that hangs must not keep the turn of others.
async fn in_time<T>(
    silence: Duration,
    next: impl Future<Output = Result<T, MultipartError>>,
) -> Result<T> {
    match tokio::time::timeout(silence, next).await {
        Ok(next) => next.map_err(|error| broken(&error)),
        Err(_) => Err(Problem::new(Code::Unavailable)
            .with_detail("the letter stopped in the middle")
            .into()),
    }
}

fn broken(error: &MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Code::TooLarge.into()
    } else {
        Code::Invalid.into()
    }
}

/// Read on for a moment after a refusal, so that the browser gets to read the answer
/// instead of finding the line cut.
fn linger(mut body: Body) {
    tokio::spawn(tokio::time::timeout(Duration::from_secs(10), async move {
        while let Some(Ok(_)) = body.frame().await {}
    }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{StreamExt as _, stream};

    #[tokio::test]
    async fn t25_a_browser_that_falls_silent_is_let_go() {
        let begun = "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n\"4.1\"";
        let body = stream::iter([Ok::<_, std::io::Error>(begun)]).chain(stream::pending());
        let request = Request::put("/")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from_stream(body))
            .expect("a request");
        let read = read(request, Duration::from_millis(50));
        let ended = tokio::time::timeout(Duration::from_secs(10), read).await;
        let error = ended.expect("it ends").err().expect("it is refused");
        assert!(error.is(Code::Unavailable));
    }

    #[test]
    fn a_file_is_taken_by_its_name_and_its_first_octets() {
        let taken = |name: &str, octets: &[u8]| Kind::of(name).is_ok_and(|kind| kind.fits(octets));
        assert!(taken("UPPLAN.CSV", b"\"4.1\",\r\n"));
        assert!(taken("a.csv", b""));
        assert!(taken("写真.JPG", b"\xff\xd8\xff\xe0"));
        assert!(taken("a.pdf", b"%PDF-1.7"));
        assert!(!taken("a.csv", b"MZ\x90"));
        assert!(!taken("a.csv", b"%PDF-1.7"));
        assert!(!taken("a.pdf", b"<html>"));
        assert!(!taken("a.jpg", b"\x89PNG"));
        assert!(!taken("a.exe", b"MZ"));
        assert!(!taken("csv", b"a"));
    }
}
