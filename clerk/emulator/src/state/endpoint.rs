//! Where webhooks are sent to: endpoints of the settings, and those that the control API makes.

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::{State, event, table::Row};
use crate::{error::Problem, signature::Secret};

/// An endpoint for webhooks, as settings name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Of this machine or of a private network, and http.
    pub url: String,
    /// `whsec_…`; one is made where none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Types of events, `user.created`; none: all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
}

/// A URL that wants events.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Endpoint {
    pub(crate) id: String,
    pub(crate) url: String,
    /// `whsec_…`.
    pub(crate) secret: Secret,
    /// Types of events; none: all of them.
    pub(crate) events: Vec<String>,
    pub(crate) disabled: bool,
    /// Since when every attempt has failed.
    pub(crate) failing_since: Option<i64>,
    /// Whether the settings name it: then a reset brings it back.
    pub(crate) configured: bool,
    pub(crate) created_at: i64,
}

impl Row for Endpoint {}

impl Endpoint {
    pub(crate) fn takes(&self, kind: &str) -> bool {
        !self.disabled && (self.events.is_empty() || self.events.iter().any(|event| event == kind))
    }
}

impl Webhook {
    /// What is wrong with it: the field, and why.
    pub(crate) fn fault(&self) -> Option<(&'static str, String)> {
        if !is_near(&self.url) {
            let error = "webhooks go to http URLs of this machine or of a private network";
            return Some(("url", error.to_owned()));
        }
        if let Some(Err(error)) = self.secret.clone().map(Secret::try_from) {
            return Some(("secret", error));
        }
        let stranger = self.events.iter().find(|event| !event::TYPES.contains(&event.as_str()));
        stranger.map(|event| ("events", format!("there is no event {event}")))
    }
}

/// What is sent has codes and addresses in it: it stays on this machine and in networks of its own. A name without a dot is
/// another container's.
fn is_near(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let is_near = match url.host() {
        Some(Host::Domain(name)) => {
            !name.contains('.') || [".localhost", ".internal", ".local", ".test"].iter().any(|end| name.ends_with(end))
        }
        Some(Host::Ipv4(address)) => address.is_loopback() || address.is_private(),
        Some(Host::Ipv6(address)) => address.is_loopback() || address.is_unique_local(),
        None => false,
    };
    is_near && url.scheme() == "http"
}

impl State {
    /// Makes an endpoint of something that has no fault.
    pub(crate) fn add_endpoint(&mut self, webhook: Webhook, configured: bool) -> Endpoint {
        let Webhook { url, secret, events } = webhook;
        let secret = secret.and_then(|secret| Secret::try_from(secret).ok());
        let endpoint = Endpoint {
            id: self.random.id("ep"),
            url,
            secret: secret.unwrap_or_else(|| Secret::generate(&self.random)),
            events,
            disabled: false,
            failing_since: None,
            configured,
            created_at: self.now_ms(),
        };
        self.data.endpoints.insert(endpoint.id.clone(), endpoint.clone());
        endpoint
    }

    /// Brings the endpoints of the settings in line with them; what is on its way to one that stays is still sent.
    pub(crate) fn plant_webhooks(&mut self) {
        let wanted = self.settings.webhooks.clone();
        let known: Vec<Endpoint> = self.data.endpoints.values().filter(|row| row.configured).cloned().collect();
        for stray in known.iter().filter(|row| wanted.iter().all(|webhook| webhook.url != row.url)) {
            // It was found a moment ago.
            drop(self.remove_endpoint(&stray.id));
        }
        for webhook in wanted {
            match known.iter().find(|row| row.url == webhook.url) {
                None => drop(self.add_endpoint(webhook, true)),
                Some(row) => {
                    let secret = webhook.secret.and_then(|secret| Secret::try_from(secret).ok());
                    let secret = secret.unwrap_or_else(|| row.secret.clone());
                    let row = Endpoint { secret, events: webhook.events, ..row.clone() };
                    self.data.endpoints.insert(row.id.clone(), row);
                }
            }
        }
    }

    /// Those of the settings, as if nothing had been sent there yet. Apps know their secrets.
    pub(crate) fn configured_endpoints(&self) -> Vec<Endpoint> {
        let configured = self.data.endpoints.values().filter(|row| row.configured);
        configured.map(|row| Endpoint { disabled: false, failing_since: None, ..row.clone() }).collect()
    }

    /// URL and secret of each endpoint.
    pub(crate) fn webhook_secrets(&self) -> impl Iterator<Item = (&str, String)> {
        self.data.endpoints.values().map(|row| (row.url.as_str(), row.secret.clone().into()))
    }

    /// Takes an endpoint, and what is on its way there.
    pub(crate) fn remove_endpoint(&mut self, id: &str) -> Result<(), Problem> {
        self.data.endpoints.remove(id).ok_or_else(|| Problem::not_found("The endpoint"))?;
        for waits in ["first", "again"] {
            self.data.sendings.remove_with(waits, id, |_| true);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_stay_near() {
        for near in [
            "http://127.0.0.1:3000/api/webhooks/clerk",
            "http://localhost:1/",
            "http://[::1]:1/",
            "http://10.1.2.3/",
            "http://192.168.0.9:80/a?b=c",
            "http://app:3000/hook",
            "http://host.docker.internal:3000/",
            "http://a.localhost/",
        ] {
            assert!(is_near(near), "{near}");
        }
        for far in [
            "https://127.0.0.1/",
            "http://example.com/",
            "http://8.8.8.8/",
            "http://[2001:db8::1]/",
            "http://localhost.evil.example/",
            "ftp://localhost/",
            "localhost:3000",
            "",
        ] {
            assert!(!is_near(far), "{far}");
        }
    }
}
