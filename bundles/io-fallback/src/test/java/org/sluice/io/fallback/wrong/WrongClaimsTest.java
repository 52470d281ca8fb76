package org.sluice.io.fallback.wrong;

import static org.sluice.io.fallback.wrong.Backends.claiming;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.IoFeature;

/** Claims that java.nio cannot keep, and the rules that notice it. */
class WrongClaimsTest {

    @Test
    @Tag("root")
    void every_attribute() {
        Backends.applies("IoMetadataRules", "owner_and_group_are_kept_of_files_directories_and_links");
        claiming("IoAttributeRules", IoFeature.ALL_ATTRIBUTES)
                .failsExactly(
                        "a_files_capabilities_outlive_its_content_and_its_owner",
                        "an_attributes_name_may_be_any_bytes",
                        "the_superusers_attributes_are_kept_of_entries_of_every_kind");
    }

    @Test
    void access_control_lists() {
        claiming("IoAclRules", IoFeature.ACL)
                .failsExactly(
                        "a_copy_has_exactly_the_sources_list_when_it_is_asked_for",
                        "a_copy_inherits_its_directorys_list_when_none_is_asked_for",
                        "a_directory_has_a_list_of_access_and_one_that_is_inherited",
                        "a_list_is_set_told_and_taken_away_again",
                        "a_mode_is_exactly_that_beside_a_list",
                        "an_open_file_has_its_list_too");
    }

    @Test
    @Tag("root")
    void special_files() {
        Backends.applies("IoMetadataRules", "owner_and_group_are_kept_of_files_directories_and_links");
        claiming("IoSpecialRules", IoFeature.SPECIAL_FILES)
                .failsExactly(
                        "a_fifo_and_a_socket_are_made_with_their_metadata",
                        "a_special_file_replaces_nothing",
                        "device_nodes_are_made_with_their_number_and_owner");
    }

    @Test
    void times_of_birth() {
        claiming("IoTimeRules", IoFeature.BIRTH_TIME).failsExactly("the_time_an_entry_was_made_is_told");
    }
}
