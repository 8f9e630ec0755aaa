"""Whether texts can be read: the contrast of each with what is behind it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

CONTRAST_MIN = 4.5
LARGE_MIN = 3.0
"""Source: WCAG 2.2, success criterion 1.4.3; large is 24 px, or bold 18.66 px."""

CONTRASTS = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgba = color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (above, below) => [0, 1, 2].map(i => above[i] * above[3] + below[i] * (1 - above[3])).concat(1);
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const light = color => {
    const [r, g, b] = color.slice(0, 3).map(one => {
      const share = one / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim();
    const element = walk.currentNode.parentElement;
    if (!text || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
    if (element.closest("script, style, svg, option, :disabled, [data-disabled]")) continue;
    const box = element.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || box.bottom < 0 || box.top > innerHeight) continue;
    const style = getComputedStyle(element);
    const behind = ground(element);
    const [a, b] = [light(over(rgba(style.color), behind)), light(behind)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    found.push({text: text.slice(0, 40), contrast: (a + 0.05) / (b + 0.05),
                large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)});
  }
  return found;
}"""


def faint_texts(page: Page) -> list[str]:
    """Return every visible text of a page that is too faint, with its contrast."""
    found: list[dict[str, Any]] = page.evaluate(CONTRASTS)
    assert found, "the page shows no text at all"
    return [
        f"{one['text']}: {one['contrast']:.2f}"
        for one in found
        if one["contrast"] < (LARGE_MIN if one["large"] else CONTRAST_MIN)
    ]
