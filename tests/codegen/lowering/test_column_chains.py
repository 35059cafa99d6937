"""What columns repeat, against a search that tries every way."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.lowering.column_chains import Column, Step, referred_models, roots
from support.work import growth

_COLUMNS = st.sampled_from([(model, field) for model in "ABC" for field in "xy"])
_STEPS = st.dictionaries(
    _COLUMNS,
    st.lists(
        st.tuples(_COLUMNS, st.booleans()).map(lambda pair: Step(*pair)), min_size=1, max_size=2
    ),
    max_size=6,
).map(lambda found: {column: tuple(steps) for column, steps in found.items()})


def _first(
    column: Column,
    direct: dict[Column, str],
    steps: dict[Column, tuple[Step, ...]],
    seen: frozenset[Column] = frozenset(),
) -> str | None:
    if column in seen:
        return None
    if column in direct:
        return direct[column]
    for step in steps.get(column, ()):
        found = step.to[0] if step.is_id else _first(step.to, direct, steps, seen | {column})
        if found is not None:
            return found
    return None


@given(st.dictionaries(_COLUMNS, st.sampled_from("ABC"), max_size=2), _STEPS)
def test_the_first_way_to_an_id_tells_the_model(
    direct: dict[Column, str], steps: dict[Column, tuple[Step, ...]]
) -> None:
    expected = {
        column: model
        for column in {**direct, **steps}
        if (model := _first(column, direct, steps)) is not None
    }
    assert referred_models(direct, steps) == expected


@given(_STEPS)
def test_the_root_is_the_last_that_is_repeated(steps: dict[Column, tuple[Step, ...]]) -> None:
    expected = {}
    for start in steps:
        way = [start]
        while way[-1] in steps and (to := steps[way[-1]][0].to) not in way:
            way.append(to)
        expected[start] = way[-1]
    found = roots(steps)
    assert {column: found[column] for column in steps} == expected


def test_a_long_chain_is_followed_once() -> None:
    def chain(count: int) -> Callable[[], object]:
        steps = {
            (f"M{at}", "id"): (Step((f"M{at + 1}", "id"), at == count - 1),) for at in range(count)
        }
        return lambda: (referred_models({}, steps), roots(steps))

    assert growth(chain, 500) < 2.3
