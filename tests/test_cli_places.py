"""The commands about places and packs: what is installed, what is in force, what is wrong."""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.town_pack import CODE, ON, TOWN, write_town

pytest.importorskip("typer")

PLUGINS = Path(__file__).parents[1] / "plugins"
MENGDING = PLUGINS / "mengding" / "src" / "servicehall_mengding"
GUANGXI = PLUGINS / "guangxi" / "src" / "servicehall_guangxi"


Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a locality package of one file, as pip would."""
    monkeypatch.syspath_prepend(tmp_path / "site")
    before = set(sys.modules)

    def make(name: str, toml: str, *, code: str = "") -> None:
        package = tmp_path / "site" / name
        package.mkdir(parents=True)
        code = code or "from servicehall import Pack\npack = Pack.load(__name__)\n"
        (package / "__init__.py").write_text(code, encoding="utf-8")
        (package / "pack.toml").write_text(toml, encoding="utf-8")
        facts = tmp_path / "site" / f"{name}-2.5.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Name: {name}\nVersion: 2.5\n", encoding="utf-8")
        (facts / "entry_points.txt").write_text(
            f"[servicehall]\n{name} = {name}:pack\n", encoding="utf-8"
        )

    yield make
    for name in set(sys.modules) - before:
        if name.startswith("made_up_"):
            del sys.modules[name]


def rows(output: str) -> list[list[str]]:
    """Split a table into cells, at two blanks or more."""
    return [re.split(r"\s{2,}", line.strip()) for line in output.splitlines()]


# ---- plugins


def test_built_in_packs_are_listed(run: Run) -> None:
    """What ships with the library is named as such, with where it stands."""
    found = run("plugins")
    assert found.status == 0
    assert ["内置", "statutes", "法律法规", "法律法规"] in [row[:4] for row in rows(found.output)]
    assert ["内置", "three-kinds", "三类办件", "模式 X8"] in [row[:4] for row in rows(found.output)]


@pytest.mark.requirement("R-308")
def test_installed_packages_are_listed(run: Run, install: Install) -> None:
    """A package is told with its version, its division and how sure that is, and what it holds."""
    install("made_up_lane", TOWN)
    found = run("plugins")
    assert found.status == 0
    assert "made_up_lane 2.5" in found.output
    assert "甲镇便民服务中心" in found.output
    (data,) = [one for one in json.loads(run("plugins", "--json").output) if one["id"] == "lane"]
    assert data["package"] == "made_up_lane 2.5"
    assert (data["layer"], data["division"]) == ("town", CODE)
    assert (data["confidence"], data["problems"]) == ("inferred", [])
    expected = {kind: TOWN.count(f"[[{kind}]]") for kind in ("terms", "matters", "fees", "days")}
    assert expected == {kind: data["records"][kind] for kind in expected}
    assert "facts" not in data["records"]


def test_a_faulty_package_is_listed_with_its_faults(run: Run, install: Install) -> None:
    """Its place in the list says how many faults; each is told below; the status is 1."""
    install("made_up_bad", 'id = "bad"\ndivision = "53"\n[[matters]]\nid = "m"\nfee = "gratis"\n')
    install("made_up_good", 'id = "good"\ntitle = "好"\ndivision = "45"\n')
    found = run("plugins")
    assert found.status == 1
    row = next(row for row in rows(found.output) if "bad" in row)
    count = int(re.search(r"有(\d+)处错误，见下", "".join(row))[1])
    assert len(re.findall(r"^- \[SH", found.output, re.MULTILINE)) == count >= 1
    assert "没有条目" in next(row for row in rows(found.output) if "good" in row)
    as_data = run("plugins", "--json")
    assert as_data.status == 1
    (data,) = [one for one in json.loads(as_data.output) if one["id"] == "bad"]
    assert len(data["problems"]) == count
    assert data["records"] is None
    assert all(problem["fix"] for problem in data["problems"])


def test_a_package_that_cannot_be_loaded_is_fatal(run: Run, install: Install) -> None:
    """Nobody can tell whose rules would be missing: package and version are named."""
    install("made_up_broken", 'id = "broken"', code="raise ValueError('broken here')\n")
    for arguments in (("plugins",), ("policy", "53"), ("matter",), ("classify",)):
        found = run(*arguments)
        assert found.status == 3
        assert "SH480" in found.errors
        assert "made_up_broken 2.5" in found.errors


def test_a_pack_takes_the_place_of_the_installed_one(
    run: Run, install: Install, tmp_path: Path
) -> None:
    """An author tries a new version beside the installed one."""
    install("made_up_lane", TOWN)
    file = tmp_path / "lane.toml"
    file.write_text(TOWN.replace("甲镇便民服务中心", "甲镇新版"), encoding="utf-8")
    assert "甲镇便民服务中心" in run("policy", CODE, *ON).output
    assert "甲镇新版" in run("policy", CODE, "--pack", file, *ON).output
    assert run("pack", "check", file).status == 0


def test_two_packs_of_one_name_are_refused(run: Run, tmp_path: Path) -> None:
    """Which of them counts would depend on their order."""
    file = write_town(tmp_path)
    found = run("plugins", "--pack", file, "--pack", file)
    assert found.status == 3
    assert "SH413" in found.errors


# ---- pack check


def test_a_pack_that_names_no_place_is_told_to_hold_everywhere(run: Run, tmp_path: Path) -> None:
    """A place written below a record is that record's, and not the pack's."""
    file = tmp_path / "town.toml"
    window = '[[windows]]\nid = "w"\ntitle = "窗口"\ncite = "《办法》一"\n'
    file.write_text(f'id = "town"\n{window}division = "371302999"\n', encoding="utf-8")
    lines = run("pack", "check", file).output.splitlines()
    assert lines[2].startswith("适用于：全国 000000；只适用于一个地方的，")
    file.write_text(f'id = "town"\ndivision = "371302999"\n{window}', encoding="utf-8")
    lines = run("pack", "check", file).output.splitlines()
    assert lines[2] == "适用于：乡镇（街道） 371302999"


def test_a_good_pack_is_summed_up(run: Run, tmp_path: Path) -> None:
    """What it holds, for whom, and what it leaves open, alike points together."""
    file = write_town(tmp_path)
    found = run("pack", "check", file)
    assert found.status == 0
    lines = found.output.splitlines()
    assert lines[0] == f"{file}：没有发现问题"
    assert lines[1] == "规则包：甲镇便民服务中心（lane）"
    assert lines[2] == f"适用于：乡镇（街道） {CODE}（推定）"
    assert f"事项{TOWN.count('[[matters]]')}、材料2、收费8" in lines[3]
    assert lines[4] == "说　明：按镇名推定[甲]。"
    points = [line.partition(". ")[2] for line in lines[6:]]
    assert lines[5] == f"待核事项（{len(points)}项）："
    assert [line.partition(". ")[0] for line in lines[6:]] == [
        str(number) for number in range(1, len(points) + 1)
    ]
    assert set(points) == {
        "本包是否属于该地：推定",
        "参数：取值不明（尚未印发）：1条（lane.later）",
        "事项：办理地点不明（原文残缺）：1条（stamp）",
        "事项：办理流程不明（原文没有写）：1条（stamp）",
        "事项：设定依据不明（原文没有写）：1条（stamp）",
        "事项：收费不明（原文没有写）：1条（lost）",
        "事项：材料不明（原文没有写）：1条（lost）",
        "事项：原文残缺：1条（later）",
        "事项：承诺办结时限不明（只有标题）：1条（void）",
        "事项：不得使用（只有标题）：1条（void）",
        "收费：收费的法律依据不明（原文没有写依据）：1条（house.plate）",
        "收费：已停用（旧标准）：2条（house.plate、twin.one.fee）",
        "收费：收费标准不明（见另一文件）：1条（house.other）",
        "事项：没有写明收费：2条（later、void）",
        "事项：没有写明材料：4条（later、void、twin.one、twin.two）",
    }


def test_long_lists_are_cut_in_text_only(run: Run) -> None:
    """Twenty fees without a basis are one point; its data name them all."""
    text = run("pack", "check", MENGDING).output
    point = next(line for line in text.splitlines() if "收费的法律依据不明" in line)
    assert point.endswith("等）")
    data = json.loads(run("pack", "check", MENGDING, "--json").output)
    assert data["ok"] is True
    (names,) = [one["records"] for one in data["open"] if "收费的法律依据不明" in one["text"]]
    assert f"{len(names)}条" in point
    assert "own-timber.fee.own-use" in names


def test_nothing_open_is_said(run: Run, tmp_path: Path) -> None:
    """A pack without open points says so; a profile is checked as if it were adopted."""
    file = tmp_path / "p.toml"
    file.write_text(
        'id = "p"\nprofile = "P1"\n[[terms]]\nchanges = "joint.threshold"\nvalue = 2\n'
        'cite = "《甲》第一条"\n',
        encoding="utf-8",
    )
    found = run("pack", "check", file).output.splitlines()
    assert found == [
        f"{file}：没有发现问题",
        "规则包：p（p）",
        "适用于：模式 P1",
        "内　容：参数1",
        "没有待核事项",
    ]


_MINUTES = """
[[duties]]
id = "greet"
title = "三十分钟内接待"
on = "received"
who = "case_owner"
must = "decided"
within = "30 office minutes"
cite = "《甲》第一条"

