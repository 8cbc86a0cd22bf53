//! Clerk's Backend API, for server functions and pages.

use clerk_axum::{BackendClient, Clerk, NoClient};

use crate::{AppError, request::of_request};

/// The server's client of Clerk's Backend API. Clerk does not know who asks: check first whether they may (`require`), then
/// call. A call ends within two seconds.
///
/// # Errors
/// Outside of a request that Clerk's layer has seen.
pub fn backend() -> Result<BackendClient, AppError> {
    let clerk = of_request(|parts| parts.extensions.get::<Clerk>().map(|clerk| clerk.backend().clone()));
    clerk.flatten().ok_or_else(|| AppError::internal(&NoClient))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clerk_axum::{ClerkConfig, ConfigError, SystemClock};
    use http::Request;
    use leptos::{prelude::provide_context, reactive::owner::Owner};

    use super::*;

    fn asked(clerk: Option<Clerk>) -> Result<BackendClient, AppError> {
        Owner::new().with(|| {
            let (mut parts, ()) = Request::new(()).into_parts();
            if let Some(clerk) = clerk {
                parts.extensions.insert(clerk);
            }
            provide_context(parts);
            backend()
        })
    }

    #[test]
    fn a_server_function_has_the_client_of_the_layer_in_front_of_it() -> Result<(), ConfigError> {
        // clerk.example.com
        let mut config = ClerkConfig::new("pk_test_Y2xlcmsuZXhhbXBsZS5jb20k", "sk_test_a".to_owned());
        config.api_url = Some("http://127.0.0.1:1".to_owned());
        let clerk = Clerk::new(config, Arc::new(SystemClock))?;
        let client = asked(Some(clerk)).map(|client| format!("{client:?}"));
        assert!(client.is_ok_and(|shown| shown.contains("http://127.0.0.1:1/v1")));
        assert!(matches!(asked(None), Err(AppError::Internal { .. })));
        assert!(matches!(backend(), Err(AppError::Internal { .. })), "there is no request");
        Ok(())
    }
}
