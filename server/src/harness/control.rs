//! The local Clerk's control API, for tests that need it unwell. By hand: the server itself has no use for a client.

use clerk_emulator::Emulator;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Where it listens.
pub struct Control {
    address: String,
}

impl Control {
    /// The control API of a running local Clerk.
    pub fn of(emulator: &Emulator) -> Self {
        Self { address: emulator.api_url().trim_start_matches("http://").to_owned() }
    }

    /// Orders trouble: see the local Clerk's `faults`.
    pub async fn order(&self, fault: &Value) -> anyhow::Result<()> {
        self.send("POST", "faults", &fault.to_string()).await.map(drop)
    }

    /// Ends all trouble.
    pub async fn clear(&self) -> anyhow::Result<()> {
        self.send("DELETE", "faults", "").await.map(drop)
    }

    /// How many more calls the one fault that was ordered will meet: a fault that does nothing counts calls.
    pub async fn calls_left(&self) -> anyhow::Result<u64> {
        let faults: Value = serde_json::from_str(&self.send("GET", "faults", "").await?)?;
        let count = faults.pointer("/0/count").and_then(Value::as_u64);
        count.ok_or_else(|| anyhow::anyhow!("no counted fault: {faults}"))
    }

    /// Takes a permission from every role.
    pub async fn withhold(&self, permission: &str) -> anyhow::Result<()> {
        let mut roles: Value = serde_json::from_str(include_str!("../../../clerk-roles.json"))?;
        let list = roles.pointer_mut("/roles").and_then(Value::as_array_mut);
        let lists = list.into_iter().flatten().filter_map(|role| role.pointer_mut("/permissions")?.as_array_mut());
        for permissions in lists {
            permissions.retain(|own| own != permission);
        }
        self.send("PUT", "roles", &roles.to_string()).await.map(drop)
    }

    /// Gives a role another permission.
    pub async fn allow(&self, role: &str, permission: &str) -> anyhow::Result<()> {
        let mut roles: Value = serde_json::from_str(include_str!("../../../clerk-roles.json"))?;
        let list = roles.pointer_mut("/roles").and_then(Value::as_array_mut);
        let found = list.into_iter().flatten().find(|known| known.get("key").and_then(Value::as_str) == Some(role));
        let permissions = found.and_then(|role| role.pointer_mut("/permissions")?.as_array_mut());
        permissions.ok_or_else(|| anyhow::anyhow!("there is no role {role}"))?.push(json!(permission));
        self.send("PUT", "roles", &roles.to_string()).await.map(drop)
    }

    /// Turns settings, as a settings file has them.
    pub async fn set(&self, settings: &Value) -> anyhow::Result<()> {
        self.send("PATCH", "settings", &settings.to_string()).await.map(drop)
    }

    /// So many more members of an organization: `user_crowd0`, who is called `Crowd 0`, and so on.
    pub async fn crowd(&self, organization: &str, count: usize) -> anyhow::Result<()> {
        let crowd = json!({ "organization": organization, "role": "org:member", "count": count });
        self.send("POST", "crowd", &crowd.to_string()).await.map(drop)
    }

    /// Sends webhooks there, signed with this secret.
    pub async fn tell(&self, url: &str, secret: &str) -> anyhow::Result<()> {
        self.send("POST", "webhooks", &json!({ "url": url, "secret": secret }).to_string()).await.map(drop)
    }

    /// Sends an event of this type, about something made up, and waits for the end of all that is due.
    pub async fn trigger(&self, event_type: &str) -> anyhow::Result<Value> {
        self.send("POST", "trigger", &json!({ "type": event_type }).to_string()).await?;
        Ok(serde_json::from_str(&self.send("GET", "idle", "").await?)?)
    }

    /// What its Backend API answers.
    pub async fn ask_backend(&self, secret_key: &str, path: &str) -> anyhow::Result<String> {
        self.exchange(&format!("GET {path}"), &format!("Authorization: Bearer {secret_key}\r\n"), "").await
    }

    async fn send(&self, method: &str, path: &str, body: &str) -> anyhow::Result<String> {
        self.exchange(&format!("{method} /__control/{path}"), "", body).await
    }

    async fn exchange(&self, call: &str, headers: &str, body: &str) -> anyhow::Result<String> {
        let head = format!(
            "{call} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             {headers}Content-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        let mut socket = TcpStream::connect(&self.address).await?;
        socket.write_all(format!("{head}{body}").as_bytes()).await?;
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await?;
        anyhow::ensure!(answer.starts_with("HTTP/1.1 2"), "{answer}");
        Ok(answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }
}
