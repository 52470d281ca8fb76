package org.sluice.io.linux.wrong;

import static org.sluice.io.linux.wrong.Backends.roots;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sluice.io.Aspect;
import org.sluice.io.Attribute;
import org.sluice.io.Attributes;
import org.sluice.io.Copied;
import org.sluice.io.Loss;
import org.sluice.io.Metadata;
import org.sluice.io.RelPath;
import org.sluice.io.Root;
import org.sluice.tck.ContractRun;
import org.sluice.tck.RightRoot;

/** Extended attributes and access control lists that go wrong in one way, and the rules that notice it. */
class WrongAttributesTest {

    private static final String RULES = "IoAttributeRules";
    private static final String LISTS = "IoAclRules";
    private static final Set<Aspect> EVERYTHING = EnumSet.allOf(Aspect.class);

    @Test
    void right_attributes_keep_every_rule() {
        roots(RULES, RightRoot::new).holds();
        roots(LISTS, RightRoot::new).holds();
    }

    private interface Applied {
        List<Loss> apply(Root right, RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
                throws IOException;
    }

    private static ContractRun applied(String rules, Applied wrong) {
        return roots(rules, root -> new RightRoot(root) {
            @Override
            public List<Loss> apply(RelPath path, Metadata metadata, Attributes attributes, Set<Aspect> aspects)
                    throws IOException {
                return wrong.apply(right, path, metadata, attributes, aspects);
            }
        });
    }

    private interface Copying {
        Copied copy(Root right, RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                throws IOException;
    }

    private static ContractRun copied(String rules, Copying wrong) {
        return roots(rules, root -> new RightRoot(root) {
            @Override
            public Copied copy(RelPath from, Root target, RelPath to, Metadata metadata, Set<Aspect> aspects)
                    throws IOException {
                Root there = target instanceof RightRoot ? this.right : target;
                return wrong.copy(right, from, there, to, metadata, aspects);
            }
        });
    }

    @Test
    void attributes_that_are_only_added() {
        applied(RULES, (right, path, metadata, attributes, aspects) -> {
                    List<Attribute> all = new ArrayList<>();
                    attributes.forEach(all::add);
                    for (Attribute old : right.attributes(path, aspects)) {
                        if (attributes.value(old.name()).isEmpty()) {
                            all.add(old);
                        }
                    }
                    return right.apply(path, metadata, Attributes.of(all), aspects);
                })
                .failsExactly(
                        "an_entry_has_exactly_the_attributes_it_was_given_last",
                        "attributes_come_before_a_mode_that_forbids_them_and_go_after_it");
    }

    @Test
    void attributes_of_every_aspect_whatever_was_asked_for() {
        roots(RULES, root -> new RightRoot(root) {
                    @Override
                    public Attributes attributes(RelPath path, Set<Aspect> aspects) throws IOException {
                        return super.attributes(path, EVERYTHING);
                    }
                })
                .failsExactly("attributes_of_an_aspect_not_asked_for_are_left_and_not_told");
    }

    @Test
    void losses_that_nobody_hears_of() {
        applied(RULES, (right, path, metadata, attributes, aspects) -> {
                    right.apply(path, metadata, attributes, aspects);
                    return List.of();
                })
                .failsExactly("an_attribute_that_cannot_be_set_is_a_loss_and_all_else_is_done");
    }

    @Test
    void names_that_are_taken_for_text() {
        applied(RULES, (right, path, metadata, attributes, aspects) -> {
                    List<Attribute> text = new ArrayList<>();
                    attributes.forEach(
                            each -> text.add(new Attribute(each.toString().getBytes(), each.value())));
                    return right.apply(path, metadata, Attributes.of(text), aspects);
                })
                .failsExactly("an_attributes_name_may_be_any_bytes");
    }

    @Test
    void copies_that_keep_all_there_is() {
        copied(
                        RULES,
                        (right, from, target, to, metadata, aspects) ->
                                right.copy(from, target, to, metadata, EVERYTHING))
                .failsExactly("a_copy_has_the_attributes_when_they_are_asked_for_and_none_else");
    }

    @Test
    void copies_into_another_kind_of_root_that_keep_nothing() {
        copied(
                        RULES,
                        (right, from, target, to, metadata, aspects) ->
                                right.copy(from, target, to, metadata, target == right ? aspects : Set.of()))
                .failsExactly("a_large_copy_has_them_too_and_one_into_another_kind_of_root");
    }

    @Test
    @Tag("root")
    void an_owner_that_is_set_after_the_capabilities() {
        Backends.applies(RULES, "a_files_capabilities_outlive_its_content_and_its_owner");
        applied(RULES, (right, path, metadata, attributes, aspects) -> {
                    List<Loss> losses = right.apply(path, metadata, attributes, aspects);
                    right.apply(path, metadata);
                    return losses;
                })
                .failsExactly("a_files_capabilities_outlive_its_content_and_its_owner");
    }

    @Test
    void a_copy_that_keeps_its_directorys_list_beside_the_sources() {
        Backends.applies(LISTS, "a_copy_has_exactly_the_sources_list_when_it_is_asked_for");
        copied(
                        LISTS,
                        (right, from, target, to, metadata, aspects) -> right.copy(
                                from,
                                target,
                                to,
                                metadata,
                                right.attributes(from, aspects).isEmpty() ? Set.of() : aspects))
                .failsExactly("a_copy_has_exactly_the_sources_list_when_it_is_asked_for");
    }

    @Test
    void a_copy_that_keeps_the_sources_list_unasked() {
        Backends.applies(LISTS, "a_copy_inherits_its_directorys_list_when_none_is_asked_for");
        copied(
                        LISTS,
                        (right, from, target, to, metadata, aspects) ->
                                right.copy(from, target, to, metadata, EVERYTHING))
                .failsExactly("a_copy_inherits_its_directorys_list_when_none_is_asked_for");
    }

    @Test
    void directories_without_a_list_to_inherit() {
        Backends.applies(LISTS, "a_directory_has_a_list_of_access_and_one_that_is_inherited");
        applied(LISTS, (right, path, metadata, attributes, aspects) -> {
                    List<Attribute> own = new ArrayList<>();
                    attributes.forEach(each -> {
                        if (!each.isOf("system.posix_acl_default")) {
                            own.add(each);
                        }
                    });
                    return right.apply(path, metadata, Attributes.of(own), aspects);
                })
                .failsExactly(
                        "a_copy_inherits_its_directorys_list_when_none_is_asked_for",
                        "a_directory_has_a_list_of_access_and_one_that_is_inherited");
    }

    @Test
    void a_mode_that_a_list_takes_the_set_id_bits_of() {
        Backends.applies(LISTS, "a_mode_is_exactly_that_beside_a_list");
        applied(
                        LISTS,
                        (right, path, metadata, attributes, aspects) ->
                                right.apply(path, metadata.withMode(metadata.mode() & 0777), attributes, aspects))
                .failsExactly("a_mode_is_exactly_that_beside_a_list");
    }
}
