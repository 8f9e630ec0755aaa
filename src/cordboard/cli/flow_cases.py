"""Flows from files or a store, and their test cases run from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cordboard.cli.home import store_of
from cordboard.errors import Malformed, Unknown

if TYPE_CHECKING:
    from cordboard.flows.language import Flow
    from cordboard.runtime.workshop import Workshop
    from cordboard.runtime.written import Document
    from cordboard.store import Store


async def workshop_of(store: Store) -> Workshop:
    """The workshop over this store."""
    await store.configuration()
    return store.workshop()


def read_file(file: Path) -> Document:
    """The flow that a file says, YAML or JSON.

    Raises:
        Malformed: it says none.
    """
    from cordboard.runtime.flow_text import TEXT_MAX, BadText, parse_text

    try:
        with file.open(encoding="utf-8") as opened:
            return parse_text(opened.read(TEXT_MAX + 1))
    except OSError as error:
        raise Malformed(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise Malformed(f"{file} is not written in UTF-8") from error
    except BadText as error:
        raise Malformed(f"{file}, {error.says}") from error


async def test_files(files: list[Path], timezone: str) -> tuple[int, int]:
    """Test the flows of these files, which may be parts of one another."""
    from cordboard.center.center import Center
    from cordboard.flows.check import Known
    from cordboard.runtime import examined
    from cordboard.runtime.flow_documents import read_flow
    from cordboard.runtime.written import BadFlow

    passed = failed = 0
    flows: dict[str, Flow] = {}
    for file in files:
        try:
            flow = read_flow(read_file(file))
        except BadFlow as bad:
            failed += _wrong(str(file), [str(fault) for fault in bad.faults])
            continue
        flows[flow.flow_id] = flow
    for flow_id, flow in flows.items():
        errors = [p for p in examined.check_flow(flow, Known()) if p.severity == "error"]
        failed += _wrong(flow_id, [f"{p.node_id}: {p.says}" if p.node_id else p.says for p in errors])
        for result in await examined.run_cases(flow, flows=flows, center=Center(), timezone=timezone):
            passed, failed = passed + result.passed, failed + (not result.passed)
            _say(flow_id, result.name, result.passed, result.step, result.says)
    return passed, failed


async def test_kept(flow_ids: list[str], home: Path | None) -> tuple[int, int]:
    """Test what is in force, and the drafts."""
    from cordboard.runtime.flow_documents import read_flow, write_draft
    from cordboard.runtime.written import BadFlow

    passed = failed = 0
    async with store_of(home) as store:
        workshop = await workshop_of(store)
        published = store.current().flows
        there = {opened.flow_id: opened for opened in await workshop.shelf.all()}
        for flow_id in flow_ids or there:
            if flow_id not in there:
                raise Unknown("flow", flow_id)
            written = {flow_id: write_draft(published[flow_id])} if flow_id in published else {}
            if there[flow_id].draft is not None:
                written[f"{flow_id} (draft)"] = there[flow_id].document
            for named, document in written.items():
                try:
                    flow = read_flow(document)
                except BadFlow as bad:
                    failed += _wrong(named, [str(fault) for fault in bad.faults])
                    continue
                for result in await workshop.run_cases(flow):
                    passed, failed = passed + result.passed, failed + (not result.passed)
                    _say(named, result.name, result.passed, result.step, result.says)
    return passed, failed


def _say(flow: str, case: str, passed: bool, step: int | None, says: str) -> None:
    mark = typer.style("ok  ", fg=typer.colors.GREEN) if passed else typer.style("FAIL", fg=typer.colors.RED)
    where = f" (step {step})" if step is not None and not passed else ""
    typer.echo(f"{mark} {flow}: {case}{where}{f': {says}' if says and not passed else ''}")


def _wrong(flow: str, problems: list[str]) -> int:
    for problem in problems:
        typer.echo(f"{typer.style('FAIL', fg=typer.colors.RED)} {flow}: {problem}")
    return len(problems)
