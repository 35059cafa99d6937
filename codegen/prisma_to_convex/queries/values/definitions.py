"""Where what a file imports or calls is defined: by the path of the import, else by a name that is unique."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from prisma_schema_parser.records import NamedTuple

from ..files.code_module import CodeModule, SyntaxNode
from ..files.code_syntax import (
    FUNCTIONS,
    arguments,
    entry_of,
    member_of,
    member_of_this,
    returned,
    unwrapped,
    word,
)
from .class_fields import annotation_of_field, type_name
from .exports import common_exports, default_export, default_object, exported_from, types_of
from .scopes import Binding, lookup, top_level

_EXPORTED = re.compile(
    rb"export\s+(?:default\s+)?(?:async\s+)?(?:function\s*\*?|const|let|var|(?:abstract\s+)?class)\s+([\w$]+)"
)
_MOST_STEPS = 5
_MEMOS = frozenset(
    {"cache", "reactCache", "memoize", "memo", "unstable_cache", "useCallback", "once"}
)


class FoundFunction(NamedTuple):
    node: SyntaxNode
    module: CodeModule
    kind: Literal["function"] = "function"


class FoundValue(NamedTuple):
    """ "value": a constant's expression; "other": an enum or a class."""

    node: SyntaxNode
    module: CodeModule
    kind: Literal["value", "other"]


