//! The page that stands in for every provider and every company: it asks who one is there. Whoever opens it can be anybody;
//! nothing leaves this machine.

use axum::{
    Form, Router,
    extract::{Query, State},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;
use url::Url;

use crate::{
    context::Context,
    error::Problem,
    state::{
        State as Clerk,
        detour::Detour,
        external_account::Identity,
        provider::{KnownAccount, provider_name},
    },
};

pub(super) fn routes() -> Router<Context> {
    Router::new().route("/local_provider", get(show).post(answer))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    state: String,
}

/// What somebody typed.
#[derive(Deserialize)]
struct Invented {
    #[serde(default)]
    state: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    first_name: String,
    #[serde(default)]
    last_name: String,
    #[serde(default)]
    username: String,
    /// Comes where the box is ticked.
    verified: Option<String>,
}

async fn show(State(context): State<Context>, Query(Asked { state: token }): Query<Asked>) -> Response {
    let page = context.look(|state| {
        let detour = state.detour(&token)?;
        let accounts = state.known_accounts(detour);
        let rows = accounts.iter().map(|account| row(state, detour, account)).collect::<Result<String, Problem>>()?;
        page(state, detour, &rows)
    });
    let headers = [(header::CACHE_CONTROL, "no-store")];
    page.map(|page| (headers, Html(page))).into_response()
}

async fn answer(State(context): State<Context>, Form(typed): Form<Invented>) -> Response {
    let sent = context.look(|state| {
        let detour = state.detour(&typed.state)?;
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let email = text(&typed.email).map(|email| email.to_lowercase());
        let known_by = email.clone().or(text(&typed.username)).ok_or_else(|| Problem::missing("email"))?;
        let identity = Identity {
            strategy: detour.strategy.clone(),
            connection_id: detour.connection_id.clone(),
            subject: Identity::subject_of(&detour.strategy, &known_by),
            email_verified: typed.verified.is_some() && email.is_some(),
            email,
            first_name: text(&typed.first_name),
            last_name: text(&typed.last_name),
            username: text(&typed.username),
        };
        let back = callback(detour, ("code", &state.seal_identity(&identity, &detour.token)))?;
        HeaderValue::from_str(&back).map_err(|_| Problem::invalid("redirect_url"))
    });
    sent.map(|back| (StatusCode::SEE_OTHER, [(header::LOCATION, back)])).into_response()
}

/// Where the page sends the browser back to.
fn callback(detour: &Detour, (name, value): (&str, &str)) -> Result<String, Problem> {
    let address = format!("{}/v1/oauth_callback", detour.frontend);
    let mut url = Url::parse(&address).map_err(|_| Problem::invalid("redirect_url"))?;
    url.query_pairs_mut().append_pair("state", &detour.token).append_pair(name, value);
    Ok(url.into())
}

fn row(state: &Clerk, detour: &Detour, account: &KnownAccount) -> Result<String, Problem> {
    let back = callback(detour, ("code", &state.seal_identity(&account.identity, &detour.token)))?;
    let email = account.identity.email.as_deref().unwrap_or_default();
    Ok(format!("<li><a href=\"{}\">{} ({})</a></li>\n", escape(&back), escape(&account.name), escape(email)))
}

fn page(state: &Clerk, detour: &Detour, rows: &str) -> Result<String, Problem> {
    let denied = callback(detour, ("error", "access_denied"))?;
    let failed = callback(detour, ("error", "server_error"))?;
    let name = provider_name(&state.settings, detour);
    let texts = [
        ("{name}", name.as_str()),
        ("{token}", &detour.token),
        ("{hint}", detour.hint.as_deref().unwrap_or_default()),
        ("{denied}", &denied),
        ("{failed}", &failed),
    ];
    // What a person wrote is never looked through for marks.
    let fill = |part: &str| match texts.iter().find(|(mark, _)| part.ends_with(mark)) {
        Some((mark, text)) => format!("{}{}", part.trim_end_matches(mark), escape(text)),
        None if part.ends_with("{rows}") => format!("{}{rows}", part.trim_end_matches("{rows}")),
        None => part.to_owned(),
    };
    Ok(include_str!("local_provider.html").split_inclusive('}').map(fill).collect())
}

fn escape(text: &str) -> String {
    html_escape::encode_double_quoted_attribute(text).into_owned()
}
