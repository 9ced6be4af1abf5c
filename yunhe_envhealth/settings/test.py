"""Tests: real PostgreSQL and Valkey, throw-away; tasks run in the test's own process unless a test starts a worker.

Processes that run tests side by side (pytest-xdist names them gw0, gw1 …) share nothing: each has a test database
(pytest-django sees to it), a numbered database of Valkey and a folder of its own.
"""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from .base import *
from .base import caches, databases, env

DEBUG = False
TESTING = True
SECRET_KEY = "test-only-secret-key-test-only-secret-key-test-only"  # noqa: S105 - a test value
TOKEN_PEPPER = "test-only-pepper"  # noqa: S105 - a test value
FIELD_KEYS = ["test-only-field-key-test-only-field-key"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = databases(env.str("DATABASE_URL", default="postgres://nobody@127.0.0.1:1/none"))
DATABASES["default"]["CONN_MAX_AGE"] = 0
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:1/0")
SIDE = env.str("PYTEST_XDIST_WORKER", default="")
if SIDE:
    REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{int(SIDE.removeprefix('gw')) + 1}").geturl()
CACHES = caches(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_ALWAYS_EAGER = env.bool("ENVHEALTH_EAGER", default=True)
CELERY_TASK_EAGER_PROPAGATES = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO_ACCOUNTS_ACCEPTED = True
VAR_DIR = Path(env.str("ENVHEALTH_TEST_VAR", default="") or tempfile.mkdtemp(prefix="envhealth-test-")) / SIDE
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
