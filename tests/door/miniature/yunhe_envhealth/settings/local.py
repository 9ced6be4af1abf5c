import os
from pathlib import Path

import environ

env = environ.Env()
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1"])
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://nobody@127.0.0.1:1/none")}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
INSTALLED_APPS = ["yunhe_envhealth", "django.contrib.staticfiles"]
ROOT_URLCONF = "yunhe_envhealth.urls"
WSGI_APPLICATION = "yunhe_envhealth.wsgi.application"
STATIC_URL = "static/"
STATIC_ROOT = Path(os.environ["ENVHEALTH_VAR"]) / "static"
USE_TZ = True
