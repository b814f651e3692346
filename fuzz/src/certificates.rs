//! The target `cert_identity`: any octets, read as an office's certificate.

use evidence::identity;

/// A certificate that names an office names it for every other reader too, and is exactly these octets.
pub fn cert_identity(data: &[u8]) {
    let Ok(read) = identity::read(data) else {
        return;
    };
    let (rest, certificate) = x509_parser::parse_x509_certificate(data)
        .expect("what the strict reader takes, others take");
    assert!(rest.is_empty(), "nothing follows the certificate");
    assert!(!certificate.is_ca());
    let names: Vec<_> = certificate.subject().iter_common_name().collect();
    assert!(names.len() <= 1, "there is one common name at most");
    if let Some(number) = &read.number {
        let name = names.first().and_then(|name| name.as_str().ok());
        assert_eq!(
            name,
            Some(number.as_str()),
            "both readers see the same number"
        );
    }
    let mut more = data.to_vec();
    more.push(0);
    assert!(identity::read(&more).is_err());
    assert!(identity::read(&data[..data.len() - 1]).is_err());
}
