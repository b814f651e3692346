//! The only file that talks HTTP: one function for each thing the office's server can do.
//!
//! A request whose session has ended waits at the [`gate`](crate::gate) and is sent again after signing in.

use crate::failure::Failure;
use crate::{browser, gate, json};
use futures_channel::oneshot;
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wire::hub_api::Directory;
use wire::server_api::{
    OutgoingLetter, Participation, Received, ReceivedLetter, Recipient, Sent, SentLetter, Session,
    SignIn, Start, part, path,
};
use wire::{Address, Code, EnvelopeId, OfficeNumber, Problem};

/// What a request gives.
pub type Answer<T> = Result<T, Failure>;

/// Rows on a page of a list.
pub const PAGE: u32 = 50;

/// What must be known first, with the first page of 受信一覧 if `inbox`; does not ask for signing in.
pub async fn start(inbox: bool) -> Answer<Start> {
    if let Some(start) = on_its_way().await {
        return Ok(start);
    }
    let url = match inbox {
        true => format!("{}?inbox={PAGE}", path::START),
        false => path::START.to_owned(),
    };
    read(send(Method::GET, &url, None).await?).await
}

/// The good answer to what `app/early.js` has asked already. Each page is there for one.
async fn on_its_way() -> Option<Start> {
    let start = js_sys::Reflect::get(&browser::window(), &"startOnItsWay".into()).ok()?;
    let start = start.dyn_into::<js_sys::Promise>().ok()?;
    json::read_parsed(JsFuture::from(start).await.ok()?)
}

/// Who is signed in; does not ask for signing in.
pub async fn session() -> Answer<Session> {
    read(send(Method::GET, path::SESSION, None).await?).await
}

/// ログイン.
pub async fn sign_in(user: String, password: String) -> Answer<Session> {
    let body = written(&SignIn { user, password })?;
    read(send(Method::POST, path::SESSION, Some(&body)).await?).await
}

/// ログアウト.
pub async fn sign_out() -> Answer<()> {
    send(Method::DELETE, path::SESSION, None).await.map(drop)
}

/// A page of 受信一覧.
pub async fn inbox(office: &OfficeNumber, before: Option<u64>) -> Answer<Received> {
    get(&paged(path::INBOX, office, before)).await
}

/// A received letter as the list knows it.
pub async fn received(office: &OfficeNumber, id: EnvelopeId) -> Answer<ReceivedLetter> {
    get(&filled(path::RECEIVED, office, Some(id), None)).await
}

/// A person opens the letter.
pub async fn open(office: &OfficeNumber, id: EnvelopeId) -> Answer<ReceivedLetter> {
    let url = filled(path::OPEN, office, Some(id), None);
    read(patient(Method::POST, &url, None).await?).await
}

/// Which letter a file is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Received,
    Sent,
}

/// One file of a letter.
pub async fn file(
    side: Side,
    office: &OfficeNumber,
    id: EnvelopeId,
    index: usize,
) -> Answer<web_sys::Blob> {
    let path = match side {
        Side::Received => path::RECEIVED_FILE,
        Side::Sent => path::SENT_FILE,
    };
    blob(&filled(path, office, Some(id), Some(index))).await
}

/// All files of a letter as a ZIP.
pub async fn zip(side: Side, office: &OfficeNumber, id: EnvelopeId) -> Answer<web_sys::Blob> {
    let path = match side {
        Side::Received => path::RECEIVED_ZIP,
        Side::Sent => path::SENT_ZIP,
    };
    blob(&filled(path, office, Some(id), None)).await
}

/// A page of 送信一覧.
pub async fn sent(office: &OfficeNumber, before: Option<u64>) -> Answer<Sent> {
    get(&paged(path::SENT, office, before)).await
}

/// A sent letter.
pub async fn sent_letter(office: &OfficeNumber, id: EnvelopeId) -> Answer<SentLetter> {
    get(&filled(path::SENT_LETTER, office, Some(id), None)).await
}

/// 送信を取り消す.
pub async fn withdraw(office: &OfficeNumber, id: EnvelopeId) -> Answer<SentLetter> {
    let url = filled(path::OUTGOING, office, Some(id), None);
    read(patient(Method::DELETE, &url, None).await?).await
}

