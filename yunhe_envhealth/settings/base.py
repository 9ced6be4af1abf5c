"""Settings shared by every way of running. Only the modules of this package read the environment."""

from pathlib import Path
from typing import Any

import environ
import pghistory
from csp.constants import NONCE, SELF

from yunhe_envhealth.settings.api_introduction import INTRODUCTION

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("ENVHEALTH_VAR", default=str(BASE_DIR / "var")))

INSTALLED_APPS = [
    "yunhe_envhealth.core",
    "yunhe_envhealth.audit",
    "yunhe_envhealth.accounts",
    "yunhe_envhealth.deliveries",
    "villages",
    "taskforce",
    "risk_sources",
    "monitoring",
    "indicators",
    "yunhe_envhealth.portal",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, for the form renderer of core.forms
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "pgtrigger",
    "pghistory",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "yunhe_envhealth.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yunhe_envhealth.core.middleware.DisplayLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "yunhe_envhealth.accounts.middleware.SessionRulesMiddleware",
    "yunhe_envhealth.audit.middleware.HistoryContextMiddleware",
    "yunhe_envhealth.accounts.middleware.DefaultDenyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yunhe_envhealth.core.middleware.ErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "yunhe_envhealth.urls"
WSGI_APPLICATION = "yunhe_envhealth.wsgi.application"
FILTERS_EMPTY_CHOICE_LABEL = "不限"
FORM_RENDERER = "yunhe_envhealth.core.forms.ChineseFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yunhe_envhealth.core.context.display",
                "yunhe_envhealth.portal.context.shell",
            ],
        },
    }
]

# --- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "yunhe_envhealth.accounts.backends.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "yunhe_envhealth.accounts.passwords.CharacterKindsValidator"},
    {"NAME": "yunhe_envhealth.accounts.passwords.LocalWordsValidator"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "portal:office"
LOGOUT_REDIRECT_URL = "portal:home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # trying on does not lengthen the lock
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False
# One notion of the caller's address for lock-out, throttles and the security log.
AXES_CLIENT_IP_CALLABLE = "yunhe_envhealth.audit.addresses.client_address"
# Kept masked in the record of a failed attempt: whatever may be, or become, a secret.
AXES_SENSITIVE_PARAMETERS = ["password", "old", "new", "again", "code", "csrfmiddlewaretoken"]
OTP_TOTP_ISSUER = "云和县环境健康"

# Secrets that seal telephone numbers and the like (core.sealing): the first seals, all open.
FIELD_KEYS: list[str] = [key.strip() for key in env.list("ENVHEALTH_FIELD_KEYS", default=[]) if key.strip()]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_MINUTES = 30  # bar R5
SESSION_ABSOLUTE_HOURS = 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, forms from the field
CSRF_FAILURE_VIEW = "yunhe_envhealth.core.errors.csrf_failure"
# The area this installation is for; a membership in it reaches everything that is registered.
ROOT_AREA = env.str("ENVHEALTH_ROOT_AREA", default="331125")
# Only accepted when the platform is bound to the loopback (set by the front door).
DEMO_ACCOUNTS_ACCEPTED = False
DEMO = env.bool("ENVHEALTH_DEMO", default=False)

# --- time and language ------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files ------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "yunhe_envhealth" / "static"]
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
DELIVERY_MAX_BYTES = 50 * 1024 * 1024
WHITENOISE_MAX_AGE = 3600

# --- response headers -------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": env.list("FRAME_ANCESTORS", default=["'none'"]),
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# --- database ---------------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_OPTIONS = {"options": "-c timezone=UTC -c lock_timeout=5000 -c synchronous_commit=on"}
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())

# --- REST -------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "yunhe_envhealth.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["yunhe_envhealth.accounts.permissions.HasCapability"],
    "DEFAULT_PAGINATION_CLASS": "yunhe_envhealth.core.rest.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["yunhe_envhealth.core.rest.StrictFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "yunhe_envhealth.accounts.schema.DeclaredSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "yunhe_envhealth.core.throttles.AnonymousThrottle",
        "yunhe_envhealth.core.throttles.AccountThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "600/min"},
    "EXCEPTION_HANDLER": "yunhe_envhealth.core.rest.problem_details",
    "NUM_PROXIES": env.int("TRUSTED_PROXIES", default=0),
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "云和县环境健康管理平台 API",
    "DESCRIPTION": INTRODUCTION,
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "TaskState": "taskforce.choices.TaskState",
        "TaskSource": "taskforce.choices.TaskSource",
        "ReportDutyState": "taskforce.choices.DutyState",
        "ReportVersionState": "taskforce.choices.VersionState",
        "MeetingState": "taskforce.choices.MeetingState",
        "SupervisionState": "taskforce.choices.SupervisionState",
        "AssessmentState": "taskforce.choices.AssessmentState",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "yunhe_envhealth.core.schema.describe_problems",
    ],
}

# --- messages: in-app always; e-mail and the government messenger once they are configured ----------------
PUBLIC_ADDRESS = env.str("ENVHEALTH_PUBLIC_ADDRESS", default="")  # https://host, set before links in messages
REMINDER_HOURS = env.str("ENVHEALTH_REMINDER_HOURS", default="08:30-18:00")
EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="envhealth@localhost")
WEBHOOK_URL = env.str("ENVHEALTH_WEBHOOK_URL", default="")
WEBHOOK_SECRET = env.str("ENVHEALTH_WEBHOOK_SECRET", default="")
WEBHOOK_HOSTS = env.list("ENVHEALTH_WEBHOOK_HOSTS", default=[])  # names that may be called
WEBHOOK_NETWORKS = env.list("ENVHEALTH_WEBHOOK_NETWORKS", default=[])  # private networks that may be called
WEBHOOK_TIMEOUT = 5.0  # seconds from resolving the name to the answer

# --- tasks: the broker is a hint, PostgreSQL is the truth (bar §2) ----------------------------------------
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_STORE_ERRORS_EVEN_IF_IGNORED = False
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "yunhe_envhealth.core.middleware.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]}
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}, "django.server": {"level": "WARNING"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []


def databases(url: str) -> dict[str, Any]:
    """Return DATABASES for a postgres:// URL, with the options every connection of the platform needs."""
    config: dict[str, Any] = env.db_url_config(url)
    options = config.setdefault("OPTIONS", {})
    options.update(DATABASE_OPTIONS)
    config["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    config["CONN_HEALTH_CHECKS"] = True
    return {"default": config}


def caches(url: str) -> dict[str, Any]:
    """Return CACHES on the same server as the broker, with a prefix of its own."""
    return {
        "default": {
            "BACKEND": "yunhe_envhealth.core.caches.ForgivingRedisCache",
            "LOCATION": url,
            "KEY_PREFIX": "envhealth",
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
