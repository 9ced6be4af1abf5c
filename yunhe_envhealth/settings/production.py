"""Production: refuses to start when a setting is missing, and says which and how to set it."""

from django.core.exceptions import ImproperlyConfigured

from .base import *
from .base import caches, databases, env

CURES = {
    "DATABASE_URL": "the PostgreSQL (15 or newer) address: postgres://USER:PASSWORD@HOST:5432/NAME",
    "REDIS_URL": "the Redis or Valkey address: redis://HOST:6379/0",
    "SECRET_KEY": "at least 50 random characters: "
    "python3 -c 'import secrets; print(secrets.token_urlsafe(50))', kept outside the repository",
    "ALLOWED_HOSTS": "the public host names, separated by commas: envhealth.example.gov.cn",
    "ENVHEALTH_FIELD_KEYS": "one or more secrets of at least 32 random characters, the newest first, separated by "
    "commas; without the old ones, sealed telephone numbers cannot be read again",
    "ENVHEALTH_TOKEN_PEPPER": "at least 32 random characters of its own, so that a leaked table of tokens is useless",
}


def required(name: str) -> str:
    """Return the setting or stop the start with the setting's name and its cure."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(
            f"缺少环境变量 {name}，平台没有启动。Set {name}: {CURES[name]}. 见 docs/operations.md。"
        )
    return value


DEBUG = False
SECRET_KEY = required("SECRET_KEY")
TOKEN_PEPPER = required("ENVHEALTH_TOKEN_PEPPER")
FIELD_KEYS = [key.strip() for key in required("ENVHEALTH_FIELD_KEYS").split(",") if key.strip()]
if min(map(len, FIELD_KEYS), default=0) < 32:
    raise ImproperlyConfigured(
        f"环境变量 ENVHEALTH_FIELD_KEYS 太短，平台没有启动。Set it: {CURES['ENVHEALTH_FIELD_KEYS']}. 见 docs/operations.md。"
    )
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",") if host.strip()]
DATABASES = databases(required("DATABASE_URL"))
REDIS_URL = required("REDIS_URL")
CACHES = caches(REDIS_URL)
CELERY_BROKER_URL = REDIS_URL
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[f"https://{host}" for host in ALLOWED_HOSTS])
FORCE_SCRIPT_NAME = env.str("FORCE_SCRIPT_NAME", default=None)  # mounted as a column of the county portal
DEMO = False
DEMO_ACCOUNTS_ACCEPTED = False

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_PATH = "/"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
# nginx overwrites X-Forwarded-For with the peer it saw; nothing else is believed.
REST_FRAMEWORK["NUM_PROXIES"] = env.int("TRUSTED_PROXIES", default=1)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
