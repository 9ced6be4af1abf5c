"""A Redis cache that counts as empty when its server is away: pages come from the database then."""

from __future__ import annotations

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class OneClient(RedisCacheClient):
    """Keeps its client: Django's own makes a new one for every command, which costs more than the command."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        super().__init__(servers, **options)
        self._clients: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]


class ForgivingRedisCache(RedisCache):
    """Reads miss and writes are dropped while the server is away; nothing may rely on the cache for truth."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            logger.warning("cache read failed: %s", error)
            return default

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            logger.warning("cache write failed: %s", error)

    def add(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError as error:
            logger.warning("cache add failed: %s", error)
            return True

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except RedisError as error:
            logger.warning("cache delete failed: %s", error)
            return False

    def count(self, key: str, seconds: int) -> int:
        """Count one more under `key` and return the count; it starts anew `seconds` after the first.

        One round trip but for the first count, which also sets the end. 0 when the server is away: whoever bounds
        callers by it lets them pass then.
        """
        try:
            client = self._cache.get_client(write=True)
            counted = int(client.incr(self.make_key(key)))
            if counted == 1:
                client.expire(self.make_key(key), seconds)
            return counted
        except RedisError as error:
            logger.warning("cache count failed: %s", error)
            return 0
