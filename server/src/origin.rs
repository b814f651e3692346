//! Writes are taken from our own pages only (T18).
//!
//! Browsers say where a request comes from in `Sec-Fetch-Site` (Fetch Metadata) and `Origin` (RFC 6454).
//! Programs say neither; they have no cookie that a foreign page could borrow.

use crate::Server;
use crate::error::{Error, Result};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use wire::Code;

/// Refuse a write that another site has caused.
pub async fn check(State(server): State<Server>, request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let allowed = safe || is_own(&request, server.config.https()).is_ok();
    if allowed {
        next.run(request).await
    } else {
        Error::from(Code::WrongOrigin).into_response()
    }
}

fn is_own(request: &Request, https: bool) -> Result<()> {
    let headers = request.headers();
    let foreign = || Error::from(Code::WrongOrigin);
    if let Some(site) = headers.get("sec-fetch-site")
        && site != "same-origin"
    {
        return Err(foreign());
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return Ok(());
    };
    let origin = origin.to_str().map_err(|_| foreign())?;
    let scheme = if https { "https://" } else { "http://" };
    let host = origin.strip_prefix(scheme).ok_or_else(foreign)?;
    if host_of(headers, request) == Some(host) {
        Ok(())
    } else {
        Err(foreign())
    }
}

/// The host that the browser asked for: `:authority` of HTTP/2, or the header of HTTP/1.1.
fn host_of<'a>(headers: &'a HeaderMap, request: &'a Request) -> Option<&'a str> {
    request
        .uri()
        .authority()
        .map(axum::http::uri::Authority::as_str)
        .or_else(|| headers.get(header::HOST)?.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn own(https: bool, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::put("/api/session").header("host", "plan.example");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        is_own(&request.body(Body::empty()).expect("a request"), https).is_ok()
    }

    #[test]
    fn our_own_page_and_programs_pass() {
        assert!(own(
            true,
            &[
                ("origin", "https://plan.example"),
                ("sec-fetch-site", "same-origin")
            ]
        ));
        assert!(own(true, &[("origin", "https://plan.example")]));
        assert!(own(true, &[]));
        assert!(own(false, &[("origin", "http://plan.example")]));
    }

    #[test]
    fn other_sites_do_not() {
        assert!(!own(true, &[("origin", "https://evil.example")]));
        assert!(!own(true, &[("origin", "http://plan.example")]));
        assert!(!own(true, &[("origin", "https://plan.example:444")]));
        assert!(!own(true, &[("origin", "null")]));
        assert!(!own(true, &[("sec-fetch-site", "cross-site")]));
        assert!(!own(
            true,
            &[
                ("sec-fetch-site", "same-site"),
                ("origin", "https://plan.example")
            ]
        ));
    }
}
