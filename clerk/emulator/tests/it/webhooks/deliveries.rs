//! What becomes of an event on its way: receivers that are well, down, slow, or answer something else.

use clerk_emulator::{Config, Profile, Settings};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{
    receiver::{Manner, Receiver},
    running::Running,
};
use crate::stage::NOON;

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

fn field(deliveries: &[Value], name: &str) -> Vec<Value> {
    deliveries.iter().map(|delivery| delivery[name].clone()).collect()
}

#[tokio::test]
async fn every_endpoint_gets_what_it_takes_in_order() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let (all, some) = (Receiver::start([]).await?, Receiver::start([]).await?);
    clerk.listen(&all.url, &[]).await?;
    clerk.listen(&some.url, &["user.updated"]).await?;
    let path = "/users/user_localAdaAdmin";
    for name in ["Eve", "Eva", "Ava"] {
        clerk.backend("PATCH", path, json!({ "first_name": name })).await?;
        clerk.backend("POST", "/organizations", json!({ "name": name })).await?;
    }
    clerk.settle().await?;
    assert_eq!(all.types(), ["user.updated", "organization.created"].repeat(3));
    assert_eq!(some.types(), ["user.updated"; 3]);
    let names = some.got().into_iter().map(|(_, body)| serde_json::from_str::<Value>(&body));
    let names: Vec<Value> = names.map(|body| body.unwrap_or_default()["data"]["first_name"].clone()).collect();
    assert_eq!(names, ["Eve", "Eva", "Ava"]);
    Ok(())
}

#[tokio::test]
async fn the_log_has_what_was_sent_and_what_came_of_it() -> anyhow::Result<()> {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([]).await?;
    let endpoint = clerk.listen(&receiver.url, &[]).await?;
    let svix_id = clerk.trigger("user.created").await?;
    clerk.settle().await?;
    let log = clerk.deliveries(0).await?;
    let (headers, body) = receiver.got().pop().unwrap_or_default();
    let sent = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let expected = json!([{
        "seq": 1,
        "svix_id": svix_id,
        "type": "user.created",
        "endpoint": receiver.url,
        "endpoint_id": endpoint["id"],
        "attempt": 1,
        "at_ms": NOON,
        "status": 200,
        "error": null,
        "next_at_ms": null,
        "headers": {
            "content-type": "application/json",
            "svix-id": svix_id,
            "svix-signature": sent("svix-signature"),
            "svix-timestamp": (NOON / 1_000).to_string(),
            "user-agent": sent("user-agent"),
        },
        "body_base64": STANDARD.encode(&body),
    }]);
    assert_eq!(json!(log), expected);
    assert!(sent("svix-signature").starts_with("v1,"));
    assert_eq!((sent("svix-id"), sent("content-type")), (svix_id, "application/json".to_owned()));
    assert!(clerk.deliveries(1).await?.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_failed_attempt_is_made_again_eight_times_in_all() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Status(500); 20]).await?;
    clerk.listen(&receiver.url, &[]).await?;
    let svix_id = clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    let waits = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];
    for wait in waits {
        clerk.advance(wait - 1).await?;
        let before = receiver.got().len();
        clerk.advance(1).await?;
        assert_eq!(receiver.got().len(), before + 1, "after {wait} ms and not before");
    }
    clerk.advance(100 * HOUR).await?;
    let log = clerk.deliveries(0).await?;
    let mut times = vec![NOON];
    times.extend(waits.iter().scan(NOON, |time, wait| {
        *time += wait;
        Some(*time)
    }));
    assert_eq!(field(&log, "attempt"), (1..=8).collect::<Vec<_>>());
    assert_eq!(field(&log, "at_ms"), times);
    let next: Vec<Value> = times.iter().skip(1).map(|time| json!(time)).chain([Value::Null]).collect();
    assert_eq!(field(&log, "next_at_ms"), next);
    assert!(log.iter().all(|entry| entry["svix_id"] == *svix_id && entry["status"] == 500));
    assert_eq!(log[0]["error"], "answered 500 Internal Server Error");
    Ok(())
}

