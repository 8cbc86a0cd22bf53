//! Where another site sends people back to, when the forms are the app's own.

use leptos::task::spawn_local;
use serde_json::json;

use super::{
    SignIn, SignUp,
    attempt::{SIGN_IN, SIGN_UP},
};
use crate::{ClerkApiError, context::ClerkContext, js, prelude::*, props::Props};

/// Clerk's `<HandleSSOCallback/>`, on the page named by `redirect_callback_url` of `sso`. It goes on to the app with a session, or to the
/// app's own forms for what is missing. Shows a captcha where the instance asks for one.
#[component]
pub fn HandleSSOCallback(
    /// Where to go with a session.
    #[prop(into)]
    app_url: String,
    /// The app's form for signing in: a further factor is asked.
    #[prop(into)]
    sign_in_url: String,
    /// The app's form for signing up: something is missing.
    #[prop(into)]
    sign_up_url: String,
) -> impl IntoView {
    let context = ClerkContext::current();
    let pages = StoredValue::new(Pages { app: app_url, sign_in: sign_in_url, sign_up: sign_up_url });
    let begun = StoredValue::new(false);
    effect(move || {
        if context.is_loaded() && !begun.get_value() {
            begun.set_value(true);
            let pages = pages.get_value();
            spawn_local(async move {
                if let Err(problem) = pages.go_on().await {
                    leptos::logging::error!("coming back from another site: {problem}");
                    js::navigate(&pages.sign_in);
                }
            });
        }
    });
    view! { <div><div id="clerk-captcha"></div></div> }
}

#[derive(Clone)]
struct Pages {
    app: String,
    sign_in: String,
    sign_up: String,
}

impl Pages {
    async fn go_on(&self) -> Result<(), ClerkApiError> {
        let (sign_in, sign_up) = attempts();
        if sign_in.is("complete") {
            return SIGN_IN.act("finalize", self.app()).await;
        }
        if sign_up.is_transferable {
            return self.transfer_to_sign_in().await;
        }
        let by_own_provider = sign_in.supported_first_factors.iter().all(|factor| factor.strategy == "enterprise_sso");
        if sign_in.is("needs_first_factor") && !by_own_provider {
            js::navigate(&self.sign_in);
        } else if sign_in.is_transferable {
            return self.transfer_to_sign_up().await;
        } else if sign_up.status.as_deref() == Some("complete") {
            return SIGN_UP.act("finalize", self.app()).await;
        } else if let Some(session) = sign_in.existing_session.or(sign_up.existing_session) {
            return self.enter(&session.session_id).await;
        } else if sign_in.status.is_some() && sign_in.id.is_some() {
            js::navigate(&self.sign_in);
        } else if sign_up.id.is_some() {
            js::navigate(&self.sign_up);
        }
        Ok(())
    }

    async fn transfer_to_sign_in(&self) -> Result<(), ClerkApiError> {
        SIGN_IN.act("create", json!({"transfer": true})).await?;
        if attempts().0.is("complete") {
            return SIGN_IN.act("finalize", self.app()).await;
        }
        js::navigate(&self.sign_in);
        Ok(())
    }

    async fn transfer_to_sign_up(&self) -> Result<(), ClerkApiError> {
        SIGN_UP.act("create", json!({"transfer": true})).await?;
        if attempts().1.status.as_deref() == Some("complete") {
            return SIGN_UP.act("finalize", self.app()).await;
        }
        js::navigate(&self.sign_up);
        Ok(())
    }

    async fn enter(&self, session: &str) -> Result<(), ClerkApiError> {
        let given = self.app().text("session", Some(session.to_owned()));
        js::ask(js::Place::Clerk(""), "setActive", vec![js::Argument::Props(given)]).await.map(drop)
    }

    fn app(&self) -> Props {
        Props::default().make(js::going_to(&self.app))
    }
}

fn attempts() -> (SignIn, SignUp) {
    (SIGN_IN.state().unwrap_or_default(), SIGN_UP.state().unwrap_or_default())
}
