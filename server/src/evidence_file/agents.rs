//! Who may have signed what an evidence file holds: the office itself, or an agent under a mandate in the file.

use wire::{Label, Mandate, OfficeNumber, Scope, Time};

/// The mandates of an evidence file, their signatures found good.
#[derive(Debug, Default)]
pub struct Agents(Vec<Mandate>);

impl Agents {
    /// One more mandate.
    pub fn add(&mut self, mandate: Mandate) {
        self.0.push(mandate);
    }

    /// Whether a certificate (DER) may have signed a letter: the sender's own, or where the label names a mandate, its agent's.
    pub fn sent(&self, label: &Label, certificate: &[u8], received: Time) -> bool {
        let from = &label.from.number;
        let Some(named) = &label.acting_for else {
            return is_of(certificate, from);
        };
        let mut named = self.0.iter().filter(|one| one.id.to_string() == *named);
        named.any(|one| allows(one, from, certificate, Scope::Send, received))
    }

    /// Whether a certificate may have signed for an office at a time.
    pub fn may(&self, office: &OfficeNumber, certificate: &[u8], scope: Scope, time: Time) -> bool {
        let mut mandates = self.0.iter();
        is_of(certificate, office)
            || mandates.any(|one| allows(one, office, certificate, scope, time))
    }
}

fn allows(
    mandate: &Mandate,
    office: &OfficeNumber,
    certificate: &[u8],
    scope: Scope,
    time: Time,
) -> bool {
    mandate.office == *office
        && is_of(certificate, &mandate.agent)
        && mandate.scope.contains(&scope)
        && (mandate.from..mandate.until).contains(&time)
}

/// Whether a certificate can be an office's. One whose name is no office number says nothing of that:
/// another CA may name its offices in other ways, and the hub's register knows whose it is.
pub fn is_of(certificate: &[u8], office: &OfficeNumber) -> bool {
    evidence::identity::read(certificate)
        .is_ok_and(|identity| identity.number.is_none_or(|number| number == *office))
}
