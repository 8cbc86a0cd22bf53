//! The smallest app with Clerk: a page for everybody and one for members, rendered on the server and taken over in the browser.
//!
//! It shows what an app writes; serving it is `clerk/end2end/host`, with axum. `cargo run -p clerk-leptos --features ssr --example small`
//! prints both pages as nobody sees them.

use clerk_leptos::{
    ClerkOptions, ClerkProvider, ClerkScripts, Protect, RedirectToSignIn, Show, SignIn, SignInButton, UserButton, When,
    use_auth,
};
use clerk_protocol::AuthState;
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    location::RequestUrl,
    path,
};

/// The document. `auth` is what the session check in front of it has found.
fn shell(options: ClerkOptions, auth: AuthState) -> impl IntoView {
    let scripts = options.clone();
    view! {
        <html lang="en">
            <head><ClerkScripts options=scripts/></head>
            <body><App options auth/></body>
        </html>
    }
}

#[component]
fn App(options: ClerkOptions, auth: AuthState) -> impl IntoView {
    view! {
        <Router>
            <ClerkProvider options auth>
                <header>
                    <Show when=When::SignedIn fallback=|| view! { <SignInButton/> }><UserButton/></Show>
                </header>
                <Routes fallback=|| "Nothing here">
                    <Route path=path!("/") view=|| view! { <h1>"Welcome"</h1> }/>
                    <Route path=path!("/sign-in/*any") view=|| view! { <SignIn routing="/sign-in"/> }/>
                    <Route path=path!("/members") view=Members/>
                </Routes>
            </ClerkProvider>
        </Router>
    }
}

/// For whoever is signed in, with a part for admins.
#[component]
fn Members() -> impl IntoView {
    let auth = use_auth();
    view! {
        <Show when=When::SignedIn fallback=|| view! { <RedirectToSignIn/> }>
            <h1>"Hello " {move || auth.user_id()}</h1>
            <Protect role="org:admin" fallback=|| "You are a member."><p>"You are an admin."</p></Protect>
        </Show>
    }
}

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() {
    for page in ["/", "/members"] {
        let options = ClerkOptions { proxy_url: Some("/__clerk".into()), ..ClerkOptions::default() };
        let html = Owner::new().with(|| {
            provide_context(RequestUrl::new(page));
            shell(options, AuthState::SignedOut).to_html()
        });
        println!("{page}\n{html}\n");
    }
}
