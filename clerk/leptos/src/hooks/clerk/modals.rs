//! Clerk's modals: before ClerkJS is there none can open.

use super::UseClerk;
use crate::{
    ClerkStatus, OrganizationProfileOptions, SignInOptions, SignUpOptions, UserProfileOptions, js, prelude::*,
    props::Props,
};

impl UseClerk {
    /// Opens the sign-in modal.
    pub fn open_sign_in(self) {
        self.open("SignIn", Props::default());
    }

    /// Opens the sign-in modal with props.
    pub fn open_sign_in_with(self, options: SignInOptions) {
        self.open("SignIn", options.0);
    }

    /// Closes it.
    pub fn close_sign_in(self) {
        self.close("SignIn");
    }

    /// Opens the sign-up modal.
    pub fn open_sign_up(self) {
        self.open("SignUp", Props::default());
    }

    /// Opens the sign-up modal with props.
    pub fn open_sign_up_with(self, options: SignUpOptions) {
        self.open("SignUp", options.0);
    }

    /// Closes it.
    pub fn close_sign_up(self) {
        self.close("SignUp");
    }

    /// Opens the profile of the user.
    pub fn open_user_profile(self) {
        self.open("UserProfile", Props::default());
    }

    /// Opens the profile of the user with props.
    pub fn open_user_profile_with(self, options: UserProfileOptions) {
        self.open("UserProfile", options.0);
    }

    /// Closes it.
    pub fn close_user_profile(self) {
        self.close("UserProfile");
    }

    /// Opens the profile of the active organization.
    pub fn open_organization_profile(self) {
        self.open("OrganizationProfile", Props::default());
    }

    /// Opens the profile of the active organization with props.
    pub fn open_organization_profile_with(self, options: OrganizationProfileOptions) {
        self.open("OrganizationProfile", options.0);
    }

    /// Closes it.
    pub fn close_organization_profile(self) {
        self.close("OrganizationProfile");
    }

    /// Opens the form that makes an organization.
    pub fn open_create_organization(self) {
        self.open("CreateOrganization", Props::default());
    }

    /// Closes it.
    pub fn close_create_organization(self) {
        self.close("CreateOrganization");
    }

    /// Opens the form that invites people to the active organization.
    pub fn open_invite_members(self) {
        self.open("InviteMembers", Props::default());
    }

    /// Closes it.
    pub fn close_invite_members(self) {
        self.close("InviteMembers");
    }

    /// Opens the form of the waiting list.
    pub fn open_waitlist(self) {
        self.open("Waitlist", Props::default());
    }

    /// Closes it.
    pub fn close_waitlist(self) {
        self.close("Waitlist");
    }

    /// Opens Google's prompt.
    pub fn open_google_one_tap(self) {
        self.open("GoogleOneTap", Props::default());
    }

    /// Closes it.
    pub fn close_google_one_tap(self) {
        self.close("GoogleOneTap");
    }

    pub(crate) fn open(self, name: &str, props: Props) {
        if self.is_ready() {
            js::open(name, &props);
        }
    }

    fn close(self, name: &str) {
        if self.is_ready() {
            js::close(name);
        }
    }

    fn is_ready(self) -> bool {
        self.status.with_untracked(|status| *status == ClerkStatus::Ready)
    }
}
