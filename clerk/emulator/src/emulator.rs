//! A running local Clerk: a listener, its task, and what an app must be told.

use std::{net::SocketAddr, sync::Arc};

use anyhow::Context as _;
use clerk_protocol::clock::Clock;
use rand::rngs::StdRng;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

use crate::{
    CONTROL, MARKER, MOUNT,
    config::Config,
    context::Context,
    courier, routes,
    seed::{PEOPLE, Person},
    state::State,
    system,
    tokens::SessionToken,
};

/// A local Clerk that serves until it is stopped or dropped.
#[derive(Debug)]
pub struct Emulator {
    context: Context,
    address: SocketAddr,
    people: &'static [Person],
    stop: Option<oneshot::Sender<()>>,
    server: Option<JoinHandle<()>>,
    courier: JoinHandle<()>,
}

impl Emulator {
    /// Starts with the system's clock and randomness.
    ///
    /// # Errors
    /// When the state folder cannot be used or the address is taken.
    pub async fn start(config: Config) -> anyhow::Result<Self> {
        Self::start_with(config, Arc::new(system::SystemClock), system::random()).await
    }

    /// Starts with a clock and randomness of the caller's.
    ///
    /// # Errors
    /// When the state folder cannot be used, the address is taken or not of this machine.
    pub async fn start_with(config: Config, clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        let is_local = config.listen.ip().is_loopback();
        anyhow::ensure!(
            is_local,
            "the local Clerk has published passwords: it listens on loopback only, not on {}",
            config.listen
        );
        let mut state = State::of(&config, clock, random)?;
        let listener = TcpListener::bind(config.listen).await;
        let listener = listener.with_context(|| format!("the local Clerk cannot listen on {}", config.listen))?;
        let address = listener.local_addr()?;
        state.say_listening(&format!("http://{address}"))?;
        let context = Context::new(&config, state);
        let (stop, stopped) = oneshot::channel();
        let courier = tokio::spawn(courier::deliver(context.clone()));
        let server = tokio::spawn(serve(listener, context.clone(), stopped));
        tracing::info!("{MARKER}: listening on http://{address}");
        let people = if config.seed.is_some() { &[][..] } else { &PEOPLE[..] };
        Ok(Self { context, address, people, stop: Some(stop), server: Some(server), courier })
    }

    /// `CLERK_PUBLISHABLE_KEY` of the app.
    pub fn publishable_key(&self) -> String {
        self.context.look(|state| state.publishable_key())
    }

    /// `CLERK_SECRET_KEY` of the app.
    pub fn secret_key(&self) -> String {
        self.context.look(|state| state.secret_key().to_owned())
    }

    /// `CLERK_API_URL` of the app: the Backend API, without `/v1`.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// `CLERK_FAPI_URL` of the app: where its proxy at `/__clerk` forwards to.
    pub fn fapi_url(&self) -> String {
        format!("http://{}{MOUNT}", self.address)
    }

    /// The control API.
    pub fn control_url(&self) -> String {
        format!("http://{}{CONTROL}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// How many people and how many organizations there are.
    pub fn population(&self) -> (usize, usize) {
        self.context.look(|state| (state.data.users.len(), state.data.organizations.len()))
    }

    /// `iss` of the session tokens.
    pub fn issuer(&self) -> String {
        self.context.look(|state| state.issuer())
    }

    /// A session token for anyone, as [`State::mint_session_token`].
    pub fn mint_session_token(&self, token: &SessionToken) -> String {
        self.context.look(|state| state.mint_session_token(token))
    }

    /// The built-in people, who can sign in, and how; nobody where there is a seed of its own.
    pub fn people(&self) -> &'static [Person] {
        self.people
    }

    /// `CLERK_WEBHOOK_SIGNING_SECRET` of an endpoint with this URL, if there is one.
    pub fn webhook_secret(&self, url: &str) -> Option<String> {
        self.context.look(|state| state.webhook_secrets().find_map(|(known, secret)| (known == url).then_some(secret)))
    }

    /// URLs and secrets of the endpoints that there are now.
    pub fn webhooks(&self) -> Vec<(String, String)> {
        self.context.look(|state| state.webhook_secrets().map(|(url, secret)| (url.to_owned(), secret)).collect())
    }

    /// Stops listening and waits until running calls are answered.
    pub async fn stop(mut self) {
        self.release();
        if let Some(server) = self.server.take()
            && server.await.is_err()
        {
            tracing::error!("the local Clerk did not stop in order");
        }
        // It was told to end, and has the folder until it has.
        drop((&mut self.courier).await);
    }

    /// Ends the server; silent calls are let go first, or it would wait for them.
    fn release(&mut self) {
        drop(self.stop.take());
        // What is on its way is sent again at the next start.
        self.courier.abort();
        self.context.faults().clear();
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        self.release();
    }
}

async fn serve(listener: TcpListener, context: Context, stopped: oneshot::Receiver<()>) {
    let service = routes::router(context).into_make_service_with_connect_info::<SocketAddr>();
    let stopped = async {
        // An error means that the sender is gone, which says the same.
        let _ = stopped.await;
    };
    if let Err(error) = axum::serve(listener, service).with_graceful_shutdown(stopped).await {
        tracing::error!("the local Clerk stopped: {error}");
    }
}
