//! Everything the local Clerk remembers, and the rules of changing it. No HTTP here.

pub(crate) mod actor_token;
pub(crate) mod app_invitation;
pub(crate) mod attempt;
pub(crate) mod client;
pub(crate) mod code;
pub(crate) mod credential;
pub(crate) mod data;
pub(crate) mod detour;
pub(crate) mod domain;
pub(crate) mod email_link;
pub(crate) mod endpoint;
pub(crate) mod enrollment;
pub(crate) mod event;
pub(crate) mod export;
pub(crate) mod external_account;
pub(crate) mod factor;
pub(crate) mod file;
pub(crate) mod invitation;
pub(crate) mod journal;
pub(crate) mod jwt_template;
pub(crate) mod lockout;
pub(crate) mod organization;
pub(crate) mod outside;
pub(crate) mod passkey;
pub(crate) mod phone;
pub(crate) mod provider;
pub(crate) mod redirect_url;
pub(crate) mod restriction;
pub(crate) mod reverification;
pub(crate) mod role;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod settlement;
pub(crate) mod sign_in;
pub(crate) mod sign_in_token;
pub(crate) mod social;
pub(crate) mod table;
pub(crate) mod task;
pub(crate) mod ticket;
pub(crate) mod user;
pub(crate) mod waitlist;
pub(crate) mod webhook;

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::{Context as _, bail, ensure};
use clerk_protocol::{PublishableKey, clock::Clock};
use rand::rngs::StdRng;
use serde_json::Value;

use self::{
    data::{Data, Instance},
    file::Folder,
    settings::Settings,
};
use crate::{
    Config, Roles,
    error::{Code, Problem},
    fapi::handshake::Handshake,
    keys::{self, BrowserKey, SigningKey},
    random::Random,
    seed::{self, Seed},
    tokens::SessionToken,
};

/// How often the past is looked through.
const SWEEP_MS: i64 = 10 * 60 * 1_000;

/// One local Clerk: people, organizations, sessions, keys. Mints real, verifiable session tokens without a socket.
pub struct State {
    pub(crate) data: Data,
    pub(crate) instance: Instance,
    pub(crate) settings: Settings,
    pub(crate) roles: Roles,
    /// What a reset brings back.
    configured: (Settings, Roles),
    /// As it was configured, where it was.
    publishable_key: Option<String>,
    pub(crate) signing: Arc<SigningKey>,
    pub(crate) browser: BrowserKey,
    pub(crate) random: Random,
    /// Handshakes waiting for their app's server, by nonce.
    pub(crate) handshakes: BTreeMap<String, Handshake>,
    /// Base of links that no call names one for.
    pub(crate) app_origin: String,
    /// Where this Clerk listens itself, for pages that stand in for somebody else's.
    pub(crate) own_origin: Option<String>,
    /// Whether the change that is made now is no event for anybody: people that are planted did not just sign up.
    pub(crate) silent: bool,
    /// Counts on after a reset.
    last_delivery: u64,
    clock: Arc<dyn Clock>,
    folder: Option<Folder>,
    /// What the data begins with; `None`: the seed that every local Clerk has.
    seed: Option<Arc<Seed>>,
    /// When what nobody can come back to is looked for again.
    next_sweep: i64,
}

impl std::fmt::Debug for State {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("State").field("frontend_host", &self.instance.frontend_host).finish_non_exhaustive()
    }
}

impl State {
    /// The seeded people and organizations, in memory only.
    ///
    /// # Errors
    /// When no RSA key can be made.
    pub fn seeded(clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        Self::load(None, None, clock, random)
    }

    /// The data of a folder; a folder without any is seeded.
    ///
    /// # Errors
    /// When the folder cannot be read or written, or holds data of another version.
    pub fn open(folder: &Path, clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        Self::load(Some(Folder::new(folder)?), None, clock, random)
    }

