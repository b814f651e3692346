//! Files as they come in: dropped, picked or pasted, folders included; or out of a letter.

use crate::api::{self, Side};
use crate::failure::Failure;
use crate::state::App;
use futures_channel::oneshot;
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wire::{Code, EnvelopeId, FileEntry};

/// A file that a person has given to the page.
#[derive(Clone)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// The folder it came from; empty for a file by itself.
    pub folder: String,
    /// The file. It is read in the worker, never here.
    pub blob: web_sys::Blob,
}

impl Taken {
    fn new(file: web_sys::File, folder: String) -> Self {
        Self {
            name: file.name(),
            folder,
            blob: file.into(),
        }
    }
}

impl Taken {
    /// Its name with its folder before it.
    pub fn full_name(&self) -> String {
        if self.folder.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.folder, self.name)
        }
    }
}

/// The files of a file input or of a paste.
pub fn of_list(list: Option<web_sys::FileList>) -> Vec<Taken> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length())
        .filter_map(|place| list.get(place))
        .map(|file| {
            // Set where a folder was chosen: `folder/below/name.csv`.
            let path = js_sys::Reflect::get(&file, &"webkitRelativePath".into())
                .ok()
                .and_then(|path| path.as_string())
                .unwrap_or_default();
            let folder = folder_of(&path);
            Taken::new(file, folder)
        })
        .collect()
}

/// Whether a file of a letter is read here: a PDF is only downloaded.
pub fn readable(name: &str) -> bool {
    !name.to_ascii_lowercase().ends_with(".pdf")
}

/// The files of a letter, fetched from the office's server; only those whose name is wanted.
pub async fn of_letter(
    app: App,
    side: Side,
    id: EnvelopeId,
    files: &[FileEntry],
    wanted: fn(&str) -> bool,
) -> api::Answer<Vec<Taken>> {
    let office = app
        .office_now()
        .ok_or(const { Failure::of(Code::Forbidden) })?;
    let mut taken = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if wanted(&file.name) {
            taken.push(Taken {
                name: file.name.clone(),
                folder: String::new(),
                blob: api::file(side, &office, id, index).await?,
            });
        }
    }
    Ok(taken)
}

/// What stands before the last `/` of a path.
fn folder_of(path: &str) -> String {
    path.trim_start_matches('/')
        .rsplit_once('/')
        .map_or(String::new(), |(folder, _)| folder.to_owned())
}

/// The files of a drop, folders walked through; `None` where a folder could not be read.
///
/// The browser empties the drop when its event is over: what is in it is taken before the first wait.
pub fn of_drop(drop: &web_sys::DataTransfer) -> impl Future<Output = Option<Vec<Taken>>> + use<> {
    let items = drop.items();
    let mut entries = Vec::new();
    let mut plain = Vec::new();
    for place in 0..items.length() {
        let Some(item) = items.get(place) else {
            continue;
        };
        if item.kind() != "file" {
            continue;
        }
        match item.webkit_get_as_entry() {
            Ok(Some(entry)) => entries.push(entry),
            _ => {
                if let Ok(Some(file)) = item.get_as_file() {
                    plain.push(Taken::new(file, String::new()));
                }
            }
        }
    }
    if entries.is_empty() && plain.is_empty() {
        plain = of_list(drop.files());
    }
    async move {
        let mut taken = plain;
        for entry in entries {
            walk(entry, &mut taken).await.ok()?;
        }
        Some(taken)
    }
}

type Walk<'a> = Pin<Box<dyn Future<Output = Result<(), JsValue>> + 'a>>;

fn walk(entry: web_sys::FileSystemEntry, taken: &mut Vec<Taken>) -> Walk<'_> {
    Box::pin(async move {
        if entry.is_file() {
            let path = entry.full_path();
            let file = file_of(entry.unchecked_into()).await?;
            taken.push(Taken::new(file, folder_of(&path)));
            return Ok(());
        }
        let folder: web_sys::FileSystemDirectoryEntry = entry.unchecked_into();
        let reader = folder.create_reader();
        // A reader gives its entries in portions, until an empty one.
        loop {
            let portion = portion_of(&reader).await?;
            if portion.length() == 0 {
                return Ok(());
            }
            for entry in portion.iter() {
                walk(entry.unchecked_into(), taken).await?;
            }
        }
    })
}

async fn file_of(entry: web_sys::FileSystemFileEntry) -> Result<web_sys::File, JsValue> {
    let (found, failed, answer) = answer();
    entry.file_with_callback_and_callback(
        found.as_ref().unchecked_ref(),
        failed.as_ref().unchecked_ref(),
    );
    answer.await.map(JsCast::unchecked_into)
}

async fn portion_of(reader: &web_sys::FileSystemDirectoryReader) -> Result<js_sys::Array, JsValue> {
    let (found, failed, answer) = answer();
    reader.read_entries_with_callback_and_callback(
        found.as_ref().unchecked_ref(),
        failed.as_ref().unchecked_ref(),
    )?;
    answer.await.map(JsCast::unchecked_into)
}

type Callback = Closure<dyn FnMut(JsValue)>;

/// A pair of callbacks of the old style, and what comes of them.
fn answer() -> (
    Callback,
    Callback,
    impl Future<Output = Result<JsValue, JsValue>>,
) {
    let (sender, receiver) = oneshot::channel();
    let sender = std::rc::Rc::new(std::cell::RefCell::new(Some(sender)));
    let failing = std::rc::Rc::clone(&sender);
    let found = Closure::new(move |value| {
        if let Some(sender) = sender.borrow_mut().take() {
            sender.send(Ok(value)).ok();
        }
    });
    let failed = Closure::new(move |error| {
        if let Some(sender) = failing.borrow_mut().take() {
            sender.send(Err(error)).ok();
        }
    });
    let answer = async move { receiver.await.unwrap_or(Err(JsValue::NULL)) };
    (found, failed, answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_what_stands_before_the_name() {
        assert_eq!(folder_of("/month/11/UPPLAN.CSV"), "month/11");
        assert_eq!(folder_of("month/UPPLAN.CSV"), "month");
        assert_eq!(folder_of("/UPPLAN.CSV"), "");
        assert_eq!(folder_of(""), "");
    }
}
