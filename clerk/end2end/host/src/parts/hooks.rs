//! What the hooks say.

use clerk_leptos::{
    GetToken, Target, get_token, use_auth, use_clerk, use_organization, use_session, use_session_list, use_user,
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub(super) fn Hooks() -> impl IntoView {
    let (auth, user, session, sessions) = (use_auth(), use_user(), use_session(), use_session_list());
    let (organization, clerk) = (use_organization(), use_clerk());
    let tokens = RwSignal::new(String::new());
    let ask = move |_| {
        spawn_local(async move {
            let plain = get_token(GetToken::default()).await;
            let same = get_token(GetToken::default()).await;
            let fresh = get_token(GetToken { skip_cache: Some(true), ..GetToken::default() }).await;
            let unknown = get_token(GetToken { template: Some("none".into()), ..GetToken::default() }).await;
            let code = unknown.err().map(|error| error.code().to_owned()).unwrap_or_default();
            tokens.set(format!("same {} fresh {} unknown {code}", plain == same, plain != fresh));
        });
    };
    let go = move |target: Target| {
        move |_| {
            let target = target.clone();
            spawn_local(async move {
                if let Err(problem) = clerk.set_active(target).await {
                    tokens.set(problem.code);
                }
            });
        }
    };
    view! {
        <h1>"Hooks"</h1>
        <dl>
            <dt>"auth"</dt>
            <dd id="auth">{move || format!("{} {} {} {}", auth.is_loaded.get(), auth.is_signed_in(), auth.user_id().unwrap_or_default(), auth.organization_role().unwrap_or_default())}</dd>
            <dt>"permissions"</dt>
            <dd id="permissions">{move || auth.organization_permissions().join(" ")}</dd>
            <dt>"claims"</dt>
            <dd id="claims">{move || auth.session_claims().and_then(|claims| claims.get("sub").cloned()).map(|sub| sub.to_string())}</dd>
            <dt>"user"</dt>
            <dd id="user">{move || user.user.with(|user| user.as_ref().map(|user| {
                let address = user.primary_email_address.as_ref().map(|it| it.email_address.clone()).unwrap_or_default();
                format!("{} {} {address} {}", user.first_name.clone().unwrap_or_default(), user.last_name.clone().unwrap_or_default(), user.organization_memberships.len())
            }))}</dd>
            <dt>"session"</dt>
            <dd id="session">{move || session.session.with(|session| session.as_ref().map(|session| format!("{} {} {}", session.status, session.expire_at > session.last_active_at, session.user.is_some())))}</dd>
            <dt>"sessions"</dt>
            <dd id="sessions">{move || sessions.sessions.with(Vec::len)}</dd>
            <dt>"organization"</dt>
            <dd id="organization">{move || organization.organization.with(|it| it.as_ref().map(|it| format!("{} {}", it.name, it.members_count)))}</dd>
            <dt>"membership"</dt>
            <dd id="membership">{move || organization.membership.with(|it| it.as_ref().map(|it| it.role.clone()))}</dd>
            <dt>"addresses"</dt>
            <dd id="addresses">{move || clerk.loaded.get().then(|| format!("{} {}", clerk.build_sign_in_url(Default::default()).unwrap_or_default(), clerk.build_after_sign_out_url().unwrap_or_default()))}</dd>
            <dt>"tokens"</dt>
            <dd id="tokens">{tokens}</dd>
        </dl>
        <button type="button" on:click=ask>"Ask for tokens"</button>
        <button type="button" on:click=go(Target::Organization("acme".into()))>"Go to Acme"</button>
        <button type="button" on:click=go(Target::Personal)>"Go home"</button>
        <button type="button" on:click=go(Target::Organization("elsewhere".into()))>"Go elsewhere"</button>
        <button type="button" on:click=move |_| clerk.open_user_profile()>"Open profile"</button>
        <button type="button" on:click=move |_| clerk.close_user_profile()>"Close profile"</button>
    }
}