    /// What a configuration names: folder, seed, keys.
    ///
    /// # Errors
    /// When the folder cannot be used, or a key is not one.
    pub fn of(config: &Config, clock: Arc<dyn Clock>, random: StdRng) -> anyhow::Result<Self> {
        if let Some((webhook, (field, error))) = config.webhooks.iter().find_map(|row| Some((row, row.fault()?))) {
            bail!("the webhook {}: {field}: {error}", webhook.url);
        }
        let folder = config.state_dir.as_deref().map(Folder::new).transpose()?;
        let mut state = Self::load(folder, config.seed.clone().map(Arc::new), clock, random)?;
        state.take_keys(config)?;
        Ok(state)
    }

    /// Keys that the configuration names, in place of those that were made.
    fn take_keys(&mut self, config: &Config) -> anyhow::Result<()> {
        if let Some(text) = &config.publishable_key {
            let key = PublishableKey::parse(text)?;
            ensure!(key.is_development(), "a local Clerk has a publishable key of a development instance, pk_test_…");
            key.frontend_api().clone_into(&mut self.instance.frontend_host);
            self.publishable_key = Some(text.clone());
        }
        if let Some(key) = &config.secret_key {
            ensure!(key.starts_with("sk_test_"), "a local Clerk has a secret key of a development instance, sk_test_…");
            self.instance.secret_key.clone_from(key);
        }
        if let Some(pem) = &config.signing_key {
            self.signing = Arc::new(SigningKey::from_pem(pem)?);
        }
        Ok(())
    }

    fn load(
        folder: Option<Folder>,
        seed: Option<Arc<Seed>>,
        clock: Arc<dyn Clock>,
        random: StdRng,
    ) -> anyhow::Result<Self> {
        let random = Random::new(random);
        let (settings, roles) = (Settings::default(), Roles::default());
        let mut state = Self {
            data: Data::default(),
            instance: seed::instance(&random),
            configured: (settings.clone(), roles.clone()),
            settings,
            roles,
            signing: signing_key(folder.as_ref())?,
            browser: BrowserKey::new(""),
            random,
            handshakes: BTreeMap::new(),
            app_origin: String::new(),
            own_origin: None,
            silent: false,
            last_delivery: 0,
            clock,
            folder,
            publishable_key: None,
            seed,
            next_sweep: i64::MIN,
        };
        state.fill()?;
        state.browser = BrowserKey::new(&state.instance.browser_secret);
        Ok(state)
    }

    /// What the folder holds, or else the seed.
    fn fill(&mut self) -> anyhow::Result<()> {
        let stored = self.folder.as_mut().map(Folder::read_data).transpose()?.flatten();
        if let Some((instance, rows)) = stored {
            self.instance = instance;
            let advice = "the folder of the data was written by another version; delete it to start from the seed";
            self.data.put(rows).context(advice)?;
        } else {
            self.plant();
            if let Some(folder) = &mut self.folder {
                folder.create(&self.instance, &self.data.export()?)?;
            }
        }
        self.data.settle();
        Ok(())
    }

    fn plant(&mut self) {
        let now = self.now_ms();
        match &self.seed {
            Some(seed) => seed.fill(&mut self.data, &self.random, now),
            None => seed::fill(&mut self.data, &self.random, now),
        }
    }

    /// Sets what the configuration decides, for now and after every reset.
    pub(crate) fn configure(&mut self, config: &Config) {
        config.app_origin.trim_end_matches('/').clone_into(&mut self.app_origin);
        let required = config.settings.force_organization_selection || config.organization_required;
        let webhooks = [config.webhooks.clone(), config.settings.webhooks.clone()].concat();
        let settings = Settings { force_organization_selection: required, webhooks, ..config.settings.clone() };
        self.configured = (settings, config.roles.clone());
        self.recall();
        self.plant_templates();
        self.plant_webhooks();
        self.silent = true;
        // A failure is logged, and the next start plants them again.
        drop(self.commit());
    }

    /// The JWT templates of the settings, but for those whose name is there already.
    pub(crate) fn plant_templates(&mut self) {
        for template in self.settings.jwt_templates.clone() {
            if self.jwt_template(&template.name).is_err() {
                let (id, now) = (self.random.id("jtmp"), self.now_ms());
                self.data.jwt_templates.insert(id.clone(), template.row(id, now));
            }
        }
    }

