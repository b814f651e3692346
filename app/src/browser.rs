//! The few things that the app asks of the browser itself.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wire::Time;

/// The window; the app runs nowhere else.
pub fn window() -> web_sys::Window {
    web_sys::window().expect("the app runs in a window")
}

/// The document.
pub fn document() -> web_sys::Document {
    window().document().expect("a window has a document")
}

/// The browser's clock.
pub fn now() -> Time {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 are whole and far below 2^53"
    )]
    Time(js_sys::Date::now() as i64)
}

/// Calls `act` at each event of the window, as long as the page lives.
pub fn on_window(name: &str, act: impl FnMut(web_sys::Event) + 'static) {
    let act = Closure::<dyn FnMut(web_sys::Event)>::new(act);
    window()
        .add_event_listener_with_callback(name, act.as_ref().unchecked_ref())
        .expect("an event has a name");
    act.forget();
}

/// The title of the tab. Never anything about a person.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// The language of the page.
pub fn set_lang(tag: &str) {
    if let Some(root) = document().document_element() {
        root.set_attribute("lang", tag).ok();
    }
}

/// Moves the focus to an element, once it is drawn.
pub fn focus(selector: &str) {
    let selector = selector.to_owned();
    leptos::task::spawn_local(async move {
        for _ in 0..120 {
            gloo_timers::future::TimeoutFuture::new(25).await;
            let element = document().query_selector(&selector).ok().flatten();
            if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok())
            {
                lead_to(&element);
                return;
            }
        }
    });
}

