//! What every store adapter must do, as one suite for all of them: `testkit::store_contract!(open)` in an adapter's
//! test makes a test of each case. `open` gives an empty database that lives as long as what it returns.

pub mod addresses;
pub mod audit;
pub mod audit_pages;
pub mod cancellation;
pub mod concurrency;
pub mod cursors;
pub mod deleting;
pub mod equal_ids;
pub mod hostile;
pub mod inserting;
pub mod instance;
pub mod isolation;
pub mod keys;
pub mod keys_at_once;
pub mod listing;
mod patience;
pub mod purging;
pub mod quotas;
pub mod refusals;
pub mod registry;
pub mod removing;
pub mod renewing;
pub mod search;
pub mod search_plans;
pub mod search_rule;
pub mod task_order;
pub mod task_pages;
pub mod tasks;
pub mod tasks_at_once;
pub mod trimming;
mod world;
pub mod writing;

use std::{any::Any, sync::Arc};

use anyhow::Result;
use async_trait::async_trait;
use domain::Clock;
use store::{AuditStore, IdGenerator, ProjectQuota, ProjectStore, SystemStore, TaskStore};

/// An empty database and what keeps it alive.
pub struct Opened {
    /// The ports under test, all on the same database.
    pub projects: Arc<dyn ProjectStore>,
    /// The projects, of which no tenant may have more than that.
    pub bounded: Box<dyn Fn(ProjectQuota) -> Arc<dyn ProjectStore> + Send + Sync>,
    /// The tasks of the projects.
    pub tasks: Arc<dyn TaskStore>,
    /// What was done with them.
    pub audit: Arc<dyn AuditStore>,
    /// The system's own calls, with every right that they may need.
    pub system: Arc<dyn SystemStore>,
    /// The same database.
    pub raw: Arc<dyn Raw>,
    /// Dropped last: a temporary folder, a server.
    pub guard: Box<dyn Any + Send + Sync>,
}