[[matters]]
id = "copy"
title = "复印"
promised = "10 office minutes"
fee = "free"
materials = "none"
cite = "《甲》第二条"
"""
_QUARTERLY = """
[[duties]]
id = "meet"
title = "每季度开会"
every = "quarter"
who = "case_owner"
must = "decided"
cite = "《甲》第三条"
"""
_HOURS = """
[[hours]]
id = "hours"
sessions = ["09:00-12:00", "13:00-17:00"]
cite = "《甲》第四条"
"""


@pytest.mark.parametrize(
    ("toml", "minutes", "findings"),
    [
        (_MINUTES, ["greet", "copy"], []),
        (_MINUTES + _HOURS, [], []),
        (_MINUTES.replace("office", "wall"), [], []),
        (_QUARTERLY, [], ["meet"]),
        (_QUARTERLY + 'breach = "no_meeting"', [], []),
        (_QUARTERLY.replace('"quarter"', '"Mon"') + 'judged = "attendance"', [], []),
        (_QUARTERLY + 'grade = "target"', [], []),
    ],
)
def test_a_duty_of_which_nobody_would_learn_that_it_was_missed_is_left_open(
    run: Run, tmp_path: Path, toml: str, minutes: list[str], findings: list[str]
) -> None:
    """Office minutes without office hours never end; what is no breach becomes no finding."""
    file = tmp_path / "p.toml"
    file.write_text(f'id = "p"\ndivision = "371302996"\n{toml}', encoding="utf-8")
    found = json.loads(run("pack", "check", file, "--json").output)["open"]
    told = {point["text"]: point["records"] for point in found}
    for word, names in (("[[hours]]", minutes), ("breach", findings)):
        assert [told[text] for text in told if word in text] == ([names] if names else [])


def test_a_kind_of_hall_has_the_hours_of_its_place(run: Run, tmp_path: Path) -> None:
    """A profile says no hours: those who adopt it do."""
    file = tmp_path / "p.toml"
    file.write_text(f'id = "p"\nprofile = "P1"\n{_MINUTES}', encoding="utf-8")
    assert "[[hours]]" not in run("pack", "check", file).output


def test_every_problem_is_listed_with_a_number(run: Run, tmp_path: Path) -> None:
    """Three planted faults, each with code, place, reason and fix; the status is 1."""
    file = tmp_path / "bad.toml"
    file.write_text(
        'id = "bad"\ndivision = "53"\nbogus = 1\n'
        '[[terms]]\nchanges = "joint.treshold"\nvalue = 2\ncite = "《甲》第一条"\n'
        '[[windows]]\nid = "w"\ntitel = "窗口"\ncite = "《甲》第一条"\n',
        encoding="utf-8",
    )
    found = run("pack", "check", file)
    assert found.status == 1
    lines = found.output.splitlines()
    numbered = [line for line in lines if re.match(r"\d+\. \[SH\d{3}\]: ", line)]
    assert lines[0] == f"{file}：发现{len(numbered)}处问题，其中的内容一概没有采用"
    for word in ("bogus", "joint.treshold", "titel"):
        assert word in found.output
    assert len(numbered) == 3
    data = json.loads(run("pack", "check", file, "--json").output)
    assert (data["ok"], len(data["problems"])) == (False, 3)
    assert all(one["what"] and one["fix"] for one in data["problems"])


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: folder / "missing.toml", "SH201"),
        (lambda folder: folder, "SH469"),
        (lambda folder: folder / ("a" * 5000), "SH201"),
        (lambda folder: written(folder, bytes(range(256))), "SH201"),
        (lambda folder: written(folder, b""), "SH206"),
        (lambda folder: written(folder, b"id: x\n"), "SH202"),
        (lambda folder: written(folder, b"a = " + b"[" * 9000), "SH202"),
        (lambda folder: written(folder, b'id = "statutes"\n'), "SH413"),
        (lambda folder: written(folder, b'id = "x"\nrows = 3\n'), "SH205"),
        (lambda folder: written(folder, b'id = "x"\n[[adopts]]\nprofile = ["X8"]\n'), "SH205"),
    ],
)
def test_whatever_is_checked_gets_an_answer(
    run: Run, tmp_path: Path, make: Callable[[Path], Path], code: str
) -> None:
    """A missing file, a folder without a head, no TOML: a message, never a traceback."""
    found = run("pack", "check", make(tmp_path))
    assert (found.status, found.errors) == (1, "")
    assert f"1. [{code}]: " in found.output


def written(folder: Path, data: bytes) -> Path:
    """Write a file."""
    file = folder / "pack.toml"
    file.write_bytes(data)
    return file


def test_a_pack_is_checked_on_what_stands_above(run: Run, tmp_path: Path) -> None:
    """What builds on the pack of a province needs it; a fault of that pack is not one of this."""
    province, town = tmp_path / "53.toml", tmp_path / "town.toml"
    province.write_text(
        'id = "p"\ndivision = "53"\n[[windows]]\nid = "w"\ntitle = "窗口"\ncite = "《甲》一"\n',
        encoding="utf-8",
    )
    town.write_text(
        'id = "t"\ndivision = "530926103"\n'
        '[[windows]]\nchanges = "w"\nphone = "1"\ncite = "《乙》一"\n',
        encoding="utf-8",
    )
    alone = run("pack", "check", town)
    assert alone.status == 1
    assert "SH465" in alone.output
    assert run("pack", "check", town, "--pack", province).status == 0
    province.write_text("id = 3\n", encoding="utf-8")
    broken = run("pack", "check", town, "--pack", province)
    assert (broken.status, broken.output) == (3, "")
    assert "53.toml" in broken.errors


@pytest.mark.requirement("R-310")
def test_a_conflict_with_another_pack_of_the_place_is_found(run: Run, tmp_path: Path) -> None:
    """Two packs of one place that set the same figure are both named."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.toml").write_text(
            f'id = "{name}"\ndivision = "53"\n[[terms]]\nchanges = "joint.threshold"\nvalue = 2\n'
            f'cite = "《{name}》第一条"\n',
            encoding="utf-8",
        )
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    assert run("pack", "check", one).status == 0
    found = run("pack", "check", one, "--pack", two)
    assert found.status == 1
    assert "SH454" in found.output
    assert "《one》第一条" in found.output
    assert "《two》第一条" in found.output


