//! 利用状況 and 利用申請 on the screens: how the office takes part, and its wish to.
//!
//! An administrator applies; everybody of the office sees what became of it.
//! What is wrong is said for each field, and nothing of an application that is refused is kept.

mod certificate;
pub mod follow;
pub mod form;

use crate::administration::{ApplicationSummary, Credential, NewApplication, NewOffice};
use crate::error::{Error, Result};
use crate::offices::Office;
use crate::staff::Desk;
use crate::store::{Act, Entry, OfficeRow};
use crate::{Administration, Server, bulletin, clock, licence};
use axum::Json;
use axum::extract::multipart::Multipart;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use form::{Fields, Form};
use wire::application::{ApplicationState, is_office_name};
use wire::server_api::participation::{
    ApplicationForm, OwnApplication, OwnLicence, Participation, Service, field,
};
use wire::server_api::{Role, Words, path};
use wire::{Code, Problem};

/// How the office takes part. Asks the hub anew while an application waits.
#[utoipa::path(get, path = path::APPLICATION, params(("number" = String, Path)), responses(
    (status = 200, body = Participation), (status = 401, body = Problem), (status = 404, body = Problem),
))]
pub async fn show(State(server): State<Server>, desk: Desk) -> Result<Json<Participation>> {
    follow::ask(&server, &desk.office.number).await?;
    participation(&server, &desk).await.map(Json)
}

/// Apply.
#[utoipa::path(post, path = path::APPLICATION, params(("number" = String, Path)),
    request_body(content = String, content_type = "multipart/form-data"), responses(
    (status = 201, body = Participation), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
    (status = 409, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem),
))]
pub async fn apply(
    State(server): State<Server>,
    desk: Desk,
    request: Request,
) -> Result<(StatusCode, Json<Participation>)> {
    desk.must_administer()?;
    let multipart = Multipart::from_request(request, &())
        .await
        .map_err(|_| Error::from(Code::Invalid))?;
    let form = form::read(multipart).await?;
    // Two clicks are one application.
    let applying = server.applying.lock().await;
    let administration = Administration::of(&server)?;
    let row = row(&server, &desk.office).await?;
    let before = administration
        .known_application(&desk.office.number)
        .await?;
    refuse_a_second(&desk.office, before.as_ref())?;
    let hub_public = server.config.hub_public.clone().ok_or_else(no_address)?;
    if !is_office_name(&row.name) {
        return Err(name_unfit());
    }
    let (fields, credential) = check(&server, &desk.office, &form)?;
    let Fields {
        service_types,
        telephone,
        email,
    } = fields;
    let new = NewApplication {
        office: NewOffice {
            number: desk.office.number.clone(),
            name: row.name,
            service_types,
            hub_url: row.hub_url,
            hub_ca: row.hub_ca,
        },
        hub_public,
        telephone,
        email,
        credential,
    };
    administration.apply(new).await.map_err(refused)?;
    server
        .store
        .log(Entry {
            time: clock::now(),
            number: Some(&desk.office.number),
            user: Some(&desk.user),
            act: Act::Apply,
            id: None,
        })
        .await?;
    drop(applying);
    server.announcements.announce(&desk.office.number);
    Ok((
        StatusCode::CREATED,
        Json(participation(&server, &desk).await?),
    ))
}

/// What stands on every page of an office that has not joined yet.
pub async fn notice(server: &Server, office: &Office) -> Result<Words> {
    let known = Administration::of(server)?
        .known_application(&office.number)
        .await?;
    Ok(match known {
        Some(known) => sentence(known.state),
        None => Words::new(
            "まだ利用申請をしていません。管理者が「設定」から申請してください。",
            "This office has not applied yet. Its administrator applies under “Settings”.",
        ),
    })
}

async fn row(server: &Server, office: &Office) -> Result<OfficeRow> {
    let rows = server.store.offices().await?;
    rows.into_iter()
        .find(|row| row.number().is_ok_and(|number| number == office.number))
        .ok_or(Error::Stored("an office"))
}

/// The fields, and what the connection is to be made with; or everything that is wrong with them.
fn check(server: &Server, office: &Office, form: &Form) -> Result<(Fields, Credential)> {
    // In the order of the page.
    let mut wrong = Vec::new();
    let fields = Fields::check(form, &server.config.services, office, &mut wrong);
    let credential = match form.with.as_str() {
        field::MADE => Some(Credential::New),
        field::FILE => {
            let file = certificate::read(&form.certificate, &form.password, &office.number);
            file.map(Credential::Brought)
                .map_err(|why| wrong.push(why))
                .ok()
        }
        _ => {
            wrong.push(form::problem(
                field::WITH,
                "接続に使う証明書を選んでください。",
                "Choose the certificate for the connection.",
            ));
            None
        }
    };
    match (fields, credential) {
        (Some(fields), Some(credential)) if wrong.is_empty() => Ok((fields, credential)),
        _ => Err(form::wrong(wrong).into()),
    }
}

