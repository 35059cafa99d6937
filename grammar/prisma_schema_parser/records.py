"""`typing.NamedTuple`, made in a tenth of the time.

`typing` compiles the text of each annotation, `collections.namedtuple` that of each constructor. A
hundred classes on the way to one verdict make that a noticeable part of a short run. What comes out is
the same but for one thing: records of different classes differ, whatever they hold. A law in the tests
compares the two.
"""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING, Any

try:
    from _collections import _tuplegetter as _getter  # type: ignore[import-not-found]
except ImportError:  # as in collections: a Python whose tuples are not written in C
    from operator import itemgetter

    def _getter(index: int, doc: str) -> property:
        return property(itemgetter(index), doc=doc)


if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
else:

    class _Maker(type):
        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            if len(bases) > 1:
                raise TypeError(f"{name}: a NamedTuple has no other base")
            return _class(name, body)

    class NamedTuple(metaclass=_Maker):
        """The base of classes whose annotations are their fields."""

        __slots__ = ()


_new = tuple.__new__
# By number of fields; each class has its own, with the names of its fields.
# fmt: off
_CONSTRUCTORS = (
    lambda cls: _new(cls, ()),
    lambda cls, a: _new(cls, (a,)),
    lambda cls, a, b: _new(cls, (a, b)),
    lambda cls, a, b, c: _new(cls, (a, b, c)),
    lambda cls, a, b, c, d: _new(cls, (a, b, c, d)),
    lambda cls, a, b, c, d, e: _new(cls, (a, b, c, d, e)),
    lambda cls, a, b, c, d, e, f: _new(cls, (a, b, c, d, e, f)),
    lambda cls, a, b, c, d, e, f, g: _new(cls, (a, b, c, d, e, f, g)),
    lambda cls, a, b, c, d, e, f, g, h: _new(cls, (a, b, c, d, e, f, g, h)),
    lambda cls, a, b, c, d, e, f, g, h, i: _new(cls, (a, b, c, d, e, f, g, h, i)),
    lambda cls, a, b, c, d, e, f, g, h, i, j: _new(cls, (a, b, c, d, e, f, g, h, i, j)),
    lambda cls, a, b, c, d, e, f, g, h, i, j, k: _new(cls, (a, b, c, d, e, f, g, h, i, j, k)),
    lambda cls, a, b, c, d, e, f, g, h, i, j, k, l: _new(cls, (a, b, c, d, e, f, g, h, i, j, k, l)),  # noqa: E741
)
# fmt: on


def _class(name: str, body: dict[str, Any]) -> type:
    fields = tuple(body.get("__annotations__", ()))
    defaults = {field: body[field] for field in fields if field in body}
    optional = fields[len(fields) - len(defaults) :]
    for field in fields:
        if field.startswith("_"):
            raise ValueError(f"{name}.{field}: a field can't start with an underscore")
        if field in defaults and field not in optional:
            raise TypeError(f"{name}.{field} has a default, and a field behind it has none")
    made = {
        "__slots__": (),
        "__doc__": f"{name}({', '.join(fields)})",
        "__match_args__": fields,
        "_fields": fields,
        "_field_defaults": defaults,
        **_SHARED,
        **body,
        "__new__": _constructor(name, fields, tuple(defaults.values())),
    }
    for index, field in enumerate(fields):
        made[field] = _getter(index, f"Alias for field number {index}")
    return type(name, (tuple,), made)


def _constructor(name: str, fields: tuple[str, ...], defaults: tuple[object, ...]) -> FunctionType:
    if len(fields) < len(_CONSTRUCTORS):
        code = _CONSTRUCTORS[len(fields)].__code__
    else:
        arguments = ", ".join(f"a{index}" for index in range(len(fields)))
        code = eval(f"lambda cls, {arguments}: _new(cls, ({arguments}))").__code__
    renamed = code.replace(
        co_name="__new__", co_qualname=f"{name}.__new__", co_varnames=("_cls", *fields)
    )
    return FunctionType(renamed, globals(), "__new__", defaults or None)


def _make(cls: Any, iterable: Any) -> Any:
    result = _new(cls, iterable)
    if len(result) != len(cls._fields):
        raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(result)}")
    return result


def _replace(self: Any, /, **values: Any) -> Any:
    result = self._make(map(values.pop, self._fields, self))
    if values:
        raise ValueError(f"Got unexpected field names: {list(values)!r}")
    return result


def _asdict(self: Any) -> dict[str, Any]:
    return dict(zip(self._fields, self, strict=True))


_tuple_equals: Any = tuple.__eq__
_tuple_differs: Any = tuple.__ne__


def _equals(self: Any, other: object) -> Any:
    return type(self) is type(other) and _tuple_equals(self, other)


def _differs(self: Any, other: object) -> Any:
    return type(self) is not type(other) or _tuple_differs(self, other)


def _repr(self: Any) -> str:
    shown = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
    return f"{type(self).__name__}({', '.join(shown)})"


def _getnewargs(self: Any) -> tuple[Any, ...]:
    return tuple(self)


_SHARED = {
    "_make": classmethod(_make),
    "_replace": _replace,
    "_asdict": _asdict,
    "__eq__": _equals,
    "__ne__": _differs,
    "__hash__": tuple.__hash__,
    "__repr__": _repr,
    "__getnewargs__": _getnewargs,
}
