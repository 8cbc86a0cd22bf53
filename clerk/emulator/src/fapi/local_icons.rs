//! Icons of providers in ClerkJS' components. Its own come from a host of Clerk's; where a page brings this sheet, none is
//! asked for: a browser loads only the picture that wins.

use std::fmt::Write as _;

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::header;

use crate::{context::Context, state::settings::Settings};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/local_icons.css", get(show))
}

async fn show(State(context): State<Context>) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (headers, context.look(|state| sheet(&state.settings))).into_response()
}

/// A dot for whoever is not known, a letter for each provider that is.
fn sheet(settings: &Settings) -> String {
    let mut sheet = String::new();
    rule(&mut sheet, ".cl-providerIcon,.cl-socialButtonsProviderIcon,.cl-enterpriseButtonsProviderIcon", "•");
    for provider in &settings.social_providers {
        let (id, letter) = (provider.strategy.trim_start_matches("oauth_"), provider.name.chars().next());
        let letter = letter.filter(|letter| letter.is_alphanumeric()).map(String::from);
        // Twice the class: it wins over the rule for all.
        let selector = format!(".cl-providerIcon.cl-socialButtonsProviderIcon__{id}");
        rule(&mut sheet, &selector, letter.as_deref().unwrap_or("•"));
    }
    sheet
}

fn rule(sheet: &mut String, selector: &str, letter: &str) {
    let icon = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><circle cx=\"12\" cy=\"12\" r=\"12\" fill=\"#4338ca\"/>\
         <text x=\"12\" y=\"17\" font-family=\"sans-serif\" font-size=\"14\" text-anchor=\"middle\" fill=\"#fff\">{letter}</text></svg>"
    );
    let icon = STANDARD.encode(icon);
    let _ = writeln!(
        sheet,
        "{selector}{{background:url(\"data:image/svg+xml;base64,{icon}\") center/contain no-repeat!important;mask-image:none!important}}"
    );
}
