"""The part of a contact's story that is told by flows: what was asked, answered, looked up, left and promised.

No secret is told: it is not in the journal. What a customer answered is told to whoever may read the story.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cordboard.flows import events as fev
from cordboard.flows import nodes as n
from cordboard.flows.language import Flow
from cordboard.runtime.configuration import Configuration
from cordboard.runtime.ports import AnyEvent
from cordboard.runtime.spans import span_en, span_ru

Words = tuple[str, str, str]
"""Kind, English, Russian."""

HOURS = {
    "open": ("it was open", "рабочее время"),
    "closed": ("it was closed", "нерабочее время"),
    "holiday": ("it was a holiday", "праздничный день"),
    "emergency": ("the switch for emergencies was on", "включён аварийный режим"),
}
NUMBER_ENDS = {
    "busy": ("was busy", "занято"),
    "no-answer": ("did not answer", "нет ответа"),
    "failed": ("could not be reached", "соединить не удалось"),
    "ended": ("was left", "разговор завершён"),
}
LANGUAGES = {"en": ("English", "английский"), "ru": ("Russian", "русский")}


class FlowTeller:
    """Remembers in which flow each conversation is, to say what its nodes are."""

    def __init__(self, configuration: Configuration) -> None:
        self._configuration = configuration
        self._flows: dict[bool, list[Flow | None]] = {False: [None], True: [None]}
        """Of the machine and of the script, with the flows that the present one is part of."""
        self._number = ""

    def tell(self, event: AnyEvent) -> Words | None:
        """The words for one event; None for what no reader needs."""
        match event:
            case fev.FlowStarted():
                return self._started(event)
            case fev.SubFlowEntered():
                self._flows[event.script].append(self._flow(event.flow_id, event.version))
            case fev.SubFlowLeft():
                if len(within := self._flows[event.script]) > 1:
                    within.pop()
            case fev.NodePassed():
                return self._passed(event)
            case fev.KeyTaken():
                return self._key(event)
            case fev.PersonAsked():
                return "person", "The customer pressed 0 for a person.", "Клиент нажал 0, чтобы соединили с человеком."
            case fev.AnswerTaken(answer=answer) if answer:
                return _answered(event)
            case fev.AnswerMissed():
                return _missed(event)
            case fev.LanguageSet(language=language):
                en, ru = LANGUAGES.get(language, (f"“{language}”", f"«{language}»"))
                return "language", f"The language became {en}.", f"Язык разговора теперь {ru}."
            case fev.StepReopened(node_id=node_id):
                return "step", f"The agent went back to “{node_id}”.", f"Оператор вернулся к шагу «{node_id}»."
            case fev.FlowLeft():
                return _left(event)
            case _:
                return self._kept(event)
        return None

    def _kept(self, event: AnyEvent) -> Words | None:
        match event:
            case fev.OrderTaken(lines=lines, total=total, currency=currency):
                en, ru = (
                    f"An order of {len(lines)} lines for {total} {currency}",
                    f"{len(lines)} поз., {total} {currency}",
                )
                return "order", f"{en} was taken.", f"Принят заказ: {ru}."
            case fev.MessageLeft(seconds=seconds):
                en, ru = self._queue(event.queue_id)
                return (
                    "message",
                    f"The customer left a message of {span_en(seconds)} for {en}.",
                    f"Клиент оставил сообщение ({span_ru(seconds)}) для {ru}.",
                )
            case fev.CallbackBooked(number=number):
                en, ru = self._queue(event.queue_id)
                return "callback", f"{en} promised to call {number} back.", f"Обещан звонок на {number} от {ru}."
            case fev.NumberDialed(number=number):
                self._number = number
                return "outside", f"The number {number} outside was called.", f"Набран внешний номер {number}."
            case fev.NumberConnected():
                return "outside", f"The number {self._number} answered.", f"Номер {self._number} ответил."
            case fev.NumberLeft(why=why):
                en, ru = NUMBER_ENDS[why]
                return "outside", f"The number {self._number} {en}.", f"Номер {self._number}: {ru}."
        return None

    def _started(self, event: fev.FlowStarted) -> Words:
        flow = self._flow(event.flow_id, event.version)
        self._flows[event.script] = [flow]
        en = flow.name if flow is not None else event.flow_id
        ru = (flow.name_ru or flow.name) if flow is not None else event.flow_id
        if event.script:
            return "script", f"The script “{en}” was opened.", f"Открыт скрипт «{ru}»."
        return "flow", f"The flow “{en}” began.", f"Начался сценарий «{ru}»."

    def _key(self, event: fev.KeyTaken) -> Words:
        node = self._node(event)
        labels: Mapping[str, str] = node.labels.get(event.key, {}) if isinstance(node, n.Menu) else {}
        en, ru = (f" ({labels[each]})" if labels.get(each) else "" for each in ("en", "ru"))
        if event.script:
            return "key", f"The agent chose {event.key}{en}.", f"Оператор выбрал {event.key}{ru}."
        return "key", f"The customer pressed {event.key}{en}.", f"Клиент нажал {event.key}{ru}."

    def _passed(self, event: fev.NodePassed) -> Words | None:
        node = self._node(event)
        if event.way == "error":
            why = f": {event.why}" if event.why else ""
            return (
                "went-wrong",
                f"The step “{event.node_id}” went wrong{why}.",
                f"Сбой на шаге «{event.node_id}»{why}.",
            )
        if event.mark:
            return "mark", f"The milestone “{event.mark}” was reached.", f"Достигнута веха «{event.mark}»."
        if isinstance(node, n.Hours) and event.way in HOURS:
            en, ru = HOURS[event.way]
            return "hours", f"By the calendar {en}.", f"По календарю: {ru}."
        if isinstance(node, n.LookUp):
            if event.way == "found":
                return "looked-up", f"The look-up “{event.node_id}” found a row.", f"Поиск «{event.node_id}»: найдено."
            return "looked-up", f"The look-up “{event.node_id}” found nothing.", f"Поиск «{event.node_id}»: не найдено."
        if isinstance(node, n.Request):
            return "requested", f"The request “{event.node_id}” was answered.", f"Запрос «{event.node_id}» выполнен."
        if isinstance(node, n.Send):
            kind_en, kind_ru = ("An SMS", "SMS") if node.channel == "sms" else ("An e-mail", "письмо")
            return "sent", f"{kind_en} to the customer was handed over.", f"Передано на отправку: {kind_ru}."
        if event.way == "too-many":
            return "guard", f"“{event.node_id}” was passed too often.", f"Шаг «{event.node_id}» пройден слишком часто."
        return None

    def _flow(self, flow_id: str, version: int) -> Flow | None:
        published = self._configuration.flows.get(flow_id)
        if published is not None and version in (published.version, 0):
            return published
        return self._configuration.library.get((flow_id, version), published)

    def _node(self, event: fev.NodePassed | fev.KeyTaken) -> n.Node | None:
        flow = self._flows[event.script][-1]
        return flow.nodes.get(event.node_id) if flow is not None else None

    def _queue(self, queue_id: str) -> tuple[str, str]:
        queue = self._configuration.center.queues.get(queue_id)
        if queue is None:
            return f"“{queue_id}”", f"«{queue_id}»"
        return f"“{queue.name}”", f"«{queue.name_ru or queue.name}»"


def _answered(event: fev.AnswerTaken) -> Words:
    en, ru = _value(event.value)
    if event.script:
        return "answer", f"The agent filled in {event.answer}: {en}.", f"Оператор записал {event.answer}: {ru}."
    return "answer", f"The customer answered {event.answer}: {en}.", f"Ответ клиента, {event.answer}: {ru}."


def _value(value: Any) -> tuple[str, str]:
    match value:
        case None:
            return "a secret", "секрет"
        case True:
            return "yes", "да"
        case False:
            return "no", "нет"
        case {"recording": _, "seconds": seconds}:
            return f"a recording of {span_en(seconds)}", f"запись {span_ru(seconds)}"
    return str(value), str(value)


def _missed(event: fev.AnswerMissed) -> Words | None:
    if event.script:
        return None
    if event.key is None:
        return "no-answer", "The customer pressed no key.", "Клиент ничего не нажал."
    if event.key == "-":
        return "wrong-key", "The customer's answer did not fit.", "Ответ клиента не подошёл."
    return (
        "wrong-key",
        f"The customer pressed {event.key}, which leads nowhere.",
        f"Клиент нажал {event.key}: такого выбора нет.",
    )


def _left(event: fev.FlowLeft) -> Words | None:
    if event.script:
        return "script", "The script was done.", "Скрипт пройден."
    if event.failed:
        return "goodbye", "The flow could not go on and ended with an apology.", "Сценарий прерван с извинением."
    if event.agent_id is None and event.queue_id is None:
        return "goodbye", "The flow ended with a goodbye.", "Сценарий закончился прощанием."
    return None
