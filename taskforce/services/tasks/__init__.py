"""Tasks: opened once, moved by those who may, every move an entry and a notice."""

from taskforce.services.tasks.extending import ask_extension, decide_extension
from taskforce.services.tasks.moving import accept, cancel, close, comment, finish, send_back, verify
from taskforce.services.tasks.opening import assign, open_task
from taskforce.services.tasks.reassigning import reassign_post
from taskforce.services.tasks.refusals import TaskRefused

__all__ = [
    "TaskRefused",
    "accept",
    "ask_extension",
    "assign",
    "cancel",
    "close",
    "comment",
    "decide_extension",
    "finish",
    "open_task",
    "reassign_post",
    "send_back",
    "verify",
]
