//! The hub's events (`text/event-stream`, WHATWG HTML section 9.2): they carry a cursor and nothing else.

use super::{Answer, Relay, RelayError, send, unreachable};
use std::time::Duration;
use wire::hub_api::{Cursor, path};

/// The hub sends a comment every 15 seconds; after so long without one the line is dead.
const SILENCE: Duration = Duration::from_secs(50);
/// A cursor is a short line; more without a line break is not the hub we know.
const LONGEST_LINE: usize = 4096;

/// An open stream of events.
pub struct Events {
    response: reqwest::Response,
    buffer: Vec<u8>,
}

impl Relay {
    /// Ask for the events after a cursor.
    pub async fn events(&self, after: u64) -> Answer<Events> {
        let after = after.to_string();
        let request = self.request(reqwest::Method::GET, path::EVENTS, &[("after", &after)]);
        let response = tokio::time::timeout(super::SHORT, send(request))
            .await
            .map_err(|_| silent())??;
        Ok(Events {
            response,
            buffer: Vec::new(),
        })
    }
}

impl Events {
    /// Wait for the next cursor.
    pub async fn next(&mut self) -> Answer<Cursor> {
        loop {
            while let Some(end) = self.buffer.iter().position(|octet| *octet == b'\n') {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                if let Some(cursor) = cursor(&line) {
                    return Ok(cursor);
                }
            }
            if self.buffer.len() > LONGEST_LINE {
                return Err(RelayError::Answer("an event is too long".to_owned()));
            }
            let chunk = tokio::time::timeout(SILENCE, self.response.chunk())
                .await
                .map_err(|_| silent())?
                .map_err(unreachable)?;
            match chunk {
                Some(chunk) => self.buffer.extend_from_slice(&chunk),
                None => return Err(silent()),
            }
        }
    }
}

fn silent() -> RelayError {
    RelayError::Unreachable {
        cause: "the events have ended".to_owned(),
        sent: true,
    }
}

/// The cursor of a line `data: {...}`; every other line says nothing to us.
fn cursor(line: &[u8]) -> Option<Cursor> {
    let data = line.trim_ascii_end().strip_prefix(b"data:")?;
    serde_json::from_slice(data).ok()
}

#[cfg(test)]
mod tests {
    use super::cursor;

    #[test]
    fn a_cursor_is_read_from_its_line_and_comments_are_passed_over() {
        assert_eq!(
            cursor(b"data: {\"cursor\":7}\n").map(|cursor| cursor.cursor),
            Some(7)
        );
        assert_eq!(
            cursor(b"data:{\"cursor\":8}\r\n").map(|cursor| cursor.cursor),
            Some(8)
        );
        for line in [
            &b": keep alive\n"[..],
            b"event: cursor\n",
            b"data: nonsense\n",
            b"\n",
        ] {
            assert!(cursor(line).is_none());
        }
    }
}
