//! Which certificates are registered for an office: read strictly, of a CA that counts, and of that office.
//!
//! This is the only place where an office number is taken from a certificate. Later it is known by its fingerprint.

use crate::ca::certificate_error;
use crate::config::Config;
use crate::error::Result;
use crate::peer::PeerCertificate;
use crate::trust;
use evidence::identity::{self, Identity};
use rustls_pki_types::CertificateDer;
use wire::OfficeNumber;

/// How the operator knows whose certificate it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Proof {
    /// The office number is the certificate's common name.
    #[default]
    Named,
    /// Another CA names its offices in another way, and the operator has checked by other means whose it is.
    Checked,
}

/// Check that the holder of a certificate (DER, with the CAs between it and the known one after it) may act for an office.
///
/// # Errors
/// [`crate::Error::Certificate`] with the reason, in words.
pub fn admit(
    config: &Config,
    number: &OfficeNumber,
    chain: &[Vec<u8>],
    proof: Proof,
) -> Result<PeerCertificate> {
    let der = chain
        .first()
        .ok_or_else(|| certificate_error("there is no certificate"))?;
    let identity = identity::read(der).map_err(certificate_error)?;
    is_of(&identity, number, proof, &config.client_kinds)?;
    let chain: Vec<_> = chain
        .iter()
        .map(|der| CertificateDer::from(der.as_slice()))
        .collect();
    trust::would_let_in(config, &chain)?;
    PeerCertificate::read(der)
}

fn is_of(identity: &Identity, number: &OfficeNumber, proof: Proof, kinds: &[String]) -> Result<()> {
    match (&identity.number, proof) {
        (Some(named), _) if named != number => {
            return Err(certificate_error("it is the certificate of another office"));
        }
        (None, Proof::Named) => {
            return Err(certificate_error(
                "its common name is not an office number; if you have checked whose it is, say so by --checked",
            ));
        }
        _ => {}
    }
    // The hub's own CA writes no units: the settings are about other CAs.
    let of_a_kind = |unit: &String| kinds.contains(unit);
    if kinds.is_empty() || identity.units.is_empty() || identity.units.iter().any(of_a_kind) {
        Ok(())
    } else {
        Err(certificate_error(
            "it is a certificate of another kind than the settings name (client_kinds)",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: Option<&str>, units: &[&str], proof: Proof, kinds: &[&str]) -> bool {
        let own = |texts: &[&str]| {
            texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>()
        };
        let identity = Identity {
            number: name.map(|name| name.parse().expect("a number")),
            units: own(units),
        };
        let number = "9970100018".parse().expect("a number");
        is_of(&identity, &number, proof, &own(kinds)).is_ok()
    }

    #[test]
    fn a_certificate_is_of_the_office_that_it_names() {
        assert!(check(Some("9970100018"), &[], Proof::Named, &[]));
        assert!(!check(Some("9970200024"), &[], Proof::Named, &[]));
        assert!(
            !check(Some("9970200024"), &[], Proof::Checked, &[]),
            "nobody has checked that away"
        );
        assert!(!check(None, &[], Proof::Named, &[]));
        assert!(check(None, &[], Proof::Checked, &[]));
    }

    #[test]
    fn t14_a_certificate_of_another_kind_is_refused() {
        let kinds = ["事業所"];
        assert!(check(Some("9970100018"), &["事業所"], Proof::Named, &kinds));
        assert!(!check(
            Some("9970100018"),
            &["代理人"],
            Proof::Named,
            &kinds
        ));
        assert!(!check(
            Some("9970100018"),
            &["障害"],
            Proof::Checked,
            &kinds
        ));
        assert!(check(Some("9970100018"), &[], Proof::Named, &kinds));
    }
}
