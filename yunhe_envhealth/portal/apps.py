from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "yunhe_envhealth.portal"
    label = "portal"
    verbose_name = "门户"
