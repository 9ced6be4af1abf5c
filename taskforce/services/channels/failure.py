"""Why a message could not be delivered."""

from yunhe_envhealth.core.errors import EnvHealthError


class DeliveryFailed(EnvHealthError):
    """The message did not go out; it is tried again later."""

    title = "消息没有送达"
