from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from prisma_to_convex.lowering.cycle_breaking import Edge, freed
from support.work import growth


def test_no_cycle_frees_nothing() -> None:
    edges = [Edge("Post", "userId", "User"), Edge("Comment", "postId", "Post")]
    assert freed(edges, edges) == ()


def test_a_self_reference_is_freed() -> None:
    edge = Edge("Node", "parentId", "Node")
    assert freed([edge], [edge]) == (edge,)


def test_the_model_that_most_refer_to_gives_way() -> None:
    owner = Edge("Account", "ownerId", "User")
    edges = [
        owner,
        Edge("User", "accountId", "Account"),
        Edge("Lead", "accountId", "Account"),
        Edge("Job", "accountId", "Account"),
    ]
    assert freed(edges, edges) == (owner,)


def test_ties_go_by_source_order() -> None:
    a, b = Edge("A", "bId", "B"), Edge("B", "aId", "A")
    assert freed([a, b], [a, b]) == (a,)
    assert freed([b, a], [b, a]) == (b,)


def test_nullable_references_count_for_who_is_referred_to() -> None:
    a, b = Edge("A", "bId", "B"), Edge("B", "aId", "A")
    assert freed([a, b], [a, b, Edge("C", "bId", "B")]) == (b,)


def test_each_cycle_gives_way_once() -> None:
    edges = [
        Edge("A", "bId", "B"),
        Edge("B", "aId", "A"),
        Edge("C", "dId", "D"),
        Edge("D", "cId", "C"),
    ]
    assert freed(edges, edges) == (edges[0], edges[2])


def test_a_long_cycle_needs_no_recursion() -> None:
    count = 5000
    names = [f"M{number}" for number in range(count)]
    edges = [Edge(name, "nextId", names[(number + 1) % count]) for number, name in enumerate(names)]
    assert len(freed(edges, edges)) == 1


def test_a_tenant_key_is_the_last_choice() -> None:
    # Both of Tenant <-> User could give way; everything refers to Tenant, so a key to it stays.
    edges = [
        Edge("User", "tenantId", "Tenant"),
        Edge("Tenant", "ownerId", "User"),
        Edge("Lead", "tenantId", "Tenant"),
        Edge("Lead", "userId", "User"),
        Edge("Job", "tenantId", "Tenant"),
        Edge("Job", "userId", "User"),
        Edge("Note", "userId", "User"),
    ]
    assert freed(edges, edges)[0].field != "tenantId"


def test_a_field_that_needs_two_documents_gives_way_once() -> None:
    both = [Edge("A", "pair", "B"), Edge("A", "pair", "C")]
    edges = [*both, Edge("B", "aId", "A"), Edge("C", "aId", "A")]
    assert freed(edges, [*edges, Edge("D", "aId", "A")]) == (both[0],)


def test_a_reference_to_itself_makes_no_model_more_popular() -> None:
    a, b = Edge("A", "bId", "B"), Edge("B", "aId", "A")
    assert freed([a, b], [a, b, Edge("B", "parentId", "B")]) == (a,)


def _one_after_the_other(edges: list[Edge]) -> set[tuple[str, str]]:
    """What `freed` is to find: as long as there is a cycle, the cheapest edge on one goes."""
    left, gone = list(edges), set()
    referrers: dict[str, set[str]] = {}
    for edge in edges:
        if edge.model != edge.target:
            referrers.setdefault(edge.target, set()).add(edge.model)

    def cost(edge: Edge) -> tuple[bool, bool, int, int]:
        is_self = edge.model == edge.target
        is_tenant = edge.field == "tenantId" and not is_self
        return not is_self, is_tenant, -len(referrers.get(edge.model, ())), edges.index(edge)

    def is_on_a_cycle(edge: Edge) -> bool:
        seen = [edge.target]
        for node in seen:
            seen += {one.target for one in left if one.model == node} - set(seen)
        return edge.model in seen

    while found := [edge for edge in left if is_on_a_cycle(edge)]:
        gone.add(min(found, key=cost)[:2])
        left = [edge for edge in left if edge[:2] not in gone]
    return gone


_MODELS = st.sampled_from("ABCDE")
_NAMES = st.sampled_from(["tenantId", "x", "y", "z"])
_KEYS = st.tuples(_MODELS, _NAMES, _MODELS).map(lambda parts: Edge(*parts))


@given(st.lists(_KEYS, unique=True, max_size=14))
def test_the_cheapest_gives_way_until_no_cycle_is_left(edges: list[Edge]) -> None:
    by_field = sorted(edges, key=lambda edge: edge[:2])  # as a schema lists them
    found = freed(by_field, by_field)
    assert {edge[:2] for edge in found} == _one_after_the_other(by_field)


def test_many_cycles_cost_no_search_each() -> None:
    def pairs(count: int) -> Callable[[], object]:
        edges = [
            edge
            for at in range(count)
            for edge in (Edge(f"M{at}", "a", f"M{at + 1}"), Edge(f"M{at + 1}", "b", f"M{at}"))
        ]
        return lambda: freed(edges, edges)

    assert growth(pairs, 200) < 2.6
