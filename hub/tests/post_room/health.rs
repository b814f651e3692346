//! Health and metrics: told on this machine alone, and without a name.

use crate::support::*;
use reqwest::StatusCode;

#[tokio::test]
async fn health_is_told_and_metrics_name_no_office_and_no_letter() {
    let (hub, [manager, visits, _]) = TestHub::with_offices().await;
    let (id, _) = manager.send(&visits.address, b"plan").await;
    visits.body(id).await.bytes().await.unwrap();
    manager.get("/v1/offices?query=9970200024").await;
    manager.get("/v1/no/such/9970200024").await;
    manager
        .request("BREW".parse().unwrap(), "/v1/inbox")
        .send()
        .await
        .unwrap();

    assert_eq!(hub.told("/health/live").await.0, StatusCode::OK);
    let (status, told) = hub.told("/health/ready").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(told, r#"{"ready":true,"lacks":[]}"#);
    let (status, metrics) = hub.told("/metrics").await;
    assert_eq!(status, StatusCode::OK);
    for line in [
        "careplan_hub_requests_total{route=\"PUT /v1/envelopes/{id}\",status=\"201\"} 1",
        "careplan_hub_requests_total{route=\"GET /v1/envelopes/{id}/body\",status=\"200\"} 1",
        "careplan_hub_problems_total{code=\"not_found\"} 1",
        "careplan_hub_request_seconds_count{route=\"PUT /v1/envelopes/{id}\"} 1",
        "careplan_hub_bodies_octets 0",
        "# EOF",
    ] {
        assert!(metrics.contains(line), "{line} is missing in {metrics}");
    }
    for secret in [
        "99701",
        "99702",
        "99703",
        &id.to_string(),
        "BREW",
        "127.0.0.1",
    ] {
        assert!(!metrics.contains(secret), "{secret} stands in {metrics}");
    }
    // Nothing else is there.
    for path in ["/", "/v1/inbox", "/v1/openapi.json"] {
        assert_eq!(hub.told(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
