//! 利用申請: an office's wish to take part, signed by the key that it will connect with.
//!
//! The signature shows that the applicant holds the key, for a request (PKCS#10) as for a certificate of another CA.

use crate::error::fits;
use crate::{Error, SigningKey, VerifyingKey};
use wire::signed::Statable as _;
use wire::{Application, ApplicationId, Octets, OfficeNumber, ServiceType, Signed, Time};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::prelude::FromDer as _;

/// What an office says of itself.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The application's id.
    pub id: ApplicationId,
    /// 事業所番号.
    pub number: OfficeNumber,
    /// Its service types.
    pub service_types: Vec<ServiceType>,
    /// 事業所名.
    pub name: String,
    /// Its telephone number.
    pub telephone: String,
    /// Its e-mail address.
    pub email: String,
    /// What the connection will be made with.
    pub with: With,
    /// The office's time.
    pub time: Time,
}

/// What the office will connect with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum With {
    /// A certificate that the hub's CA will issue, on this request (PKCS#10, DER).
    Request(Vec<u8>),
    /// A certificate that it has (X.509, DER).
    Certificate(Vec<u8>),
}

impl With {
    /// The public key that it is about.
    ///
    /// # Errors
    /// [`Error::Certificate`] and [`Error::Key`].
    pub fn key(&self) -> Result<VerifyingKey, Error> {
        match self {
            Self::Request(request) => {
                let (rest, request) =
                    X509CertificationRequest::from_der(request).map_err(|_| Error::Certificate)?;
                if !rest.is_empty() {
                    return Err(Error::Certificate);
                }
                VerifyingKey::from_spki(request.certification_request_info.subject_pki.raw)
            }
            Self::Certificate(certificate) => VerifyingKey::from_certificate(certificate),
        }
    }
}

/// Apply, by the connection key.
///
/// # Errors
/// [`Error::Mismatch`] when the request or certificate is of another key.
pub fn make(key: &SigningKey, facts: Facts) -> Result<Signed<Application>, Error> {
    fits(
        facts.with.key()? == key.verifying_key(),
        "the request or certificate is of another key",
    )?;
    let (request, certificate) = match facts.with {
        With::Request(request) => (Some(Octets(request)), None),
        With::Certificate(certificate) => (None, Some(Octets(certificate))),
    };
    key.sign(&Application {
        r#type: Application::TYPE.to_owned(),
        format: Application::FORMAT,
        id: facts.id,
        number: facts.number,
        service_types: facts.service_types,
        name: facts.name,
        telephone: facts.telephone,
        email: facts.email,
        request,
        certificate,
        time: facts.time,
    })
}

/// Check that an application is signed by the key that it shows. What it says is checked by the hub.
///
/// # Errors
/// [`Error::Mismatch`] unless there is exactly one of request and certificate; those of [`VerifyingKey::verify`].
pub fn verify(signed: &Signed<Application>) -> Result<(Application, With), Error> {
    let shown = signed.read().map_err(Error::Text)?;
    let with = match (shown.request, shown.certificate) {
        (Some(request), None) => With::Request(request.0),
        (None, Some(certificate)) => With::Certificate(certificate.0),
        _ => return Err(Error::Mismatch("either a request or a certificate")),
    };
    let application = with.key()?.verify(signed)?;
    Ok((application, with))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> (rcgen::KeyPair, SigningKey) {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let key = SigningKey::from_pkcs8(&pair.serialize_der()).expect("a key");
        (pair, key)
    }

    fn request(pair: &rcgen::KeyPair) -> With {
        let params = rcgen::CertificateParams::default();
        With::Request(
            params
                .serialize_request(pair)
                .expect("a request")
                .der()
                .to_vec(),
        )
    }

    fn facts(with: With) -> Facts {
        Facts {
            id: ApplicationId::new(),
            number: "9970100018".parse().expect("a number"),
            service_types: vec!["43".parse().expect("a service type")],
            name: "見本事業所".to_owned(),
            telephone: "000-0000-0000".to_owned(),
            email: "office@example.com".to_owned(),
            with,
            time: Time(1_764_061_215_000),
        }
    }

    #[test]
    fn an_application_is_signed_by_the_key_that_it_shows() {
        let (pair, key) = key();
        let signed = make(&key, facts(request(&pair))).expect("an application");
        let (application, with) = verify(&signed).expect("it holds");
        assert_eq!(application.number.as_str(), "9970100018");
        assert_eq!(with, request_of(&application));
    }

    fn request_of(application: &Application) -> With {
        With::Request(application.request.clone().expect("a request").0)
    }

    #[test]
    fn nobody_applies_with_a_request_of_another_key() {
        let (pair, own) = key();
        let (_, other) = key();
        assert!(make(&other, facts(request(&pair))).is_err());
        // As somebody would who leaves that check out.
        let signed = make(&own, facts(request(&pair))).expect("an application");
        let application = signed.read().expect("its text");
        let forged = other.sign(&application).expect("signed");
        assert!(matches!(verify(&forged), Err(Error::Signature)));
    }

    #[test]
    fn neither_both_nor_none_of_request_and_certificate() {
        let (pair, key) = key();
        let signed = make(&key, facts(request(&pair))).expect("an application");
        let mut application = signed.read().expect("its text");
        application.certificate = application.request.clone();
        let both = key.sign(&application).expect("signed");
        assert!(matches!(verify(&both), Err(Error::Mismatch(_))));
        (application.request, application.certificate) = (None, None);
        let none = key.sign(&application).expect("signed");
        assert!(matches!(verify(&none), Err(Error::Mismatch(_))));
    }
}
