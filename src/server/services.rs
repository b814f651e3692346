//! The service types that an office can choose when it applies: those that the standard exchanges (連携対象), with their names.

use careplan::codes::{SERVICE_TYPE, SERVICE_TYPE_CARE_MANAGER, SERVICE_TYPE_LINKAGE};
use wire::ServiceType;

/// What the standard says of a service type that is exchanged.
const EXCHANGED: &str = "連携対象";

/// Code and name of each, care managers first.
pub fn exchanged() -> Vec<(ServiceType, String)> {
    let exchanged = |code: &str| SERVICE_TYPE_LINKAGE.name(code) == Some(EXCHANGED);
    let managers = SERVICE_TYPE_CARE_MANAGER.codes.iter();
    let providers = SERVICE_TYPE.codes.iter();
    managers
        .chain(providers.filter(|(code, _)| exchanged(code)))
        .filter_map(|(code, name)| Some((code.parse().ok()?, (*name).to_owned())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::exchanged;

    #[test]
    fn every_service_type_that_is_exchanged_can_be_chosen_and_no_other() {
        let all = exchanged();
        let name = |code: &str| {
            let found = all.iter().find(|(it, _)| it.as_str() == code);
            found.map(|(_, name)| name.as_str())
        };
        assert_eq!(name("43"), Some("居宅介護支援"));
        assert_eq!(name("11"), Some("訪問介護"));
        assert_eq!(name("A2"), Some("訪問型サービス（独自）"));
        assert_eq!(name("33"), None, "対象外");
        assert_eq!(name("46"), Some("介護予防支援"));
        assert_eq!(all.len(), 45 + 3, "exchanged, and care managers");
    }
}