    /// The roles of the application, whatever the Backend API made of them.
    pub(crate) fn configured_roles(&self) -> &Roles {
        &self.configured.1
    }

    /// Names the place where this Clerk listens to whoever wants its folder.
    pub(crate) fn say_listening(&mut self, address: &str) -> anyhow::Result<()> {
        self.own_origin = Some(address.to_owned());
        self.folder.as_ref().map_or(Ok(()), |folder| folder.say(&format!(", listening on {address}")))
    }

    /// Keeps what changed since the last time. It is on the disk when this returns.
    ///
    /// # Errors
    /// When it cannot be written; then everything is as it was before.
    pub(crate) fn commit(&mut self) -> Result<(), Problem> {
        self.tell();
        self.sweep();
        match self.write_changes() {
            Ok(()) => self.data.settle(),
            Err(error) => {
                self.undo();
                tracing::error!("the local Clerk could not write its data: {error:#}");
                let message = format!("The local Clerk could not keep this change: {error:#}");
                return Err(Problem::new(Code::InternalClerkError, message));
            }
        }
        Ok(())
    }

    /// Everything is as it was before the change.
    pub(crate) fn undo(&mut self) {
        self.data.undo();
        self.recall();
        self.silent = false;
    }

    /// Settings and roles as the tables have them, or else as they are configured.
    pub(crate) fn recall(&mut self) {
        self.recall_settings();
        self.roles = self.configured.1.clone();
        self.recall_roles();
    }

    fn write_changes(&mut self) -> anyhow::Result<()> {
        let Some(folder) = &mut self.folder else { return Ok(()) };
        let changes = self.data.changes()?;
        if changes.is_empty() { Ok(()) } else { folder.append(&changes) }
    }

    /// Not at each change: it looks at every row. After the clock was moved it runs at once.
    fn sweep(&mut self) {
        let now = self.now_ms();
        if now >= self.next_sweep {
            self.data.forget_the_past(now);
            self.next_sweep = now + SWEEP_MS;
        }
    }

    /// `ins_…`.
    pub(crate) fn instance_id(&self) -> String {
        format!("ins_{}", self.instance.frontend_host.replace(['.', '-'], ""))
    }

    /// Unix milliseconds, with the offset of the control API.
    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms() + self.settings.clock_offset_ms
    }

    /// Back to the seed. Keys and host stay, so that apps keep their configuration.
    pub(crate) fn reset(&mut self) {
        (self.settings, self.roles) = self.configured.clone();
        let endpoints = self.configured_endpoints();
        self.data.clear();
        for endpoint in endpoints {
            self.data.endpoints.insert(endpoint.id.clone(), endpoint);
        }
        self.plant();
        self.plant_templates();
        self.plant_webhooks();
        self.silent = true;
        self.handshakes.clear();
    }

    /// Another RSA key; tokens of the old one fail from now on, wherever keys are not cached.
    ///
    /// # Errors
    /// When no key can be made or written; then the old one stays.
    pub fn rotate_key(&mut self) -> anyhow::Result<()> {
        let key = SigningKey::generate()?;
        if let Some(folder) = &self.folder {
            folder.write_key(&key)?;
        }
        self.signing = Arc::new(key);
        Ok(())
    }

    /// What the app's `CLERK_PUBLISHABLE_KEY` must be.
    pub fn publishable_key(&self) -> String {
        self.publishable_key.clone().unwrap_or_else(|| keys::publishable_key(&self.instance.frontend_host))
    }

    /// What the app's `CLERK_SECRET_KEY` must be.
    pub fn secret_key(&self) -> &str {
        &self.instance.secret_key
    }

    /// `iss` of every token.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.instance.frontend_host)
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

/// The folder's key, made if there is none. Without a folder, the one that all of this process share.
fn signing_key(folder: Option<&Folder>) -> anyhow::Result<Arc<SigningKey>> {
    let Some(folder) = folder else { return SigningKey::of_this_process() };
    if let Some(key) = folder.read_key()? {
        return Ok(Arc::new(key));
    }
    let key = SigningKey::generate()?;
    folder.write_key(&key)?;
    Ok(Arc::new(key))
}

#[cfg(test)]
mod tests;
