"""No module of the compiler leads back to itself by what it imports, an import inside a function included."""

from __future__ import annotations

import grimp

from prisma_to_convex.kit.reachability import components


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph("prisma_to_convex", cache_dir=None)
    following = {
        module: sorted(graph.find_modules_directly_imported_by(module)) for module in graph.modules
    }
    assert len(following) > 200
    circles = [group for group in components(sorted(following), following) if len(group) > 1]
    assert circles == []
