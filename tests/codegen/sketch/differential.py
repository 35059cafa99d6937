"""Random calls, made by Prisma Client on PGlite and by their sketches on convex-test, with the same rows."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from prisma_to_convex.calls.classified import AccessPath, ClassifiedCall
from prisma_to_convex.calls.examined import ExaminedCode
from prisma_to_convex.convex.convex_schema import Validator, VArray, VObject
from prisma_to_convex.convex.render import schema_ts
from prisma_to_convex.enforce.constraint_building import enforcement
from prisma_to_convex.enforce.emitted_files import enforce_files
from prisma_to_convex.lowering.lower import lower
from prisma_to_convex.lowering.lowered import Lowered
from prisma_to_convex.options.settings import RequestedIndex
from prisma_to_convex.queries.examining import examine_code
from prisma_to_convex.queries.files.code_files import CodeFile
from prisma_to_convex.queries.judging.requested_indexes import requested_index
from prisma_to_convex.queries.judging.where_conditions import (
    RANGES,
    conditions,
    is_not_null,
    unique_keys,
)
from prisma_to_convex.sketch.sketch_records import Sketch, SketchedFunction, SketchPlace
from prisma_to_convex.sketch.sketching import sketch
from support.enforcing import runtime
from support.places import ROOT
from support.sketching import compiled

from .random_calls import (
    DATES,
    INTS,
    LABELS,
    MODELS,
    NUMBERS,
    RELATIONS,
    STAGES,
    TEXTS,
    WRITES,
    CallMaker,
    RandomCall,
    arguments_of,
    code_of,
    leaves,
    random_big,
    sketch_arguments,
)

Json: TypeAlias = Any
SCHEMA = (Path(__file__).parent / "rows" / "schema.prisma").read_text(encoding="utf-8")
ORACLE = ROOT / "tests" / "oracle" / "rows"
COMPILED = compiled(SCHEMA)


@dataclass
class Outcome:
    """`counts` of runs by what became of them, `left_out` of calls by why they were none; `differences` tell each one that is none
    of equal rows.
    """

    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)


class RowsOracle:
    """Prisma Client and convex-test, in one process; `folder` is empty, and gets the client and the sketches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "schema.prisma").write_text(SCHEMA, encoding="utf-8")
        os.symlink(ORACLE / "node_modules", folder / "node_modules")
        # The engine is for the database alone; naming one keeps Prisma from downloading it.
        environment = {
            **os.environ,
            "PRISMA_SCHEMA_ENGINE_BINARY": shutil.which("true") or "true",
        }
        prisma = ORACLE / "node_modules" / ".bin" / "prisma"
        subprocess.run(
            [str(prisma), "generate", "--schema", "schema.prisma"],
            cwd=folder,
            env=environment,
            check=True,
            capture_output=True,
        )
        self._process = subprocess.Popen(
            ["node", "--no-warnings", str(ORACLE / "rows.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def close(self) -> None:
        self._process.communicate()

    def ask(self, ask: str, **request: Json) -> Json:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"ask": ask, **request}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        if "failure" in answer:
            raise AssertionError(answer["failure"])
        return answer

    def differences(
        self, seed: int, calls: int, outcome: Outcome, *, instead: tuple[str, str] = ("", "")
    ) -> None:
        """Makes calls up, sketches them, and has both sides make them. `instead`: a text of the sketches that
        another takes the place of.
        """
        maker = CallMaker(seed)
        made = [maker.call() for _ in range(calls)]
        code = "".join(code_of(call, f"call{number}") for number, call in enumerate(made))
        examined, _ = examine_code([CodeFile("calls.ts", code.encode())], COMPILED.lowered, {})
        assert len(examined.calls) == calls
        lowered = with_all_graded(examined)
        found = sketch(examined.calls, lowered, SketchPlace("..", enforced=True))
        if instead[0]:
            files = {name: text.replace(*instead) for name, text in found.files.items()}
            found = found._replace(files=files)
        self._load(self.folder / f"seed{seed}" / "convex", lowered, found)
        rows, links = random_rows(Random(seed))
        self.ask("rows", rows=rows, links=links)
        classified = {one.call.span.position[0]: one for one in examined.calls}
        usable = [one for one in found.functions if not _has_twins(one)]
        outcome.left_out[TWINS] += len(found.functions) - len(usable)
        outcome.left_out.update(one.reason for one in found.not_sketched)
        runs = [_run(one, made, classified) for one in usable]
        outcome.counts["calls"] += calls
        for run, result in zip(runs, self.ask("run", runs=runs)["results"], strict=True):
            _judge(seed, run, result, outcome)

    def _load(self, convex: Path, lowered: Lowered, found: Sketch) -> None:
        texts = {
            "schema.ts": schema_ts(lowered.convex, "schema.prisma", "report.md"),
            **enforce_files(lowered, enforcement(lowered), "schema.prisma"),
            **{f"sketch/{name}": text for name, text in {**found.files, **found.own}.items()},
        }
        for name, text in texts.items():
            (convex / name).parent.mkdir(parents=True, exist_ok=True)
            (convex / name).write_text(text, encoding="utf-8")
        self.ask(
            "load",
            convex=str(convex),
            client=str(self.folder / "client"),
            ddl=runtime().ddl(SCHEMA),
            models=_models(),
        )


def with_all_graded(examined: ExaminedCode) -> Lowered:
    """With every index that a call would have: what a class promises holds with its indexes."""
    requested: dict[str, tuple[RequestedIndex, ...]] = {}
    for graded in examined.indexes.graded:
        if not graded.reason:
            requested[graded.model] = (*requested.get(graded.model, ()), requested_index(graded))
    options = COMPILED.lowered.options._replace(requested=requested)
    return lower(COMPILED.lowered.schema, options)


def _models() -> Json:
    return {
        name: {
            "table": COMPILED.lowered.models[name].table,
            "refs": {one.name: one.target for one in columns if one.kind == "ref"},
            "relations": {field: target for field, target, _ in RELATIONS[name]},
        }
        for name, columns in MODELS.items()
    }


# ---- one run ------------------------------------------------------------------------------------


def _run(
    one: SketchedFunction, made: Sequence[RandomCall], classified: Mapping[int, ClassifiedCall]
) -> Json:
    line = one.call.span.position[0]
    call = made[line - 1]
    every = sketch_arguments(call)
    return {
        "model": call.model,
        "operation": call.operation,
        "writes": call.operation in WRITES,
        "module": one.module,
        "name": one.name,
        "prisma": arguments_of(call.arguments),
        "convex": {
            argument.name: _only(every[argument.name], argument.validator)
            for argument in one.arguments
            if argument.name in every or not argument.is_optional
        },
        "order": call.order,
        "isTotal": call.is_total,
        "promise": _promise(classified[line], call),
        "code": code_of(call, one.name),
    }


TWINS = "two arguments alike"


def _has_twins(one: SketchedFunction) -> bool:
    """Whether two arguments would be called alike (`notesRank` of a condition and of an `include`): the second has a
    number, and which is which is not to be told from the call.
    """
    return any(argument.name[-1].isdigit() for argument in one.arguments)


def _only(value: Json, validator: Validator) -> Json:
    """Without what stands in the code."""
    match validator:
        case VArray(item) if isinstance(value, list):
            return [_only(one, item) for one in value]
        case VObject(fields):
            return {
                one.name: _only(value[one.name], one.validator)
                for one in fields
                if one.name in value
            }
        case _:
            return value


def _promise(classified: ClassifiedCall, call: RandomCall) -> Json:
    """How many documents of its table the class lets a call read; None where others read them too.

    Nulls of several fields stand elsewhere in an index, and behind a range no index asked for has an order: such an
    order is made in code, of all of the range.
    """
    if call.operation in WRITES or _comes_back(call.model, call.arguments, call.model):
        return None
    if _looks_for_null(call) or any(one.is_optional for one in leaves(call.arguments)):
        return None
    if len(classified.paths) > 1 or any(one.model != call.model for one in classified.paths):
        return None  # which starts elsewhere than the sketch does
    reads, path = classified.reads, classified.paths[0] if classified.paths else None
    if path is not None and path.enters and not _enters_by_itself(classified):
        return None  # the ranges of an OR, whose branches the sketch looks for row by row
    nullable = {column.name for column in MODELS[call.model] if column.nullable}
    is_apart = len(call.order) > 1 and any(name in nullable for name, _ in call.order)
    is_after_range = path is not None and path.range != "" and len(call.order) > 1
    # A class counts on .paginate(), which a sketch does not have: it says so where it reads more than the page.
    is_sought = "cursor" in call.arguments and not _is_one_key(call)
    if is_sought:
        return {"kind": "table", "most": None, "served": [[]]}
    if reads.kind == "some" and (is_apart or is_after_range):
        reads = reads._replace(kind="range" if path is not None and path.enters else "table")
    served: list[list[str]] = [[]]
    if path is not None:
        start = [*path.equal, *([path.one_of] if path.one_of else [])]
        looked_up = classified.call.where.conditions
        ranges = [
            one.field
            for one in looked_up
            if (one.operator in RANGES or is_not_null(one))
            and not one.is_insensitive  # no index has it
            and one.field in (path.range, *path.rest)
        ]
        served = [[*start, name] for name in ranges] or [start]
        served += [[path.one_of]] if path.one_of else []
        # Of two lists each may have an index, and which of them is shorter is not to be known.
        served += [
            [*path.equal, one.field]
            for one in looked_up
            if one.operator == "in" and one.field in path.rest
        ]
    most = reads.most
    if reads.kind == "some" and path is not None and _is_by_keys(call.model, path):
        where = call.arguments.get("where", {}).values()
        lists = [arguments_of(one["in"]) for one in where if isinstance(one, dict) and "in" in one]
        most = max(map(len, lists))
    return {"kind": reads.kind, "most": most, "served": served}


def _enters_by_itself(classified: ClassifiedCall) -> bool:
    model = COMPILED.lowered.schema.model(classified.call.model)
    return conditions(classified.call.where, model).enters


def _is_by_keys(model: str, path: AccessPath) -> bool:
    """Whether an `in` gives a row a value."""
    keys = unique_keys(COMPILED.lowered.schema.model(model))
    return bool(path.one_of) and any(key <= {path.one_of, *path.equal} for key in keys)


def _is_one_key(call: RandomCall) -> bool:
    """Whether the range of the order begins where the cursor is."""
    is_of_all = not call.arguments.get("where") and call.model != "Seat"
    return is_of_all and len(call.order) == 1 and call.order[0][0] in ("label", "id")


def _looks_for_null(call: RandomCall) -> bool:
    """Whether null is looked for in a unique column, where many rows may have it."""
    unique = {one.name for one in MODELS[call.model] if one.unique and one.nullable}
    where = arguments_of(call.arguments.get("where", {}))
    return any(where.get(name, 0) in (None, {"equals": None}) for name in unique)


def _comes_back(model: str, arguments: Json, to: str) -> bool:
    """Whether related rows of the same model are read."""
    for word in ("include", "select"):
        for name, inner in arguments.get(word, {}).items():
            target = next((one for found, one, _ in RELATIONS[model] if found == name), None)
            if name == "_count" or target == to:
                return True
            if target is not None and isinstance(inner, dict) and _comes_back(target, inner, to):
                return True
    return False


def _judge(seed: int, run: Json, result: Json, outcome: Outcome) -> None:
    outcome.counts["runs"] += 1
    outcome.counts["both refused"] += "failed" in result
    read = result.get("read")
    outcome.counts["counted"] += read is not None
    difference = result.get("difference")
    if read is not None and read["found"] > read["limit"]:
        difference = {"read": read}
    if difference is not None:
        outcome.differences.append(
            f"{seed} {run['code']}{json.dumps(run['convex'])}\n{json.dumps(difference)}"
        )


# ---- rows ---------------------------------------------------------------------------------------


def random_rows(random: Random) -> tuple[dict[str, list[Json]], list[list[str]]]:
    """By model, ids by label, and which account is in which group. Some labels have no row."""
    pick = random.choice
    dates = [{"$": "date", "of": one} for one in DATES]
    accounts = LABELS["Account"][: pick([4, 7, 8])]
    places = [("r", 1), ("r", 2), ("r2", 1)]
    rows: dict[str, list[Json]] = {
        "Account": [
            {
                "label": label,
                "nick": pick([None, None, f"nick{number}"]),
                "name": pick([None, None, *TEXTS]),
                "score": pick([None, None, *NUMBERS]),
                "big": random_big(random),
                "level": pick(INTS),
                "isActive": pick([True, False]),
                "stage": pick(STAGES),
                "joinedAt": pick(dates),
                "seenAt": pick([None, *dates]),
                "labels": pick([[], ["a", "b"]]),
            }
            for number, label in enumerate(accounts)
        ],
        "Profile": [
            {"label": label, "bio": pick([None, *TEXTS]), "accountId": owner}
            for label, owner in zip(LABELS["Profile"][:3], random.sample(accounts, 3), strict=True)
        ],
        "Note": [
            {
                "label": label,
                "title": pick(TEXTS),
                "rank": pick([None, *INTS]),
                "accountId": pick(accounts[:4]),
                "reviewerId": pick([None, *accounts]),
            }
            for label in LABELS["Note"][: pick([6, 13])]
        ],
        "Group": [{"label": label} for label in LABELS["Group"][:3]],
        "Seat": [
            {"label": label, "room": room, "place": place, "taken": pick([True, False])}
            for label, (room, place) in zip(LABELS["Seat"][:3], places, strict=True)
        ],
        "Stay": [],
    }
    for label in LABELS["Stay"][:6]:
        room, place = pick([*places, (None, None), (None, 1), ("r", None)])
        stay = {"label": label, "room": room, "place": place, "nights": pick(INTS)}
        rows["Stay"].append(stay)
    for found in rows.values():
        random.shuffle(found)  # so that ids have an order of their own
    links = [[one, pick(LABELS["Group"][:3])] for one in random.sample(accounts, 3)]
    return rows, links