/// The database behind the ports, for what no port does.
#[async_trait]
pub trait Raw: Send + Sync {
    /// Runs a statement that is the same on every database, held by nothing.
    async fn run(&self, statement: &'static str) -> Result<()>;
}

/// Makes a database whose adapter uses this clock and these ids.
pub trait Open: AsyncFn(Arc<dyn Clock>, Arc<dyn IdGenerator>) -> Result<Opened> {}

impl<T: AsyncFn(Arc<dyn Clock>, Arc<dyn IdGenerator>) -> Result<Opened>> Open for T {}

macro_rules! isolation_cases {
    ($($module:ident :: $case:ident),+ $(,)?) => {
        /// The isolation cases, and others in which the statements appear that those have no use for: what is tried on a
        /// statement that lost its tenant.
        pub const ISOLATION: &[&str] = &[$(concat!(stringify!($module), "::", stringify!($case))),+];

        /// Runs one of [`ISOLATION`].
        ///
        /// # Errors
        /// When the case fails, or is none of them.
        pub async fn isolation_case(name: &str, open: impl Open) -> Result<()> {
            match name {
                $(concat!(stringify!($module), "::", stringify!($case)) => $module::$case(open).await,)+
                other => anyhow::bail!("{other} is no isolation case"),
            }
        }
    };
}

isolation_cases![
    isolation::another_tenants_projects_do_not_exist,
    isolation::another_tenants_tasks_do_not_exist,
    isolation::another_tenants_words_are_not_searched,
    isolation::another_tenants_events_are_not_listed,
    isolation::equal_ids_stay_apart,
    equal_ids::each_is_read_and_changed_in_its_tenant,
    equal_ids::each_is_deleted_in_its_tenant,
    equal_ids::each_is_removed_with_its_tenant,
    equal_ids::each_trail_is_trimmed_in_its_tenant,
    inserting::a_batch_is_inserted_whole_or_not_at_all,
    purging::only_what_is_deleted_is_purged,
    removing::other_tenants_stay_as_they_are,
    renewing::a_renewal_keeps_to_the_tenant_it_is_in,
    tasks::tasks_belong_to_their_project,
    trimming::what_is_kept_no_longer_goes,
];

/// A `#[tokio::test]` for each case of the contract, on databases made by the given [`Open`](contract::Open).
#[macro_export]
macro_rules! store_contract {
    ($open:path) => {
        $crate::store_contract! { $open:
            writing {
                a_project_is_made_and_read
                what_is_not_given_has_a_default
                an_update_counts_up
                an_update_keeps_what_is_not_given
                a_stale_update_is_a_conflict
            }
            keys {
                a_given_key_is_the_key
                without_a_key_the_first_free_candidate_is_taken
                a_key_is_taken_whatever_list_its_project_is_in
                an_update_may_change_the_key
                a_taken_key_changes_nothing
                a_purged_project_gives_its_key_back
                each_tenant_has_its_own_keys
            }
            keys_at_once {
                of_creates_with_one_key_one_gets_it
                creates_with_one_name_all_get_a_key
                of_updates_to_one_key_one_gets_it
            }
            deleting {
                who_may_delete_deletes_any
                the_creator_deletes_their_own
                a_deleted_project_is_in_its_list_alone
                a_restored_project_is_as_it_was
                who_may_delete_may_restore
            }
            purging {
                the_time_is_exact
                only_what_is_deleted_is_purged
                a_purge_takes_no_more_than_it_should
                nothing_of_a_purged_project_is_left
                a_purge_is_noted
                the_texts_of_a_purged_project_go
                tenants_are_visited_when_something_is_due
                a_deletion_beside_a_purge_is_due_later
                a_lease_is_one_holders
            }
            quotas {
                a_tenant_has_so_many_projects_and_no_more
                a_deleted_project_counts_until_it_is_purged
                what_is_refused_leaves_nothing
                the_last_place_goes_to_one
                ready_made_projects_count_and_are_not_refused
            }
            listing {
                pages_hold_every_project_once
                every_list_has_every_order
                pages_stand_while_rows_come_and_go
                limits_are_kept_within_bounds
            }
            cursors {
                a_cursor_belongs_to_its_tenant
                a_cursor_belongs_to_its_list_and_order
                a_cursor_of_one_resource_is_none_of_another
                mangled_cursors_are_refused
                forged_cursors_do_no_harm
            }
            search {
                words_are_found_by_their_beginning
                words_are_found_in_name_key_and_description
                words_of_every_script_are_found
                spellings_of_one_word_find_each_other
                texts_without_spaces_are_found_by_any_part
                long_questions_are_answered_by_their_first_words
                signs_are_no_wildcards
                a_changed_project_is_found_by_its_new_words_alone
                deleted_and_archived_projects_are_searched_in_their_lists
                an_owner_has_their_projects
            }
            search_rule {
                search_finds_what_the_rule_says
            }
            search_plans {
                rare_words_are_found_at_once_and_common_ones_in_the_end
                words_that_seldom_meet_end_a_walk_early
                pages_of_common_words_are_full
            }
            tasks {
                a_task_is_made_and_read
                an_update_changes_what_it_names
                a_stale_update_is_a_conflict
                tasks_belong_to_their_project
                a_deleted_project_has_no_tasks
                a_project_has_so_many_tasks_and_no_more
            }
            task_order {
                every_move_is_the_move_of_a_list
                every_deletion_closes_the_gap
                any_sequence_of_changes_keeps_the_order
            }
            task_pages {
                pages_hold_every_task_once
                limits_are_kept_within_bounds
            }
            tasks_at_once {
                creates_at_once_all_have_a_place
                moves_at_once_keep_the_places
                all_kinds_of_changes_at_once_keep_the_places
                the_limit_holds_at_once
            }
            audit {
                every_change_is_noted_once
                what_changes_nothing_is_not_noted
                the_text_is_the_same_on_every_database
                an_event_without_a_request_names_none
                whoever_acts_in_somebodys_place_is_noted
                whoever_acts_in_somebodys_place_has_no_right_to_delete
            }
            refusals {
                a_refusal_is_noted_with_what_was_tried
                a_refusal_tells_nothing_of_the_object
            }
            audit_pages {
                pages_hold_every_event_once
                events_of_one_moment_have_an_order
                limits_are_kept_within_bounds
            }
            isolation {
                another_tenants_projects_do_not_exist
                another_tenants_tasks_do_not_exist
                another_tenants_words_are_not_searched
                another_tenants_events_are_not_listed
                equal_ids_stay_apart
            }
            equal_ids {
                each_is_read_and_changed_in_its_tenant
                each_is_deleted_in_its_tenant
                each_is_removed_with_its_tenant
                each_trail_is_trimmed_in_its_tenant
            }
            hostile {
                hostile_texts_come_back_as_they_went_in
                hostile_titles_come_back_as_they_went_in
                hostile_questions_are_answered
                hostile_texts_are_noted_as_they_are
            }
            concurrency {
                creates_at_once_all_arrive
                updates_at_once_are_never_lost
                deletes_and_restores_at_once_happen_in_turn
                changes_at_once_are_all_noted
            }
            cancellation {
                acknowledged_projects_survive_dropped_futures
                acknowledged_updates_survive_dropped_futures
                acknowledged_deletions_survive_dropped_futures
                acknowledged_tasks_survive_dropped_futures
            }
            trimming {
                what_is_kept_no_longer_goes
                a_trail_without_a_limit_is_kept
                a_trim_takes_no_more_than_it_should
                trimming_at_once_is_trimming_once
                tenants_are_visited_when_something_is_too_old
            }
            addresses {
                an_address_is_found_whoever_is_there_now
                an_address_goes_with_its_organization
            }
            registry {
                a_tenant_is_registered_with_its_first_row
                the_registry_is_read_in_pages
                tenants_arriving_at_once_are_registered_once
            }
            removing {
                nothing_of_a_removed_tenant_is_left
                other_tenants_stay_as_they_are
                an_unknown_tenant_cannot_be_removed
                a_removed_tenant_may_begin_again
                removing_at_once_is_removing_once
                a_large_tenant_is_removed_whole
            }
            renewing {
                terms_of_older_rules_are_made_anew
                a_renewal_goes_on_where_it_was_left
                one_server_renews_at_a_time
                a_renewal_keeps_to_the_tenant_it_is_in
                a_renewal_and_changes_are_in_nobodys_way
            }
            inserting {
                ready_made_projects_are_as_they_were_made
                a_batch_is_inserted_whole_or_not_at_all
                many_are_inserted_at_once
            }
            instance {
                the_first_instance_keeps_the_database
                the_store_answers_a_ping
                the_schema_is_up_to_date
                a_new_database_is_well
            }
        }
    };
    ($open:path: $($module:ident { $($case:ident)* })*) => {$(
        mod $module {
            use super::*;

            $(
                #[tokio::test(flavor = "multi_thread")]
                async fn $case() -> anyhow::Result<()> {
                    $crate::contract::$module::$case($open).await
                }
            )*
        }
    )*};
}

#[cfg(test)]
mod tests;
