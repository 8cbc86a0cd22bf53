//! Proving who one is with a passkey: in place of a first factor, as the second one, and anew within a session.

use super::visit::Visit;
use crate::{
    error::{Code, Problem},
    state::{
        attempt::SignIn, code::Verification, factor::SecondFactor, passkey::PASSKEY, settings::Factor,
        settlement::not_for_this_account,
    },
};

const CREDENTIAL: &str = "public_key_credential";

/// Asks for a key of the person, or of anybody where nobody has said who they are.
pub(super) fn prepare(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    if !visit.state.settings.has(Factor::Passkey) {
        return Err(Problem::invalid("strategy"));
    }
    attempt.verification = Some(visit.state.ask_for_passkey(attempt.user_id.as_deref(), &visit.call.origin)?);
    Ok(())
}

pub(super) fn prove(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    let owner = check(visit, &mut attempt.verification, attempt.user_id.as_deref())?;
    let proof = attempt.verification.take();
    let known_by = visit.state.user(&owner)?.identifier().to_owned();
    attempt.begin_as(Some(owner));
    attempt.identifier = attempt.identifier.take().or(Some(known_by));
    attempt.verification = proof;
    Ok(())
}

/// Asks for a key of whoever has proven the first factor.
pub(super) fn prepare_second(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    visit.state.second_way(attempt, PASSKEY, None)?;
    attempt.second = Some(visit.state.ask_for_passkey(attempt.user_id.as_deref(), &visit.call.origin)?);
    Ok(())
}

pub(super) fn prove_second(visit: &mut Visit<'_>, attempt: &mut SignIn) -> Result<(), Problem> {
    visit.state.second_way(attempt, PASSKEY, None)?;
    let user_id = attempt.user_id.clone();
    check(visit, &mut attempt.second, user_id.as_deref()).map(|_| ())
}

/// Asks, within a session, for a key of its person.
pub(super) fn prepare_again(visit: &mut Visit<'_>, session_id: &str, is_first: bool) -> Result<(), Problem> {
    let user_id = visit.state.session(session_id)?.user_id.clone();
    let settings = &visit.state.settings;
    let is_on = if is_first { settings.has(Factor::Passkey) } else { settings.has_second(SecondFactor::Passkey) };
    if !is_on || visit.state.user(&user_id)?.proven_passkeys().next().is_none() {
        return Err(not_for_this_account());
    }
    let asked = visit.state.ask_for_passkey(Some(&user_id), &visit.call.origin)?;
    visit.state.keep_factor(session_id, is_first, Some(asked))
}

pub(super) fn prove_again(visit: &mut Visit<'_>, session_id: &str, is_first: bool) -> Result<(), Problem> {
    let user_id = visit.state.session(session_id)?.user_id.clone();
    let mut sent = visit.state.asked_factor(session_id, is_first)?;
    let outcome = check(visit, &mut sent, Some(&user_id));
    visit.state.keep_factor(session_id, is_first, sent)?;
    outcome.map(|_| ())
}

/// Answers whose key it was.
fn check(visit: &mut Visit<'_>, sent: &mut Option<Verification>, user_id: Option<&str>) -> Result<String, Problem> {
    let text = visit.call.form.filled(CREDENTIAL).ok_or_else(|| Problem::missing(CREDENTIAL))?;
    let sent = sent.as_mut().filter(|sent| sent.strategy == PASSKEY);
    let sent = sent.ok_or_else(|| Problem::new(Code::VerificationMissing, "Ask for a challenge first."))?;
    visit.state.check_passkey(sent, text, user_id)
}
