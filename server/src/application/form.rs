//! The form of a 利用申請: read whole, and each field held against its rule.

use crate::error::{Error, Result};
use crate::offices::Office;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;
use secrecy::SecretString;
use wire::application::{is_email, is_telephone};
use wire::server_api::participation::field;
use wire::{Code, FieldProblem, Problem, ServiceType};

/// The largest form that is read, in octets.
pub const LIMIT: usize = 1024 * 1024;
/// The largest certificate file: a certificate with its chain and key has less than ten kilobytes.
pub const CERTIFICATE: usize = 64 * 1024;
/// The longest text of one field, in octets.
const TEXT: usize = 1024;
/// Service types of one office at most, as at the hub.
const SERVICES: usize = 60;

/// What was filled in.
#[derive(Default)]
pub struct Form {
    /// Codes of service types.
    pub service_types: Vec<String>,
    /// The office's telephone number.
    pub telephone: String,
    /// The office's e-mail address.
    pub email: String,
    /// [`field::MADE`] or [`field::FILE`].
    pub with: String,
    /// The certificate's file.
    pub certificate: Vec<u8>,
    /// Its password.
    pub password: SecretString,
}

/// Read the form.
pub async fn read(mut multipart: Multipart) -> Result<Form> {
    let mut form = Form::default();
    while let Some(part) = multipart.next_field().await.map_err(unreadable)? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            field::SERVICE_TYPES if form.service_types.len() <= SERVICES => {
                form.service_types.push(text(part).await?);
            }
            field::TELEPHONE => form.telephone = text(part).await?,
            field::EMAIL => form.email = text(part).await?,
            field::WITH => form.with = text(part).await?,
            field::PASSWORD => {
                form.password = part.text().await.map_err(unreadable)?.into();
            }
            field::CERTIFICATE => {
                form.certificate = part.bytes().await.map_err(unreadable)?.to_vec();
            }
            _ => return Err(Code::Invalid.into()),
        }
    }
    Ok(form)
}

async fn text(part: Field<'_>) -> Result<String> {
    let text = part.text().await.map_err(unreadable)?;
    if text.len() > TEXT {
        return Err(Code::Invalid.into());
    }
    Ok(text.trim().to_owned())
}

#[expect(clippy::needless_pass_by_value, reason = "what `map_err` hands over")]
fn unreadable(error: MultipartError) -> Error {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        wrong(vec![super::certificate::too_large()]).into()
    } else {
        Code::Invalid.into()
    }
}

/// The fields that say who the office is, as they can be sent.
pub struct Fields {
    /// Its service types, at least one.
    pub service_types: Vec<ServiceType>,
    /// Its telephone number.
    pub telephone: String,
    /// Its e-mail address.
    pub email: String,
}

impl Fields {
    /// Hold each field against its rule; what is wrong is added to the list.
    pub fn check(
        form: &Form,
        known: &[(ServiceType, String)],
        office: &Office,
        wrong: &mut Vec<FieldProblem>,
    ) -> Option<Self> {
        let exists = |code: &ServiceType| {
            office.service_types.contains(code) || known.iter().any(|(it, _)| it == code)
        };
        let codes = form.service_types.iter();
        let mut service_types: Vec<ServiceType> =
            codes.filter_map(|code| code.parse().ok()).collect();
        let all_known =
            service_types.len() == form.service_types.len() && service_types.iter().all(exists);
        service_types.sort();
        service_types.dedup();
        if !is_telephone(&form.telephone) {
            wrong.push(problem(
                field::TELEPHONE,
                "電話番号を、半角の数字とハイフンで入力してください。例: 03-1234-5678",
                "Enter the telephone number in digits and hyphens, for example 03-1234-5678.",
            ));
        }
        if !is_email(&form.email) {
            wrong.push(problem(
                field::EMAIL,
                "メールアドレスを確かめて、半角で入力してください。例: jimusho@example.com",
                "Check the e-mail address, for example office@example.com.",
            ));
        }
        if service_types.is_empty() || service_types.len() > SERVICES || !all_known {
            wrong.push(problem(
                field::SERVICE_TYPES,
                "サービス種類を1つ以上選んでください。",
                "Choose at least one service type.",
            ));
        }
        wrong.is_empty().then_some(Self {
            service_types,
            telephone: form.telephone.clone(),
            email: form.email.clone(),
        })
    }
}

/// What is wrong with a field, and how to mend it.
pub fn problem(field: &str, text: &str, text_en: &str) -> FieldProblem {
    FieldProblem {
        field: field.to_owned(),
        text: text.to_owned(),
        text_en: text_en.to_owned(),
    }
}

/// The answer to a form in which something is wrong.
pub fn wrong(fields: Vec<FieldProblem>) -> Problem {
    let mut problem = Problem::new(Code::ApplicationInvalid);
    problem.fields = Some(fields);
    problem
}
