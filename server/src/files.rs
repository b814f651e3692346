//! Files on their way to a person's disk: downloaded, never shown inside our origin (T20).

use crate::contents::{File, content_disposition};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use wire::Label;

/// One file of a letter, octet for octet as the sender confirmed it.
pub fn download(file: File) -> Response {
    attachment(&file.name, "application/octet-stream", file.octets)
}

/// All files of a letter: the contents as they travelled.
pub fn download_all(label: &Label, contents: Vec<u8>) -> Response {
    // Office, month and serial only: a person's name never stands in the name of our own file.
    let mut name = format!("careplan_{}_{}", label.from.number, label.to.number);
    for part in [&label.month, &label.serial].into_iter().flatten() {
        name.push('_');
        name.push_str(part);
    }
    name.push_str(".zip");
    attachment(&name, "application/zip", contents)
}

fn attachment(name: &str, media_type: &'static str, octets: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, content_disposition(name)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        // Opened by mistake, it can do nothing.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox".to_owned(),
        ),
    ];
    (headers, octets).into_response()
}
