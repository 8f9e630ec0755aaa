"""The story of one contact in words: what happened, why this agent, why it waited. English and Russian.

Pure: journal lines in, sentences out. Names come from the configuration; a thing that is gone keeps its id.
"""

from __future__ import annotations

from collections.abc import Iterable

from cordboard.center.center import Center
from cordboard.floor import events as ev
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.flow_story import FlowTeller, Words
from cordboard.runtime.ports import AnyEvent, Entry
from cordboard.runtime.spans import span_en, span_ru
from cordboard.values import value


@value
class StoryLine:
    """One sentence."""

    at: float
    kind: str
    """Stable name of what happened, for an icon."""
    text_en: str
    text_ru: str


OFFER_ENDS = {
    ev.OfferEnd.DECLINED: ("declined the contact", "не принял(а) обращение"),
    ev.OfferEnd.LAPSED: ("did not answer in time", "не ответил(а) вовремя"),
    ev.OfferEnd.UNREACHABLE: ("could not be rung", "оказался(ась) вне связи"),
}
TURNED_AWAY = {
    ev.TurnedAway.CLOSED: ("the queue was closed", "очередь была закрыта"),
    ev.TurnedAway.WAITED_TOO_LONG: ("it had waited as long as is allowed", "вышло предельное время ожидания"),
    ev.TurnedAway.FLOW_ENDED: ("the menu led to its goodbye", "меню закончилось прощанием"),
    ev.TurnedAway.NO_ENTRY: ("nothing is set up for the number called", "для набранного номера ничего не настроено"),
    ev.TurnedAway.QUEUE_GONE: ("its queue does not exist any more", "очереди больше нет"),
}
ENDERS = {
    "customer": ("the customer", "клиент"),
    "agent": ("the agent", "оператор"),
    "center": ("the centre", "центр"),
    "switch": ("the telephone switch", "телефонная станция"),
}
OUTCOMES = {
    ev.Outcome.SERVED: ("it had been served", "обращение обслужено"),
    ev.Outcome.ABANDONED: ("the customer left while waiting", "клиент не дождался ответа"),
    ev.Outcome.LEFT_IN_FLOW: ("the customer left while a machine spoke", "клиент ушёл во время автоответчика"),
    ev.Outcome.TURNED_AWAY: ("it had been turned away", "обращению отказано"),
    ev.Outcome.LOST: ("the call was lost by the switch", "станция потеряла вызов"),
}
QUEUED_AGAIN = {
    "transfer": ("after a transfer", "после перевода"),
    "waited-too-long": ("because it had waited too long before", "из-за слишком долгого ожидания"),
    "closed": ("because the other queue was closed", "так как другая очередь закрыта"),
}

RETURNED = {
    "timeout": ("it had waited as long as its flow lets it", "вышло время ожидания, заданное сценарием"),
    "closed": ("nobody could take it then", "принять обращение было некому"),
    "talked": ("the agent rang off and the customer stayed", "оператор завершил разговор, клиент остался на линии"),
}


def story(entries: Iterable[Entry], configuration: Configuration) -> list[StoryLine]:
    """Return the sentences of one contact's journal lines, oldest first."""
    teller = _Teller(configuration)
    lines = []
    for entry in entries:
        words = teller.tell(entry.event, entry.at)
        if words is not None:
            lines.append(StoryLine(at=entry.at, kind=words[0], text_en=words[1], text_ru=words[2]))
    return lines


