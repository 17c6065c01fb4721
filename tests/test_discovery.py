"""Installed locality packages: found by their entry points, loaded and checked, or a stop."""

import itertools
import sys
import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pluggy
import pytest

import servicehall as sh
from servicehall.plugins.discovery import installed_packs

QINGHE = Path(__file__).parent.parent / "docs" / "examples" / "qinghe"
DIVISION = "371302999"
DAY = date(2026, 11, 21)
NUMBERS = itertools.count(1)

HOOKS = """
from servicehall import hookimpl
calls = []
@hookimpl
def head():
    calls.append("head")
    return {{"format": 1, "id": "{name}", "division": "371302999"}}
@hookimpl
def windows():
    calls.append("windows")
    return [{{"id": "{name}.desk", "title": "综合窗口", "cite": "《某镇办法》第一条"}}]
"""
PACK_TOML = """
format = 1
id = "{name}"
division = "371302999"
[[windows]]
id = "{name}.desk"
title = "综合窗口"
cite = "《某镇办法》第一条"
"""
LOADED = "from servicehall import Pack\npack = Pack.load(__name__)\n"

Install = Callable[..., str]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Lay a package and its metadata on the path, as an installer does; return the module's name.

    Each installation is a folder of its own on ``sys.path``, the latest first.
    """

    def lay(
        code: str,
        *,
        attribute: str = "",
        toml: str = "",
        name: str = "hall",
        version: str = "1.2.3",
    ) -> str:
        number = next(NUMBERS)
        module = f"{name}_{number}"  # no two tests share a module
        site = tmp_path / f"site-{number}"
        package = site / module
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(code.format(name=module), encoding="utf-8")
        if toml:
            (package / "pack.toml").write_text(toml.format(name=module), encoding="utf-8")
        about = site / f"{module}-{version}.dist-info"
        about.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n"
        (about / "METADATA").write_text(metadata, encoding="utf-8")
        target = f"{module}:{attribute}" if attribute else module
        entry = f"[servicehall]\n{name} = {target}\n"
        (about / "entry_points.txt").write_text(entry, encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))
        return module

    return lay


def origins() -> dict[str, str]:
    """Return the installed packs with the packages that they come from."""
    return {pack.id: pack.origin for pack in installed_packs()}


# ---- what is found


def test_a_pack_in_toml_is_found_with_its_package_and_version(install: Install) -> None:
    name = install(LOADED, attribute="pack", toml=PACK_TOML)
    assert origins()[name] == f"{name} 1.2.3"
    policy = sh.Registry.discover().policy(DIVISION, on=DAY)
    assert policy.windows[f"{name}.desk"].title == "综合窗口"


@pytest.mark.requirement("R-303")
def test_a_module_with_hooks_is_found_and_says_the_same(install: Install) -> None:
    name = install(HOOKS)
    assert origins()[name] == f"{name} 1.2.3"
    policy = sh.Registry.discover().policy(DIVISION, on=DAY)
    assert policy.windows[f"{name}.desk"].title == "综合窗口"


def test_an_object_with_hooks_will_do(install: Install) -> None:
    code = """
from servicehall import hookimpl
class Town:
    @hookimpl
    def head(self):
        return {{"id": "{name}", "division": "371302999"}}
