//! The files of a letter: each with its download, all of them as one, or straight into a folder.

use crate::api::{self, Side};
use crate::browser::{self, NotSaved};
use crate::components::file_name::file_name;
use crate::components::problem::Problem;
use crate::failure::Failure;
use crate::state::{App, use_app};
use crate::text::Text;
use crate::when;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{EnvelopeId, FileEntry};

/// Characters that are not seen, or turn the reading round: a name with them looks like another.
fn is_unseen(character: char) -> bool {
    matches!(character,
        '\u{00ad}' | '\u{061c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// A name that a file system takes: what stands in a letter is data, never a path.
fn plain_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .filter(|character| !is_unseen(*character))
        .map(|character| match character {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
            other if other.is_control() => '_',
            other => other,
        })
        .collect();
    match plain.trim_matches(['.', ' ']) {
        "" => "file".to_owned(),
        trimmed => trimmed.to_owned(),
    }
}

fn is_picture(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.ends_with(".jpg") || lower.ends_with(".jpeg")
}

/// The files, with ダウンロード, まとめてダウンロード and フォルダに保存.
#[component]
pub fn LetterFiles(side: Side, id: EnvelopeId, files: Vec<FileEntry>) -> impl IntoView {
    let app = use_app();
    let failure = RwSignal::new(None::<Failure>);
    let said = RwSignal::new(None::<Said>);
    let names: Vec<String> = files.iter().map(|file| plain_name(&file.name)).collect();
    let zip = move |_| {
        spawn_local(async move {
            let Some(office) = app.office_now() else {
                return;
            };
            match api::zip(side, &office, id).await {
                Ok(blob) => browser::save(&blob, &format!("{id}.zip")),
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    let into_folder = move |_| {
        let names = names.clone();
        failure.set(None);
        spawn_local(async move {
            match save_into_folder(app, side, id, &names, said).await {
                Ok(()) => said.set(Some(Said::Saved)),
                Err(Stopped::Here(why, name)) => said.set(Some(Said::Not(why, name))),
                Err(Stopped::There(refused)) => {
                    said.set(None);
                    failure.set(Some(refused));
                }
            }
        });
    };
    let none = files.is_empty();
    let rows = files
        .into_iter()
        .enumerate()
        .map(|(index, file)| view! { <FileRow side id index file failure /> })
        .collect_view();
    view! {
        <section aria-labelledby="files-title">
            <h2 id="files-title">{app.t(|t| t.files)}</h2>
            {move || failure.get().map(|failure| view! { <Problem failure /> })}
            <ul class="file-list">{rows}</ul>
            {(!none)
                .then(|| {
                    view! {
                        <div class="buttons">
                            <button type="button" class="button button-primary" on:click=zip>
                                {app.t(|t| t.download_all)}
                            </button>
                            {browser::can_choose_folder()
                                .then(|| {
                                    view! {
                                        <button type="button" class="button" on:click=into_folder>
                                            {app.t(|t| t.save_folder)}
                                        </button>
                                    }
                                })}
                        </div>
                    }
                })}
            <p role="status" class:problem-sentence=move || matches!(said.get(), Some(Said::Not(..)))>
                {move || said.get().map(|said| said.words(app.lang.get().text()))}
            </p>
        </section>
    }
}

/// How far フォルダに保存 has come.
#[derive(Clone)]
enum Said {
    Saving,
    Saved,
    /// Why not, and at which file.
    Not(NotSaved, String),
}

impl Said {
    fn words(self, text: &Text) -> String {
        match self {
            Self::Saving => text.saving_folder.to_owned(),
            Self::Saved => text.saved_folder.to_owned(),
            Self::Not(NotSaved::NoFolder, _) => text.save_no_folder.to_owned(),
            Self::Not(NotSaved::Forbidden, _) => text.save_forbidden.to_owned(),
            Self::Not(NotSaved::Taken, name) => [text.save_taken, &name].concat(),
            Self::Not(NotSaved::Failed, _) => text.save_failed.to_owned(),
        }
    }
}

/// Where フォルダに保存 stopped: at this machine's folder, or at the server.
enum Stopped {
    Here(NotSaved, String),
    There(Failure),
}

/// Writes all files into a folder that the person chooses; none where one of the names is taken.
async fn save_into_folder(
    app: App,
    side: Side,
    id: EnvelopeId,
    names: &[String],
    said: RwSignal<Option<Said>>,
) -> Result<(), Stopped> {
    let here = |name: &str| {
        let name = name.to_owned();
        move |why| Stopped::Here(why, name)
    };
    let Some(office) = app.office_now() else {
        return Ok(());
    };
    let folder = browser::choose_folder().await.map_err(here(""))?;
    said.set(Some(Said::Saving));
    for name in names {
        browser::is_free(&folder, name).await.map_err(here(name))?;
    }
    for (index, name) in names.iter().enumerate() {
        let blob = api::file(side, &office, id, index)
            .await
            .map_err(Stopped::There)?;
        browser::write_into(&folder, name, &blob)
            .await
            .map_err(here(name))?;
    }
    Ok(())
}

/// One file.
#[component]
fn FileRow(
    side: Side,
    id: EnvelopeId,
    index: usize,
    file: FileEntry,
    failure: RwSignal<Option<Failure>>,
) -> impl IntoView {
    let app = use_app();
    let picture = RwSignal::new(None::<String>);
    let name = StoredValue::new(file.name.clone());
    let fetch = move |use_it: fn(&web_sys::Blob, &str, RwSignal<Option<String>>)| {
        spawn_local(async move {
            let Some(office) = app.office_now() else {
                return;
            };
            match api::file(side, &office, id, index).await {
                Ok(blob) => {
                    failure.set(None);
                    if let Some(name) = name.try_get_value() {
                        use_it(&blob, &name, picture);
                    }
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    on_cleanup(move || {
        if let Some(url) = picture.try_get_untracked().flatten() {
            web_sys::Url::revoke_object_url(&url).ok();
        }
    });
    let of_file = move || app.lang.get().of_file(&name.get_value());
    view! {
        <li class="file-row">
            <span class="file-name">{file_name(&file.name)}</span>
            <span class="file-size">{when::size(file.size)}</span>
            <span class="buttons">
                <button
                    type="button"
                    class="button"
                    on:click=move |_| fetch(|blob, name, _| browser::save(blob, &plain_name(name)))
                >
                    {app.t(|t| t.download)}
                    <span class="hidden">{of_file}</span>
                </button>
                {is_picture(&file.name)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button"
                                on:click=move |_| fetch(|blob, _, picture| {
                                    picture.set(browser::picture(blob));
                                })
                            >
                                {app.t(|t| t.image_preview)}
                                <span class="hidden">{of_file}</span>
                            </button>
                        }
                    })}
            </span>
            {move || {
                picture
                    .get()
                    .map(|url| view! { <img class="preview" src=url alt=name.get_value() /> })
            }}
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        assert_eq!(plain_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(plain_name("UPPLAN.CSV"), "UPPLAN.CSV");
        assert_eq!(plain_name("手紙.pdf"), "手紙.pdf");
        assert_eq!(plain_name("..."), "file");
        assert_eq!(plain_name("a\0b"), "a_b");
        // Right-to-left override: it would be read as `letterexe.pdf`.
        assert_eq!(plain_name("letter\u{202e}fdp.exe"), "letterfdp.exe");
    }

    #[test]
    fn pictures_are_known_by_their_end() {
        assert!(is_picture("FAMILY_0001.JPG"));
        assert!(!is_picture("letter.pdf"));
    }
}
