//! What the local Clerk needs to know before it starts.

use std::{net::SocketAddr, path::PathBuf};

use crate::{Roles, Seed, Settings, Webhook};

/// Where to listen, whom to serve, where to keep the data.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the listener; port 0 takes a free one. Keep it on loopback: anyone who reaches it can sign in as anyone.
    pub listen: SocketAddr,
    /// Origin of the app, e.g. `http://localhost:3000`: allowed across origins, and used in links when a request names none.
    pub app_origin: String,
    /// Folder of the data and the signing key; `None` keeps everything in memory.
    pub state_dir: Option<PathBuf>,
    /// Folder with `clerk-js/dist` and `ui/dist`, the unpacked npm packages of ClerkJS.
    pub clerk_js_dir: PathBuf,
    /// Whether everybody needs an organization, Clerk's "membership required": a session stays pending until one is
    /// chosen, and nobody has a personal account.
    pub organization_required: bool,
    /// What members may do. Taken at each start: the data keeps only a role's key.
    pub roles: Roles,
    /// As an administrator would have set the instance up.
    pub settings: Settings,
    /// Where events are sent to, beside the endpoints of the settings.
    pub webhooks: Vec<Webhook>,
    /// What a new folder, or the memory, starts with; `None`: the people of [`crate::PEOPLE`].
    pub seed: Option<Seed>,
    /// In place of the one that is made: `pk_test_…`.
    pub publishable_key: Option<String>,
    /// In place of the one that is made: `sk_test_…`.
    pub secret_key: Option<String>,
    /// A private RSA key in PEM, in place of the one that is made.
    pub signing_key: Option<String>,
}

/// In memory, on a free port, for an app on `http://localhost:3000`.
impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            app_origin: "http://localhost:3000".to_owned(),
            state_dir: None,
            clerk_js_dir: PathBuf::from(".tools/clerk"),
            organization_required: false,
            roles: Roles::default(),
            settings: Settings::default(),
            webhooks: Vec::new(),
            seed: None,
            publishable_key: None,
            secret_key: None,
            signing_key: None,
        }
    }
}