class _Teller:
    """Remembers what a later sentence needs of an earlier event."""

    def __init__(self, configuration: Configuration) -> None:
        self._center: Center = configuration.center
        self._flow_teller = FlowTeller(configuration)
        self._queued_at: float | None = None
        self._passed_over: list[str] = []
        self._talk_began: float | None = None

    def tell(self, event: AnyEvent, at: float) -> Words | None:
        """The words for one event; None for what no reader needs."""
        match event:
            case ev.ContactArrived():
                return self._arrived(event)
            case ev.ContactQueued():
                return self._queued(event, at)
            case ev.WaitAnnounced():
                return _announced(event)
            case ev.ContactOffered():
                return self._offered(event, at)
            case ev.OfferEnded():
                return self._offer_ended(event)
            case ev.ContactConnected():
                return self._connected(event, at)
            case ev.ContactHeld():
                who = self._agent(event.agent_id)
                return "held", f"{who} put the customer on hold.", f"{who} ставит клиента на удержание."
            case ev.ContactResumed():
                who = self._agent(event.agent_id)
                return "resumed", f"{who} took the customer back.", f"{who} снимает клиента с удержания."
            case ev.ContactTransferred():
                en, ru = self._queue(event.to_queue_id)
                who = self._agent(event.agent_id)
                return "transferred", f"{who} passed the contact on to {en}.", f"{who} переводит обращение в {ru}."
            case ev.ContactReturned():
                return _returned(event)
            case ev.ContactTurnedAway():
                en, ru = TURNED_AWAY[event.reason]
                return "turned-away", f"It was turned away: {en}.", f"Обращение не принято: {ru}."
            case ev.ContactEnded():
                return self._ended(event, at)
            case ev.DispositionSet():
                return self._disposition(event)
            case ev.WrapUpStarted():
                who = self._agent(event.agent_id)
                return "wrap-up", f"{who} worked after the contact.", f"{who} завершает работу по обращению."
            case _:
                return self._flow_teller.tell(event)

    def _arrived(self, event: ev.ContactArrived) -> Words:
        caller = event.caller or event.caller_name
        if event.via == "web":
            en, ru = "A call from the web page arrived", "Поступил звонок с веб-страницы"
        else:
            en, ru = "A call arrived", "Поступил звонок"
        if caller:
            en, ru = f"{en} from {caller}", f"{ru} от {caller}"
        return "arrived", f"{en} at {event.number}.", f"{ru} на {event.number}."

    def _queued(self, event: ev.ContactQueued, at: float) -> Words:
        self._queued_at, self._passed_over = at, []
        en, ru = self._queue(event.queue_id)
        because = QUEUED_AGAIN.get(event.reason)
        text_en, text_ru = f"It began to wait in {en}", f"Ожидание в {ru} началось"
        if because is not None:
            text_en, text_ru = f"{text_en} {because[0]}", f"{text_ru} {because[1]}"
        if event.aged_from < at:
            text_en += f", keeping the place of one who has waited for {span_en(at - event.aged_from)}"
            text_ru += f", с учётом прежнего ожидания {span_ru(at - event.aged_from)}"
        return "queued", text_en + ".", text_ru + "."

    def _offered(self, event: ev.ContactOffered, at: float) -> Words:
        who = self._agent(event.agent_id)
        en, ru = self._queue(event.queue_id)
        idle = max(0.0, at - event.idle_since)
        waited = max(0.0, at - self._queued_at) if self._queued_at is not None else 0.0
        if waited < 1.0:
            why_en = f"of the ready agents of {en}, {who} had been idle longest ({span_en(idle)})"
            why_ru = f"из готовых операторов ({ru}) {who} ждёт дольше всех ({span_ru(idle)})"
        elif idle < 1.0:
            why_en = (
                f"nobody who serves {en} was free for {span_en(waited)}, {who} became free now, "
                "and no contact that this agent serves came before it"
            )
            why_ru = (
                f"{span_ru(waited)} никто в {ru} не был свободен, {who} освободился(ась) сейчас, "
                "и никто в очередях этого оператора не стоял впереди"
            )
        else:
            why_en = f"its turn had come, and {who} had been idle longest ({span_en(idle)})"
            why_ru = f"подошла очередь, и {who} ждёт дольше всех ({span_ru(idle)})"
        if self._passed_over:
            why_en += f"; tried before: {', '.join(self._passed_over)}"
            why_ru += f"; до этого: {', '.join(self._passed_over)}"
        return "offered", f"It rang at {who}: {why_en}.", f"Вызов поступает: {who}. Причина: {why_ru}."

    def _offer_ended(self, event: ev.OfferEnded) -> Words:
        who = self._agent(event.agent_id)
        if event.end is ev.OfferEnd.WITHDRAWN:
            return (
                "offer-withdrawn",
                f"The ring at {who} was taken back; the contact kept its place.",
                f"Вызов ({who}) отозван; место в очереди сохранено.",
            )
        self._passed_over.append(who)
        en, ru = OFFER_ENDS[event.end]
        return (
            f"offer-{event.end}",
            f"{who} {en} and was paused; the contact kept its place.",
            f"{who} {ru}, поставлена пауза; место в очереди сохранено.",
        )

    def _connected(self, event: ev.ContactConnected, at: float) -> Words:
        self._talk_began = at
        who = self._agent(event.agent_id)
        waited = at - self._queued_at if self._queued_at is not None else 0.0
        return (
            "connected",
            f"{who} answered after the customer had waited {span_en(waited)}.",
            f"{who} отвечает; клиент ждал {span_ru(waited)}.",
        )

    def _ended(self, event: ev.ContactEnded, at: float) -> Words:
        by_en, by_ru = ENDERS.get(event.by, (event.by, event.by))
        en, ru = OUTCOMES[event.outcome]
        text_en, text_ru = f"Ended by {by_en}: {en}", f"Завершение ({by_ru}): {ru}"
        if event.outcome is ev.Outcome.SERVED and self._talk_began is not None:
            text_en += f", after {span_en(at - self._talk_began)} of talk"
            text_ru += f", разговор {span_ru(at - self._talk_began)}"
        if event.outcome is ev.Outcome.ABANDONED and self._queued_at is not None:
            text_en += f" for {span_en(at - self._queued_at)}"
            text_ru += f" ({span_ru(at - self._queued_at)})"
        return "ended", text_en + ".", text_ru + "."

    def _disposition(self, event: ev.DispositionSet) -> Words:
        who = self._agent(event.agent_id)
        en = ru = event.disposition_id
        for queue in self._center.queues.values():
            for disposition in queue.dispositions:
                if disposition.disposition_id == event.disposition_id:
                    en, ru = disposition.name, disposition.name_ru or disposition.name
        return "disposition", f"{who} noted how it ended: {en}.", f"{who} отмечает итог: {ru}."

    def _agent(self, agent_id: str) -> str:
        agent = self._center.agents.get(agent_id)
        return agent.name if agent is not None else agent_id

    def _queue(self, queue_id: str) -> tuple[str, str]:
        queue = self._center.queue(queue_id)
        if queue is None:
            return f"“{queue_id}”", f"«{queue_id}»"
        return f"“{queue.name}”", f"«{queue.name_ru or queue.name}»"


def _announced(event: ev.WaitAnnounced) -> Words | None:
    en, ru = [], []
    if event.position is not None:
        en.append(f"the place in the queue was {event.position}")
        ru.append(f"место в очереди: {event.position}")
    if event.expected_wait_s is not None:
        en.append(f"the wait would be about {span_en(event.expected_wait_s)}")
        ru.append(f"ждать примерно {span_ru(event.expected_wait_s)}")
    if not en:
        return None
    return "announced", f"The customer was told that {' and '.join(en)}.", f"Клиенту сообщили: {', '.join(ru)}."


def _returned(event: ev.ContactReturned) -> Words:
    en, ru = RETURNED.get(event.why, ("it could not go on", "продолжить было нельзя"))
    return "returned", f"It went back to its flow: {en}.", f"Обращение вернулось в сценарий: {ru}."