def test_the_schema_is_printed(run: Run) -> None:
    """The JSON Schema names the kinds of record; ``--path`` tells where the file is."""
    schema = json.loads(run("pack", "schema").output)
    assert {"matters", "fees", "terms"} <= set(schema["properties"])
    file = Path(run("pack", "schema", "--path").output.strip())
    assert json.loads(file.read_text(encoding="utf-8")) == schema


# ---- policy


def test_what_is_in_force_is_shown_with_its_layers(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packs from the general to the special, then each kind of record with who set it."""
    monkeypatch.setenv("COLUMNS", "300")  # so that nothing is folded
    found = run("policy", CODE, "--pack", write_town(tmp_path), *ON)
    assert found.status == 0
    cells = rows(found.output)
    layers = [row[0] for row in cells if row[0] in ("法律法规", "示范大厅", "模式", "乡镇（街道）")]
    assert list(dict.fromkeys(layers)) == ["法律法规", "示范大厅", "模式", "乡镇（街道）"]
    assert ["乡镇（街道）", "甲镇便民服务中心（530926104）", "lane", "推定"] in cells
    assert "采用的模式：X8（甲镇便民服务中心，《甲镇通知》一）" in found.output
    assert "说明（甲镇便民服务中心）：按镇名推定[甲]。" in found.output  # brackets are no markup
    assert ["民政窗口", "社会事务办", "一楼3号", "0883-1234567", "甲镇便民服务中心"] in cells
    assert "承诺通知书" in found.output  # the title that X8 gives
    assert any(row[0] == "08:00-12:00、14:30-17:30" for row in cells)
    assert "赶集节：2026-03-05放假，2026-03-07上班" in re.sub(r"\s", "", found.output)
    assert "大厅照常办公" in re.sub(r"\s", "", found.output)
    assert any(row[:2] == ["case_kind", "办件分类"] for row in cells)
    threshold = next(row for row in cells if row[0] == "联办件的窗口或部门数")
    assert threshold[1] == "2"
    assert threshold[2].startswith("甲镇便民服务中心，取代")
    assert ["行政许可决定期限", "20个工作日", "法律法规"] in [row[:3] for row in cells]
    assert "视为受理" in found.output
    assert "仅作提示，须由人确认（发证事项）" in re.sub(r"\s", "", found.output)
    monkeypatch.setenv("COLUMNS", "100")
    narrow = run("policy", CODE, "--pack", write_town(tmp_path), *ON).output
    assert all(len(line.encode("gb18030", "replace")) <= 100 for line in narrow.splitlines())
    letters = Counter(re.sub(r"\s", "", narrow))
    assert letters == Counter(re.sub(r"\s", "", found.output))  # what is folded is all there


def test_matters_are_listed_with_limit_and_fee(run: Run, tmp_path: Path) -> None:
    """Those of the place, also where it has only set a fee; the others are counted."""
    file = write_town(tmp_path)
    found = run("policy", CODE, "--pack", file, *ON)
    cells = rows(found.output)
    house = next(row for row in cells if row[0] == "建房审批")
    assert house == ["建房审批", "民政窗口", "10个工作日", "15个工作日", "5项标准，其中1项已停用"]
    assert ["作废事项", "未登记", "不得使用", "不得使用", "不得使用"] in cells
    assert ["盖章", "未登记", "当日", "未登记", "不收费"] in cells
    later = next(row for row in cells if row[0] == "以后的事项")
    assert later[2:] == ["未作承诺", "不明", "不明"]
    assert any(row[0].startswith("居民身份证") for row in cells)
    left_out = int(re.search(r"另有全国通用事项(\d+)项", found.output)[1])
    data = json.loads(run("policy", CODE, "--pack", file, "--json", *ON).output)
    assert data["matters_left_out"] == left_out
    everything = run("policy", CODE, "--pack", file, "--all", *ON)
    assert "普通护照签发" in everything.output
    assert "另有全国通用事项" not in everything.output
    all_data = json.loads(run("policy", CODE, "--pack", file, "--all", "--json", *ON).output)
    assert len(all_data["matters"]) == len(data["matters"]) + left_out
    assert all_data["matters_left_out"] == 0


def test_what_is_open_is_numbered(run: Run, tmp_path: Path) -> None:
    """Open points of the listed matters; those of the others are counted, or listed by --all."""
    file = write_town(tmp_path)
    found = run("policy", CODE, "--pack", file, *ON).output
    heading, _, points = found.partition("\n待核事项\n")
    assert heading
    numbers = [int(row[0]) for row in rows(points) if row[0].isdecimal()]
    assert numbers == list(range(1, len(numbers) + 1))
    assert "补证：收费不明（原文没有写）" in points
    assert "农药登记试验审批" not in points  # a matter of the nation
    assert re.search(r"另有全国通用事项的待核事项\d+项", points)
    everything = run("policy", CODE, "--pack", file, "--all", *ON).output
    assert "农药登记试验审批：不得使用" in everything
    assert "另有全国通用事项" not in everything


@pytest.mark.requirement("R-309")
def test_the_policy_is_that_of_the_day(run: Run, tmp_path: Path) -> None:
    """The term of 2027 and the matter of 2026 hold from their day on, not before."""
    file = write_town(tmp_path)

    def on(day: str) -> tuple[bool, bool]:
        options = ("--pack", file, "--json", "--on", day)
        data = json.loads(run("policy", CODE, *options).output)
        terms = {term["id"] for term in data["terms"]}
        return "house" in {m["id"] for m in data["matters"]}, "lane.later" in terms

    assert on("2025-12-31") == (False, False)
    assert on("2026-12-31") == (True, False)
    assert on("2027-01-01") == (True, True)


def test_the_policy_as_data(run: Run, tmp_path: Path) -> None:
    """``--json`` holds the same, with who set each term and what it took the place of."""
    options = ("--pack", write_town(tmp_path), "--json", *ON)
    data = json.loads(run("policy", CODE, *options).output)
    assert (data["division"], data["on"], data["profiles"]) == (CODE, "2026-11-21", ["X8"])
    assert [pack["id"] for pack in data["packs"]][-1] == "lane"
    (term,) = [one for one in data["terms"] if one["id"] == "joint.threshold"]
    assert [(one["value"], one["level"]) for one in term["set_by"]] == [
        (2, CODE), (3, "model hall"),
    ]  # fmt: skip
    assert data["hours"] == "08:00-12:00、14:30-17:30"
    assert data["days"][0]["festivals"] == [
        {"name": "赶集节", "rest": ["2026-03-05"], "work": ["2026-03-07"], "group": ""}
    ]
    assert data["windows"][0]["phone"] == "0883-1234567"
    (house,) = [one for one in data["matters"] if one["id"] == "house"]
    assert (house["window"], house["promised"]) == ("民政窗口", "10个工作日")
    assert {"about": "matters/lost", "text": "补证：收费不明（原文没有写）"} in data["remarks"]
    (promise,) = [one for one in data["notices"] if one["id"] == "promise"]
    assert (promise["title"], promise["form"]) == ("承诺通知书", "notice.promise")
    (joint,) = [one for one in data["notices"] if one["id"] == "joint"]
    assert joint["form"] == "notice.joint"
    (flag,) = [one for one in data["silences"] if one["id"] == "lane.flag"]
    assert (flag["of"], flag["effect"]) == ("lane.issue", "flag")


def test_a_place_without_a_pack(run: Run) -> None:
    """The rules of the nation hold; a supposed profile is told as supposed."""
    found = run("policy", "530926104", "--profile", "X8", *ON)
    assert found.status == 0
    assert found.output.startswith("530926104　2026-11-21 现行规则")
    assert "假设采用的模式：X8" in found.output
    assert "\n办公时间\n" not in found.output  # nobody has set any
    assert run("policy", "000000", *ON).output.startswith("全国　2026-11-21 现行规则")
    data = json.loads(run("policy", "000000", "--json", *ON).output)
    assert (data["hours"], data["days"]) == (None, [])


def test_local_days_are_shown(run: Run) -> None:
    """广西 rested on 30 and 31 March 2017 for 三月三."""
    found = run("policy", "45", "--pack", GUANGXI, "--on", "2017-03-30").output
    assert "三月三：2017-03-30、2017-03-31" in re.sub(r"\s", "", found)


def test_only_the_origin_of_one_figure(run: Run, tmp_path: Path) -> None:
    """``--explain`` says who set it, on what authority, instead of what, and nothing else."""
    options = ("--pack", write_town(tmp_path), *ON)
    found = run("policy", CODE, *options, "--explain", "joint.threshold")
    assert found.output.startswith("joint.threshold（联办件的窗口或部门数）：2")
    assert "现行：2" in found.output
    assert "取代：3" in found.output
    assert "《甲镇规定》第一条" in found.output
    assert "现行规则" not in found.output
    data = json.loads(
        run("policy", CODE, *options, "--explain", "joint.threshold", "--json").output
    )
    assert data["name"] == "joint.threshold"
    assert found.output == data["explanation"] + "\n"
    unknown = run("policy", CODE, *options, "--explain", "joint.treshold")
    assert unknown.status == 3
    assert "SH478" in unknown.errors


def test_today_is_used_where_no_day_is_given(run: Run) -> None:
    """The rules are those of today in Shanghai, and the answer says so."""
    assert re.search(
        r"（未写 --on，按今天 20\d\d-\d\d-\d\d 施行的规则）", run("policy", "53").output
    )
    assert "未写 --on" not in run("policy", "53", *ON).output


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("53092",), "SH445"), (("53", "--profile", "X7"), "SH412"), (("53", "--on", "x"), "SH150")],
)
def test_what_is_not_understood_is_refused(run: Run, arguments: tuple[str, ...], code: str) -> None:
    """A code, a profile or a day that does not exist: the status is 3."""
    found = run("policy", *arguments)
    assert (found.status, found.output) == (3, "")
    assert code in found.errors


UNITS = """\
format = 1
id = "units"
division = "530926105"

[[matters]]
id = "other"
title = "甲事项"
promised = "12个工作日"
statutory = "15个自然日"
fee = "free"
materials = "none"
since = 2020-01-01
cite = "《某镇办法》第一条"

[[matters]]
id = "later"
title = "乙事项"
promised = "1个月"
statutory = "20个工作日"
fee = "free"
materials = "none"
since = 2999-01-01
cite = "《某镇办法》第二条"

[[matters]]
id = "kept"
title = "丙事项"
promised = "12个工作日"
statutory = "15个自然日"
unusable = "已废止"
fee = "free"
materials = "none"
cite = "《某镇办法》第三条"

[[terms]]
changes = "licence.decide"
value = "1 month"
cite = "《某镇办法》第四条"
"""


def test_limits_in_another_unit_are_open_points(run: Run, tmp_path: Path) -> None:
    """Promises and terms, also such as begin later; not what must not be used, nor others' own."""
    file = tmp_path / "pack.toml"
    file.write_text(UNITS, encoding="utf-8")
    found = run("pack", "check", file)
    told = [line for line in found.output.splitlines() if "单位不同" in line]
    assert len(told) == 3
    assert "甲事项：承诺时限（12个工作日）与法定时限（15个自然日）" in told[0]
    assert "1个月与上级的20个工作日" in told[1]
    assert "乙事项：承诺时限（1个月）与法定时限（20个工作日）" in told[2]
    data = json.loads(run("pack", "check", file, "--json").output)
    assert ["matters/other"] in [point["records"] for point in data["open"]]


def test_limits_of_other_packs_are_not_open_points_of_one(run: Run, tmp_path: Path) -> None:
    """A village below that says nothing of the town's limits is not asked about them."""
    town, village = tmp_path / "town.toml", tmp_path / "village.toml"
    town.write_text(UNITS, encoding="utf-8")
    village.write_text('id = "v"\ndivision = "530926105201"\n', encoding="utf-8")
    assert "单位不同" not in run("pack", "check", village, "--pack", town).output
