//! A call of a server function from the browser.

use leptos::{
    prelude::FromServerFnError,
    server_fn::{
        client::{Client, browser::BrowserClient},
        response::ClientRes,
    },
};

use crate::AppError;

/// What is accepted as an answer.
pub(crate) const JSON: &str = "application/json";

pub(crate) type Request = <BrowserClient as Client<AppError>>::Request;
pub(crate) type Response = <BrowserClient as Client<AppError>>::Response;

/// Sends it, and takes errors out of the answer.
pub(crate) async fn call(request: Request) -> Result<Response, AppError> {
    let response = <BrowserClient as Client<AppError>>::send(request).await?;
    if ClientRes::<AppError>::status(&response) < 400 {
        return Ok(response);
    }
    Err(AppError::de(ClientRes::<AppError>::try_into_bytes(response).await?))
}
