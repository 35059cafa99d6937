"""Classified calls -> a sketch: modules of Convex functions, and the calls that have none."""

from __future__ import annotations

from collections.abc import Sequence

from ..calls.call import PrismaCall
from ..calls.classified import ClassifiedCall
from ..lowering.lowered import Lowered
from .call_sketching import sketched
from .names_in_scope import ScopeNames, capitalized, identifier
from .sketch_files import ACCESS, HELPERS, access_text, helpers_text, module_text
from .sketch_records import (
    NotSketchable,
    NotSketched,
    Sketch,
    SketchedFunction,
    SketchPlace,
)

# Not names of modules: Convex gives them a meaning of its own, or they are ours.
_TAKEN_MODULES = ("schema", "http", "crons", "access", "rows")
_IMPORTED = ("v", "query", "mutation", "requireAccess", "compareValues", "inOrder", "orThrow",
             "withoutUndefined", "isNoneOf", "Doc", "Id", "args", "ctx", "q", "row", "rows", "id")  # fmt: skip


BESIDE = SketchPlace()
"""In a folder of its own below that of schema.ts."""


def sketch(
    calls: Sequence[ClassifiedCall], lowered: Lowered, place: SketchPlace = BESIDE
) -> Sketch:
    """Functions in order of table, then of their calls."""
    modules = _module_names(lowered)
    validators = {export.name for export in lowered.convex.exports}
    names = {module: ScopeNames((*_IMPORTED, *validators)) for module in modules.values()}
    made: list[SketchedFunction] = []
    missing: list[NotSketched] = []
    for classified in calls:
        call = classified.call
        module = modules.get(call.model, "")
        try:
            found = sketched(classified, lowered, module, "", is_enforced=place.enforced)
        except NotSketchable as why:
            missing.append(NotSketched(call, str(why)))
            continue
        made.append(found._replace(name=_name(call, names[module])))
    files = {}
    for module in sorted(modules.values()):
        own = tuple(one for one in made if one.module == module)
        if own:
            files[f"{module}.ts"] = module_text(own, place)
    if files:
        files[HELPERS] = helpers_text()
    return Sketch(tuple(made), tuple(missing), files, {ACCESS: access_text(place)} if files else {})


def _name(call: PrismaCall, names: ScopeNames) -> str:
    """That of the function around the call; else what it does."""
    own = f"{call.operation}{call.model}"
    around = identifier(call.function)
    return names.new(around, f"{around}{capitalized(call.operation)}" if around else own, own)


def _module_names(lowered: Lowered) -> dict[str, str]:
    """By model. Files that differ in case alone are one file on some systems."""
    taken = set(_TAKEN_MODULES)
    found: dict[str, str] = {}
    for name, model in sorted(lowered.models.items()):
        module, number = model.table, 2
        while module.lower() in taken:
            module, number = f"{model.table}{number}", number + 1
        taken.add(module.lower())
        found[name] = module
    return found