/// 宛先をさがす.
pub async fn directory(office: &OfficeNumber, query: &str) -> Answer<Directory> {
    let query: String = js_sys::encode_uri_component(query).into();
    let url = filled(path::DIRECTORY, office, None, None);
    get(&format!("{url}?query={query}")).await
}

/// Whether a letter can go to an address.
pub async fn recipient(office: &OfficeNumber, address: &Address) -> Answer<Recipient> {
    let url = filled(path::RECIPIENT, office, None, None);
    get(&url.replace("{address}", &address.to_string())).await
}

/// 送信する: hands a letter with its files over. `progress` is told the share that has gone out, 0 to 1.
///
/// By XMLHttpRequest, because fetch does not tell how far an upload has come.
pub async fn hand_over(
    office: &OfficeNumber,
    id: EnvelopeId,
    letter: &OutgoingLetter,
    files: &[(String, web_sys::Blob)],
    progress: impl Fn(f64) + 'static,
) -> Answer<SentLetter> {
    let url = filled(path::OUTGOING, office, Some(id), None);
    let letter = written(letter)?;
    let form = form(&letter, files).map_err(|_| const { Failure::of(Code::Invalid) })?;
    hand_in("PUT", &url, &form, Rc::new(progress)).await
}

/// How an office takes part.
pub async fn participation(office: &OfficeNumber) -> Answer<Participation> {
    get(&filled(path::APPLICATION, office, None, None)).await
}

/// 利用申請, as the form was filled in.
pub async fn apply(office: &OfficeNumber, form: &web_sys::FormData) -> Answer<Participation> {
    let url = filled(path::APPLICATION, office, None, None);
    hand_in("POST", &url, form, Rc::new(|_| ())).await
}

/// Hands a form in; waits for signing in where the session has ended, and hands it in again.
async fn hand_in<T: DeserializeOwned>(
    method: &str,
    url: &str,
    form: &web_sys::FormData,
    progress: Rc<dyn Fn(f64)>,
) -> Answer<T> {
    loop {
        let (status, text) = upload(method, url, form, Rc::clone(&progress)).await?;
        if (200..300).contains(&status) {
            return json::read(&text).ok_or(const { Failure::of(Code::Internal) });
        }
        let failure = problem_of(status, json::read(&text));
        if failure.code() != Some(Code::Unauthenticated) {
            return Err(failure);
        }
        gate::wait().await;
    }
}

fn form(letter: &str, files: &[(String, web_sys::Blob)]) -> Result<web_sys::FormData, JsValue> {
    let form = web_sys::FormData::new()?;
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&JsValue::from_str(letter));
    let letter = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    form.append_with_blob(part::LETTER, &letter)?;
    for (name, file) in files {
        form.append_with_blob_and_filename(part::FILE, file, name)?;
    }
    Ok(form)
}

async fn upload(
    method: &str,
    url: &str,
    form: &web_sys::FormData,
    progress: Rc<dyn Fn(f64)>,
) -> Answer<(u16, String)> {
    let request = web_sys::XmlHttpRequest::new().map_err(|_| Failure::Away)?;
    request.open(method, url).map_err(|_| Failure::Away)?;
    let (sender, receiver) = oneshot::channel();
    let on_progress =
        Closure::<dyn FnMut(web_sys::ProgressEvent)>::new(move |event: web_sys::ProgressEvent| {
            if event.length_computable() && event.total() > 0.0 {
                progress(event.loaded() / event.total());
            }
        });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(on_progress.as_ref().unchecked_ref()));
    }
    // `loadend` comes once, after success, refusal and loss alike.
    let on_end = Closure::once(move || {
        sender.send(()).ok();
    });
    request.set_onloadend(Some(on_end.as_ref().unchecked_ref()));
    request
        .send_with_opt_form_data(Some(form))
        .map_err(|_| Failure::Away)?;
    receiver.await.map_err(|_| Failure::Away)?;
    let status = request.status().unwrap_or(0);
    let text = request.response_text().ok().flatten().unwrap_or_default();
    drop(on_progress);
    if status == 0 {
        Err(Failure::Away)
    } else {
        Ok((status, text))
    }
}

