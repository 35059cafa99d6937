"""Every rule of the translation, in order of code, and who judges which kind of guarantee."""

from __future__ import annotations

from collections.abc import Sequence

from prisma_schema_parser.diagnostic import Rule
from prisma_schema_parser.guarantees import Guarantee, Kind

from ..lowering.lowered import Lowered
from . import edited_by_hand as _edits
from . import left_out as _choices
from . import scalar_types as _types
from .advice import (
    decision_not_used,
    decision_on_unknown_rule,
    decision_without_reason,
    directive_not_followed,
    migration_not_read,
    migrations_differ,
    null_sorts_first,
    range_before_equality,
    reference_list_not_indexed,
    soft_reference,
    text_compared_exactly,
    zeros_apart,
)
from .changes import (
    bytes_in_storage,
    changed_by_hand,
    created_at_replaced,
    date_as_string,
    date_time_as_number,
    date_time_as_string,
    decimal_as_string,
    decimal_scaled,
    decimal_without_scale,
    enum_stored_by_mapped_name,
    enum_stored_by_name,
    full_text_search_differs,
    id_replaced,
    json_as_text,
    json_unchecked,
    legacy_id_kept,
    null_as_absent,
    type_chosen,
    vector_as_array,
)
from .field_by_field import outcomes_of_blocks
from .limits import (
    default_not_storable,
    index_fields_cut,
    list_length_limited,
    name_changed,
    nesting_too_deep,
    too_many_fields,
    too_many_tables,
    value_size_limited,
)
from .losses import (
    check_not_enforced,
    database_function_not_kept,
    database_index_not_created,
    default_not_applied,
    digits_not_kept,
    domain_not_checked,
    exclusion_not_enforced,
    expression_unique_not_enforced,
    extension_not_available,
    field_skipped,
    foreign_key_not_checked,
    generated_column_not_computed,
    gone_by_hand,
    ignored_not_emitted,
    index_not_created,
    index_option_dropped,
    integer_not_checked,
    loosened_by_hand,
    namespace_dropped,
    null_not_refused,
    omission_not_filled_in,
    on_delete_not_run,
    on_update_not_run,
    one_to_one_not_enforced,
    pair_not_unique,
    partial_index_widened,
    partial_unique_not_enforced,
    primary_key_not_enforced,
    recursive_type_unchecked,
    relation_cut,
    required_key_made_nullable,
    row_policy_not_applied,
    sequence_not_kept,
    shard_key_dropped,
    stays_behind,
    trigger_not_run,
    undefined_not_ignored,
    unique_not_enforced,
    unsupported_type,
    updated_at_not_set,
    value_bound_not_checked,
    view_not_computed,
    view_not_emitted,
    view_query_not_kept,
)
from .outcome import Check, Judge, Outcome, replaced

RULES: tuple[Rule, ...] = (
    unique_not_enforced.RULE,
    primary_key_not_enforced.RULE,
    one_to_one_not_enforced.RULE,
    pair_not_unique.RULE,
    foreign_key_not_checked.RULE,
    on_delete_not_run.RULE,
    on_update_not_run.RULE,
    default_not_applied.RULE,
    updated_at_not_set.RULE,
    value_bound_not_checked.RULE,
    integer_not_checked.RULE,
    index_option_dropped.RULE,
    partial_index_widened.RULE,
    index_not_created.RULE,
    required_key_made_nullable.RULE,
    unsupported_type.RULE,
    recursive_type_unchecked.RULE,
    shard_key_dropped.RULE,
    extension_not_available.RULE,
    view_not_emitted.RULE,
    ignored_not_emitted.RULE,
    namespace_dropped.RULE,
    null_not_refused.RULE,
    digits_not_kept.RULE,
    stays_behind.RULE,
    relation_cut.RULE,
    field_skipped.RULE,
    view_not_computed.RULE,
    omission_not_filled_in.RULE,
    undefined_not_ignored.RULE,
    gone_by_hand.RULE,
    loosened_by_hand.RULE,
    check_not_enforced.RULE,
    partial_unique_not_enforced.RULE,
    expression_unique_not_enforced.RULE,
    exclusion_not_enforced.RULE,
    trigger_not_run.RULE,
    generated_column_not_computed.RULE,
    row_policy_not_applied.RULE,
    view_query_not_kept.RULE,
    database_function_not_kept.RULE,
    sequence_not_kept.RULE,
    domain_not_checked.RULE,
    database_index_not_created.RULE,
    decimal_as_string.RULE,
    date_time_as_number.RULE,
    date_as_string.RULE,
    json_unchecked.RULE,
    vector_as_array.RULE,
    id_replaced.RULE,
    full_text_search_differs.RULE,
    enum_stored_by_name.RULE,
    date_time_as_string.RULE,
    decimal_scaled.RULE,
    decimal_without_scale.RULE,
    null_as_absent.RULE,
    bytes_in_storage.RULE,
    json_as_text.RULE,
    legacy_id_kept.RULE,
    enum_stored_by_mapped_name.RULE,
    type_chosen.RULE,
    changed_by_hand.RULE,
    created_at_replaced.RULE,
    name_changed.RULE,
    index_fields_cut.RULE,
    too_many_fields.RULE,
    too_many_tables.RULE,
    nesting_too_deep.RULE,
    default_not_storable.RULE,
    list_length_limited.RULE,
    value_size_limited.RULE,
    soft_reference.RULE,
    reference_list_not_indexed.RULE,
    directive_not_followed.RULE,
    range_before_equality.RULE,
    null_sorts_first.RULE,
    text_compared_exactly.RULE,
    zeros_apart.RULE,
    decision_without_reason.RULE,
    decision_on_unknown_rule.RULE,
    decision_not_used.RULE,
    migration_not_read.RULE,
    migrations_differ.RULE,
)


