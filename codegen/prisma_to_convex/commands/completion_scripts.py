"""Shell scripts that complete the command line, from the arguments as argparse knows them.

Each script is static: pressing Tab starts no Python. Nothing of a schema is in it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from prisma_schema_parser.records import NamedTuple

PROGRAM = "prisma-to-convex"


class Option(NamedTuple):
    """`--format`, `-q`: its names, whether a value follows, and the values where they are known."""

    names: tuple[str, ...]
    help: str
    takes_value: bool
    values: tuple[str, ...]


class Command(NamedTuple):
    """`words`: what may stand where no option stands; files, where there are none."""

    name: str
    summary: str
    options: tuple[Option, ...]
    words: tuple[str, ...]


def described(name: str, summary: str, parser: argparse.ArgumentParser) -> Command:
    options: list[Option] = []
    words: list[str] = []
    for action in parser._actions:
        if isinstance(
            action, argparse._SubParsersAction
        ):  # `data export`: its options go with the rest
            inner = [described(one, "", found) for one, found in action.choices.items()]
            options.extend(option for one in inner for option in one.options)
        values = tuple(map(str, action.choices or _listed(action)))
        if action.option_strings:
            names = tuple(action.option_strings)
            options.append(Option(names, action.help or "", action.nargs != 0, values))
        else:
            words.extend(values)
    distinct = {option.names: option for option in options}
    return Command(name, summary, tuple(distinct.values()), tuple(words))


def _listed(action: argparse.Action) -> Iterator[str]:
    """The values that no `choices` can list: a format may have a file behind it, a rule many spellings."""
    if action.dest == "format":
        from ..check.formats.renderer import NAMES

        yield from NAMES
    elif action.dest == "prefer":
        yield from ("mine", "prisma")
    elif action.dest in ("rule", "explain", "select", "ignore"):
        from ..rules.table import RULES

        yield from (rule.name for rule in RULES)


def script(shell: str, commands: tuple[Command, ...]) -> str:
    """`shell` is one of SHELLS."""
    return _WRITERS[shell](commands)


# ---- bash ---------------------------------------------------------------------------------------


def _bash(found: tuple[Command, ...]) -> str:
    cases = "".join(_bash_case(command) for command in found)
    names = " ".join(command.name for command in found)
    return f"""\
# prisma-to-convex, for bash: source this file, or put it into the folder of bash-completion.
_prisma_to_convex() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}}
  local command=${{COMP_WORDS[1]}} options="" words="" values=""
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W "{names} --help --version" -- "$word"))
    return
  fi
  if [[ $word == "=" ]]; then
    word=""
  elif [[ $before == "=" ]]; then
    before=${{COMP_WORDS[COMP_CWORD - 2]}}
  fi
  case $command in
{cases}  esac
  if [[ -n $values ]]; then
    COMPREPLY=($(compgen -W "$values" -- "$word"))
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
}}
complete -o default -F _prisma_to_convex {PROGRAM}
"""


def _bash_case(command: Command) -> str:
    names = " ".join(name for option in command.options for name in option.names)
    lines = [f"    {command.name})", f'      options="{names}"']
    if command.words:
        lines.append(f'      words="{" ".join(command.words)}"')
    known = [option for option in command.options if option.values]
    if known:
        lines.append("      case $before in")
        lines += [
            f'        {"|".join(option.names)}) values="{" ".join(option.values)}" ;;'
            for option in known
        ]
        lines.append("      esac")
    return "\n".join([*lines, "      ;;"]) + "\n"


# ---- zsh ----------------------------------------------------------------------------------------


def _zsh(found: tuple[Command, ...]) -> str:
    names = "\n".join(f"    {_quoted(f'{one.name}:{one.summary}')}" for one in found)
    cases = "\n".join(_zsh_case(command) for command in found)
    return f"""\
#compdef {PROGRAM}
# prisma-to-convex, for zsh: put this into a file _prisma-to-convex in a folder of $fpath, or source it.
_prisma_to_convex() {{
  local -a commands
  commands=(
{names}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
{cases}
  esac
}}
if [[ $funcstack[1] == _prisma_to_convex ]]; then
  _prisma_to_convex "$@"
else
  compdef _prisma_to_convex {PROGRAM}
fi
"""


def _zsh_case(command: Command) -> str:
    lines = [f"    {command.name})", "      _arguments \\"]
    for option in command.options:
        for name in option.names:
            help_ = option.help.replace("[", "(").replace("]", ")").replace(":", " ")
            value = ""
            if option.takes_value:
                value = f":value:({' '.join(option.values)})" if option.values else ":value:_files"
            lines.append(f"        {_quoted(f'*{name}[{help_}]{value}')} \\")
    words = f"*:word:({' '.join(command.words)})" if command.words else "*:file:_files"
    return "\n".join([*lines, f"        {_quoted(words)}", "      ;;"])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# ---- fish ---------------------------------------------------------------------------------------


def _fish(found: tuple[Command, ...]) -> str:
    lines = ["# prisma-to-convex, for fish: put this into the folder of fish's completions."]
    for command in found:
        summary = _fish_quoted(command.summary)
        lines.append(
            f"complete -c {PROGRAM} -n __fish_use_subcommand -f -a {command.name} -d {summary}"
        )
    for command in found:
        start = f"complete -c {PROGRAM} -n '__fish_seen_subcommand_from {command.name}'"
        for option in command.options:
            names = " ".join(
                f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
                for name in option.names
            )
            value = ""
            if option.takes_value:
                value = (
                    f" -x -a {_fish_quoted(' '.join(option.values))}" if option.values else " -r"
                )
            lines.append(f"{start} {names}{value} -d {_fish_quoted(option.help)}")
        if command.words:
            lines.append(f"{start} -f -a {_fish_quoted(' '.join(command.words))}")
    return "\n".join(lines) + "\n"


def _fish_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


# ---- PowerShell ---------------------------------------------------------------------------------


def _powershell(found: tuple[Command, ...]) -> str:
    """Values after an option, else options or words of the command, else PowerShell's own: files."""
    names = ", ".join(_powershell_quoted(command.name) for command in found)
    cases = "\n".join(_powershell_case(command) for command in found)
    return f"""\
# prisma-to-convex, for PowerShell: put this into the file that $PROFILE names.
Register-ArgumentCompleter -Native -CommandName {PROGRAM} -ScriptBlock {{
  param($word, $ast, $cursor)
  $found = @()
  $typed = @($ast.CommandElements | Where-Object {{ $_.Extent.EndOffset -lt $cursor }} | ForEach-Object {{ "$_" }})
  $commands = @({names})
  $options = @{{
{cases}
  }}
  if ($typed.Count -lt 2) {{
    $found = $commands + @('--help', '--version')
  }} else {{
    $known = $options[$typed[1]]
    $values = if ($known) {{ $known[$typed[-1]] }}
    if ($values) {{ $found = $values }}
    elseif ($known -and $word -like '-*') {{ $found = $known.Keys }}
    elseif ($known) {{ $found = $known[''] }}
  }}
  $found | Where-Object {{ $_ -and $_ -like "$word*" }} | Sort-Object | ForEach-Object {{
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }}
}}
"""


def _powershell_case(command: Command) -> str:
    """A table from options to their values; under the empty name, the words that need no option."""
    pairs = [(name, option.values) for option in command.options for name in option.names]
    pairs.append(("", command.words))
    lines = "; ".join(
        f"{_powershell_quoted(name)} = @({', '.join(map(_powershell_quoted, values))})"
        for name, values in pairs
    )
    return f"    {_powershell_quoted(command.name)} = @{{ {lines} }}"


def _powershell_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_WRITERS: dict[str, Callable[[tuple[Command, ...]], str]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
    "powershell": _powershell,
}
SHELLS = tuple(_WRITERS)
