//! Asks once more who acts, when an action needs it, and then does it again.

use leptos::prelude::*;
use serde_json::Value;

use crate::{
    ClerkApiError, ClerkError, VerificationLevel,
    js::{self, Argument, Place},
    props::Props,
};

/// An outcome that may ask for a fresh proof.
pub trait NeedsReverification {
    /// What has to be proved; `None`: nothing.
    fn reverification(&self) -> Option<VerificationLevel>;
}

impl<T> NeedsReverification for Result<T, ClerkApiError> {
    fn reverification(&self) -> Option<VerificationLevel> {
        let refused = self.as_ref().err()?;
        refused.has(ClerkApiError::REVERIFICATION_REQUIRED).then_some(VerificationLevel::default())
    }
}

/// What a server says with 403 when it wants a fresh proof: Clerk's `reverificationError`. So it has the same answer for every client of
/// Clerk's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReverificationHint(pub VerificationLevel);

impl ReverificationHint {
    /// Reads it from an answer's body; `None` when that says something else.
    pub fn read(body: &Value) -> Option<Self> {
        let error = body.get("clerk_error")?;
        let is = |name: &str, wanted: &str| error.get(name).and_then(Value::as_str) == Some(wanted);
        if !is("type", "forbidden") || !is("reason", "reverification-error") {
            return None;
        }
        let level = error.pointer("/metadata/reverification/level").and_then(Value::as_str);
        Some(Self(match level {
            Some("first_factor") => VerificationLevel::FirstFactor,
            Some("multi_factor") => VerificationLevel::MultiFactor,
            _ => VerificationLevel::SecondFactor,
        }))
    }
}

impl<T> NeedsReverification for Result<T, ReverificationHint> {
    fn reverification(&self) -> Option<VerificationLevel> {
        self.as_ref().err().map(|hint| hint.0)
    }
}

/// See [`use_reverification`].
#[derive(Clone, Copy)]
pub struct UseReverification {
    pending: RwSignal<Option<PendingReverification>>,
    own_form: bool,
}

/// An action that waits for a proof, for forms of the app's own.
#[derive(Clone)]
pub struct PendingReverification {
    /// What has to be proved.
    pub level: VerificationLevel,
    answer: js::Settle,
}

impl PendingReverification {
    /// It is proved: the action is done again.
    pub fn complete(&self) {
        self.answer.settle(true);
    }

    /// It is not: the action ends with [`ClerkApiError::REVERIFICATION_CANCELLED`].
    pub fn cancel(&self) {
        self.answer.settle(false);
    }
}

/// Clerk's modal asks who acts.
pub fn use_reverification() -> UseReverification {
    UseReverification { pending: RwSignal::new(None), own_form: false }
}

/// A form of the app's asks: shown while [`UseReverification::pending`] has something, with `Session::start_verification` and its next
/// steps.
pub fn use_reverification_with_own_form() -> UseReverification {
    UseReverification { pending: RwSignal::new(None), own_form: true }
}

impl UseReverification {
    /// The action that waits for the app's own form.
    pub fn pending(self) -> Signal<Option<PendingReverification>> {
        self.pending.into()
    }

    /// Does something; when that asks for a proof, has it given, and does it again.
    ///
    /// # Errors
    /// [`ClerkApiError::REVERIFICATION_CANCELLED`] when nobody proves anything.
    pub async fn run<F, O>(self, act: impl Fn() -> F) -> Result<O, ClerkApiError>
    where
        F: Future<Output = O>,
        O: NeedsReverification,
    {
        let outcome = act().await;
        let Some(level) = outcome.reverification() else { return Ok(outcome) };
        self.prove(level).await?;
        Ok(act().await)
    }

    async fn prove(self, level: VerificationLevel) -> Result<(), ClerkApiError> {
        let (answer, answered) = js::question();
        if self.own_form {
            self.pending.try_set(Some(PendingReverification { level, answer }));
        } else {
            js::tell(Place::Clerk(""), "__internal_openReverification", vec![Argument::Props(form(level, answer))]);
        }
        let proved = answered.await;
        self.pending.try_set(None);
        let message = "Nobody proved who acts.";
        if proved { Ok(()) } else { Err(ClerkError::new(ClerkApiError::REVERIFICATION_CANCELLED, message).into()) }
    }
}

fn form(level: VerificationLevel, answer: js::Settle) -> Props {
    let cancelled = answer.clone();
    Props::default()
        .text("level", Some(level.as_str().to_owned()))
        .make(js::function("afterVerification", move |_| answer.settle(true)))
        .make(js::function("afterVerificationCancelled", move |_| cancelled.settle(false)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn hint(level: &str) -> Value {
        json!({"clerk_error": {
            "type": "forbidden", "reason": "reverification-error",
            "metadata": {"reverification": {"level": level, "afterMinutes": 10}},
        }})
    }

    #[test]
    fn the_servers_hint_names_what_has_to_be_proved() {
        for (word, level) in [
            ("first_factor", VerificationLevel::FirstFactor),
            ("second_factor", VerificationLevel::SecondFactor),
            ("multi_factor", VerificationLevel::MultiFactor),
        ] {
            assert_eq!(ReverificationHint::read(&hint(word)), Some(ReverificationHint(level)));
            assert_eq!(level.as_str(), word);
        }
        for other in [json!({}), json!({"clerk_error": {"type": "forbidden", "reason": "other"}}), json!("x")] {
            assert_eq!(ReverificationHint::read(&other), None);
        }
    }

    #[test]
    fn clerks_own_refusal_asks_for_a_proof_and_others_do_not() {
        let refused = |code: &str| Err::<(), _>(ClerkApiError::from(ClerkError::new(code, "")));
        assert_eq!(refused("session_reverification_required").reverification(), Some(VerificationLevel::SecondFactor));
        assert_eq!(refused("form_param_nil").reverification(), None);
        assert_eq!(Ok::<_, ClerkApiError>(()).reverification(), None);
    }
}
