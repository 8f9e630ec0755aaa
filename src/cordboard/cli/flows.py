"""Flows: written to files and read from them, published, and tested, with or without a centre."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cordboard import config
from cordboard.cli import flow_cases
from cordboard.cli.home import Home, store_of, tell_running
from cordboard.errors import Malformed, Refused, Unknown

if TYPE_CHECKING:
    from cordboard.runtime.workshop import Workshop
    from cordboard.runtime.written import Document
    from cordboard.store import Store

commands = typer.Typer(help="What customers hear before a person answers.", no_args_is_help=True)

NoteOption = Annotated[str, typer.Option("--note", help="Why, for the list of versions.")]


@commands.command("list")
def show(home: Home = None) -> None:
    """Show all flows: which version is in force, who works at a draft, how many errors it has."""

    async def work() -> None:
        async with store_of(home) as store:
            workshop = await flow_cases.workshop_of(store)
            for opened in await workshop.shelf.all():
                version = f"version {opened.published.version}" if opened.published is not None else "not published"
                draft = f"draft by {opened.draft.saved_by}" if opened.draft is not None else ""
                problems = await workshop.check(opened.document)
                errors = sum(problem.severity == "error" for problem in problems)
                wrong = f"{errors} errors" if errors else ""
                line = f"{opened.flow_id:<24} {opened.document.get('name', ''):<28} {version:<14} {draft:<20} {wrong}"
                typer.echo(line.rstrip())

    asyncio.run(work())


@commands.command("export")
def export(
    flow_id: str,
    as_json: Annotated[bool, typer.Option("--json/--yaml", help="As JSON, or as YAML.")] = False,
    version: Annotated[int | None, typer.Option(help="A version; else the draft, or what is in force.")] = None,
    home: Home = None,
) -> None:
    """Print a flow."""

    async def work() -> None:
        from cordboard.runtime.flow_text import print_text

        async with store_of(home) as store:
            shelf = (await flow_cases.workshop_of(store)).shelf
            opened = await shelf.open(flow_id)
            document = opened.document if version is None else await shelf.document(flow_id, version)
            text = json.dumps(document, indent=2, ensure_ascii=False) + "\n" if as_json else print_text(document)
            typer.echo(text, nl=False)

    asyncio.run(work())


@commands.command("import")
def load(
    file: Path,
    publish_it: Annotated[bool, typer.Option("--publish", help="Put it in force at once.")] = False,
    replace_draft: Annotated[bool, typer.Option("--replace", help="Also over a draft that somebody works at.")] = False,
    note: NoteOption = "",
    home: Home = None,
) -> None:
    """Read a flow from a YAML or JSON file as a draft, and publish it if asked to."""
    document = flow_cases.read_file(file)

    async def work() -> None:
        async with store_of(home) as store:
            workshop = await flow_cases.workshop_of(store)
            flow_id, rev = await _keep(workshop, document, replace_draft=replace_draft)
            if publish_it:
                await _publish(store, workshop, flow_id, rev, note)
                tell_running(home)
            else:
                typer.echo(f"{flow_id} is a draft now")

    asyncio.run(work())


@commands.command("publish")
def publish(flow_id: str, note: NoteOption = "", home: Home = None) -> None:
    """Put a draft in force at once, if it has no errors and passes its own test cases."""

    async def work() -> None:
        async with store_of(home) as store:
            workshop = await flow_cases.workshop_of(store)
            await _publish(store, workshop, flow_id, (await workshop.shelf.open(flow_id)).rev, note)
            tell_running(home)

    asyncio.run(work())


@commands.command("test")
def run_cases(
    flow_ids: Annotated[list[str] | None, typer.Argument(help="All, if none is named.", metavar="[ID]...")] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option("--file", help="Test this file, without any centre; may be given several times."),
    ] = None,
    home: Home = None,
) -> None:
    """Run the test cases that flows carry; fails if one does."""
    if files:
        timezone = config.load(home=home).timezone
        passed, failed = asyncio.run(flow_cases.test_files(files, timezone))
    else:
        passed, failed = asyncio.run(flow_cases.test_kept(flow_ids or [], home))
    typer.echo(f"{passed} passed, {failed} failed")
    raise typer.Exit(1 if failed else 0)


@commands.command("schema")
def schema() -> None:
    """Print the JSON Schema of a flow."""
    from cordboard.runtime import shapes

    typer.echo(json.dumps(shapes.schema(), indent=2, ensure_ascii=False))


async def _keep(workshop: Workshop, document: Document, *, replace_draft: bool) -> tuple[str, int]:
    """Keep the document as the draft of its flow; returns its id and the draft's rev."""
    from cordboard.runtime import examined
    from cordboard.runtime.documents import ID
    from cordboard.store import OWNER

    flow_id, now = document.get("flow_id"), time.time()
    if not isinstance(flow_id, str) or not ID.fullmatch(flow_id):
        raise Malformed("a flow has a flow_id of small letters, digits, dots and dashes, at most 59")
    examined.keepable(flow_id, document)
    try:
        opened = await workshop.shelf.open(flow_id)
        if opened.draft is not None and not replace_draft:
            raise Refused(
                "draft-there",
                f"{opened.draft.saved_by} works at a draft of flow {flow_id!r}; --replace writes over it",
            )
    except Unknown:
        opened = await workshop.begin(
            flow_id, name=flow_id, purpose="call", copy_of=None, template=None, login=OWNER, at=now
        )
    rev, problems = await workshop.save(flow_id, document, rev=opened.rev, login=OWNER, at=now)
    for problem in problems:
        where = f"{problem.node_id}: " if problem.node_id else ""
        typer.echo(f"  {problem.severity}: {where}{problem.says}", err=True)
    return flow_id, rev


async def _publish(store: Store, workshop: Workshop, flow_id: str, rev: int, note: str) -> None:
    from cordboard.center.accounts import AuditLine
    from cordboard.runtime.workshop import Unpublishable
    from cordboard.store import OWNER

    now = time.time()
    try:
        version = await workshop.publish(flow_id, rev=rev, note=note, login=OWNER, at=now)
    except Unpublishable as refused:
        for problem in refused.problems:
            typer.echo(f"  {problem.node_id or flow_id}: {problem.says}", err=True)
        for case in refused.failed_cases:
            typer.echo(f"  test case {case.name!r}: {case.says}", err=True)
        raise
    subject = f"{flow_id} {version}"
    await store.audit.note(
        AuditLine(at=now, login=OWNER, act="flow-published", subject=subject, address="command line")
    )
    typer.echo(f"{flow_id} is in force as version {version}")
