//! The front page: what this is, and the way in.

use clerk_leptos::{Show, When};

use crate::{
    brand,
    document_title::Title,
    prelude::*,
    settings::use_settings,
    ui::{Glyph, Icon},
};

/// `/`
#[component]
pub(super) fn Landing() -> impl IntoView {
    view! {
        <Title text=""/>
        <section class="hero">
            <div class="hero-text">
                <p class="eyebrow">"Multi-tenant SaaS starter, in Rust"</p>
                <h1>"The part under your product, already laid."</h1>
                <p class="lead">
                    "Sign-in, organizations, roles, and a tenant boundary that the compiler keeps. Clone it, run one command, and start with the feature only you can write."
                </p>
                <WayIn/>
            </div>
            <Chain/>
        </section>
        <Features/>
    }
}

#[component]
fn WayIn() -> impl IntoView {
    let signed_out = || {
        let settings = use_settings();
        view! {
            <a href=settings.clerk.sign_in_url.clone() class="btn btn-primary btn-lg">"Sign in"</a>
            <a href=settings.clerk.sign_up_url.clone() class="btn btn-secondary btn-lg">"Create an account"</a>
        }
    };
    view! {
        <div class="way-in">
            <Show when=When::SignedIn fallback=signed_out>
                <a href="/dashboard" class="btn btn-primary btn-lg">"Open dashboard"<Icon glyph=Glyph::ArrowRight/></a>
            </Show>
        </div>
    }
}

/// How a request gets to the data: the one idea that the whole code follows.
const CHAIN: [(&str, &str); 4] = [
    ("Session", "Verified on the server, without asking the network."),
    ("TenantScope", "The organization in the URL is the one in the session, or nothing."),
    ("Grant<Permission>", "Only a check can make one."),
    ("store.update(&grant, …)", "No grant, no query: it does not compile."),
];

#[component]
fn Chain() -> impl IntoView {
    let steps = CHAIN.map(|(name, about)| view! { <li><code>{name}</code><span>{about}</span></li> });
    view! {
        <figure class="chain">
            <figcaption>"What every request goes through"</figcaption>
            <ol>{steps.into_iter().collect_view()}</ol>
        </figure>
    }
}

const FEATURES: &[(Glyph, &str, &str)] = &[
    (
        Glyph::Key,
        "The real Clerk, or none at all",
        "Clerk's own components in the browser. Without keys it runs against a local Clerk: no account, no network, the same code path.",
    ),
    (
        Glyph::Layers,
        "Tenants by type",
        "Organizations and personal accounts. A query without a checked permission is a compile error, and a stranger's link is a plain 404.",
    ),
    (
        Glyph::Check,
        "Roles that hold",
        "Buttons a role may not use are not shown, and the server refuses them all the same.",
    ),
    (
        Glyph::Monitor,
        "Works before the wasm does",
        "Rendered on the server, hydrated after. Lists read and forms submit without JavaScript.",
    ),
    // begin examples
    (
        Glyph::Folder,
        "Projects, end to end",
        "Search, tasks, conflict detection, restore, an audit trail: pages, server functions and REST over one store.",
    ),
    // end examples
    (Glyph::ArrowRight, "One binary", "Assets and migrations inside. Copy it, give it keys, start it."),
];

#[component]
fn Features() -> impl IntoView {
    let cards = FEATURES.iter().map(|&(glyph, title, text)| {
        view! {
            <li class="feature">
                <span class="feature-icon"><Icon glyph=glyph/></span>
                <h3>{title}</h3>
                <p>{text}</p>
            </li>
        }
    });
    view! {
        <section class="features" aria-labelledby="features">
            <h2 id="features">"What " {brand::NAME} " gives you"</h2>
            <ul>{cards.collect_view()}</ul>
        </section>
    }
}
