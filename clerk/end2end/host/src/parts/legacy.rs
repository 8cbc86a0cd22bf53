//! Signing in in the older shape: methods that throw, and `set_active` beside them.

use clerk_leptos::{SetActive, SignInCreate, legacy::use_sign_in};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn Legacy() -> impl IntoView {
    let sign_in = use_sign_in();
    let (identifier, password, said) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let go = move |_| {
        spawn_local(async move {
            let given = SignInCreate {
                identifier: Some(identifier.get_untracked()),
                password: Some(password.get_untracked()),
                ..SignInCreate::default()
            };
            match sign_in.create(given).await {
                Ok(attempt) if attempt.is("complete") => {
                    let session = attempt.created_session_id.unwrap_or_default();
                    if let Err(problem) = sign_in.set_active(SetActive::session(session).then("/private")).await {
                        said.set(problem.to_string());
                    }
                }
                Ok(attempt) => said.set(attempt.status.unwrap_or_default()),
                Err(problem) => {
                    said.set(format!(
                        "{} {:?} {}",
                        problem.code(),
                        problem.status,
                        problem.of_field("password").is_some()
                    ));
                }
            }
        })
    };
    view! {
        <h1>"Legacy"</h1>
        <p id="loaded">{move || sign_in.is_loaded.get().to_string()}</p>
        <label>"E-mail" <input prop:value=identifier on:input:target=move |event| identifier.set(event.target().value())/></label>
        <label>"Password" <input type="password" prop:value=password on:input:target=move |event| password.set(event.target().value())/></label>
        <p id="said" role="status">{said}</p>
        <button type="button" on:click=go>"Sign in the older way"</button>
    }
}
