//! Signing up by a form of the app's own, and the waiting list.

use clerk_leptos::{SignUpPassword, use_sign_up, use_waitlist};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn SignUpByHand() -> impl IntoView {
    let (flow, waitlist) = (use_sign_up(), use_waitlist());
    let (address, password, code) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let begin = move |_| {
        spawn_local(async move {
            let given = SignUpPassword {
                email_address: Some(address.get_untracked()),
                password: Some(password.get_untracked()),
                ..SignUpPassword::default()
            };
            if flow.password(given).await.is_ok() {
                _ = flow.verifications().send_email_code().await;
            }
        })
    };
    let verify = move |_| {
        spawn_local(async move {
            let verified = flow.verifications().verify_email_code(&code.get_untracked()).await;
            if verified.is_ok() && flow.now().status.as_deref() == Some("complete") {
                _ = flow.finalize_at("/private").await;
            }
        })
    };
    let join = move |_| spawn_local(async move { _ = waitlist.join(&address.get_untracked()).await });
    let error =
        move |field: &'static str| move || flow.errors.with(|errors| errors.of(field).map(|error| error.sentence()));
    view! {
        <h1>"Sign up by hand"</h1>
        <p id="status">{move || flow.sign_up.with(|it| it.status.clone())}</p>
        <p id="missing">{move || flow.sign_up.with(|it| it.unverified_fields.join(" "))}</p>
        <label>"E-mail" <input prop:value=address on:input:target=move |event| address.set(event.target().value())/></label>
        <p id="address-error">{error("emailAddress")}</p>
        <label>"Password" <input type="password" prop:value=password on:input:target=move |event| password.set(event.target().value())/></label>
        <p id="password-error">{error("password")}</p>
        <label>"Code" <input prop:value=code on:input:target=move |event| code.set(event.target().value())/></label>
        <p id="code-error">{error("code")}</p>
        <p id="waiting">{move || waitlist.waitlist.with(|it| it.id.clone())}</p>
        <p id="waiting-errors">{move || waitlist.errors.with(|it| it.raw.iter().map(|it| it.code.clone()).collect::<Vec<_>>().join(" "))}</p>
        <div id="clerk-captcha"></div>
        <button type="button" on:click=begin>"Sign up"</button>
        <button type="button" on:click=verify>"Verify"</button>
        <button type="button" on:click=join>"Wait"</button>
    }
}
