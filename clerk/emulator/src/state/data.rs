//! The tables.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    actor_token::ActorToken,
    app_invitation::AppInvitation,
    attempt::{SignIn, SignUp},
    client::{Client, DevBrowser},
    code::{Check, Mail},
    detour::Detour,
    domain::Domain,
    email_link::EmailLink,
    endpoint::Endpoint,
    enrollment::Suggestion,
    invitation::Invitation,
    jwt_template::JwtTemplate,
    lockout::Failures,
    organization::{Membership, Organization},
    provider::SpentToken,
    redirect_url::RedirectUrl,
    restriction::Restriction,
    role::RoleBook,
    session::Session,
    settings::SettingsBook,
    sign_in_token::SignInToken,
    table::{Row, Stored, Table},
    user::User,
    waitlist::WaitlistEntry,
    webhook::{Delivery, Message, Sending},
};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// So long a browser stays one where somebody was.
const KNOWN_MS: i64 = 30 * DAY_MS;

/// Changed rows, or all of them: by table, then by id. Null: a row that is gone.
pub(crate) type Rows = BTreeMap<String, Map<String, Value>>;

macro_rules! tables {
    ($($name:ident: $row:ty,)*) => {
        /// Every table, each by id. A new one is a line in the list below; its name is what the files call it.
        #[derive(Debug, Default)]
        pub(crate) struct Data {
            $(pub(crate) $name: Table<$row>,)*
        }

        impl Data {
            fn tables(&self) -> Vec<(&'static str, &dyn Stored)> {
                vec![$((stringify!($name), &self.$name),)*]
            }

            fn tables_mut(&mut self) -> Vec<(&'static str, &mut dyn Stored)> {
                vec![$((stringify!($name), &mut self.$name),)*]
            }
        }
    };
}

tables! {
    users: User,
    organizations: Organization,
    memberships: Membership,
    invitations: Invitation,
    dev_browsers: DevBrowser,
    clients: Client,
    sessions: Session,
    sign_ins: SignIn,
    sign_ups: SignUp,
    actor_tokens: ActorToken,
    mails: Mail,
    role_books: RoleBook,
    domains: Domain,
    suggestions: Suggestion,
    email_links: EmailLink,
    detours: Detour,
    spent_tokens: SpentToken,
    checks: Check,
    app_invitations: AppInvitation,
    sign_in_tokens: SignInToken,
    allowlist: Restriction,
    blocklist: Restriction,
    redirect_urls: RedirectUrl,
    waitlist: WaitlistEntry,
    failures: Failures,
    jwt_templates: JwtTemplate,
    settings_books: SettingsBook,
    endpoints: Endpoint,
    messages: Message,
    sendings: Sending,
    deliveries: Delivery,
}

/// What never changes in a folder's life: cookies, `iss` and an app's configuration depend on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Instance {
    /// Host inside the publishable key. It does not exist.
    pub(crate) frontend_host: String,
    pub(crate) secret_key: String,
    /// Behind client and dev browser tokens.
    pub(crate) browser_secret: String,
}

impl Data {
    /// What the last change changed.
    pub(crate) fn changes(&self) -> serde_json::Result<Rows> {
        collect(self.tables().into_iter().map(|(name, table)| Ok((name, table.changes()?))))
    }

    /// Every row there is.
    pub(crate) fn export(&self) -> serde_json::Result<Rows> {
        collect(self.tables().into_iter().map(|(name, table)| Ok((name, table.export()?))))
    }

    pub(crate) fn settle(&mut self) {
        self.tables_mut().into_iter().for_each(|(_, table)| table.settle());
    }

    pub(crate) fn undo(&mut self) {
        self.tables_mut().into_iter().for_each(|(_, table)| table.undo());
    }

    pub(crate) fn clear(&mut self) {
        self.tables_mut().into_iter().for_each(|(_, table)| table.clear());
    }

    /// Puts in rows that were written earlier.
    ///
    /// # Errors
    /// When a table is not known, or a row is of another form.
    pub(crate) fn put(&mut self, rows: Rows) -> anyhow::Result<()> {
        let mut tables: BTreeMap<_, _> = self.tables_mut().into_iter().collect();
        for (name, rows) in rows {
            let table = tables.get_mut(name.as_str()).with_context(|| format!("there is no table {name:?}"))?;
            for (id, row) in rows {
                table.put(&id, row).with_context(|| format!("{name}.{id} is of another form"))?;
            }
        }
        Ok(())
    }

    /// Drops what nobody can come back to, so that the folder stays small over many test runs.
    pub(crate) fn forget_the_past(&mut self, now_ms: i64) {
        let is_young = |created_at: i64| now_ms < created_at + DAY_MS;
        self.sign_ins.retain(|_, attempt| attempt.abandon_at > now_ms);
        self.sign_ups.retain(|_, attempt| attempt.abandon_at > now_ms);
        self.sessions.retain(|_, session| session.is_live(now_ms) || is_young(session.last_active_at));
        self.email_links.retain(|_, link| is_young(link.expire_at));
        self.spent_tokens.retain(|_, token| now_ms < token.expire_at);
        self.detours.retain(|_, detour| is_young(detour.expire_at));
        self.checks.retain(|_, check| is_young(check.code.expire_at));
        self.actor_tokens.retain(|_, token| is_young(token.expires_at));
        self.sign_in_tokens.retain(|_, token| is_young(token.expires_at));
        let used: BTreeSet<&str> = self.sessions.values().map(|session| session.client_id.as_str()).collect();
        let is_known = |client: &Client| !client.known_to.is_empty() && now_ms < client.updated_at + KNOWN_MS;
        self.clients.retain(|id, client| is_young(client.updated_at) || used.contains(id) || is_known(client));
        let clients = &self.clients;
        let is_linked = |browser: &DevBrowser| browser.client_id.as_ref().is_some_and(|id| clients.contains_key(id));
        self.dev_browsers.retain(|_, browser| is_young(browser.created_at) || is_linked(browser));
    }
}

fn collect(
    tables: impl Iterator<Item = serde_json::Result<(&'static str, Map<String, Value>)>>,
) -> serde_json::Result<Rows> {
    let mut rows = Rows::new();
    for table in tables {
        let (name, changed) = table?;
        if !changed.is_empty() {
            rows.insert(name.to_owned(), changed);
        }
    }
    Ok(rows)
}

impl Row for DevBrowser {}
impl Row for Client {}
impl Row for SignIn {}
impl Row for SignUp {}