#[tokio::test]
async fn waits_can_be_shortened() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Status(400); 2]).await?;
    clerk.listen(&receiver.url, &[]).await?;
    clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    assert_eq!(clerk.control("POST", "/retry-scale", json!({ "factor": 0.001 })).await?, json!({ "factor": 0.001 }));
    clerk.advance(5).await?;
    clerk.advance(5 * MINUTE / 1_000).await?;
    assert_eq!(field(&clerk.deliveries(0).await?, "status"), [400, 400, 200]);
    assert!(clerk.control("POST", "/retry-scale", json!({ "factor": -1 })).await.is_err());
    clerk.control("POST", "/retry-scale", json!({ "factor": 0 })).await?;
    receiver.behave([Manner::Status(500); 8]);
    clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    assert_eq!(clerk.deliveries(3).await?.len(), 8, "all at once");
    Ok(())
}

#[tokio::test]
async fn a_redirect_is_a_failure_and_is_not_followed() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Redirect]).await?;
    clerk.listen(&receiver.url, &[]).await?;
    clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    let log = clerk.deliveries(0).await?;
    assert_eq!(
        (receiver.got().len(), &log[0]["status"], &log[0]["next_at_ms"]),
        (1, &json!(301), &json!(NOON + 5_000))
    );
    assert_eq!(log[0]["error"], "answered 301 Moved Permanently, and redirects are not followed");
    Ok(())
}

#[tokio::test]
async fn who_asks_for_no_more_is_asked_no_more() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Abort]).await?;
    clerk.listen(&receiver.url, &[]).await?;
    clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    clerk.advance(100 * HOUR).await?;
    let log = clerk.deliveries(0).await?;
    assert_eq!((log.len(), &log[0]["status"], &log[0]["next_at_ms"]), (1, &json!(400), &Value::Null));
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn a_receiver_that_says_nothing_has_failed_after_fifteen_seconds() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Never]).await?;
    clerk.listen(&receiver.url, &[]).await?;
    clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    let log = clerk.deliveries(0).await?;
    assert_eq!((&log[0]["status"], &log[0]["error"]), (&Value::Null, &json!("no answer within 15 seconds")));
    assert_eq!(log[0]["next_at_ms"], NOON + 5_000);
    Ok(())
}

#[tokio::test]
async fn one_that_is_down_gets_it_when_it_is_up_and_does_not_hold_up_others() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let (listener, well) = (TcpListener::bind("127.0.0.1:0").await?, Receiver::start([]).await?);
    let place = listener.local_addr()?;
    drop(listener);
    clerk.listen(&format!("http://{place}/hook"), &[]).await?;
    clerk.listen(&well.url, &[]).await?;
    let svix_id = clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    assert_eq!(well.types(), ["user.updated"]);
    let log = clerk.deliveries(0).await?;
    let failed: Vec<&Value> = log.iter().filter(|entry| entry["status"].is_null()).collect();
    assert!(failed[0]["error"].as_str().is_some_and(|error| error.contains("refused")), "{}", failed[0]);
    let up = Receiver::listen(TcpListener::bind(place).await?, [])?;
    clerk.advance(5 * SECOND).await?;
    assert_eq!(up.got()[0].0.get("svix-id").and_then(|id| id.to_str().ok()), Some(svix_id.as_str()));
    assert_eq!(well.types().len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_endpoint_that_fails_for_five_days_is_switched_off() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Status(500); 100]).await?;
    let endpoint = clerk.listen(&receiver.url, &[]).await?;
    clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    for _ in 0..5 {
        assert_eq!(clerk.control("GET", "/webhooks", Value::Null).await?[0]["disabled"], false);
        clerk.trigger("user.updated").await?;
        clerk.advance(24 * HOUR).await?;
    }
    assert_eq!(clerk.control("GET", "/webhooks", Value::Null).await?[0]["disabled"], true);
    let before = receiver.got().len();
    clerk.trigger("user.updated").await?;
    clerk.advance(24 * HOUR).await?;
    assert_eq!(receiver.got().len(), before);
    receiver.behave([]);
    let path = format!("/webhooks/{}", endpoint["id"].as_str().unwrap_or_default());
    clerk.control("PATCH", &path, json!({ "disabled": false })).await?;
    clerk.control("POST", "/replay", json!({ "only": "failed" })).await?;
    clerk.settle().await?;
    assert_eq!(receiver.got().len(), before + 6, "what had failed; the last was never sent");
    Ok(())
}

