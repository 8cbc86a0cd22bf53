//! Signing in, signing up and waiting, by forms of the app's own.

mod attempt;
mod callback;
mod email_link;
mod errors;
pub mod legacy;
mod parameters;
mod sign_in;
mod sign_in_ways;
mod sign_up;
mod states;
mod waitlist;

pub use callback::HandleSSOCallback;
pub use email_link::{UseEmailLink, use_email_link};
pub use errors::FlowErrors;
pub use parameters::{
    EmailCodeTo, EmailLinkTo, LegacySignIn, PhoneCodeTo, SignInCreate, SignInPassword, SignInSso, SignUpCreate,
    SignUpPassword, SignUpSso, SignUpUpdate,
};
pub use sign_in::{UseSignIn, use_sign_in};
pub use sign_in_ways::{EmailCode, EmailLink, PhoneCode, ResetPasswordEmailCode, ResetPasswordPhoneCode, SecondFactor};
pub use sign_up::{SignUpVerifications, UseSignUp, use_sign_up};
pub use states::{
    EmailLinkOutcome, ExistingSession, Factor, ProtectCheck, SignIn, SignUp, SignUpVerification, UserData,
    WaitlistEntry,
};
pub use waitlist::{UseWaitlist, use_waitlist};
