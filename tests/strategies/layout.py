"""From marked-up blocks to text: blanks, line ends, comments and all the odd places that may hold them."""

import re
from dataclasses import dataclass
from itertools import cycle

from .dice import Dice
from .literals import comment
from .markup import MAY, MUST, NONE
from .type_blocks import Block

_MARKS = re.compile(f"[{MUST}{MAY}{NONE}]")
# The blanks for MUST, MAY and NONE, used in turn.
_SPACINGS: tuple[tuple[tuple[str, ...], ...], ...] = (
    ((" ",), (" ",), ("",)),
    ((" ",), ("",), ("",)),
    (("   ",), ("  ",), ("",)),
    (("\t",), (" ", "\t"), ("", " ")),
    (
        (" ", "\u00a0", "\u3000", "\t ", "\u2003"),
        ("", " ", "\u00a0", "\u202f"),
        ("", " ", "", "\u1680"),
    ),
)
_LINE_ENDS = (("\n",), ("\n",), ("\r\n",), ("\r",), ("\n", "\r\n", "\r"))
_INDENTS = ("  ", "\t", "", "    ", "\u00a0")
_AFTER_BRACE = ("", " // opened", " junk Int @nothing(", "\t/* started", " /// not documentation")
_KEYWORDS = ("model", "enum", "type", "view", "datasource", "generator")


@dataclass(frozen=True, slots=True)
class Style:
    """Drawn once a schema, so that it costs little and shrinks to the usual one."""

    spacing: tuple[tuple[str, ...], ...]
    line_ends: tuple[str, ...]
    indent: str
    noise: int
    """0 = no comments; otherwise a comment stands at one place in about `noise`."""


def draw_style(dice: Dice) -> Style:
    odd = dice.chance(3)
    return Style(
        dice.pick(_SPACINGS) if odd else _SPACINGS[0],
        dice.pick(_LINE_ENDS) if odd else _LINE_ENDS[0],
        dice.pick(_INDENTS),
        dice.pick((0, 0, 8, 3)),
    )


def render(dice: Dice, style: Style, blocks: list[Block]) -> str:
    lines: list[str] = []
    for block in blocks:
        lines += _block(dice, style, block)
        lines += [""] * (0 if style.noise and dice.chance(4) else 1)
    if style.noise and dice.chance(6):
        lines.append("// " + comment(dice))
    text = _fill(_glued("\n".join(lines), dice, style), style)
    return text if style.noise == 0 or not dice.chance(4) else text.rstrip()


def _block(dice: Dice, style: Style, block: Block) -> list[str]:
    dice.section()
    keyword, name, members = block
    head = f"{keyword}{MUST}{name}{MAY}{{"
    lines = _comments(dice, style)
    noisy = bool(style.noise)
    if noisy and dice.chance(6):
        head = f"{keyword}{name}{MAY}{{"  # the blank after a keyword is optional
    lines.append(head + (dice.pick(_AFTER_BRACE) if noisy and dice.chance(4) else ""))
    for member in members:
        lines += [style.indent + line for line in _member(dice, style, member)]
    if noisy and dice.chance(8):
        lines += [style.indent + "/// dangling", "/* before */ }"]
    else:
        lines.append("}" + (" // " + comment(dice) if noisy and dice.chance(8) else ""))
    return lines


def _member(dice: Dice, style: Style, member: str) -> list[str]:
    if not style.noise:
        return [member]
    lines = _comments(dice, style)
    if dice.chance(style.noise):
        member += dice.pick((" // ", MAY + "/// ", "//", "\u3000////")) + comment(dice)
    elif dice.chance(12):
        member += " " + _block_comment(dice)
    elif dice.chance(12):
        member = _block_comment(dice) + MAY + member
    return [*lines, member] if not dice.chance(10) else [*lines, "", member]


def _comments(dice: Dice, style: Style) -> list[str]:
    """Comment lines above something."""
    if not style.noise or not dice.chance(style.noise):
        return []
    starts = ("/// ", "// ", "///", "////", "//")
    lines = [dice.pick(starts) + comment(dice) for _ in dice.times(3, least=1)]
    return [*lines, _block_comment(dice)] if dice.chance(6) else lines


def _block_comment(dice: Dice) -> str:
    text = comment(dice).replace("*/", "")
    return dice.pick((f"/* {text} */", f"/** {text}\n * more */", "/**/"))


def _glued(text: str, dice: Dice, style: Style) -> str:
    """Now and then let a block start on the line where another ends."""
    if style.noise and dice.chance(6):
        return re.sub(
            rf"^}}\n\n?(?=(?:{'|'.join(_KEYWORDS)}){MUST})", "} ", text, flags=re.MULTILINE
        )
    return text


def _fill(text: str, style: Style) -> str:
    blanks = {
        mark: cycle(options) for mark, options in zip((MUST, MAY, NONE), style.spacing, strict=True)
    }
    text = _MARKS.sub(lambda match: next(blanks[match[0]]), text)
    if style.line_ends == ("\n",):
        return text
    ends = cycle(style.line_ends)
    return re.sub("\n", lambda _: next(ends), text)