town = Town()
"""
    name = install(code, attribute="town")
    assert name in origins()


def test_the_sample_of_the_guide_is_found_by_its_own_entry_point(
    install: Install, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """What the guide's pyproject.toml names is a pack."""
    project = tomllib.loads((QINGHE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    about = tmp_path / "servicehall_qinghe-0.1.0.dist-info"
    about.mkdir()
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (about / "METADATA").write_text(metadata, encoding="utf-8")
    ((name, target),) = project["entry-points"]["servicehall"].items()
    (about / "entry_points.txt").write_text(f"[servicehall]\n{name} = {target}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(QINGHE / "src"))
    assert origins()["qinghe"] == "servicehall-qinghe 0.1.0"


def test_the_order_of_installation_does_not_matter(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two towns, found in either order on the path, give the same answers in the same words."""
    county = HOOKS.replace("371302999", "371302")
    names = [install(county, name="one"), install(HOOKS, name="other")]
    told = []
    for path in (sys.path, [sys.path[1], sys.path[0], *sys.path[2:]]):
        monkeypatch.setattr(sys, "path", path)
        policy = sh.Registry.discover().policy(DIVISION, on=DAY)
        found = [pack.id for pack in installed_packs() if pack.id in names]
        told.append((found, list(policy.windows), [policy.explain(f"{n}.desk") for n in names]))
    assert told[0] == told[1]
    assert told[0][0] == names


def test_hooks_are_never_called_for_a_case(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is called once, when packages are found; afterwards pluggy may break."""
    name = install(HOOKS)
    registry = sh.Registry.discover()

    def broken(*_: object, **__: object) -> None:
        pytest.fail("a hook was called for a case")

    with monkeypatch.context() as patch:  # pytest has hooks of its own
        patch.setattr(pluggy.HookCaller, "__call__", broken)
        policy = registry.policy(DIVISION, on=DAY)
        kind = policy.classify({"main_document": "lacking"}).kind
        earlier = registry.policy(DIVISION, on=date(2020, 1, 1)).windows
    assert kind is sh.CaseKind.RETURNED
    assert f"{name}.desk" in earlier
    module = __import__(name)
    assert module.calls == ["head", "windows"]


# ---- what stops the loading


def refused(install: Install, code: str, **how: str) -> tuple[str, sh.ServiceHallError]:
    """Return the package's name, and the error that it is refused with; registries see it too."""
    name = install(code, version="4.5", **how)
    with pytest.raises(sh.ServiceHallError) as raised:
        installed_packs()
    for on_error in ("raise", "quarantine"):
        with pytest.raises(type(raised.value)) as again:
            sh.Registry.discover(on_error=on_error)  # type: ignore[arg-type]
        assert again.value.code == raised.value.code
    for text in (str(raised.value), raised.value.in_chinese()):
        assert f"{name} 4.5" in text
    return name, raised.value


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import no_such_module_at_all", "ModuleNotFoundError: No module named 'no_such"),
        ("def broken(:\n", "SyntaxError"),
        ("raise SystemError('no licence')", "SystemError: no licence"),
        ("raise SystemExit(0)", "SystemExit: 0"),
    ],
)
def test_a_package_that_cannot_be_imported_is_fatal(
    install: Install, code: str, reason: str
) -> None:
    name, error = refused(install, code)
    assert (error.code, type(error)) == ("SH480", sh.PluginError)
    assert reason in str(error)
    assert f"hall = {name}" in str(error)


def test_a_name_that_the_module_lacks_is_fatal(install: Install) -> None:
    _, error = refused(install, "", attribute="pakc")
    assert error.code == "SH480"
    assert "pakc" in str(error)


def test_a_misspelt_hook_is_fatal(install: Install) -> None:
    """It would never be called, and its rules would be missing without a word."""
    _, error = refused(install, HOOKS.replace("def windows", "def window"))
    assert (error.code, type(error)) == ("SH482", sh.PluginError)
    assert "'window'" in str(error)


def test_a_hook_that_asks_for_an_argument_is_fatal(install: Install) -> None:
    _, error = refused(install, HOOKS.replace("def windows()", "def windows(division)"))
    assert error.code == "SH482"
    assert "division" in str(error)


@pytest.mark.parametrize(
    "code", ["", "pack = {{'id': 'town'}}", "from servicehall import hookimpl"]
)
def test_what_hands_over_no_pack_is_fatal(install: Install, code: str) -> None:
    attribute = "pack" if code.startswith("pack") else ""
    _, error = refused(install, code, attribute=attribute)
    assert (error.code, type(error)) == ("SH481", sh.PluginError)
    assert ("dict" if attribute else "module") in str(error)


def test_hooks_without_a_head_hand_over_no_pack(install: Install) -> None:
    code = HOOKS.replace('return {{"format"', 'return None and {{"format"')
    _, error = refused(install, code)
    assert error.code == "SH481"


@pytest.mark.parametrize(
    ("code", "toml"),
    [(LOADED, PACK_TOML), (HOOKS, "")],
    ids=["TOML", "hooks"],
)
def test_a_faulty_head_is_told_with_its_package(install: Install, code: str, toml: str) -> None:
    attribute = "pack" if toml else ""
    wrong = code.replace("371302999", "3713029"), toml.replace("371302999", "3713029")
    _, error = refused(install, wrong[0], attribute=attribute, toml=wrong[1])
    assert isinstance(error, sh.FaultyDataError)
    assert [problem.code for problem in error.problems] == ["SH445"]  # no code of seven digits


def test_a_package_without_pack_toml_is_told(install: Install) -> None:
    _, error = refused(install, LOADED, attribute="pack")
    assert isinstance(error, sh.FaultyDataError)
    assert [problem.code for problem in error.problems] == ["SH469"]


@pytest.mark.parametrize(
    "broken",
    [
        HOOKS.replace('calls.append("windows")', "1 / 0"),
        HOOKS.replace('calls.append("head")', "1 / 0"),
        HOOKS.replace('return {{"format"', 'return "town" or {{"format"'),
    ],
    ids=["a section raises", "the head raises", "the head is a text"],
)
def test_hooks_that_fail_are_told_with_their_package(install: Install, broken: str) -> None:
    """A fault of a hook is one of its package, not a traceback."""
    refused(install, broken)


def test_a_faulty_record_is_told_when_the_registry_is_made(install: Install) -> None:
    """Its head is in order, so that it can be put in quarantine: other places live on."""
    name = install(HOOKS.replace('"title": "综合窗口", ', ""), version="4.5")
    with pytest.raises(sh.FaultyDataError, match=rf"{name} 4\.5") as raised:
        sh.Registry.discover()
    assert [problem.code for problem in raised.value.problems] == ["SH206"]
    registry = sh.Registry.discover(on_error="quarantine")
    assert name in registry.faults
    assert registry.policy("530926103", on=DAY).matters
    with pytest.raises(sh.FaultyDataError):
        registry.policy(DIVISION, on=DAY)
