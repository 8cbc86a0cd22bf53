//! A client as programs have one: connections over loopback that are kept and used again.

use std::{net::SocketAddr, sync::Mutex, sync::PoisonError};

use http::Request;
use http_body_util::{BodyExt, Full};
use hyper::{
    body::Bytes,
    client::conn::http1::{SendRequest, handshake},
};
use hyper_util::rt::TokioIo;
use server::harness::Answer;
use tokio::net::TcpStream;

type Connection = SendRequest<Full<Bytes>>;

/// Sends requests to one server.
pub(super) struct Client {
    server: SocketAddr,
    idle: Mutex<Vec<Connection>>,
}

impl Client {
    pub(super) fn of(server: SocketAddr) -> Self {
        Self { server, idle: Mutex::default() }
    }

    /// The answer, read to its end.
    pub(super) async fn send(&self, request: Request<Full<Bytes>>) -> anyhow::Result<Answer> {
        let mut connection = self.connection().await?;
        let (parts, body) = connection.send_request(request).await?.into_parts();
        let text = String::from_utf8_lossy(&body.collect().await?.to_bytes()).into_owned();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(Answer { status: parts.status, headers: parts.headers, text })
    }

    /// One that is open and idle, else a new one.
    async fn connection(&self) -> anyhow::Result<Connection> {
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        while let Some(mut connection) = idle() {
            if connection.ready().await.is_ok() {
                return Ok(connection);
            }
        }
        let socket = TcpStream::connect(self.server).await?;
        socket.set_nodelay(true)?;
        let (connection, driver) = handshake(TokioIo::new(socket)).await?;
        tokio::spawn(driver);
        Ok(connection)
    }
}
