//! Everything the local Clerk remembers, and the rules of changing it. No HTTP here.

pub(crate) mod actor_token;
pub(crate) mod attempt;
pub(crate) mod client;
pub(crate) mod code;
pub(crate) mod data;
pub(crate) mod file;
pub(crate) mod invitation;
pub(crate) mod organization;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod user;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use clerk_protocol::clock::Clock;
use rand::rngs::StdRng;
use serde_json::Value;

use self::{code::Mail, data::Data, file::Folder, settings::Settings};
use crate::{
    Config, Roles,
    fapi::handshake::Handshake,
    keys::{self, BrowserKey, SigningKey},
    random::Random,
    seed,
    tokens::SessionToken,
};

/// One local Clerk: people, organizations, sessions, keys. Mints real, verifiable session tokens without a socket.
pub struct State {
    pub(crate) data: Data,
    pub(crate) settings: Settings,
    pub(crate) roles: Roles,
    /// What a reset brings back.
    configured: (Settings, Roles),
    pub(crate) signing: Arc<SigningKey>,
    pub(crate) browser: BrowserKey,
    pub(crate) random: Random,
    /// E-mails that a real Clerk would have sent, newest last.
    pub(crate) outbox: Vec<Mail>,
    /// Handshakes waiting for their app's server, by nonce.
    pub(crate) handshakes: BTreeMap<String, Handshake>,
    clock: Arc<dyn Clock>,
    folder: Option<Folder>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("State")
            .field("frontend_host", &self.data.instance.frontend_host)
            .finish_non_exhaustive()
    }
}

impl State {
    /// The seeded people and organizations, in memory only.
    ///
    /// # Errors
    /// When no RSA key can be made.
    pub fn seeded(clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        Self::load(None, clock, random)
    }

    /// The data of a folder; a folder without any is seeded.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or holds data of another version.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        Self::load(Some(Folder::new(folder)?), clock, random)
    }

    fn load(folder: Option<Folder>, clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        let random = Random::new(random);
        let stored = folder.as_ref().map(Folder::read_data).transpose()?.flatten();
        let data = stored.unwrap_or_else(|| seed::data(&random, clock.now_ms()));
        let signing = match &folder {
            Some(folder) => Arc::new(folder.read_key()?.map_or_else(SigningKey::generate, Ok)?),
            None => SigningKey::of_this_process()?,
        };
        let browser = BrowserKey::new(&data.instance.browser_secret);
        let (outbox, handshakes) = (Vec::new(), BTreeMap::new());
        let (settings, roles) = (Settings::default(), Roles::default());
        let configured = (settings.clone(), roles.clone());
        let state =
            Self { data, settings, roles, configured, signing, browser, random, outbox, handshakes, clock, folder };
        state.write()?;
        Ok(state)
    }

    /// Sets what the configuration decides, for now and after every reset.
    pub(crate) fn configure(&mut self, config: &Config) {
        self.configured.0.force_organization_selection = config.organization_required;
        self.configured.1 = config.roles.clone();
        (self.settings, self.roles) = self.configured.clone();
    }

    fn write(&self) -> anyhow::Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        folder.write_key(&self.signing)?;
        folder.write_data(&self.data)
    }

    /// Keeps a change. A failure is logged, not returned: the change holds in memory, and the next one tries again.
    pub(crate) fn save(&mut self) {
        self.data.forget_the_past(self.now_ms());
        let written = self.folder.as_ref().map_or(Ok(()), |folder| folder.write_data(&self.data));
        if let Err(error) = written {
            tracing::error!("the local Clerk could not write its data: {error:#}");
        }
    }

    /// Unix milliseconds, with the offset of the control API.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms() + self.settings.clock_offset_ms
    }

    /// Back to the seed. Keys and host stay, so that apps keep their configuration.
    pub(crate) fn reset(&mut self) {
        let instance = self.data.instance.clone();
        self.data = Data { instance, ..seed::data(&self.random, self.now_ms()) };
        (self.settings, self.roles) = self.configured.clone();
        self.outbox.clear();
        self.handshakes.clear();
    }

    /// Another RSA key; tokens of the old one fail from now on, wherever keys are not cached.
    ///
    /// # Errors
    /// When no key can be made or written.
    pub fn rotate_key(&mut self) -> anyhow::Result<()> {
        self.signing = Arc::new(SigningKey::generate()?);
        self.write()
    }

    /// What the app's `CLERK_PUBLISHABLE_KEY` must be.
    pub fn publishable_key(&self) -> String {
        keys::publishable_key(&self.data.instance.frontend_host)
    }

    /// What the app's `CLERK_SECRET_KEY` must be.
    pub fn secret_key(&self) -> &str {
        &self.data.instance.secret_key
    }

    /// `iss` of every token.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.data.instance.frontend_host)
    }

    /// The public keys, as `jwks.json` has them.
    pub fn jwks(&self) -> Value {
        self.signing.jwks()
    }

    /// A session token for anyone, in any organization, with any permission: nothing is looked up.
    pub fn mint_session_token(&self, token: &SessionToken) -> String {
        let issued_at = self.now_ms().div_euclid(1_000);
        let expires_at = issued_at + self.settings.token_life_seconds;
        let payload = token.payload(&self.issuer(), &self.random.text(20), issued_at, expires_at);
        self.signing.sign(&SessionToken::header(self.signing.kid(), issued_at), &payload)
    }
}
