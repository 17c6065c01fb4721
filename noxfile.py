"""Sessions of the project: ``python -m nox -l`` shows the menu.

``python -m nox`` runs what continuous integration runs, the tests last.
"""

from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.sessions = ["lint", "types", "docs", "bare", "plugins", "tests"]
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_external_run = True

EXTRAS = "[batch,calendar-feed,cli,notebook,notices,sheets,testing]"
PROJECT = nox.project.load_toml("pyproject.toml")


def install_group(session: nox.Session, *groups: str) -> None:
    """Install what a dependency group of pyproject.toml names."""
    install(session, *nox.project.dependency_groups(PROJECT, *groups))


def install(session: nox.Session, *what: str) -> None:
    """Install something; what is never imported is not compiled either."""
    session.install("--no-compile", *what)


def install_wheel(session: nox.Session, extras: str = "") -> None:
    """Build the wheel and install it, so that what is tested is what is shipped."""
    folder = Path(session.create_tmp()) / "wheel"
    for old in folder.glob("*.whl"):
        old.unlink()
    session.run("python", "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), ".")
    (wheel,) = folder.glob("servicehall-*.whl")
    install(session, "--force-reinstall", "--no-deps", str(wheel))
    install(session, f"{wheel}{extras}")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, and the order of modules."""
    install_group(session, "lint")
    install(session, "-e", ".")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports")


@nox.session
def types(session: nox.Session) -> None:
    """Check types: mypy strict on everything, pyright strict on the public API."""
    install_group(session, "typing")
    install_wheel(session, EXTRAS)
    session.run("mypy")
    session.run("pyright")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation; a warning is an error."""
    install_group(session, "docs")
    install_wheel(session, EXTRAS)
    session.run("sphinx-build", "-q", "-W", "--keep-going", "docs", "docs/_build/html")


@nox.session
def bare(session: nox.Session) -> None:
    """Use the wheel without any extra."""
    install_wheel(session)
    install(session, "pytest")
    session.run("pytest", "-q", "--noconftest", "tests/bare")


@nox.session
def plugins(session: nox.Session) -> None:
    """Build the locality packages beside the core, install their wheels alone, test each."""
    install_wheel(session, "[cli,notices]")
    install(session, "pytest")
    folder = Path(session.create_tmp()) / "packages"
    packages = sorted(path.parent for path in Path().glob("plugins/*/pyproject.toml"))
    packages += sorted(path.parent for path in Path().glob("docs/examples/*/pyproject.toml"))
    for package in packages:
        for old in folder.glob("*.whl"):
            old.unlink()
        session.run(
            "python", "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), f"./{package}"
        )
        (wheel,) = folder.glob("*.whl")
        install(session, "--force-reinstall", "--no-deps", str(wheel))
        if (package / "tests").is_dir():
            session.run("pytest", "-q", "-c", str(package / "pyproject.toml"), str(package))
    session.run("servicehall", "plugins")  # all together: a fault of any is fatal
    session.run("servicehall", "policy", "530926103", "--on", "2026-11-21")


@nox.session
def tests(session: nox.Session) -> None:
    """Test the built wheel, run every example of the documents, measure coverage."""
    install_group(session, "test")
    install_wheel(session, EXTRAS)
    # the examples of a document stay together; laws, few and long, begin early
    split = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    page = [] if session.posargs else ["--requirements-check=docs/requirements.md"]
    session.run("pytest", *split, *page, "--cov", "--cov-report=term-missing", *session.posargs)


@nox.session(default=False, python=["3.11", "3.12", "3.13"])
def every_python(session: nox.Session) -> None:
    """Test the built wheel on every supported Python."""
    install_group(session, "test")
    install_wheel(session, EXTRAS)
    session.run("pytest", "-q", *session.posargs)


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Measure speed, as ratios against peers and floors in the same run."""
    install_group(session, "bench")
    install_wheel(session, EXTRAS)
    install(session, "pluggy")
    session.run("python", "benchmarks", *session.posargs)


@nox.session(default=False)
def calibrate(session: nox.Session) -> None:
    """Measure how well estimates of unpublished years hold (docs/estimates.md)."""
    install_wheel(session)
    session.run("python", "benchmarks/calibrate.py", *session.posargs)


@nox.session(default=False)
def schema(session: nox.Session) -> None:
    """Write the JSON Schemas of packs and of exchange files anew from what is read and written."""
    install_group(session, "test")
    install(session, "-e", ".")
    session.run("python", "docs/pack_schema.py")
    session.run("python", "docs/exchange_schemas.py")


@nox.session(default=False)
def pages(session: nox.Session) -> None:
    """Write the pages of docs/_generated anew: errors, commands, the pack format, hooks."""
    install_group(session, "test")
    install_wheel(session, EXTRAS)
    session.run("python", "docs/pages.py")


@nox.session(default=False)
def requirements(session: nox.Session) -> None:
    """Write docs/requirements.md anew from the list of requirements and the tests' marks."""
    install_group(session, "test")
    install_wheel(session, EXTRAS)
    page = "--requirements-page=docs/requirements.md"
    session.run("pytest", "tests", "plugins", "-q", "--collect-only", page, silent=True)


@nox.session(default=False)
def notebook(session: nox.Session) -> None:
    """Execute examples/policy_check.ipynb anew, and store what it shows."""
    install_group(session, "test")
    install_wheel(session, EXTRAS)
    session.run("python", "tests/notebooks.py", silent=True)


@nox.session(default=False)
def news(session: nox.Session) -> None:
    """Show the changelog that the news fragments will make."""
    install_group(session, "news")
    session.run("towncrier", "build", "--draft", *session.posargs)
