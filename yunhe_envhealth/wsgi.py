"""WSGI entry point; production names its settings module in the environment."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yunhe_envhealth.settings.production")

application = get_wsgi_application()
