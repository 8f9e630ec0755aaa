"""The companies that a centre begins with can serve every call from the first minute."""

from __future__ import annotations

import phonenumbers
import pytest

from cordboard.asterisk.prompts import texts
from cordboard.center.permissions import Role
from cordboard.center.trunks import faults
from cordboard.demo.company import Company, northwind, starter
from cordboard.flows.nodes import Goodbye, Menu, Say

COMPANIES = [northwind(), starter()]


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.name)
def test_nothing_keeps_a_contact_from_being_served(company: Company) -> None:
    assert list(company.configuration.problems()) == []
    assert all(faults(trunk) == () for trunk in company.configuration.trunks.values())


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.name)
def test_every_prompt_that_is_said_was_recorded_in_both_languages(company: Company) -> None:
    said: list[object] = []
    for flow in company.configuration.flows.values():
        for node in flow.nodes.values():
            match node:
                case Menu(prompts=prompts, on_wrong=wrong, on_silence=silence):
                    said += (*prompts, *wrong, *silence)
                case Say(prompts=prompts) | Goodbye(prompts=prompts):
                    said += prompts
                case _:
                    pass
    for queue in company.configuration.center.queues.values():
        said += (*queue.on_closed.prompts, *queue.waiting.on_wait_max.prompts)
    recorded = {part for part in said if isinstance(part, str)}
    for language in ("en", "ru"):
        assert recorded <= {f"cord/{name}" for name in texts()[language]}


@pytest.mark.parametrize("company", COMPANIES, ids=lambda company: company.name)
def test_everything_that_people_read_has_a_russian_name(company: Company) -> None:
    center = company.configuration.center
    assert all(queue.name_ru for queue in center.queues.values())
    assert all(d.name_ru for queue in center.queues.values() for d in queue.dispositions)
    assert all(pause.name_ru for pause in center.pauses.values())


def test_every_agent_of_the_sample_company_can_sign_in_and_only_as_an_agent() -> None:
    company = northwind()
    agents = {account.agent_id: account for account in company.accounts if account.agent_id}
    assert agents.keys() == company.configuration.center.agents.keys()
    assert all(account.roles == {Role.AGENT} for account in agents.values())
    assert {a.login: a.roles for a in company.accounts if not a.agent_id} == {
        "sofia": {Role.SUPERVISOR},
        "max": {Role.MANAGER},
    }


def test_every_queue_of_the_sample_company_is_served_by_at_least_three() -> None:
    center = northwind().configuration.center
    for queue in center.queues.values():
        assert sum(queue.skills <= agent.skills for agent in center.agents.values()) >= 3


def test_sample_customers_have_numbers_of_their_own_that_can_be_numbers() -> None:
    customers = northwind().customers
    assert len({customer.customer_id for customer in customers}) == len(customers) == 12
    numbers = [number for customer in customers for number in customer.numbers]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        parsed = phonenumbers.parse(number)
        assert phonenumbers.is_possible_number(parsed)
        assert phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164) == number
