//! The operator and 利用申請: what was asked for, and the answer.

use super::{NewOffice, Operator, accept, enter, register};
use crate::ca::Ca;
use crate::day;
use crate::error::{Error, Result};
use crate::registration::{self, Proof};
use crate::store::applications::{self, Kept};
use crate::store::journal::About;
use crate::store::{licences, offices};
use serde_json::json;
use wire::application::ApplicationState;
use wire::{ApplicationId, Time};

/// The days of a certificate that is issued on approval.
const DAYS: u32 = 730;

/// With what an application is approved.
#[derive(Debug, Default)]
pub struct Approval<'a> {
    /// The hub's CA, where its key is on this machine: it issues the certificate now.
    pub ca: Option<&'a Ca>,
    /// The certificate (DER) that was issued where the CA's key is, with its chain.
    pub certificate: Option<Vec<Vec<u8>>>,
    /// How the operator knows whose certificate of another CA it is.
    pub proof: Proof,
    /// First and last moment of the licence; a year from today without it.
    pub licence: Option<(Time, Time)>,
    /// The office is registered already, and the operator knows that this is its further certificate.
    pub existing: bool,
}

impl Operator {
    /// Applications in a state, or all; oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn applications(&mut self, state: Option<ApplicationState>) -> Result<Vec<Kept>> {
        applications::list(&mut self.store.read().await?, state).await
    }

    /// One application.
    ///
    /// # Errors
    /// [`Error::Unknown`] when there is none with the id.
    pub async fn application(&mut self, id: ApplicationId) -> Result<Kept> {
        applications::find(&mut self.store.read().await?, id)
            .await?
            .ok_or_else(|| Error::Unknown(id.to_string()))
    }

    /// Approve an application: the office is registered with its licence and its certificate, in one commit.
    ///
    /// # Errors
    /// [`Error::Unknown`], [`Error::Input`] when it was decided before or the office is registered already,
    /// [`Error::Certificate`] when the certificate is not fit or does not answer the request.
    pub async fn approve(&mut self, id: ApplicationId, approval: Approval<'_>) -> Result<Kept> {
        let mut kept = self.application(id).await?;
        let now = self.now();
        let chain = chain(&kept, &approval)?;
        let certificate = registration::admit(&self.config, &kept.number, &chain, approval.proof)?;
        let (active_from, active_until) = match approval.licence {
            Some(licence) => licence,
            None => {
                let today = day::day(now)?;
                (day::begin(today)?, day::end(day::one_year(today)?)?)
            }
        };
        kept.state = ApplicationState::Approved;
        kept.decided = Some(now);
        kept.certificate = Some(certificate.der.clone());
        let mut transaction = self.store.begin().await?;
        let registered = offices::find(&mut transaction, &kept.number).await?;
        match (registered, approval.existing) {
            (None, _) => {
                let office = NewOffice {
                    number: kept.number.clone(),
                    service_types: kept.service_types.clone(),
                    name: kept.name.clone(),
                    telephone: Some(kept.telephone.clone()),
                    active_from,
                    active_until,
                };
                register(&mut transaction, &self.config, office).await?;
            }
            (Some(_), true) => {}
            (Some(_), false) => {
                return Err(Error::Input(format!(
                    "{} is registered already; if this is its further certificate, say so by --existing",
                    kept.number
                )));
            }
        }
        licences::set_email(&mut transaction, &kept.number, &kept.email).await?;
        accept(&mut transaction, &kept.number, &certificate, now).await?;
        decide(&mut transaction, &kept, now).await?;
        transaction.commit().await?;
        Ok(kept)
    }

    /// Return an application, with the reason that the office will read.
    ///
    /// # Errors
    /// [`Error::Unknown`]; [`Error::Input`] when it was decided before.
    pub async fn return_application(&mut self, id: ApplicationId, reason: &str) -> Result<Kept> {
        let mut kept = self.application(id).await?;
        let now = self.now();
        kept.state = ApplicationState::Returned;
        kept.reason = Some(reason.to_owned());
        kept.decided = Some(now);
        let mut transaction = self.store.begin().await?;
        decide(&mut transaction, &kept, now).await?;
        transaction.commit().await?;
        Ok(kept)
    }
}

/// The certificate that the office will connect with.
fn chain(kept: &Kept, approval: &Approval<'_>) -> Result<Vec<Vec<u8>>> {
    let chain = match (&kept.request, &kept.certificate) {
        (Some(request), _) => match (&approval.certificate, approval.ca) {
            (Some(chain), _) => chain.clone(),
            (None, Some(ca)) => vec![ca.issue_for_request_der(&kept.number, request, DAYS)?.der],
            (None, None) => {
                return Err(Error::Input(
                    "the CA's key is not here: issue the certificate where it is, and give it by --certificate"
                        .to_owned(),
                ));
            }
        },
        // Its own: with the CAs in between, if the operator has them.
        (None, Some(certificate)) => approval
            .certificate
            .clone()
            .unwrap_or_else(|| vec![certificate.clone()]),
        (None, None) => return Err(Error::Corrupt("application")),
    };
    // Another key than the applicant's would let somebody else in.
    let shown = match (&kept.request, &kept.certificate) {
        (Some(request), _) => evidence::application::With::Request(request.clone()),
        (None, certificate) => {
            evidence::application::With::Certificate(certificate.clone().unwrap_or_default())
        }
    };
    let own = chain.first().map(Vec::as_slice).unwrap_or_default();
    if evidence::VerifyingKey::from_certificate(own)? == shown.key()? {
        Ok(chain)
    } else {
        Err(Error::Certificate(
            "the certificate is of another key than the applicant's".to_owned(),
        ))
    }
}

async fn decide(connection: &mut crate::store::Connection, kept: &Kept, now: Time) -> Result<()> {
    if !applications::decide(connection, kept).await? {
        return Err(Error::Input(format!("{} was decided before", kept.id)));
    }
    let record = json!({
        "act": "decide_application", "application": kept.id, "number": kept.number, "state": kept.state,
    });
    enter(connection, &record, About::office(&kept.number), now).await
}
