//! The types of events that Clerk publishes.

use std::fmt;

macro_rules! event_types {
    ($($name:ident = $text:literal),+ $(,)?) => {
        /// What happened.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum EventType {
            $(#[doc = concat!("`", $text, "`.")] $name,)+
            /// One that was not published when this was written.
            Other(String),
        }

        impl EventType {
            /// Those that are published, and one that only Clerk's own SDK names (`subscriptionItem.created`).
            pub const KNOWN: &[Self] = &[$(Self::$name),+];

            /// Its name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)+
                    Self::Other(name) => name,
                }
            }
        }

        impl From<&str> for EventType {
            fn from(name: &str) -> Self {
                match name {
                    $($text => Self::$name,)+
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}

event_types! {
    EmailCreated = "email.created",
    OrganizationCreated = "organization.created",
    OrganizationUpdated = "organization.updated",
    OrganizationDeleted = "organization.deleted",
    OrganizationDomainCreated = "organizationDomain.created",
    OrganizationDomainUpdated = "organizationDomain.updated",
    OrganizationDomainDeleted = "organizationDomain.deleted",
    OrganizationInvitationCreated = "organizationInvitation.created",
    OrganizationInvitationAccepted = "organizationInvitation.accepted",
    OrganizationInvitationRevoked = "organizationInvitation.revoked",
    OrganizationMembershipCreated = "organizationMembership.created",
    OrganizationMembershipUpdated = "organizationMembership.updated",
    OrganizationMembershipDeleted = "organizationMembership.deleted",
    PaymentAttemptCreated = "paymentAttempt.created",
    PaymentAttemptUpdated = "paymentAttempt.updated",
    PermissionCreated = "permission.created",
    PermissionUpdated = "permission.updated",
    PermissionDeleted = "permission.deleted",
    RoleCreated = "role.created",
    RoleUpdated = "role.updated",
    RoleDeleted = "role.deleted",
    SessionCreated = "session.created",
    SessionPending = "session.pending",
    SessionEnded = "session.ended",
    SessionRemoved = "session.removed",
    SessionRevoked = "session.revoked",
    SmsCreated = "sms.created",
    SubscriptionCreated = "subscription.created",
    SubscriptionUpdated = "subscription.updated",
    SubscriptionActive = "subscription.active",
    SubscriptionPastDue = "subscription.pastDue",
    SubscriptionItemAbandoned = "subscriptionItem.abandoned",
    SubscriptionItemActive = "subscriptionItem.active",
    SubscriptionItemCanceled = "subscriptionItem.canceled",
    SubscriptionItemCreated = "subscriptionItem.created",
    SubscriptionItemEnded = "subscriptionItem.ended",
    SubscriptionItemFreeTrialEnding = "subscriptionItem.freeTrialEnding",
    SubscriptionItemIncomplete = "subscriptionItem.incomplete",
    SubscriptionItemPastDue = "subscriptionItem.pastDue",
    SubscriptionItemUpcoming = "subscriptionItem.upcoming",
    SubscriptionItemUpdated = "subscriptionItem.updated",
    UserCreated = "user.created",
    UserUpdated = "user.updated",
    UserDeleted = "user.deleted",
    WaitlistEntryCreated = "waitlistEntry.created",
    WaitlistEntryUpdated = "waitlistEntry.updated",
}

impl fmt::Display for EventType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