/// One application at a time, and none of an office that takes part.
fn refuse_a_second(office: &Office, before: Option<&ApplicationSummary>) -> Result<()> {
    if before.is_some_and(|before| before.state == ApplicationState::Applied) {
        return Err(Code::ApplicationWaiting.into());
    }
    if takes_part(office, before) {
        let mut problem = Problem::new(Code::ApplicationWaiting);
        "この事業所はすでに利用しているため、申請は要りません。".clone_into(&mut problem.title);
        "This office takes part already and need not apply.".clone_into(&mut problem.title_en);
        return Err(problem.into());
    }
    Ok(())
}

fn takes_part(office: &Office, application: Option<&ApplicationSummary>) -> bool {
    // One that is acted for takes part, or else there were no mandate; its own server applies.
    office.agent.is_some()
        || office.licence.at(clock::now()).is_some()
        || application.is_some_and(|known| known.state == ApplicationState::Approved)
}

/// What the hub did not take, said beside the field that it is about; what cannot be reached is tried again by hand.
fn refused(error: Error) -> Error {
    let Error::Problem(problem) = error else {
        return error;
    };
    match problem.code {
        Code::CertificateUnfit => form::wrong(vec![certificate::refused()]).into(),
        Code::HubUnreachable => {
            let words = Words::new(
                "連携基盤につながらないため、申請できませんでした。入力した内容は残っていますので、少し待ってからもう一度お試しください。",
                "The hub cannot be reached, so nothing was sent. What you entered is still there: wait a little and try again.",
            );
            told(Code::HubUnreachable, words)
        }
        _ => Error::Problem(problem),
    }
}

fn no_address() -> Error {
    told(Code::Unavailable, address_unknown())
}

/// The name is no field of the form: who keeps the server gave it.
fn name_unfit() -> Error {
    let words = Words::new(
        "事業所名に、目に見えない文字があるか、100文字を超えています。サーバーの担当者に、事業所名を直すよう頼んでください。",
        "The office’s name has signs that are not seen, or more than 100 characters. Ask who keeps the server to mend it.",
    );
    told(Code::ApplicationInvalid, words)
}

fn told(code: Code, words: Words) -> Error {
    let mut problem = Problem::new(code);
    problem.title = words.text;
    problem.title_en = words.text_en;
    problem.into()
}

fn address_unknown() -> Words {
    Words::new(
        "このサーバーには利用申請の宛先が設定されていません。サーバーの管理者に、設定 hub_public を確かめてもらってください。",
        "This server does not know where to apply. Ask the server's administrator to look at the setting hub_public.",
    )
}

async fn participation(server: &Server, desk: &Desk) -> Result<Participation> {
    let now = clock::now();
    // Taken anew: an approval may have put another in its place a moment ago.
    let office = server
        .offices
        .get(&desk.office.number)
        .ok_or(Code::NotFound)?;
    let row = row(server, &office).await?;
    let known = Administration::of(server)?
        .known_application(&office.number)
        .await?;
    let waits = known
        .as_ref()
        .is_some_and(|known| known.state == ApplicationState::Applied);
    let may = desk.role == Role::Administrator && !waits && !takes_part(&office, known.as_ref());
    let knows_where = server.config.hub_public.is_some();
    let form = (may && knows_where).then(|| ApplicationForm {
        services: services(&server.config.services, &row),
        telephone: known
            .as_ref()
            .map(|known| known.telephone.clone())
            .unwrap_or_default(),
        email: known
            .as_ref()
            .map(|known| known.email.clone())
            .unwrap_or_default(),
    });
    Ok(Participation {
        number: office.number.clone(),
        name: row.name,
        licence: office.licence.at(now).map(|heard| OwnLicence {
            from: heard.from,
            until: heard.until,
            sentences: licence::sentences(&heard, now),
        }),
        application: known.map(|known| OwnApplication {
            state: known.state,
            sentence: sentence(known.state),
            reason: known.reason,
            applied: known.applied,
            decided: known.decided,
        }),
        form,
        hindrance: (may && !knows_where).then(address_unknown),
        announcements: office
            .bulletin
            .current()
            .iter()
            .map(bulletin::words)
            .collect(),
    })
}

/// Every service type that can be chosen, the office's own first.
fn services(known: &[(wire::ServiceType, String)], row: &OfficeRow) -> Vec<Service> {
    let own = row.service_types().unwrap_or_default();
    let service = |code: &wire::ServiceType, name: &str, chosen| Service {
        code: code.clone(),
        name: name.to_owned(),
        chosen,
    };
    let first = own.iter().map(|code| {
        let found = known.iter().find(|(it, _)| it == code);
        let name = found.map_or(code.as_str(), |(_, name)| name.as_str());
        service(code, name, true)
    });
    let others = known.iter().filter(|(code, _)| !own.contains(code));
    first
        .chain(others.map(|(code, name)| service(code, name, false)))
        .collect()
}

fn sentence(state: ApplicationState) -> Words {
    let (ja, en) = match state {
        ApplicationState::Applied => (
            "利用申請を受け付けました。連携基盤の窓口が承認すると、自動で利用を始めます。",
            "The application has been received. Once the hub's operator has approved it, this office begins by itself.",
        ),
        ApplicationState::Approved => (
            "利用申請が承認されました。",
            "The application was approved.",
        ),
        ApplicationState::Returned => (
            "利用申請が差し戻されました。理由を確かめて、もう一度申請してください。",
            "The application was returned. See the reason and apply again.",
        ),
    };
    Words::new(ja, en)
}
