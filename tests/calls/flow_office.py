"""The company whose machine talks, running: what was asked, answered and said in its calls."""

from __future__ import annotations

import io
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.signal import decimate

from cordboard import places
from cordboard.listening import free_port
from cordboard.runtime.lines import read_event
from cordboard.speech import install
from tests.calls.centre import Browser, Centre, until
from tests.calls.flow_company import PARTNERS_ADDRESS, talking_company
from tests.calls.office import Office
from tests.calls.phones import Phone
from tests.calls.program import Program

CATALOGUE = "code,name,price\n11,Lamp,19.90\n12,Chair,45.00\n"
WITHOUT_VOICES = "RHVoice is not installed; these tests want its voices: ./run fetches them"

Samples = NDArray[np.float64]


@dataclass
class FlowOffice(Office):
    """The talking company, with its program and its tables."""

    program: Program = field(default_factory=Program)
    partners_port: int = field(default_factory=lambda: free_port(PARTNERS_ADDRESS))
    began_at: float = 0.0
    """When the present test began."""

    def open(self) -> None:
        """Start, wait for the voices, and bring what flows name."""
        super().open()
        until(lambda: self.centre.health()["parts"]["voices"]["ok"], what="the voices speak")
        self.ada.ask("PUT", "/api/tables/catalogue?name=Catalogue", CATALOGUE.encode())
        self.ada.ask("POST", "/api/prompts", {"prompt_id": "jingle", "name": "Jingle"})
        self.ada.ask("PUT", "/api/prompts/jingle/en", _jingle())

    def clear(self) -> None:
        """As in the morning."""
        super().clear()
        self.began_at = time.time()

    @property
    def ada(self) -> Browser:
        """Who configures."""
        return self.centre.browser("ada")

    def partner(self, how: str = "answers", **more: Any) -> Phone:
        """The phone outside that the partner's trunk leads to."""
        return self.phones.agent(how, host=PARTNERS_ADDRESS, port=self.partners_port, **more)

    def jingle(self) -> Samples:
        """The uploaded prompt, 8 kHz, as it is kept."""
        with wave.open(str(self.centre.home / "prompts" / "en" / "jingle.wav")) as opened:
            return np.frombuffer(opened.readframes(opened.getnframes()), dtype="<i2") / 32768

    def words(self, *texts: str | dict[str, Any], language: str = "en") -> Samples:
        """The sound of texts and other parts, 8 kHz."""
        prompts = [{"kind": "text", "text": {language: text}} if isinstance(text, str) else text for text in texts]
        sound = self.ada.ask("POST", "/api/speech/listen", {"prompts": prompts, "language": language}, raw=True)
        with wave.open(io.BytesIO(sound)) as opened:
            samples = np.frombuffer(opened.readframes(opened.getnframes()), dtype="<i2") / 32768
        return np.asarray(decimate(samples, 2), dtype=np.float64)

    def at(self, customer: Phone, node_id: str) -> dict[str, Any]:
        """Wait until this customer's conversation is at this node; returns the contact."""
        contact = self.contact(customer)
        return self.stands(contact, node_id)

    def stands(self, contact: dict[str, Any], node_id: str) -> dict[str, Any]:
        """Wait until the conversation with this contact is at this node."""

        def is_there() -> bool:
            node_ids = [getattr(event, "node_id", None) for event in self.events(contact["contact_id"])]
            return next((each for each in reversed(node_ids) if each), "") == node_id

        until(is_there, what=f"{contact['caller']} is at {node_id}")
        return contact

    def events(self, contact_id: str, *kinds: type) -> list[Any]:
        """What became true about a contact, all of it or of these kinds."""
        rows = self.centre.query(f"SELECT kind, body FROM journal WHERE contact_id = '{contact_id}' ORDER BY seq")
        found = [read_event(row["kind"], row["body"]) for row in rows]
        return [event for event in found if not kinds or isinstance(event, kinds)]

    def runs(self, contact_id: str) -> list[dict[str, Any]]:
        """The conversations by flow of a contact."""
        found: list[dict[str, Any]] = self.supervisor.ask("GET", f"/api/contacts/{contact_id}")["runs"]
        return found

    def run(self, contact_id: str, flow_id: str | None = None) -> dict[str, Any]:
        """The last conversation of a contact, or the one by this flow."""
        return [run for run in self.runs(contact_id) if flow_id in (None, run["flow_id"])][-1]

    def answers(self, contact_id: str, flow_id: str | None = None) -> dict[str, Any]:
        """What was answered, by name."""
        return {answer["name"]: answer["value"] for answer in self.run(contact_id, flow_id)["answers"]}

    def places(self, flow_id: str) -> dict[str, int]:
        """How many contacts are at each node of the newest version of a flow, as the screens show it."""
        versions = self.tile(f"flow:{flow_id}").get("versions") or {"0": {}}
        return dict(versions[max(versions, key=int)])

    def report(self, flow_id: str) -> dict[str, Any]:
        """The report on a flow, since the test began."""
        path = f"/api/reports/flows?from={self.began_at}&to={time.time() + 60}&flow_id={flow_id}"
        found: dict[str, Any] = self.supervisor.ask("GET", path)
        return found


def _jingle() -> bytes:
    """Three tones, as a studio delivers them: stereo, 44.1 kHz."""
    hz = 44_100
    one = np.concatenate([np.sin(2 * np.pi * tone * np.arange(hz // 3) / hz) for tone in (523, 659, 784)])
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(hz)
        file.writeframes(np.repeat((12_000 * one).astype("<i2"), 2).tobytes())
    return written.getvalue()


@contextmanager
def talking_office(folder: Path) -> Iterator[FlowOffice]:
    """The company, open; what must be fetched for it is not, but said."""
    if not install.is_installed(install.folder_in(places.cache())):
        pytest.skip(WITHOUT_VOICES)
    program = Program()
    further = {
        "CORDBOARD_FLOWS_HTTP_HOSTS": program.url,
        "CORDBOARD_FLOWS_HTTP_PRIVATE_NETWORKS": "127.0.0.0/8",
    }
    partners_port = free_port(PARTNERS_ADDRESS)
    office = FlowOffice(
        Centre(home=folder / "h", further=further),
        folder,
        talking_company(program.url, partners_port),
        program=program,
        partners_port=partners_port,
    )
    try:
        office.open()
        yield office
    finally:
        office.close()
        program.close()