#[tokio::test]
async fn one_or_a_time_is_sent_again() -> anyhow::Result<()> {
    let clerk = Running::start(Config::default()).await?;
    let receiver = Receiver::start([Manner::Status(200), Manner::Abort, Manner::Status(200)]).await?;
    clerk.listen(&receiver.url, &[]).await?;
    let mut ids = Vec::new();
    for kind in ["user.created", "user.updated", "user.deleted"] {
        ids.push(clerk.trigger(kind).await?);
        clerk.advance(SECOND).await?;
    }
    let replayed = |answer: Value| answer["replayed"].as_u64();
    let one = clerk.control("POST", &format!("/deliveries/{}/replay", ids[0]), Value::Null).await?;
    clerk.settle().await?;
    let failed =
        clerk.control("POST", "/replay", json!({ "from_ms": 0, "to_ms": NOON + HOUR, "only": "failed" })).await?;
    clerk.settle().await?;
    let late =
        clerk.control("POST", "/replay", json!({ "from_ms": NOON + SECOND, "to_ms": NOON + 2 * SECOND })).await?;
    clerk.settle().await?;
    assert_eq!([replayed(one), replayed(failed), replayed(late)], [Some(1), Some(1), Some(2)]);
    let again = clerk.deliveries(3).await?;
    assert_eq!(field(&again, "svix_id"), [&ids[0], &ids[1], &ids[1], &ids[2]].map(|id| json!(id)));
    assert_eq!(field(&again, "attempt"), [2, 2, 3, 2]);
    assert_eq!(receiver.got()[0].1, receiver.got()[3].1, "the same bytes");
    assert!(clerk.control("POST", "/deliveries/msg_none/replay", Value::Null).await.is_err());
    Ok(())
}

#[tokio::test]
async fn what_is_on_its_way_outlasts_a_restart() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let receiver = Receiver::start([Manner::Status(500)]).await?;
    let clerk = Running::open(folder.path().to_owned()).await?;
    clerk.listen(&receiver.url, &[]).await?;
    let svix_id = clerk.trigger("user.updated").await?;
    clerk.settle().await?;
    clerk.emulator.stop().await;
    let clerk = Running::open(folder.path().to_owned()).await?;
    clerk.advance(5 * SECOND).await?;
    let log = clerk.deliveries(0).await?;
    assert_eq!(field(&log, "svix_id"), [json!(svix_id), json!(svix_id)]);
    assert_eq!(field(&log, "status"), [500, 200]);
    assert_eq!(field(&log, "attempt"), [1, 2]);
    Ok(())
}

#[tokio::test]
async fn endpoints_of_the_settings_are_there_from_the_start_and_after_a_reset() -> anyhow::Result<()> {
    let receiver = Receiver::start([]).await?;
    let secret = "whsec_dGVzdF9zaWduaW5nX3NlY3JldF8zMl9jaGFyc19sb25n";
    let made = "http://127.0.0.1:9/made";
    let text =
        json!({ "webhooks": [{ "url": receiver.url, "secret": secret, "events": ["user.deleted"] }, { "url": made }] });
    let (settings, _) = Settings::read("s.json", &text.to_string(), Profile::Ours)?;
    let clerk = Running::start(Config { settings, ..Config::default() }).await?;
    let before = clerk.control("GET", "/webhooks", Value::Null).await?;
    clerk.listen("http://127.0.0.1:9/", &[]).await?;
    clerk.control("POST", "/reset", Value::Null).await?;
    let endpoints = clerk.control("GET", "/webhooks", Value::Null).await?;
    assert_eq!(endpoints, before, "that of the test is gone; what an app was told is as it was");
    let known = endpoints.as_array().into_iter().flatten().find(|row| row["url"] == receiver.url.as_str());
    assert_eq!(known.map(|row| &row["secret"]), Some(&json!(secret)));
    clerk.backend("DELETE", "/users/user_localVicViewer", Value::Null).await?;
    clerk.settle().await?;
    assert_eq!(receiver.types(), ["user.deleted"], "a reset is no event");
    Ok(())
}
