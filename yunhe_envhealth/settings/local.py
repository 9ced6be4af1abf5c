"""One machine, started by the front door: `python3 envhealth.py run`."""

from .base import *
from .base import caches, databases, env

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
TOKEN_PEPPER = env.str("ENVHEALTH_TOKEN_PEPPER", default=SECRET_KEY)
FIELD_KEYS = FIELD_KEYS or [SECRET_KEY]  # the front door gives keys of its own
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATABASES = databases(env.str("DATABASE_URL", default="postgres://nobody@127.0.0.1:1/none"))
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:1/0")
CACHES = caches(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL
DEMO_ACCOUNTS_ACCEPTED = DEMO and env.bool("ENVHEALTH_LOOPBACK", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
