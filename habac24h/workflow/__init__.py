"""Every move of words and airings that a person makes: one function each, guarded and audited.

The functions work inside the caller's unit of work (`Database.write()`): several keys in one block
are all moved or none is.
"""

from habac24h.workflow.approval import approve, return_, submit
from habac24h.workflow.attaching import attach
from habac24h.workflow.confirmation import confirm, resolve
from habac24h.workflow.desk import Desk
from habac24h.workflow.dropping import cancel, resend, restore
from habac24h.workflow.labelling import label
from habac24h.workflow.moving import move
from habac24h.workflow.on_paper import approve_on_paper
from habac24h.workflow.retracting import retract
from habac24h.workflow.words import edit, new

__all__ = [
    "Desk",
    "approve",
    "approve_on_paper",
    "attach",
    "cancel",
    "confirm",
    "edit",
    "label",
    "move",
    "new",
    "resend",
    "resolve",
    "restore",
    "retract",
    "return_",
    "submit",
]
