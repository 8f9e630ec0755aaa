"""The dialplan: it hands every call to the centre, and is polite when no centre is connected.

The floor decides everything. What stands here is only what must work while our program does not run: the fallback
message, the refusal of strangers, and the start of a recording at the moment an agent answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

CALL_REJECTED = 21
"""Cause of a refused call; the caller's side sees SIP 403. Source: ITU-T Q.850."""
ANY = "_[!-~]!"
"""Pattern of every extension there is: digits, plus sign, letters and the rest of printable ASCII."""
SAFE_EXTENSION = r"${FILTER(+*#0-9A-Za-z._,${EXTEN})}"
"""The number dialled without what could be taken for another argument, such as a comma."""
SAFE_PAGE_EXTENSION = SAFE_EXTENSION.replace("._,", r"._\-,")
"""The same with hyphens, as pages dial `web-en`; unescaped, FILTER takes one for a range."""


def extensions_conf(
    *, app: str, languages: Sequence[str], recordings: Path, browsers_at: str, further: Sequence[str] = ()
) -> str:
    """Return extensions.conf.

    Args:
        app: name of the ARI application.
        languages: those of the fallback message, in the order in which it is said.
        recordings: folder into which agents' legs are recorded.
        browsers_at: address and port of Asterisk's HTTP server, at which browsers' phones arrive.
        further: files of more dialplan, beside this one.
    """
    says = [line for lang in languages for line in (f"Set(CHANNEL(language)={lang})", "Playback(cord/fallback)")]
    leg = f"{recordings}/${{CORD_OFFER}}"
    # A trunk is known by its address, and all browsers come from the web server's: none of them is a trunk.
    is_browser = f'$["${{CHANNEL(pjsip,local_addr)}}" = "{browsers_at}"]'
    contexts = [
        _calls("inbound", f"GotoIf({is_browser}?strangers,s,1)", f"Stasis({app},in,{SAFE_EXTENSION})"),
        _calls("web", f"Stasis({app},web,{SAFE_PAGE_EXTENSION})"),
        _context("fallback", "s", ["Answer(,i)", "Wait(0.5)", *says, "Hangup()"]),
        # an agent's own phone makes no calls
        _context("agents", ANY, [f"Hangup({CALL_REJECTED})"], guarded=True),
        _context("strangers", ANY, [f"Stasis({app},stranger)", f"Hangup({CALL_REJECTED})"], guarded=True),
        # r(): what the agent says; t(): what the agent hears; S: both files begin at the same instant
        _context(
            "cord-agent",
            "record",
            [
                f"MixMonitor(,r({leg}-in.wav)t({leg}-out.wav)S)",
                f"Stasis({app},agent,${{CORD_ID}},${{CORD_OFFER}})",
                "Hangup()",
            ],
        ),
    ]
    return "\n".join(["[globals]", "", *contexts, *(f"#include {name}" for name in further), ""])


def _context(name: str, extension: str, steps: Sequence[str], *, guarded: bool = False) -> str:
    """Return one context; `guarded` keeps a pattern that takes anything away from the extension of a hung-up call."""
    first, *rest = steps
    lines = [f"[{name}]", f"exten => {extension},1,{first}", *(f" same => n,{step}" for step in rest)]
    if guarded:
        # ended there and then: a second step would be looked for among those of the pattern
        lines.append("exten => h,1,Hangup()")
    return "\n".join([*lines, ""])


def _calls(name: str, *steps: str) -> str:
    failed = '$["${STASISSTATUS}" = "FAILED"]'
    return _context(name, ANY, [*steps, f"GotoIf({failed}?fallback,s,1)", "Hangup()"], guarded=True)