def _deferrable(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    """The check at the end of a transaction: nothing is checked while a mutation writes either."""
    return replaced("the order of the writes in a mutation, which is free: it is one transaction")


JUDGES: dict[Kind, Judge] = {
    "primary-key": primary_key_not_enforced.judge,
    "unique": unique_not_enforced.judge,
    "one-to-one": one_to_one_not_enforced.judge,
    "many-to-many": pair_not_unique.judge,
    "foreign-key": foreign_key_not_checked.judge,
    "on-delete": on_delete_not_run.judge,
    "on-update": on_update_not_run.judge,
    "default": default_not_applied.judge,
    "omitted-value": omission_not_filled_in.judge,
    "undefined-skipped": undefined_not_ignored.judge,
    "updated-at": updated_at_not_set.judge,
    "not-null": required_key_made_nullable.judge,
    "scalar-type": _types.judge_scalar,
    "enum-membership": _types.judge_enum,
    "composite-shape": recursive_type_unchecked.judge,
    "list": _types.judge_list,
    "native-type": value_bound_not_checked.judge,
    "index": index_not_created.judge,
    "full-text-index": full_text_search_differs.judge,
    "index-option": index_option_dropped.judge,
    "mapped-name": enum_stored_by_name.judge,
    "namespace": namespace_dropped.judge,
    "shard-key": shard_key_dropped.judge,
    "relation-mode": _types.judge_relation_mode,
    "extension": extension_not_available.judge,
    "view": view_not_emitted.judge,
    "ignored-model": ignored_not_emitted.judge,
    "ignored-field": ignored_not_emitted.judge,
    "check": check_not_enforced.judge,
    "partial-unique": partial_unique_not_enforced.judge,
    "expression-unique": expression_unique_not_enforced.judge,
    "exclusion": exclusion_not_enforced.judge,
    "trigger": trigger_not_run.judge,
    "generated-column": generated_column_not_computed.judge,
    "row-policy": row_policy_not_applied.judge,
    "view-definition": view_query_not_kept.judge,
    "function": database_function_not_kept.judge,
    "sequence": sequence_not_kept.judge,
    "domain": domain_not_checked.judge,
    "database-index": database_index_not_created.judge,
    "deferrable": _deferrable,
}


def judge(guarantees: Sequence[Guarantee], lowered: Lowered) -> list[Outcome]:
    """What becomes of each guarantee, by the judge of its kind, unless its subject was edited by hand, was
    left out or stands where nothing is checked."""
    is_plain = not (lowered.excluded or lowered.skipped or lowered.unchecked)
    has_created = any(model.created is not None for model in lowered.models.values())
    if not is_plain or has_created or lowered.by_hand.edits:
        ends = [_judge(guarantee, lowered) for guarantee in guarantees]
    else:
        ends = [JUDGES[guarantee.kind](guarantee, lowered) for guarantee in guarantees]
    return outcomes_of_blocks(guarantees, ends, lowered)


def _judge(guarantee: Guarantee, lowered: Lowered) -> Outcome:
    if lowered.by_hand.edits:
        outcome = _edits.judge(guarantee, lowered)
        if outcome is not None:
            return outcome
    if lowered.excluded or lowered.skipped:
        outcome = _choices.judge(guarantee, lowered)
        if outcome is not None:
            return outcome
    created = created_at_replaced.judge(guarantee, lowered)
    if created is not None:
        return created
    if lowered.unchecked:
        outcome = recursive_type_unchecked.judge_inside(guarantee, lowered)
        if outcome is not None:
            return outcome
    return JUDGES[guarantee.kind](guarantee, lowered)


# What is no guarantee's end, but must be said all the same.
CHECKS: tuple[Check, ...] = (
    name_changed.check,
    too_many_fields.check,
    too_many_tables.check,
    nesting_too_deep.check,
    default_not_storable.check,
    list_length_limited.check,
    value_size_limited.check,
    soft_reference.check,
    range_before_equality.check,
    null_sorts_first.check,
    text_compared_exactly.check,
    zeros_apart.check,
    reference_list_not_indexed.check,
    stays_behind.check,
    null_as_absent.check,
    directive_not_followed.check,
    migration_not_read.check,
    migrations_differ.check,
)
