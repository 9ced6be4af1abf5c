"""A template that is not taken."""


class TemplateRefused(Exception):
    """What is wrong with the template, and the cure; both Chinese sentences."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice
