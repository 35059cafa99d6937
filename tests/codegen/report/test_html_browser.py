"""The HTML report in a real browser: filters filter, links land, nothing is asked for, everybody can use it.

Long, as one page is tried in one browser, which takes long to start.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from prisma_to_convex import cli
from support.browser import Browser, browser, executable
from support.compiling import POSTGRESQL
from support.pages import Printed, crm, printed

FOUND = executable()
pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        FOUND is None, reason="no Chromium: install Debian's chromium, or name one in P2C_CHROMIUM"
    ),
]

EVERY_PART = """
model Organization {
  id      String  @id @default(cuid())
  name    String  @db.VarChar(80)
  ownerId String?
  owner   User?   @relation("owner", fields: [ownerId], references: [id])
  users   User[]  @relation("members")
  posts   Post[]
}
model User {
  id             String       @id @default(cuid())
  organizationId String
  organization   Organization @relation("members", fields: [organizationId], references: [id], onDelete: Cascade)
  owns           Organization[] @relation("owner")
  email          String       @unique /// @convex.enforced(unique-not-enforced, by: "users.create")
  passwordHash   String
  settings       Json
  accounts       Account[]
  posts          Post[]
}
model Account {
  id                String  @id @default(cuid())
  userId            String
  user              User    @relation(fields: [userId], references: [id], onDelete: Cascade)
  provider          String
  providerAccountId String
  access_token      String?
  @@unique([provider, providerAccountId])
}
model Post {
  id             Int          @id @default(autoincrement())
  organizationId String
  organization   Organization @relation(fields: [organizationId], references: [id], onDelete: Cascade)
  authorId       String
  author         User         @relation(fields: [authorId], references: [id])
  title          String
  price          Decimal      @db.Decimal(10, 2)
  createdAt      DateTime     @default(now())
  tags           Tag[]
  @@index([organizationId, createdAt(sort: Desc)])
}
model Tag {
  id    Int    @id @default(autoincrement())
  posts Post[]
}
"""

SHOWN = "[...document.querySelectorAll('.f')].filter(one => one.checkVisibility()).length"


@pytest.fixture(scope="module")
def page() -> Printed:
    return crm()


@pytest.fixture(scope="module")
def path(page: Printed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("html") / "report.html"
    found.write_text(page.text, encoding="utf-8", newline="")
    return found


@pytest.fixture(scope="module")
def every_part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small page that has all that a page can have."""
    found = printed(EVERY_PART)
    path = tmp_path_factory.mktemp("html") / "every-part.html"
    path.write_text(found.text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def chromium() -> Browser:
    assert FOUND is not None
    return browser(FOUND)


def count(chromium: Browser) -> str:
    return str(chromium.evaluate("document.getElementById('shown').textContent"))


def filtered(chromium: Browser, expected: int, total: int) -> None:
    chromium.wait(
        f"document.getElementById('shown').textContent === '{expected} of {total} findings'"
    )
    assert chromium.evaluate(SHOWN) == expected


# ---- quiet --------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_is_asked_for_and_no_error_is_reported(
    chromium: Browser, path: Path, width: int
) -> None:
    chromium.open(path, width=width)
    chromium.click("#theme")
    events = chromium.events()
    assert (events.errors, events.requests, events.dialogs) == ([], [], 0)


@pytest.mark.parametrize("width", [360, 1400])
def test_the_page_is_no_wider_than_the_window(chromium: Browser, path: Path, width: int) -> None:
    chromium.open(path, width=width)
    chromium.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert chromium.evaluate("document.documentElement.scrollWidth") == width


# ---- filters ------------------------------------------------------------------------------------


def test_filters_show_what_fits_and_count_it(chromium: Browser, path: Path, page: Printed) -> None:
    findings = page.all_findings.findings
    chromium.open(path)
    filtered(chromium, len(findings), len(findings))
    chromium.choose("select[name=severity]", "warning")
    warnings = [one for one in findings if one.rule.severity.value == "warning"]
    filtered(chromium, len(warnings), len(findings))
    chromium.choose("select[name=table]", "Lead")
    of_lead = [one for one in warnings if one.owner == "Lead"]
    filtered(chromium, len(of_lead), len(findings))
    chromium.choose("select[name=rule]", "PC205")
    filtered(chromium, sum(one.rule.code == "PC205" for one in of_lead), len(findings))
    chromium.choose("select[name=outcome]", "changed")
    filtered(chromium, 0, len(findings))
    assert chromium.evaluate("document.getElementById('none').checkVisibility()")
    chromium.click("#clear")
    filtered(chromium, len(findings), len(findings))


def test_the_text_filter_reads_what_a_finding_says(
    chromium: Browser, path: Path, page: Printed
) -> None:
    chromium.open(path)
    chromium.type("input[name=q]", "subaccount.SLUG refuse")
    chromium.wait("document.getElementById('shown').textContent.startsWith('1 of ')")
    shown = chromium.evaluate(
        "[...document.querySelectorAll('.f')].filter(one => !one.hidden).map(one => one.id)"
    )
    assert shown == ["PC201-SubAccount.slug"]


def test_a_decision_is_shown_and_filtered_by(chromium: Browser, tmp_path: Path) -> None:
    found = printed("""
        model User {
          id    Int    @id @default(autoincrement())
          email String @unique /// @convex.enforced(unique-not-enforced, by: "users.create")
          name  String @unique
        }
        """)
    path = tmp_path / "decided.html"
    path.write_text(found.text, encoding="utf-8", newline="")
    chromium.open(path, hash="#filter:state=enforced")
    filtered(chromium, 1, len(found.all_findings.findings))
    said = chromium.evaluate("document.getElementById('PC201-User.email').textContent")
    assert "enforced elsewhere: users.create" in said


def test_filters_stand_in_the_address(chromium: Browser, path: Path) -> None:
    chromium.open(path)
    chromium.choose("select[name=rule]", "PC201")
    chromium.wait("location.hash === '#filter:rule=PC201'")
    shown = count(chromium)
    chromium.open(path, hash="#filter:rule=PC201")
    assert count(chromium) == shown
    assert chromium.evaluate("document.querySelector('select[name=rule]').value") == "PC201"


def test_figures_lead_to_what_they_count(chromium: Browser, path: Path, page: Printed) -> None:
    chromium.open(path)
    chromium.click(".sum a.lost")
    lost = sum(one.outcome == "lost" for one in page.all_findings.findings)
    filtered(chromium, lost, len(page.all_findings.findings))


# ---- links --------------------------------------------------------------------------------------


def test_a_deep_link_opens_its_finding_and_goes_there(chromium: Browser, path: Path) -> None:
    chromium.open(path, hash="#PC201-SubAccount.slug")
    assert chromium.evaluate("document.getElementById('PC201-SubAccount.slug').open")
    at = "document.getElementById('PC201-SubAccount.slug').getBoundingClientRect().top"
    chromium.wait(f"{at} >= 0 && {at} < innerHeight / 2")
    # Not behind the filters, which stay on top.
    below = "document.getElementById('filter').getBoundingClientRect().bottom"
    assert chromium.evaluate(f"{at} >= {below} - 1")


def test_a_link_to_a_finding_that_is_filtered_out_shows_it(chromium: Browser, path: Path) -> None:
    chromium.open(path, hash="#filter:rule=PC205")
    chromium.evaluate("location.hash = '#PC201-SubAccount.slug'")
    chromium.wait("document.getElementById('PC201-SubAccount.slug').checkVisibility()")


def test_every_link_lands_on_something_that_is_then_seen(chromium: Browser, path: Path) -> None:
    chromium.open(path)
    links = chromium.evaluate(
        "[...new Set([...document.querySelectorAll('a[href]')].map(one => one.getAttribute('href')))]"
    )
    assert len(links) > 400
    unseen = chromium.evaluate(f"""
        (async () => {{
          const missed = [];
          for (const link of {json.dumps(links)}) {{
            const target = link[0] === "#" && document.getElementById(link.slice(1));
            if (!target) missed.push(link);
          }}
          for (const link of {json.dumps(links[::25])}) {{
            location.hash = link;
            await new Promise((done) => setTimeout(done, 20));
            if (!document.getElementById(link.slice(1)).checkVisibility()) missed.push(link);
          }}
          return missed;
        }})()
        """)
    assert unseen == []


# ---- for everybody ------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
def test_axe_finds_no_serious_problem(
    chromium: Browser, every_part: Path, width: int, scheme: str
) -> None:
    chromium.open(every_part, width=width, scheme="dark" if scheme == "dark" else "light")
    chromium.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    serious = [one for one in chromium.axe() if one.impact in ("serious", "critical")]
    assert [(one.id, one.nodes[:3]) for one in serious] == []


def test_the_keyboard_reaches_theme_diagram_and_filters(chromium: Browser, path: Path) -> None:
    chromium.open(path)
    reached: list[str] = []
    for _ in range(400):
        chromium.press("Tab")
        reached.append(
            chromium.evaluate("document.activeElement.id || document.activeElement.name || ''")
        )
        if reached[-1] == "unfold":
            break
    wanted = ["theme", "erd-find", "erd-in", "erd-canvas", "q", "table", "rule", "state", "unfold"]
    assert [name for name in reached if name in wanted] == wanted
    # A box is no stop of its own: three hundred of them would stand between the diagram and the rest.
    assert len(reached) < 400


def test_the_theme_goes_round(chromium: Browser, path: Path) -> None:
    chromium.open(path, scheme="dark")
    chromium.evaluate("localStorage.clear()")
    chromium.open(path, scheme="dark")
    background = "getComputedStyle(document.body).backgroundColor"
    dark = chromium.evaluate(background)
    chromium.click("#theme")
    assert chromium.evaluate("document.getElementById('theme').textContent") == "Theme: light"
    assert chromium.evaluate(background) != dark
    chromium.click("#theme")
    assert chromium.evaluate(background) == dark


def test_without_scripts_all_can_be_read(chromium: Browser, path: Path) -> None:
    chromium.open(path, script=False)
    events = chromium.events()
    assert (events.errors, events.requests) == ([], [])


# ---- the diagram --------------------------------------------------------------------------------


def test_a_table_is_found_in_the_diagram(chromium: Browser, path: Path) -> None:
    chromium.open(path)
    chromium.type("#erd-find", "convers")
    chromium.wait("document.querySelector('.bx.sel')")
    assert chromium.evaluate("document.querySelector('.bx.sel').dataset.name") == (
        "ConversationMessage"
    )
    said = chromium.evaluate("document.getElementById('erd-told').textContent")
    assert said.startswith("ConversationMessage refers to ")
    inside = chromium.evaluate("""
        (() => {
          const box = document.querySelector(".bx.sel").getBoundingClientRect();
          const canvas = document.getElementById("erd-canvas").getBoundingClientRect();
          return box.left >= canvas.left && box.right <= canvas.right && box.top >= canvas.top
            && box.bottom <= canvas.bottom;
        })()
        """)
    assert inside


def test_keys_move_and_zoom_the_diagram(chromium: Browser, path: Path) -> None:
    chromium.open(path)
    view = "document.getElementById('erd').getAttribute('viewBox').split(' ').map(Number)"
    chromium.evaluate("document.getElementById('erd-canvas').focus()")
    whole = chromium.evaluate(view)
    chromium.press("+")
    near = chromium.evaluate(view)
    assert near[2] < whole[2]
    chromium.press("ArrowRight")
    assert chromium.evaluate(view)[0] > near[0]
    chromium.press("0")
    assert chromium.evaluate(view) == whole


# ---- width --------------------------------------------------------------------------------------

ROOMS = "['by-kind', 'by-table'].map((id) => document.getElementById(id).parentElement)"
# Cells of the tables side by side that are cut, or stand over the table beside theirs.
CUT = f"""
    {ROOMS}.flatMap((room) => {{
      const around = [room, room.querySelector(".scroll")].map((one) => one.getBoundingClientRect().right);
      return [...room.querySelectorAll("th, td, svg")]
        .filter((one) => one.getBoundingClientRect().right > Math.min(...around) + 0.5)
        .map((one) => one.textContent);
    }})
    """
OVER = f"""
    (() => {{
      const [one, other] = {ROOMS}.map((room) => room.getBoundingClientRect());
      return one.right > other.left && one.bottom > other.top + 0.5;
    }})()
    """
# A4 and Letter between margins of 12 mm.
PAPER = [703, 725]


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five columns of numbers, those of four digits; a long name."""
    folder = tmp_path_factory.mktemp("wide")
    fields = "".join(f'  f{at} String @unique @default("a")\n' for at in range(550))
    model = "".join(f"model {name * 20} {{\n  id Int @id\n{fields}}}\n" for name in ("Aa", "Bb"))
    schema, convex, path = folder / "schema.prisma", folder / "convex", folder / "report.html"
    schema.write_text(POSTGRESQL + model, encoding="utf-8")
    assert cli.main(["generate", str(schema), "--out", str(convex), "--enforce"]) == 0
    assert cli.main(["report", str(schema), "--convex", str(convex), "--output", str(path)]) == 0
    return path


@pytest.mark.parametrize("width", [901, 1024, 1280, 1440, 1920])
@pytest.mark.parametrize("name", ["path", "wide"])
def test_no_column_is_cut(
    chromium: Browser, width: int, name: str, request: pytest.FixtureRequest
) -> None:
    chromium.open(request.getfixturevalue(name), width=width)
    assert chromium.evaluate("document.documentElement.scrollWidth") == width
    assert chromium.evaluate(CUT) == []
    assert chromium.evaluate(OVER) is False


# Tables of the code and the ledger that have to be scrolled sideways, by what stands above their columns.
SIDEWAYS = """
    (() => {
      document.querySelectorAll("details").forEach((one) => { one.open = true; });
      return [...document.querySelectorAll("#code .scroll, #ledger .scroll")]
        .filter((one) => one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.querySelector("thead").textContent);
    })()
    """


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Calls in files whose paths are long, and an index whose name is."""
    folder = tmp_path_factory.mktemp("coded")
    names = [f"aRatherLongNameOfAField{at}" for at in range(4)]
    fields = "".join(f"  {name} String\n" for name in names)
    model = f"model Thing {{\n  id Int @id\n{fields}  @@unique([{', '.join(names)}])\n}}\n"
    schema, path = folder / "schema.prisma", folder / "report.html"
    schema.write_text(POSTGRESQL + model, encoding="utf-8")
    code = folder / "apps/website/app/routes/_authenticated+/organisation+/settings+/members"
    code.mkdir(parents=True)
    call = f'export const first = () => prisma.thing.findFirst({{ where: {{ {names[1]}: "a" }} }});'
    (code / "organisation-members-settings-page-loader.ts").write_text(call, encoding="utf-8")
    command = ["report", str(schema), "--queries", str(folder / "apps"), "--output", str(path)]
    assert cli.main(command) == 0
    return path


@pytest.mark.parametrize("width", [1280, 1920])
@pytest.mark.parametrize("name", ["path", "coded"])
def test_no_table_of_code_or_guarantees_has_to_be_scrolled_sideways(
    chromium: Browser, width: int, name: str, request: pytest.FixtureRequest
) -> None:
    chromium.open(request.getfixturevalue(name), width=width)
    assert chromium.evaluate(SIDEWAYS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 800])
def test_where_there_is_little_room_the_tables_stand_one_below_the_other(
    chromium: Browser, path: Path, width: int, scheme: str
) -> None:
    chromium.open(path, width=width, scheme="dark" if scheme == "dark" else "light")
    assert chromium.evaluate("document.documentElement.scrollWidth") == width
    assert chromium.evaluate(CUT) == []
    assert chromium.evaluate(OVER) is False


@pytest.mark.parametrize("width", PAPER)
@pytest.mark.parametrize("name", ["path", "wide"])
def test_nothing_is_printed_over_something(
    chromium: Browser, width: int, name: str, request: pytest.FixtureRequest
) -> None:
    chromium.open(request.getfixturevalue(name), width=width, media="print")
    assert chromium.evaluate(CUT) == []
    assert chromium.evaluate(OVER) is False


# ---- print --------------------------------------------------------------------------------------


PRINTED = ["verdict", "guarantees", "enforcement", "risks", "effort"]


def test_print_gives_verdict_to_effort(chromium: Browser, path: Path) -> None:
    chromium.open(path)
    closed = "document.querySelectorAll('details:not([open])').length"
    inside = f"document.querySelectorAll('{', '.join(f'#{id_} details:not([open])' for id_ in PRINTED)}').length"
    before = chromium.evaluate(closed)
    assert chromium.evaluate(inside) > 0
    chromium.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert chromium.evaluate(inside) == 0
    assert chromium.evaluate(closed) > 0
    chromium.evaluate("dispatchEvent(new Event('afterprint'))")
    assert chromium.evaluate(closed) == before


def test_the_ledger_is_printed_on_request(chromium: Browser, path: Path) -> None:
    """Of a long page, what was folded comes out of its templates first."""
    chromium.open(path)
    closed = "document.querySelectorAll('details:not([open])').length"
    before = chromium.evaluate(closed)
    chromium.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    chromium.click("#print")
    assert chromium.evaluate(closed) == 0
    assert chromium.evaluate("document.documentElement.dataset.print") == "all"
    chromium.evaluate("dispatchEvent(new Event('afterprint'))")
    assert chromium.evaluate(closed) == before
    assert chromium.evaluate("document.documentElement.dataset.print") is None


# ---- long ---------------------------------------------------------------------------------------


def long_schema(models: int) -> str:
    """Each model refers to the one before it, and loses a dozen guarantees."""
    found = []
    for at in range(models):
        before = (
            f"  tId Int\n  t T{at - 1} @relation(fields: [tId], references: [id], onDelete: Cascade)\n"
            if at
            else ""
        )
        after = f"  ts T{at + 1}[]\n" if at + 1 < models else ""
        found.append(
            f"model T{at} {{\n  id Int @id @default(autoincrement())\n  slug String @unique @db.VarChar(80)\n"
            f"  email String @unique @db.VarChar(80)\n  price Decimal @db.Decimal(8, 2)\n  size Int @default(1)\n"
            f"  made DateTime @default(now())\n  changed DateTime @updatedAt\n{before}{after}}}\n"
        )
    return "".join(found)


@pytest.fixture(scope="module")
def long_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = printed(long_schema(300))
    path = tmp_path_factory.mktemp("long") / "report.html"
    path.write_text(found.text, encoding="utf-8")
    return path


def test_a_long_page_is_small_until_it_is_read(chromium: Browser, long_path: Path) -> None:
    chromium.open(long_path)
    assert chromium.evaluate("document.querySelectorAll('*').length") < 60_000
    assert chromium.evaluate("document.querySelectorAll('.f').length") == 0
    chromium.evaluate("""
        (() => {
          const form = document.getElementById("filter");
          form.elements.namedItem("q").value = "t17.slug";
          form.dispatchEvent(new Event("input", { bubbles: true }));
          return new Promise((done) => setTimeout(done, 70));
        })()
        """)
    assert chromium.evaluate("document.querySelectorAll('*').length") < 60_000
    summary = chromium.evaluate("document.getElementById('shown').textContent")
    shown = chromium.evaluate(
        "[...document.querySelectorAll('.f')].filter((one) => !one.hidden).map((one) => one.id)"
    )
    assert sorted(shown) == ["PC201-T17.slug", "PC210-T17.slug"]
    assert summary.startswith("2 of 4,")


def test_a_link_into_a_long_page_opens_what_it_leads_to(chromium: Browser, long_path: Path) -> None:
    chromium.open(long_path, hash="#PC201-T250.slug")
    chromium.wait("document.getElementById('PC201-T250.slug')?.open")
    text = chromium.evaluate("document.getElementById('PC201-T250.slug').textContent")
    assert "before each insert and patch" in text


def test_a_long_page_shows_a_table_s_findings_on_request(
    chromium: Browser, long_path: Path
) -> None:
    chromium.open(long_path)
    chromium.evaluate("document.querySelector('.fg h3 > .open').click()")
    assert chromium.evaluate("document.querySelectorAll('.f').length") > 5
    assert (
        chromium.evaluate("document.querySelector('.fg h3 > .open').closest('.fg').dataset.table")
        == "T1"
    )


# ---- hostile ------------------------------------------------------------------------------------

HOSTILE = r"""
/// </style></script><script>alert(1)</script> */ ]]> <!-- <img src=x onerror=alert(2)>
model User {
  id    Int    @id @default(autoincrement()) @map("<script>alert(3)</script>")
  name  String @unique(map: "\"><img src=x onerror=alert(4)>") @default("</script><script>alert(5)</script> */ ]]> -->") @map("' onmouseover='alert(6)")
  email String @unique @map("\"autofocus onfocus=\"alert(7)") /// <svg/onload=alert(8)> `</code>` @convex.allow(unique-not-enforced, reason: "<img src=x onerror=alert(9)>")
  other String @default("\u202Eevil\u2066") // <iframe src=javascript:alert(10)>
  @@map("<!--<script>")
}
"""


def test_a_hostile_schema_does_nothing(chromium: Browser, tmp_path: Path) -> None:
    hostile = HOSTILE.replace("\\u202E", "\u202e").replace("\\u2066", "\u2066")
    path = tmp_path / "hostile.html"
    found = printed(hostile)
    path.write_text(found.text, encoding="utf-8", newline="")
    chromium.open(path)
    chromium.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    events = chromium.events()
    assert (events.errors, events.requests, events.dialogs) == ([], [], 0)
    strange = "script:not(:last-of-type), img, iframe, object, style ~ style, [onload], [onerror]"
    assert chromium.evaluate(f"document.querySelectorAll({json.dumps(strange)}).length") == 0
    assert chromium.evaluate("document.querySelectorAll('svg').length") == found.text.count("<svg")
    text = chromium.evaluate("document.querySelector('main').textContent")
    assert "alert(5)" in text
    assert "\u202e" not in text
    assert "\u2066" not in text
