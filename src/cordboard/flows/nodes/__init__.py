"""All nodes of flows."""

from cordboard.flows.nodes.ends import BookCallback, Goodbye, ToAgent, ToNumber, ToQueue, Voicemail
from cordboard.flows.nodes.outside import LookUp, Request, Send
from cordboard.flows.nodes.talk import Ask, ChooseLanguage, Disclose, Menu, Order, Say, SayWait
from cordboard.flows.nodes.ways import Assign, Branch, Decide, Hours, LoopGuard, Mark, Return, SetLanguage, SubFlow

__all__ = [
    "Ask",
    "Assign",
    "BookCallback",
    "Branch",
    "ChooseLanguage",
    "Decide",
    "Disclose",
    "Goodbye",
    "Hours",
    "LookUp",
    "LoopGuard",
    "Mark",
    "Menu",
    "Node",
    "Order",
    "Request",
    "Return",
    "Say",
    "SayWait",
    "Send",
    "SetLanguage",
    "SubFlow",
    "ToAgent",
    "ToNumber",
    "ToQueue",
    "Voicemail",
]

Node = (
    Say
    | Disclose
    | Menu
    | ChooseLanguage
    | Ask
    | Order
    | SayWait
    | Decide
    | Hours
    | Assign
    | SetLanguage
    | LoopGuard
    | Mark
    | SubFlow
    | Return
    | LookUp
    | Request
    | Send
    | ToQueue
    | ToAgent
    | ToNumber
    | Voicemail
    | BookCallback
    | Goodbye
)
