//! Signing in by a form of the app's own: a password or a code, and what is wrong by field.

use clerk_leptos::{EmailCodeTo, SignInCreate, SignInPassword, use_sign_in};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn SignInByHand() -> impl IntoView {
    let flow = use_sign_in();
    let (identifier, password, code) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let finish = move || async move {
        if flow.now().is("complete") {
            _ = flow.finalize_at("/private").await;
        }
    };
    let by_password = move |_| {
        spawn_local(async move {
            let given = SignInPassword {
                identifier: Some(identifier.get_untracked()),
                password: Some(password.get_untracked()),
                ..SignInPassword::default()
            };
            if flow.password(given).await.is_ok() {
                finish().await;
            }
        })
    };
    let by_code = move |_| {
        spawn_local(async move {
            let given = SignInCreate { identifier: Some(identifier.get_untracked()), ..SignInCreate::default() };
            if flow.create(given).await.is_ok() {
                _ = flow.email_code().send_code(EmailCodeTo::default()).await;
            }
        })
    };
    let verify = move |_| {
        spawn_local(async move {
            if flow.email_code().verify_code(&code.get_untracked()).await.is_ok() {
                finish().await;
            }
        })
    };
    let second = move |_| {
        spawn_local(async move {
            if flow.mfa().verify_backup_code(&code.get_untracked()).await.is_ok() {
                finish().await;
            }
        })
    };
    let ask_trust = move |_| spawn_local(async move { _ = flow.mfa().send_email_code().await });
    let trust = move |_| {
        spawn_local(async move {
            if flow.mfa().verify_email_code(&code.get_untracked()).await.is_ok() {
                finish().await;
            }
        })
    };
    let error =
        move |field: &'static str| move || flow.errors.with(|errors| errors.of(field).map(|error| error.sentence()));
    view! {
        <h1>"Sign in by hand"</h1>
        <p id="status">{move || flow.sign_in.with(|it| it.status.clone())}</p>
        <p id="factors">{move || flow.sign_in.with(|it| it.supported_first_factors.iter().map(|it| it.strategy.clone()).collect::<Vec<_>>().join(" "))}</p>
        <label>"E-mail" <input prop:value=identifier on:input:target=move |event| identifier.set(event.target().value())/></label>
        <p id="identifier-error">{error("identifier")}</p>
        <label>"Password" <input type="password" prop:value=password on:input:target=move |event| password.set(event.target().value())/></label>
        <p id="password-error">{error("password")}</p>
        <label>"Code" <input prop:value=code on:input:target=move |event| code.set(event.target().value())/></label>
        <p id="code-error">{error("code")}</p>
        <p id="other-errors">{move || flow.errors.with(|errors| errors.global.iter().map(|it| it.sentence()).collect::<Vec<_>>().join(" "))}</p>
        <button type="button" disabled=move || flow.is_fetching.get() on:click=by_password>"Sign in with password"</button>
        <button type="button" disabled=move || flow.is_fetching.get() on:click=by_code>"Send a code"</button>
        <button type="button" disabled=move || flow.is_fetching.get() on:click=verify>"Sign in with code"</button>
        <button type="button" on:click=second>"Use backup code"</button>
        <button type="button" on:click=ask_trust>"Send a code for this browser"</button>
        <button type="button" on:click=trust>"Trust this browser"</button>
        <button type="button" on:click=move |_| spawn_local(async move { _ = flow.reset().await })>"Begin anew"</button>
    }
}
