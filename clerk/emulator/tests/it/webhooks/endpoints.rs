//! Endpoints that cannot be, and their being made, changed, removed.

use clerk_emulator::{Profile, Settings};
use serde_json::{Value, json};

use crate::stage::Stage;

#[tokio::test]
async fn endpoints_are_near_and_have_secrets_and_known_events() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let near = "http://127.0.0.1:9/";
    for (wrong, error) in [
        (
            json!({ "url": "https://example.com/hook" }),
            "url: webhooks go to http URLs of this machine or of a private network",
        ),
        (json!({ "url": near, "secret": "sk_test_x" }), "secret: a secret is whsec_ and its key in base64"),
        (json!({ "url": near, "events": ["user.born"] }), "events: there is no event user.born"),
    ] {
        let refused = stage.control("POST", "/__control/webhooks", wrong).await?;
        assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "webhook_invalid"));
        assert_eq!(refused.at("/errors/0/message"), error);
    }
    let text = "{\n \"webhooks\": [\n { \"url\": \"http://a.example/\" }] }";
    let problems = Settings::read("s.json", text, Profile::Ours).expect_err("it was read").to_string();
    assert!(problems.starts_with("s.json:3: webhooks[0].url: "), "{problems}");
    Ok(())
}

#[tokio::test]
async fn endpoints_are_made_changed_and_removed() -> anyhow::Result<()> {
    let stage = Stage::new()?;
    let made = stage.control("POST", "/__control/webhooks", json!({ "url": "http://127.0.0.1:9/" })).await?;
    assert_eq!(made.status, 201);
    assert!(made.at("/secret").as_str().is_some_and(|secret| secret.starts_with("whsec_")));
    let path = format!("/__control/webhooks/{}", made.at("/id").as_str().unwrap_or_default());
    let changed = stage.control("PATCH", &path, json!({ "events": ["user.created"], "disabled": true })).await?.json();
    let mut expected = made.json();
    (expected["events"], expected["disabled"]) = (json!(["user.created"]), json!(true));
    assert_eq!(changed, expected);
    assert_eq!(stage.control("GET", "/__control/webhooks", Value::Null).await?.json(), json!([expected]));
    assert_eq!(stage.control("DELETE", &path, Value::Null).await?.status, 204);
    assert_eq!(stage.control("DELETE", &path, Value::Null).await?.status, 404);
    Ok(())
}
