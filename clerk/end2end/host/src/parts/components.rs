//! Clerk's components, with what an app adds inside them.

use clerk_leptos::{
    MenuItem, OrganizationSwitcher, OrganizationSwitcherOptions, OwnMenuItem, ProfilePage, Show, UserAvatar,
    UserButton, UserButtonOptions, UserProfile, UserProfileOptions, Waitlist, When, use_auth,
};
use leptos::prelude::*;

#[component]
pub(super) fn Components() -> impl IntoView {
    let pressed = RwSignal::new(0);
    let menu = move || {
        UserButtonOptions::new()
            .menu([
                MenuItem::action("Press me", || view! { <Dot/> }, move || pressed.update(|count| *count += 1)),
                MenuItem::own(OwnMenuItem::ManageAccount),
                MenuItem::link("Private page", || view! { <Dot/> }, "/private"),
                MenuItem::open("Terms", || view! { <Dot/> }, "terms"),
                MenuItem::own(OwnMenuItem::SignOut),
            ])
            .profile_pages(pages())
    };
    view! {
        <h1>"Components"</h1>
        <Show when=When::SignedIn fallback=|| view! { <Waitlist sign_in_url="/sign-in"/> }>
            <p id="pressed">{pressed}</p>
            <section id="avatar"><UserAvatar rounded=true/></section>
            <section id="menu"><UserButton show_name=true options=menu()/></section>
            <section id="switcher">
                <OrganizationSwitcher hide_personal=false options=OrganizationSwitcherOptions::new()
                    .after_select_organization(|it| format!("/orgs/{}", it.slug.as_deref().unwrap_or(&it.id)))/>
            </section>
            <section id="profile"><UserProfile options=UserProfileOptions::new().pages(pages())/></section>
        </Show>
    }
}

fn pages() -> [ProfilePage; 4] {
    [
        ProfilePage::own("account"),
        ProfilePage::new("Terms", || view! { <Dot/> }, "terms", || view! { <Terms/> }),
        ProfilePage::own("security"),
        ProfilePage::link("Home", || view! { <Dot/> }, "/"),
    ]
}

/// A page of the app's in Clerk's profile: it has the context of where it was written.
#[component]
fn Terms() -> impl IntoView {
    let auth = use_auth();
    let count = RwSignal::new(0);
    view! {
        <h2>"Our terms"</h2>
        <p data-testid="who">{move || auth.user_id()}</p>
        <button type="button" on:click=move |_| count.update(|count| *count += 1)>"Agreed " {count}</button>
    }
}

#[component]
fn Dot() -> impl IntoView {
    view! { <span class="dot">"•"</span> }
}