class Definitions:
    """Over all files that were read; each is parsed when it is first needed."""

    def __init__(self, modules: Iterable[CodeModule]) -> None:
        self._modules = {module.name: module for module in modules}
        self._returned: dict[tuple[str, int], list[SyntaxNode]] = {}
        self._types: dict[str, dict[str, SyntaxNode]] = {}
        self._common: dict[str, dict[str, SyntaxNode]] = {}
        self._exported: dict[tuple[str, str, str], FoundFunction | FoundValue | None] = {}

    def returned(self, function: FoundFunction) -> list[SyntaxNode]:
        """The expressions that it may return."""
        key = (function.module.name, function.node.id)
        found = self._returned.get(key)
        if found is None:
            found = self._returned[key] = returned(function.node)
        return found

    def module(self, name: str) -> CodeModule | None:
        return self._modules.get(name)

    # ---- names ------------------------------------------------------------------------------

    def imported(self, binding: Binding, module: CodeModule) -> FoundFunction | FoundValue | None:
        specifier, name = binding.path
        if name == "*":
            return None
        key = (specifier, name, posixpath.dirname(module.name))
        if key not in self._exported:
            self._exported[key] = self.exported(specifier, name, module)
        return self._exported[key]

    def exported(
        self, specifier: str, name: str, module: CodeModule, steps: int = 0
    ) -> FoundFunction | FoundValue | None:
        for candidate in self._candidates(specifier, module):
            found = self._defined(name, candidate, steps)
            if found is not None:
                return found
        if specifier.startswith(".") or steps:
            return None
        named = self._by_name.get(name, ())
        return self._defined(name, self._modules[named[0]], steps) if len(named) == 1 else None

    def _defined(
        self, name: str, module: CodeModule, steps: int
    ) -> FoundFunction | FoundValue | None:
        common = self._common_of(module).get(name)
        if common is not None:
            return self._of_common(common, module, steps)
        binding = default_export(module) if name == "default" else top_level(name, module)
        if binding is not None:
            return self._of_binding(binding, module, steps)
        made = default_object(module) if name == "default" else None
        if made is not None:
            return FoundValue(made, module, "value")
        if steps >= _MOST_STEPS or (name.encode() not in module.data and b"*" not in module.data):
            return None
        for specifier, original in exported_from(module, name):
            found = self.exported(specifier, original, module, steps + 1)
            if found is not None:
                return found
        return None

    def _common_of(self, module: CodeModule) -> dict[str, SyntaxNode]:
        found = self._common.get(module.name)
        if found is None:
            found = self._common[module.name] = common_exports(module)
        return found

    def _of_common(
        self, node: SyntaxNode, module: CodeModule, steps: int
    ) -> FoundFunction | FoundValue | None:
        """What `module.exports` holds, or a name of it."""
        if node.type in ("identifier", "shorthand_property_identifier"):
            binding = top_level(word(node), module)
            return self._of_binding(binding, module, steps) if binding is not None else None
        function = _as_function(node)
        if function is not None:
            return FoundFunction(function, module)
        return FoundValue(node, module, "value")

    def _of_binding(
        self, binding: Binding, module: CodeModule, steps: int = 0
    ) -> FoundFunction | FoundValue | None:
        if binding.kind == "import":
            specifier, name = binding.path
            if steps >= _MOST_STEPS or name == "*":
                return None
            return self.exported(specifier, name, module, steps + 1)
        if binding.kind == "function" and binding.node is not None:
            return FoundFunction(binding.node, module)
        if binding.kind == "value" and binding.node is not None and not binding.path:
            function = _as_function(binding.node)
            if function is not None:
                return FoundFunction(function, module)
            return FoundValue(binding.node, module, "value") if binding.is_const else None
        if binding.kind == "other" and binding.node is not None:
            return FoundValue(binding.node, module, "other")
        return None

    def constant(self, name: str, module: CodeModule) -> FoundValue | None:
        """The value of a constant of a file, or of one that it imports."""
        binding = top_level(name, module)
        if binding is None:
            return None
        is_import = binding.kind == "import"
        found = (self.imported if is_import else self._of_binding)(binding, module)
        return found if isinstance(found, FoundValue) else None

    def type_named(
        self, name: str, module: CodeModule, steps: int = 0
    ) -> tuple[SyntaxNode, CodeModule] | None:
        """The declaration of a type, an interface, an enumeration or a class."""
        node = self._types_of(module).get(name)
        if node is not None:
            return node, module
        binding = top_level(name, module)
        if steps >= _MOST_STEPS or (binding is None and not steps):
            return None
        is_import = binding is not None and binding.kind == "import"
        sources = [binding.path] if is_import and binding else exported_from(module, name)
        for specifier, original in sources:
            for candidate in self._candidates(specifier, module):
                found = self.type_named(original, candidate, steps + 1)
                if found is not None:
                    return found
        return None

    def _types_of(self, module: CodeModule) -> dict[str, SyntaxNode]:
        found = self._types.get(module.name)
        if found is None:
            found = self._types[module.name] = dict(types_of(module))
        return found

    # ---- files ------------------------------------------------------------------------------

    def _candidates(self, specifier: str, module: CodeModule) -> list[CodeModule]:
        """The files that an import may mean, the likeliest first."""
        if specifier.startswith("."):
            folder = posixpath.dirname(module.name)
            place = posixpath.normpath(posixpath.join(folder, specifier))
            return self._at(place)
        wanted = [part for part in specifier.split("/") if part not in ("@", "~", "#", "")]
        if not wanted:
            return []
        wanted[-1] = _without_suffix(wanted[-1])
        package = 2 if wanted[0].startswith("@") and len(wanted) > 2 else 1
        found = []
        for name in self._by_last_part.get(wanted[-1], ()):
            parts = _parts(name)
            same = 0
            while same < min(len(parts), len(wanted)) and parts[-1 - same] == wanted[-1 - same]:
                same += 1
            if same >= max(1, len(wanted) - package):
                found.append((-same, name))
        return [self._modules[name] for _, name in sorted(found)[:8]]

    def _at(self, place: str) -> list[CodeModule]:
        stem = _without_suffix(place)
        return [self._modules[name] for name in self._by_stem.get(stem, ())]

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._modules:
            found["/".join(_parts(name))].append(name)
        return found

    @cached_property
    def _by_last_part(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._modules:
            found[_parts(name)[-1]].append(name)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for module in self._modules.values():
            for match in _EXPORTED.finditer(module.data):
                if module.data[match.start() - 1 : match.start()].strip():
                    continue
                found[match[1].decode("utf-8", "replace")].append(module.name)
        return found

    # ---- calls ------------------------------------------------------------------------------

    def called(self, callee: SyntaxNode, module: CodeModule) -> FoundFunction | None:
        """The function that a call runs; None where it is not known for sure."""
        if callee.type == "identifier":
            return self._function_named(word(callee), callee, module)
        if callee.type in FUNCTIONS:
            return FoundFunction(callee, module)
        if callee.type != "member_expression":
            return None
        holder, key = callee.child_by_field_name("object"), callee.child_by_field_name("property")
        if holder is None or key is None:
            return None
        holder, name = unwrapped(holder), word(key)
        if holder.type == "this":
            member = self.class_member(callee, name)
            return _if_function(member, module)
        if holder.type == "member_expression":
            return self._of_service(holder, name, module)
        if holder.type == "identifier":
            return self._of_holder(holder, name, module)
        return None

    def _function_named(
        self, name: str, at: SyntaxNode, module: CodeModule
    ) -> FoundFunction | None:
        binding = lookup(name, at, module)
        if binding is None:
            return None
        if binding.kind == "value" and len(binding.path) == 1 and binding.node is not None:
            holder = unwrapped(binding.node)  # const { name } = helpers
            is_name = holder.type == "identifier"
            return self._of_holder(holder, binding.path[0], module) if is_name else None
        is_import = binding.kind == "import"
        found = (self.imported if is_import else self._of_binding)(binding, module)
        return found if isinstance(found, FoundFunction) else None

    def _of_holder(self, holder: SyntaxNode, name: str, module: CodeModule) -> FoundFunction | None:
        """`helpers.build()`: of a namespace import, an object literal or a class."""
        binding = lookup(word(holder), holder, module)
        if binding is None:
            return None
        if binding.kind == "import" and binding.path[1] == "*":
            found = self.exported(binding.path[0], name, module)
            return found if isinstance(found, FoundFunction) else None
        value = self._of_binding(binding, module)
        if value is None and binding.kind == "import" and binding.path[1] == "default":
            found = self.exported(binding.path[0], name, module)  # require("./helpers").build
            return found if isinstance(found, FoundFunction) else None
        if not isinstance(value, FoundValue):
            return None
        node = unwrapped(value.node)
        if node.type == "object":
            pair = entry_of(node, name)
            if pair is not None and pair.type == "shorthand_property_identifier":
                return self._function_named(name, pair, value.module)
            return _if_function(pair, value.module)
        if node.type in ("class_declaration", "abstract_class_declaration"):
            return _if_function(member_of(node.child_by_field_name("body"), name), value.module)
        return None

    def _of_service(
        self, holder: SyntaxNode, name: str, module: CodeModule
    ) -> FoundFunction | None:
        """`this.users.build()`, where the constructor or a field says which class `users` is of."""
        outer, key = holder.child_by_field_name("object"), holder.child_by_field_name("property")
        if outer is None or key is None or unwrapped(outer).type != "this":
            return None
        class_name = type_name(annotation_of_field(holder, word(key)))
        binding = top_level(class_name, module) if class_name else None
        found = self._of_binding(binding, module) if binding is not None else None
        if not isinstance(found, FoundValue) or found.kind != "other":
            return None
        return _if_function(member_of(found.node.child_by_field_name("body"), name), found.module)

    def class_member(self, at: SyntaxNode, name: str) -> SyntaxNode | None:
        """A method's node, or the value of a field, of the class or the object that a node stands in."""
        return member_of_this(at, name)


def _parts(name: str) -> list[str]:
    parts = name.split("/")
    parts[-1] = _without_suffix(parts[-1])
    if parts[-1] == "index" and len(parts) > 1:
        parts.pop()
    return parts


def _without_suffix(name: str) -> str:
    return re.sub(r"\.(?:[mc]?[jt]sx?|vue|svelte)$", "", name)


def _as_function(node: SyntaxNode) -> SyntaxNode | None:
    node = unwrapped(node)
    if node.type in FUNCTIONS:
        return node
    if node.type == "call_expression":
        callee = node.child_by_field_name("function")
        given = arguments(node)
        if callee is not None and word(callee).rpartition(".")[2] in _MEMOS and given:
            return _as_function(given[0])
    return None


def _if_function(node: SyntaxNode | None, module: CodeModule) -> FoundFunction | None:
    function = _as_function(node) if node is not None else None
    return FoundFunction(function, module) if function is not None else None
