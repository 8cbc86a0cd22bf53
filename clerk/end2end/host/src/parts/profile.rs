//! The user's own data, changed by methods of the resources.

use clerk_leptos::{ClerkApiError, Metadata, Picture, UpdateUser, User, use_reverification, use_user};
use leptos::{prelude::*, task::spawn_local};
use serde_json::json;

/// One red point.
const PICTURE: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

#[component]
pub(super) fn Profile() -> impl IntoView {
    let user = use_user().user;
    let reverification = use_reverification();
    let (address, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let said = RwSignal::new(String::new());
    let tell = move |outcome: Result<String, ClerkApiError>| {
        said.set(outcome.unwrap_or_else(|problem| format!("{}: {}", problem.code(), problem.sentences().join(" "))));
    };
    let rename = with(user, move |user: User| async move {
        let change = UpdateUser { first_name: Some("Adele".into()), ..UpdateUser::default() };
        tell(user.update(change).await.map(|it| it.first_name.unwrap_or_default()));
    });
    let remember = with(user, move |user: User| async move {
        let theme: Metadata = [("theme".to_owned(), json!("dark"))].into_iter().collect();
        tell(user.update_metadata(theme).await.map(|it| json!(it.unsafe_metadata).to_string()));
    });
    let picture = with(user, move |user: User| async move {
        tell(user.set_profile_image(Picture::data(PICTURE)).await.map(|()| "set".to_owned()));
    });
    let add = with(user, move |user: User| async move {
        let typed = address.get_untracked();
        let added = reverification.run(|| user.create_email_address(&typed)).await;
        match added.and_then(|added| added) {
            Ok(added) => tell(added.prepare_verification().await.map(|it| it.email_address)),
            Err(problem) => tell(Err(problem)),
        }
    });
    let verify = with(user, move |user: User| async move {
        let Some(address) = user.email_addresses.iter().find(|it| !it.verification.is_verified()) else { return };
        tell(
            address
                .attempt_verification(&code.get_untracked())
                .await
                .map(|it| it.verification.status.unwrap_or_default()),
        );
    });
    let make_primary = with(user, move |user: User| async move {
        let Some(address) = user.email_addresses.last() else { return };
        let change = UpdateUser { primary_email_address_id: Some(address.id.clone()), ..UpdateUser::default() };
        tell(user.update(change).await.map(|it| it.primary_email_address.unwrap_or_default().email_address));
    });
    let remove = with(user, move |user: User| async move {
        let Some(address) = user.email_addresses.first() else { return };
        tell(address.destroy().await.map(|()| "removed".to_owned()));
    });
    let once = RwSignal::new(String::new());
    let set_up = with(user, move |user: User| async move {
        match user.create_totp().await {
            Ok(totp) => once.set(totp.secret.unwrap_or_default()),
            Err(problem) => tell(Err(problem)),
        }
    });
    let prove = with(user, move |user: User| async move {
        tell(user.verify_totp(&code.get_untracked()).await.map(|it| format!("verified {}", it.verified)));
    });
    let backup = with(user, move |user: User| async move {
        match user.create_backup_code().await {
            Ok(codes) => once.set(codes.codes.join(" ")),
            Err(problem) => tell(Err(problem)),
        }
    });
    let sessions = with(user, move |user: User| async move {
        tell(user.get_sessions().await.map(|it| format!("{} sessions", it.len())));
    });
    let shown = move |user: &User| {
        let mark = |id: &str| if user.is_primary_identification(id) { " (primary)" } else { "" };
        let each = user.email_addresses.iter().map(|it| format!("{}{}", it.email_address, mark(&it.id)));
        each.collect::<Vec<_>>().join(", ")
    };
    view! {
        <h1>"Profile by hand"</h1>
        <p id="name">{move || user.with(|user| user.as_ref().and_then(|user| user.full_name.clone()))}</p>
        <p id="addresses">{move || user.with(|user| user.as_ref().map(shown))}</p>
        <p id="metadata">{move || user.with(|user| user.as_ref().map(|user| json!(user.unsafe_metadata).to_string()))}</p>
        <p id="picture">{move || user.with(|user| user.as_ref().map(|user| user.has_image.to_string()))}</p>
        <p id="once">{once}</p>
        <p id="second">{move || user.with(|user| user.as_ref().map(|user| user.two_factor_enabled.to_string()))}</p>
        <p id="said" role="status">{said}</p>
        <label>"New address" <input prop:value=address on:input:target=move |event| address.set(event.target().value())/></label>
        <label>"Code" <input prop:value=code on:input:target=move |event| code.set(event.target().value())/></label>
        <button type="button" on:click=rename>"Rename me"</button>
        <button type="button" on:click=remember>"Remember my theme"</button>
        <button type="button" on:click=picture>"Set my picture"</button>
        <button type="button" on:click=add>"Add address"</button>
        <button type="button" on:click=verify>"Verify address"</button>
        <button type="button" on:click=make_primary>"Make it primary"</button>
        <button type="button" on:click=remove>"Remove the first"</button>
        <button type="button" on:click=set_up>"Set up authenticator"</button>
        <button type="button" on:click=prove>"Prove authenticator"</button>
        <button type="button" on:click=backup>"Make backup codes"</button>
        <button type="button" on:click=sessions>"Count sessions"</button>
    }
}

/// Does something with the user there is.
fn with<E, F: Future<Output = ()> + 'static>(
    user: Signal<Option<User>>,
    act: impl Fn(User) -> F + Clone + 'static,
) -> impl Fn(E) + Clone {
    move |_| {
        if let Some(user) = user.get_untracked() {
            spawn_local(act(user));
        }
    }
}
