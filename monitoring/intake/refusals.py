"""What stops a reading before it begins: the file or body as a whole cannot be taken.

Bad data inside a readable file is a Finding (readings.py), never one of these.
"""


class IntakeError(Exception):
    """Base of every exception this package raises on purpose.

    `message` is a Chinese sentence saying what is wrong, `advice` what to do; `str()` gives both.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(f"{message}{advice}")
        self.message = message
        self.advice = advice


class FileRefused(IntakeError):
    """The file is not read: wrong kind, too large, unreadable, or columns are missing."""


class BatchRefused(IntakeError):
    """The API body is not read: not JSON, not the agreed shape, or too many readings."""
