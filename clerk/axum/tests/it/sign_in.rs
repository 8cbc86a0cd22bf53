//! A browser's whole way in: sign in at the Frontend API through the proxy, come back through the handshake.

use crate::{
    Outcome,
    browser::Browser,
    local_clerk::{build, change_settings, config_of, start, text},
};

#[tokio::test]
async fn through_the_handshake_and_past_the_end_of_a_token() -> Outcome {
    let emulator = start().await?;
    let (_, clock, app) = build(config_of(&emulator))?;
    let mut browser = Browser::new(app);

    let (response, hops) = browser.visit("/api/who").await?;
    assert_eq!(text(response).await?, "nobody 0", "after getting a dev browser");
    assert!((1..=3).contains(&hops), "{hops} hops");

    let ada = browser.sign_in().await?;
    let (response, hops) = browser.visit("/api/who?a=1").await?;
    assert_eq!(text(response).await?, format!("{} 0", ada.user_id()));
    assert!((1..=3).contains(&hops), "{hops} hops");

    let (response, hops) = browser.visit("/api/who").await?;
    assert_eq!((text(response).await?, hops), (format!("{} 0", ada.user_id()), 0), "no redirect for a live token");

    change_settings(&emulator, serde_json::json!({ "clock_offset_ms": 120_000 })).await?;
    clock.set_ms(120_000);
    let (response, hops) = browser.visit("/api/who?b=2").await?;
    assert_eq!(text(response).await?, format!("{} 0", ada.user_id()), "an expired token is renewed on the way");
    assert!((1..=3).contains(&hops), "{hops} hops");
    Ok(())
}
