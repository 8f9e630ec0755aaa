"""The editor of flows, led with keys and mouse as a person does."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass
class EditorPage:
    """A flow, drawn in one tab."""

    page: Page

    @property
    def form(self) -> Locator:
        """The form of the node that is chosen."""
        return self.page.get_by_role("form")

    @property
    def panel(self) -> Locator:
        """What stands beside the canvas."""
        return self.page.get_by_role("complementary")

    @property
    def status(self) -> Locator:
        """Whether what is drawn is kept."""
        return self.page.locator("[data-head] [role=status]")

    def node(self, node_id: str) -> Locator:
        """A node's card."""
        return self.page.locator(f'.react-flow__node[data-id="{node_id}"]')

    def nodes(self) -> int:
        """How many there are."""
        return self.page.locator(".react-flow__node").count()

    def create(self, name: str, flow_id: str) -> None:
        """Begin an empty flow."""
        self.page.get_by_role("navigation", name="Sections").get_by_role("link", name="Flows").click()
        self.page.get_by_role("button", name="New flow").click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_label("Name").fill(name)
        expect(dialog.get_by_label("Id")).to_have_value(flow_id)
        dialog.get_by_role("button", name="New flow").click()
        expect(self.page.get_by_text("This flow is empty")).to_be_visible()

    def open(self, flow_id: str) -> None:
        """Open a flow by its address."""
        self.page.goto(f"/#/flows/{flow_id}")
        self.page.locator(".react-flow__node").first.wait_for()

    def stand(self, node_id: str) -> None:
        """Find a node by typing its id, and stand on it."""
        self.page.keyboard.press("Control+f")
        self.page.get_by_role("combobox", name="Find a node").fill(node_id)
        self.page.keyboard.press("Enter")
        expect(self.form).to_have_accessible_name(f"Node {node_id}")

    def add(self, kind: str, node_id: str) -> None:
        """Add a node by keys alone, after the way that is chosen, and give it its name."""
        self.page.keyboard.press("a")
        self.page.get_by_role("combobox", name=re.compile("^Add ")).fill(kind)
        self.page.keyboard.press("Enter")
        self.rename(node_id)

    def rename(self, node_id: str) -> None:
        """Give the chosen node another name."""
        self.page.keyboard.press("F2")
        name = self.form.get_by_label("Id")
        expect(name).to_be_focused()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(node_id)
        self.page.keyboard.press("Enter")
        expect(self.form).to_have_accessible_name(f"Node {node_id}")
        expect(name).to_be_focused()
        self.leave()

    def leave(self) -> None:
        """From the form to the canvas."""
        self.page.keyboard.press("Escape")
        expect(self.page.locator(".react-flow__node:focus")).to_have_count(1)

    def write(self, en: str, ru: str) -> None:
        """Write the text of the chosen node in both languages."""
        says = self.form.get_by_role("group", name="Says")
        says.get_by_label("Kind of part").select_option("Text")
        says.get_by_label("Text in EN").fill(en)
        says.get_by_label("Text in RU").fill(ru)
        self.leave()

    def pick(self, label: str, choice: str) -> None:
        """Choose in a list of the form."""
        field = self.form.get_by_role("combobox", name=label, exact=True)
        field.fill(choice)
        self.page.get_by_role("option", name=choice).first.click()

    def connect(self, target: str) -> None:
        """Lead the chosen way to a node by keys."""
        self.page.keyboard.press("c")
        self.page.get_by_role("combobox", name=re.compile("^Connect")).fill(target)
        self.page.keyboard.press("Enter")

    def drag_kind(self, kind: str, near: str, *, dx: float, dy: float) -> None:
        """Drag a kind of node from the left onto the canvas, so far from a node."""
        box = self.node(near).bounding_box()
        ground = self.page.locator(".react-flow__pane").bounding_box()
        assert box is not None
        assert ground is not None
        to = {"x": box["x"] + dx - ground["x"], "y": box["y"] + dy - ground["y"]}
        palette = self.page.get_by_role("group", name="Kinds of nodes")
        palette.get_by_role("button", name=kind, exact=True).drag_to(
            self.page.locator(".react-flow__pane"),
            target_position=to,  # type: ignore[arg-type]
        )

    def draw(self, source: str, way: str, target: str) -> None:
        """Draw a line from a way's handle to a node with the mouse."""
        self._drag(self.grip(source, way), self.node(target).locator('[data-handleid="in"]'))

    def grip(self, node_id: str, way: str) -> Locator:
        """Where lines of a way begin."""
        return self.node(node_id).locator(f'[data-handleid="{way}"]')

    def _drag(self, start: Locator, end: Locator) -> None:
        a, b = start.bounding_box(), end.bounding_box()
        assert a is not None
        assert b is not None
        self.page.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=6)
        self.page.mouse.up()

    def show(self, panel: str) -> None:
        """Open a panel by its button on top."""
        button = self.page.locator("[data-head]").get_by_role("button", name=panel, exact=True)
        if button.get_attribute("aria-pressed") != "true":
            button.click()

    def problems(self, words: str) -> Locator:
        """Wait until the head says so, and return the button."""
        button = self.page.locator("[data-head]").get_by_role("button", name=words, exact=True)
        expect(button).to_be_visible()
        return button

    def is_kept(self) -> None:
        """Wait until the draft is saved."""
        expect(self.status).to_have_attribute("data-status", "saved")