/// Moves the focus to an element and brings it into view.
pub fn lead_to(element: &web_sys::HtmlElement) {
    element.focus().ok();
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    options.set_inline(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// The page's main heading takes the focus, so that a screen reader says where one is.
pub fn focus_heading() {
    leptos::task::spawn_local(async {
        gloo_timers::future::TimeoutFuture::new(0).await;
        let heading = document().query_selector("h1").ok().flatten();
        if let Some(heading) = heading.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            heading.focus().ok();
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
    });
}

/// Leaves everything behind and starts again at a path.
pub fn leave_to(path: &str) {
    window().location().assign(path).ok();
}

/// Opens the browser's dialog for printing.
pub fn print() {
    window().print().ok();
}

/// Offers octets as a download under a name.
pub fn save(blob: &web_sys::Blob, name: &str) {
    let Ok(url) = web_sys::Url::create_object_url_with_blob(blob) else {
        return;
    };
    let anchor = document()
        .create_element("a")
        .ok()
        .and_then(|it| it.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(anchor) = anchor {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // The download has its own hold on the octets a moment later.
    gloo_timers::callback::Timeout::new(60_000, move || {
        web_sys::Url::revoke_object_url(&url).ok();
    })
    .forget();
}

/// An address of a picture in memory; always as JPEG, whatever the octets say of themselves.
pub fn picture(blob: &web_sys::Blob) -> Option<String> {
    let picture = blob
        .slice_with_f64_and_f64_and_content_type(0.0, blob.size(), "image/jpeg")
        .ok()?;
    web_sys::Url::create_object_url_with_blob(&picture).ok()
}

/// Puts a text into the clipboard.
pub async fn copy(text: &str) -> Result<(), JsValue> {
    JsFuture::from(window().navigator().clipboard().write_text(text))
        .await
        .map(drop)
}

/// A key of the browser's storage under which stands the language of the screens, `ja` or `en`, and nothing else.
const LANGUAGE: &str = "careplan-link.language";

/// The language that was chosen with this browser, if one was.
pub fn remembered_language() -> Option<String> {
    storage()?.get_item(LANGUAGE).ok().flatten()
}

/// Remembers the language of the screens.
pub fn remember_language(tag: &str) {
    if let Some(storage) = storage() {
        storage.set_item(LANGUAGE, tag).ok();
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

#[wasm_bindgen]
extern "C" {
    /// `navigator.locks` (Web Locks).
    pub type Locks;
    #[wasm_bindgen(method)]
    pub fn request(this: &Locks, name: &str, callback: &js_sys::Function) -> js_sys::Promise;

    /// A folder that a person has chosen (File System Access).
    pub type Folder;
    #[wasm_bindgen(method, js_name = getFileHandle)]
    fn file_handle(this: &Folder, name: &str, options: &JsValue) -> js_sys::Promise;
    #[wasm_bindgen(method, js_name = removeEntry)]
    fn remove_entry(this: &Folder, name: &str) -> js_sys::Promise;

    type FileHandle;
    #[wasm_bindgen(method, js_name = createWritable)]
    fn create_writable(this: &FileHandle) -> js_sys::Promise;

    type Writable;
    #[wasm_bindgen(method)]
    fn write(this: &Writable, data: &web_sys::Blob) -> js_sys::Promise;
    #[wasm_bindgen(method)]
    fn close(this: &Writable) -> js_sys::Promise;
}

fn member(object: &JsValue, name: &str) -> Option<JsValue> {
    js_sys::Reflect::get(object, &JsValue::from_str(name))
        .ok()
        .filter(|value| !value.is_undefined() && !value.is_null())
}

/// Web Locks, where the browser has them.
pub fn locks() -> Option<Locks> {
    member(window().navigator().as_ref(), "locks").map(JsCast::unchecked_into)
}

/// Whether フォルダに保存 works here.
pub fn can_choose_folder() -> bool {
    member(window().as_ref(), "showDirectoryPicker").is_some()
}

/// Why nothing was written into a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSaved {
    /// Nobody chose a folder.
    NoFolder,
    /// The browser, or the person, does not allow it.
    Forbidden,
    /// A file of that name is there already.
    Taken,
    /// The disk is full, or away.
    Failed,
}

impl From<JsValue> for NotSaved {
    fn from(error: JsValue) -> Self {
        let name = member(&error, "name").and_then(|name| name.as_string());
        match name.as_deref() {
            Some("AbortError") => Self::NoFolder,
            Some("NotAllowedError" | "SecurityError") => Self::Forbidden,
            _ => Self::Failed,
        }
    }
}

/// Lets a person choose a folder.
pub async fn choose_folder() -> Result<Folder, NotSaved> {
    let window = window();
    let picker: js_sys::Function = member(window.as_ref(), "showDirectoryPicker")
        .ok_or(NotSaved::Failed)?
        .unchecked_into();
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"mode".into(), &"readwrite".into())?;
    let promise: js_sys::Promise = picker.call1(window.as_ref(), &options)?.unchecked_into();
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

/// Whether nothing of that name is in the folder yet: what is there is never written over.
pub async fn is_free(folder: &Folder, name: &str) -> Result<(), NotSaved> {
    match JsFuture::from(folder.file_handle(name, &JsValue::UNDEFINED)).await {
        Ok(_) => Err(NotSaved::Taken),
        Err(error) => {
            let name = member(&error, "name").and_then(|name| name.as_string());
            match name.as_deref() {
                Some("NotFoundError") => Ok(()),
                // A folder of that name.
                Some("TypeMismatchError") => Err(NotSaved::Taken),
                _ => Err(error.into()),
            }
        }
    }
}

/// Writes octets into a chosen folder under a plain name that is free there; all of them, or no file.
pub async fn write_into(folder: &Folder, name: &str, blob: &web_sys::Blob) -> Result<(), NotSaved> {
    is_free(folder, name).await?;
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"create".into(), &JsValue::TRUE)?;
    let handle: FileHandle = JsFuture::from(folder.file_handle(name, &options))
        .await?
        .unchecked_into();
    let written = write(&handle, blob).await;
    if written.is_err() {
        // An empty file would look like a file of the letter.
        JsFuture::from(folder.remove_entry(name)).await.ok();
    }
    Ok(written?)
}

async fn write(handle: &FileHandle, blob: &web_sys::Blob) -> Result<(), JsValue> {
    let writable: Writable = JsFuture::from(handle.create_writable())
        .await?
        .unchecked_into();
    JsFuture::from(writable.write(blob)).await?;
    JsFuture::from(writable.close()).await.map(drop)
}
