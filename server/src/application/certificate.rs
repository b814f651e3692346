//! The certificate's file that somebody chooses: whether it can stand for the office, and if not, why and what to do.

use super::form::{CERTIFICATE, problem};
use crate::certificates::{self, Imported};
use crate::clock;
use crate::relay::pem_certificates;
use evidence::identity;
use secrecy::{ExposeSecret as _, SecretString};
use wire::server_api::participation::field;
use wire::{FieldProblem, OfficeNumber};
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// Certificate and key of a PKCS#12 file, if they can stand for the office now.
pub fn read(
    file: &[u8],
    password: &SecretString,
    number: &OfficeNumber,
) -> Result<Imported, FieldProblem> {
    if file.is_empty() {
        return Err(wrong(
            "証明書のファイル（.p12または.pfx）を選んでください。",
            "Choose the certificate's file (.p12 or .pfx).",
        ));
    }
    if file.len() > CERTIFICATE {
        return Err(too_large());
    }
    // A PKCS#12 file is one DER sequence (RFC 7292 section 4).
    if !file.starts_with(&[0x30]) {
        return Err(wrong(
            "このファイルは証明書のファイルではありません。.p12または.pfxのファイルを選んでください。",
            "This file is no certificate's file. Choose one that ends in .p12 or .pfx.",
        ));
    }
    let imported = certificates::from_pkcs12(file, password).map_err(|_| unopened(password))?;
    let own = certificates::check(&imported.certificates, &imported.key).map_err(|_| kind())?;
    in_its_time(&imported)?;
    match identity::read(&own).map_err(|_| kind())?.number {
        Some(named) if named != *number => Err(wrong(
            &format!(
                "この証明書は、別の事業所（{named}）のものです。{number}の証明書を選んでください。"
            ),
            &format!(
                "This certificate is that of another office ({named}). Choose the one of {number}."
            ),
        )),
        _ => Ok(imported),
    }
}

fn unopened(password: &SecretString) -> FieldProblem {
    let (text, text_en) = if password.expose_secret().is_empty() {
        (
            "証明書のパスワードを入力してください。",
            "Enter the certificate's password.",
        )
    } else {
        (
            "ファイルを開けませんでした。パスワードを確かめて、もう一度入力してください。",
            "The file could not be opened. Check the password and enter it again.",
        )
    };
    problem(field::PASSWORD, text, text_en)
}

fn in_its_time(imported: &Imported) -> Result<(), FieldProblem> {
    let chain = pem_certificates(&imported.certificates).ok_or_else(kind)?;
    let own = chain.first().ok_or_else(kind)?;
    let (_, certificate) = X509Certificate::from_der(own).map_err(|_| kind())?;
    let (validity, now) = (certificate.validity(), clock::now().0 / 1000);
    if now > validity.not_after.timestamp() {
        return Err(wrong(
            "この証明書は有効期限が切れています。更新した証明書のファイルを選んでください。",
            "This certificate has expired. Choose the renewed one.",
        ));
    }
    if now < validity.not_before.timestamp() {
        return Err(wrong(
            "この証明書は、まだ有効期間が始まっていません。今使っている証明書のファイルを選んでください。",
            "This certificate is not valid yet. Choose the one that is in use now.",
        ));
    }
    Ok(())
}

/// A certificate that is made for something else.
fn kind() -> FieldProblem {
    wrong(
        "この種類の証明書は接続に使えません。事業所の請求用の証明書を選ぶか、「このサーバーで新しく作る」を選んでください。",
        "A certificate of this kind cannot be used. Choose the office's own for claims, or let this server make one.",
    )
}

/// Larger than any certificate.
pub fn too_large() -> FieldProblem {
    wrong(
        "ファイルが大きすぎるため、証明書ではないようです。.p12または.pfxのファイルを選んでください。",
        "The file is too large for a certificate. Choose one that ends in .p12 or .pfx.",
    )
}

/// The hub does not take the certificate.
pub fn refused() -> FieldProblem {
    wrong(
        "連携基盤が、この証明書を認めませんでした。事業所の証明書かを確かめるか、「このサーバーで新しく作る」を選んでください。",
        "The hub does not accept this certificate. Check that it is the office's own, or let this server make one.",
    )
}

fn wrong(text: &str, text_en: &str) -> FieldProblem {
    problem(field::CERTIFICATE, text, text_en)
}