async fn get<T: DeserializeOwned>(url: &str) -> Answer<T> {
    read(patient(Method::GET, url, None).await?).await
}

async fn blob(url: &str) -> Answer<web_sys::Blob> {
    let response: web_sys::Response = patient(Method::GET, url, None).await?.into();
    let promise = response.blob().map_err(|_| Failure::Away)?;
    let blob = JsFuture::from(promise).await.map_err(|_| Failure::Away)?;
    Ok(blob.unchecked_into())
}

/// Sends; waits for signing in where the session has ended, and sends again.
async fn patient(method: Method, url: &str, body: Option<&str>) -> Answer<Response> {
    loop {
        match send(method.clone(), url, body).await {
            Err(failure) if failure.code() == Some(Code::Unauthenticated) => gate::wait().await,
            other => return other,
        }
    }
}

async fn send(method: Method, url: &str, body: Option<&str>) -> Answer<Response> {
    let request = RequestBuilder::new(url).method(method);
    let request = match body {
        Some(body) => request
            .header("Content-Type", "application/json")
            .body(body),
        None => request.build(),
    };
    let request = web_sys::Request::from(request.map_err(|_| Failure::Away)?);
    let promise = browser::window().fetch_with_request(&request);
    let answer = JsFuture::from(promise).await.map_err(|_| Failure::Away)?;
    let response = Response::from(answer.unchecked_into::<web_sys::Response>());
    if response.ok() {
        Ok(response)
    } else {
        let text = response.text().await.unwrap_or_default();
        Err(problem_of(response.status(), json::read(&text)))
    }
}

async fn read<T: DeserializeOwned>(response: Response) -> Answer<T> {
    let text = response.text().await.map_err(|_| Failure::Away)?;
    json::read(&text).ok_or(const { Failure::of(Code::Internal) })
}

fn written(value: &impl Serialize) -> Answer<String> {
    serde_json::to_string(value).map_err(|_| const { Failure::of(Code::Internal) })
}

/// The server's problem, or the nearest to it when something in between has answered.
fn problem_of(status: u16, problem: Option<Problem>) -> Failure {
    match problem {
        Some(problem) => problem.into(),
        None => match status {
            401 => const { Failure::of(Code::Unauthenticated) },
            403 => const { Failure::of(Code::Forbidden) },
            404 => const { Failure::of(Code::NotFound) },
            413 => const { Failure::of(Code::TooLarge) },
            429 => const { Failure::of(Code::RateLimited) },
            502..=504 => Failure::Away,
            _ => const { Failure::of(Code::Internal) },
        },
    }
}

fn paged(path: &str, office: &OfficeNumber, before: Option<u64>) -> String {
    let url = filled(path, office, None, None);
    match before {
        Some(before) => format!("{url}?limit={PAGE}&before={before}"),
        None => format!("{url}?limit={PAGE}"),
    }
}

/// A path of the contract with its places filled in.
fn filled(
    path: &str,
    office: &OfficeNumber,
    id: Option<EnvelopeId>,
    index: Option<usize>,
) -> String {
    let mut url = path.replace("{number}", office.as_str());
    if let Some(id) = id {
        url = url.replace("{id}", &id.to_string());
    }
    if let Some(index) = index {
        url = url.replace("{index}", &index.to_string());
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office() -> OfficeNumber {
        "9970100018".parse().expect("a number")
    }

    #[test]
    fn paths_are_filled_in() {
        assert_eq!(
            paged(path::INBOX, &office(), Some(7)),
            "/api/offices/9970100018/inbox?limit=50&before=7"
        );
        let id = EnvelopeId::from_bytes([0; 16]);
        assert_eq!(
            filled(path::RECEIVED_FILE, &office(), Some(id), Some(2)),
            "/api/offices/9970100018/inbox/00000000-0000-0000-0000-000000000000/files/2"
        );
    }

    #[test]
    fn an_answer_that_is_no_problem_still_has_a_sentence() {
        assert_eq!(problem_of(413, None).code(), Some(Code::TooLarge));
        assert_eq!(problem_of(502, None), Failure::Away);
        let problem = Problem::new(Code::Withdrawn);
        assert_eq!(problem_of(410, Some(problem)).code(), Some(Code::Withdrawn));
    }
}
